import { foldCase } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { reconcile } from './reconcile.ts'

interface EntityRow { id: number; name: string; is_default: number }

/** Concurrency groups with the users now in each. */
export function listConcurrencyGroups(db: Db): { id: number; name: string; isDefault: boolean; users: number }[] {
  return prepared<EntityRow & { users: number }>(
    db,
    `SELECT id, name, is_default, (SELECT count(*) FROM placements p WHERE p.concurrency_group = entities.id) AS users
     FROM entities WHERE kind = 'concurrencyGroup' ORDER BY is_default DESC, key`,
  ).all().map(({ is_default: isDefault, ...row }) => ({ ...row, isDefault: isDefault === 1 }))
}

/** @throws ScimError 409 for a name that is taken (engine §6: case does not count) */
export function addConcurrencyGroup(context: WriteContext, name: string): void {
  requireFree(context.db, name, null)
  const { lastInsertRowid } = prepared(context.db, "INSERT INTO entities (kind, name, key) VALUES ('concurrencyGroup', ?, ?)").run(name, foldCase(name))
  context.events.push({ type: 'entity.created', entityId: Number(lastInsertRowid), name })
  reconcile(context, usersNaming(context.db, name))
}

/** Renames; users whose LambdatestGroup names the old or the new name are resolved again (engine §3). */
export function renameConcurrencyGroup(context: WriteContext, id: number, name: string): void {
  const before = requireEntity(context.db, id)
  if (before.name === name) return
  requireFree(context.db, name, id)
  prepared(context.db, 'UPDATE entities SET name = ?, key = ? WHERE id = ?').run(name, foldCase(name), id)
  context.events.push({ type: 'entity.renamed', entityId: id, name, before: before.name })
  reconcile(context, [...usersNaming(context.db, before.name), ...usersNaming(context.db, name)])
}

export function makeDefaultConcurrencyGroup(context: WriteContext, id: number): void {
  const next = requireEntity(context.db, id)
  if (next.is_default === 1) return
  const before = prepared<EntityRow>(context.db, "SELECT id, name, is_default FROM entities WHERE kind = 'concurrencyGroup' AND is_default = 1").get()!
  prepared(context.db, "UPDATE entities SET is_default = (id = ?) WHERE kind = 'concurrencyGroup'").run(id)
  context.events.push({
    type: 'setting.changed', setting: 'defaultConcurrencyGroup', before: before.name, after: next.name,
  })
  reconcile(context, usersIn(context.db, before.id))
}

/** @throws ScimError 409 for the default group */
export function removeConcurrencyGroup(context: WriteContext, id: number): void {
  const entity = requireEntity(context.db, id)
  if (entity.is_default === 1) throw new ScimError(409, 'The default concurrency group cannot be deleted; make another one the default first.')
  const users = usersIn(context.db, id)
  prepared(context.db, 'DELETE FROM entities WHERE id = ?').run(id)
  context.events.push({ type: 'entity.deleted', entityId: id, name: entity.name })
  reconcile(context, users)
}

function requireEntity(db: Db, id: number): EntityRow {
  const row = prepared<EntityRow>(db, "SELECT id, name, is_default FROM entities WHERE id = ? AND kind = 'concurrencyGroup'").get(id)
  if (!row) throw new ScimError(404, `There is no concurrency group ${id}.`)
  return row
}

function requireFree(db: Db, name: string, own: number | null): void {
  const holder = prepared<{ id: number }>(db, "SELECT id FROM entities WHERE kind = 'concurrencyGroup' AND key = ?").get(foldCase(name))
  if (holder && holder.id !== own) throw new ScimError(409, `There is a concurrency group "${name}" already.`)
}

function usersIn(db: Db, id: number): number[] {
  return prepared<{ user_seq: number }>(db, 'SELECT user_seq FROM placements WHERE concurrency_group = ?').all(id).map((row) => row.user_seq)
}

function usersNaming(db: Db, name: string): number[] {
  return prepared<{ seq: number }>(db, "SELECT seq FROM resources WHERE type = 'User' AND fold(json_extract(body, ?)) = ?")
    .all(`$."${LAMBDATEST_USER}".LambdatestGroup`, foldCase(name)).map((row) => row.seq)
}
