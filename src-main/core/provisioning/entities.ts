import { type EntityKind, entityKindNames, entityKindWords } from '../../../src-shared/domain/provisioning.ts'
import { notFound, ScimError } from '../../../src-shared/scim/errors.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { type Db, prepared } from '../db/open.ts'
import { nextNumber } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { findEntity } from './facts.ts'
import { reconcile } from './reconcile.ts'

export interface EntityRow {
  id: number
  kind: EntityKind
  name: string
  is_default: number
  allotted_concurrency: number | null
}

export function findEntityRow(db: Db, id: number): EntityRow | undefined {
  return prepared<EntityRow>(db, 'SELECT id, kind, name, is_default, allotted_concurrency FROM entities WHERE id = ?').get(id)
}

/** The concurrency group every new organization has, beside the root organization. */
export function installDefaults(db: Db): void {
  prepared(
    db,
    "INSERT INTO entities (id, kind, name, key, is_default) VALUES (?, 'concurrencyGroup', 'Default', 'default', 1)",
  ).run(nextNumber(db, 'entity'))
}

/** @throws ScimError 404 */
export function requireEntity(db: Db, id: number): EntityRow {
  const row = findEntityRow(db, id)
  if (!row) throw notFound(`Entity ${id}`)
  return row
}

/**
 * A concurrency group nobody gave a concurrency starts with 0 (testmu-provisioning §5).
 * @throws ScimError 409 for a name that is taken among its kind (engine §6: case does not count)
 */
export function createEntity(context: WriteContext, { kind, name, allottedConcurrency = 0 }: { kind: EntityKind; name: string; allottedConcurrency?: number }): number {
  const { db, events } = context
  requireFree(db, kind, name, null)
  const id = nextNumber(db, 'entity')
  const concurrency = kind === 'concurrencyGroup' ? allottedConcurrency : null
  prepared(db, 'INSERT INTO entities (id, kind, name, key, allotted_concurrency) VALUES (?, ?, ?, ?, ?)').run(id, kind, name, foldCase(name), concurrency)
  events.push({ type: 'entity.created', kind, entityId: id, name, ...(concurrency !== null && { allottedConcurrency: concurrency }) })
  if (kind === 'concurrencyGroup') reconcile(context, usersNaming(db, name))
  return id
}

/** Renames; users whose LambdatestGroup names the old or the new name are resolved again (engine §3). @throws ScimError 409 */
export function renameEntity(context: WriteContext, id: number, name: string): void {
  const { db, events } = context
  const { kind, name: before } = requireEntity(db, id)
  if (before === name) return
  requireFree(db, kind, name, id)
  prepared(db, 'UPDATE entities SET name = ?, key = ? WHERE id = ?').run(name, foldCase(name), id)
  events.push({ type: 'entity.renamed', kind, entityId: id, name, before })
  if (kind === 'concurrencyGroup') reconcile(context, [...usersNaming(db, before), ...usersNaming(db, name)])
}

/** @throws ScimError 409 for an entity without a concurrency */
export function allotConcurrency({ db, events }: WriteContext, id: number, allotted: number): void {
  const { kind, name, allotted_concurrency: before } = requireEntity(db, id)
  if (kind !== 'concurrencyGroup') throw new ScimError(409, `A ${entityKindWords[kind]} has no allotted concurrency.`)
  if (before === allotted) return
  prepared(db, 'UPDATE entities SET allotted_concurrency = ? WHERE id = ?').run(allotted, id)
  events.push({ type: 'entity.updated', kind, entityId: id, name, changes: [{ path: 'allottedConcurrency', before: before ?? 0, after: allotted }] })
}

/** @throws ScimError 409 for a mapped entity: the default cannot be the target of a mapping (engine §2) */
export function makeDefaultConcurrencyGroup(context: WriteContext, id: number): void {
  const { db, events } = context
  const next = requireEntity(db, id)
  if (next.kind !== 'concurrencyGroup') throw notFound(`Concurrency Group ${id}`)
  if (next.is_default === 1) return
  if (prepared(db, "SELECT 1 FROM mappings WHERE entity_id = ? AND status <> 'Rejected'").get(id)) {
    throw new ScimError(409, `${next.name} is the target of a mapping, which the default cannot be.`, undefined, 'engine §2')
  }
  const before = prepared<EntityRow>(db, "SELECT * FROM entities WHERE kind = 'concurrencyGroup' AND is_default = 1").get()!
  prepared(db, "UPDATE entities SET is_default = (id = ?) WHERE kind = 'concurrencyGroup'").run(id)
  events.push({ type: 'setting.changed', setting: 'defaultConcurrencyGroup', before: before.name, after: next.name })
  reconcile(context, usersIn(db, before))
}

/** Users who are in an entity now. */
export function usersIn(db: Db, { id, kind }: Pick<EntityRow, 'id' | 'kind'>): number[] {
  return prepared<{ user_seq: number }>(db, `SELECT user_seq FROM ${placeOf[kind]} = ? ORDER BY user_seq`).all(id).map((row) => row.user_seq)
}

/** Where users of an entity are found. */
export const placeOf: Record<EntityKind, string> = {
  team: 'team_members WHERE entity_id',
  concurrencyGroup: 'placements WHERE concurrency_group',
  subOrganization: 'placements WHERE organization',
}

const named = `body ->> '$."${LAMBDATEST_USER}".LambdatestGroup'`

export function usersNaming(db: Db, name: string): number[] {
  return prepared<{ seq: number }>(db, `SELECT seq FROM resources WHERE ${named} IS NOT NULL AND fold(${named}) = ? AND type = 'User'`)
    .all(foldCase(name)).map((row) => row.seq)
}

function requireFree(db: Db, kind: EntityKind, name: string, own: number | null): void {
  const holder = findEntity(db, kind, name)
  if (holder && holder.id !== own) throw new ScimError(409, `There is a ${entityKindNames[kind]} "${holder.name}" already.`, undefined, 'engine §6')
}
