import type { AssumptionState } from '../../../src-shared/api/okta/assumptions.ts'
import { type AssumptionId, assumptionCatalogue, assumptionIds, type Assumptions, defaultAssumptions } from '../../../src-shared/domain/okta.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'

interface Stored { id: AssumptionId; value: string | null; confirmed: string | null; note: string }

function stored(db: Db): Map<AssumptionId, Stored> {
  return new Map(prepared<Stored>(db, 'SELECT id, value, confirmed, note FROM okta_assumptions').all().map((row) => [row.id, row]))
}

/** The choices in force. */
export function assumptionsOf(db: Db): Assumptions {
  const chosen = [...stored(db).values()].filter(({ value }) => value !== null).map(({ id, value }) => [id, value])
  return { ...defaultAssumptions, ...Object.fromEntries(chosen) } as Assumptions
}

export function listAssumptions(db: Db): AssumptionState[] {
  const rows = stored(db)
  return assumptionIds.map((id) => {
    const { title, options, tag, source } = assumptionCatalogue[id]
    const row = rows.get(id)
    return {
      id, title, tag, source,
      value: row?.value ?? defaultAssumptions[id],
      defaultValue: defaultAssumptions[id],
      options: Object.entries(options).map(([value, label]) => ({ value, label })),
      confirmed: row?.confirmed ?? null,
      note: row?.note ?? '',
    }
  })
}

interface Given { value?: string | null | undefined; confirmed?: string | null | undefined; note?: string | undefined }

/** Chooses otherwise, or notes that a real org was seen to do it. @throws ScimError 400 for a value that is no option */
export function setAssumption({ db }: WriteContext, id: AssumptionId, given: Given): void {
  const options = Object.keys(assumptionCatalogue[id].options)
  if (typeof given.value === 'string' && !options.includes(given.value)) {
    throw new ScimError(400, `${id} takes one of: ${options.join(', ')}.`, 'invalidValue')
  }
  const before = stored(db).get(id) ?? { id, value: null, confirmed: null, note: '' }
  const after = { ...before, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
  prepared(db, 'INSERT OR REPLACE INTO okta_assumptions (id, value, confirmed, note) VALUES (?, ?, ?, ?)').run(id, after.value, after.confirmed, after.note)
}
