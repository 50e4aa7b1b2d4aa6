import type { AppAttribute, StoredAttribute } from '../../../src-shared/api/okta/attributes.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { AppRow } from './apps.ts'
import { baseAttributes } from './base-attributes.ts'

const baseNames = new Set(baseAttributes().map(({ variableName }) => variableName))

/** The app user profile, in the order its attributes were added. */
export function attributesOf(db: Db, appSeq: number): StoredAttribute[] {
  return prepared<{ id: number; body: string }>(db, 'SELECT id, body FROM okta_app_attributes WHERE app_seq = ? ORDER BY id').all(appSeq)
    .map(({ id, body }) => {
      const attribute = JSON.parse(body) as AppAttribute
      return { ...attribute, id, isBase: baseNames.has(attribute.variableName) }
    })
}

/** @throws ScimError 409 when the variable name is taken */
export function createAttribute({ db }: WriteContext, app: AppRow, attribute: AppAttribute): void {
  refuseTaken(db, app, attribute.variableName, null)
  prepared(db, 'INSERT INTO okta_app_attributes (app_seq, body) VALUES (?, ?)').run(app.seq, JSON.stringify(attribute))
}

/** @throws ScimError 404, 409 */
export function changeAttribute({ db }: WriteContext, app: AppRow, id: number, attribute: AppAttribute): void {
  const before = find(db, app, id)
  if (before.isBase && before.variableName !== attribute.variableName) throw new ScimError(409, `The variable name of the base attribute ${before.variableName} is fixed.`)
  refuseTaken(db, app, attribute.variableName, id)
  prepared(db, 'UPDATE okta_app_attributes SET body = ? WHERE id = ?').run(JSON.stringify(attribute), id)
}

/** @throws ScimError 404, 409 for a base attribute */
export function removeAttribute({ db }: WriteContext, app: AppRow, id: number): void {
  const { isBase, variableName } = find(db, app, id)
  if (isBase) throw new ScimError(409, `${variableName} is a base attribute and stays; choose “Do not map” to keep it from being sent.`)
  prepared(db, 'DELETE FROM okta_app_attributes WHERE id = ?').run(id)
}

function find(db: Db, app: AppRow, id: number): StoredAttribute {
  const attribute = attributesOf(db, app.seq).find((each) => each.id === id)
  if (!attribute) throw new ScimError(404, `${app.label} has no attribute ${id}.`)
  return attribute
}

function refuseTaken(db: Db, app: AppRow, variableName: string, except: number | null): void {
  const taken = prepared(
    db, "SELECT 1 FROM okta_app_attributes WHERE app_seq = ? AND body ->> '$.variableName' = ? AND id IS NOT ?",
  ).get(app.seq, variableName, except)
  if (taken) throw new ScimError(409, `${app.label} has an attribute ${variableName} already.`)
}
