import { highest, isRole } from '../../../src-shared/domain/roles.ts'
import { foldCase, isObject, type JsonObject } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_GROUP, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { type Db, prepared } from '../db/open.ts'
import { indexedRows } from './indexed.ts'
import type { ResourceModel } from '../scim/schema/model.ts'

/** What is read of a row of `resources`. Times are epoch milliseconds. */
export interface ResourceRow {
  seq: number
  id: string
  type: string
  body: string
  role: string | null
  created: number
  modified: number
  version: number
}

/** The columns of a `ResourceRow`, of a table or alias `r`. */
export const resourceColumns = 'r.seq, r.id, r.type, r.body, r.role, r.created, r.modified, r.version'

/** A live resource by id, of whatever type. */
export function findById(db: Db, id: string): ResourceRow | undefined {
  return prepared<ResourceRow>(db, `SELECT ${resourceColumns} FROM resources r WHERE id = ? AND deleted IS NULL`).get(id)
}

/** The live resource with this userName or displayName, whatever its case. */
export function findByKey(db: Db, type: string, name: string): ResourceRow | undefined {
  return prepared<ResourceRow>(db, `SELECT ${resourceColumns} FROM resources r WHERE type = ? AND key = ? AND deleted IS NULL`).get(type, foldCase(name))
}

/** The most recently deleted group of that name (engine §6). */
export function findDeleted(db: Db, type: string, name: string): ResourceRow | undefined {
  return prepared<ResourceRow>(
    db, `SELECT ${resourceColumns} FROM resources r WHERE type = +? AND key = +? AND deleted IS NOT NULL ORDER BY deleted DESC, seq DESC LIMIT 1`,
  ).get(type, foldCase(name))
}

export function insertResource(db: Db, model: ResourceModel, id: string, body: JsonObject, now: number): ResourceRow {
  const { key, externalId, active, role } = columnsOf(model, body)
  const text = JSON.stringify(body)
  const { lastInsertRowid } = prepared(
    db,
    `INSERT INTO resources (id, type, key, external_id, body, active, role, created, modified, version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  ).run(id, model.type.name, key, externalId, text, active, role, now, now)
  const seq = Number(lastInsertRowid)
  writeIndexed(db, model, seq, body)
  return { seq, id, type: model.type.name, body: text, role, created: now, modified: now, version: 1 }
}

/** A resource as it was elsewhere: with its own id, times and version. `deleted` is null for a live one. */
export interface ForeignResource extends Omit<ResourceRow, 'seq' | 'body' | 'role'> {
  deleted: number | null
}

/** Stores a resource as it was elsewhere; nothing is drawn, checked or reported. */
export function restoreResource(db: Db, model: ResourceModel, resource: ForeignResource, body: JsonObject, text: string): void {
  const { id, type, created, modified, version, deleted } = resource
  const { key, externalId, active, role } = columnsOf(model, body)
  const { lastInsertRowid } = prepared(
    db,
    `INSERT INTO resources (id, type, key, external_id, body, active, role, created, modified, version, deleted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(id, type, key, externalId, text, active, deleted === null ? role : null, created, modified, version, deleted)
  writeIndexed(db, model, Number(lastInsertRowid), body)
}

/** Stores a body, counts the version up and clears a deletion mark. `modified` never goes back, whatever the clock does. */
export function updateResource(db: Db, model: ResourceModel, row: ResourceRow, body: JsonObject, now: number): ResourceRow {
  const text = JSON.stringify(body)
  const changed = { ...row, body: text, modified: Math.max(row.modified, now), version: row.version + 1 }
  if (text === row.body && touch(db, changed)) return changed
  const { key, externalId, active, role } = columnsOf(model, body)
  prepared(
    db,
    `UPDATE resources SET key = ?, external_id = ?, body = ?, active = ?, role = ?, modified = ?, version = ?, deleted = NULL WHERE seq = ?`,
  ).run(key, externalId, text, active, role, changed.modified, changed.version, row.seq)
  reindex(db, model, row.seq, body)
  return { ...changed, role }
}

/** A new version of the same body, as when a group's members change: no index on what it holds is written. False for a deleted one. */
function touch(db: Db, { seq, modified, version }: ResourceRow): boolean {
  return prepared(db, 'UPDATE resources SET modified = ?, version = ? WHERE seq = ? AND deleted IS NULL').run(modified, version, seq).changes > 0
}

/** Marks a group as deleted; its row stays for a restore (testmu-provisioning §3). */
export function softDelete(db: Db, row: ResourceRow, now: number): void {
  prepared(db, 'UPDATE resources SET deleted = ?, role = NULL WHERE seq = ?').run(now, row.seq)
}

export function removeResource(db: Db, row: ResourceRow): void {
  prepared(db, 'DELETE FROM indexed_values WHERE seq = ?').run(row.seq)
  prepared(db, 'DELETE FROM resources WHERE seq = ?').run(row.seq)
}

/** Writes the index rows of a body anew, as after an edit of its schema. */
export function reindex(db: Db, model: ResourceModel, seq: number, body: JsonObject): void {
  prepared(db, 'DELETE FROM indexed_values WHERE seq = ?').run(seq)
  writeIndexed(db, model, seq, body)
}

function writeIndexed(db: Db, model: ResourceModel, seq: number, body: JsonObject): void {
  const insert = prepared(db, 'INSERT OR IGNORE INTO indexed_values (type, path, value, seq) VALUES (?, ?, ?, ?)')
  for (const { path, value } of indexedRows(model, body)) insert.run(model.type.name, path, value, seq)
}

function columnsOf(model: ResourceModel, body: JsonObject) {
  const name = model.type.name === 'User' ? body.userName : model.type.name === 'Group' ? body.displayName : null
  return {
    key: typeof name === 'string' ? foldCase(name) : null,
    externalId: typeof body.externalId === 'string' ? body.externalId : null,
    active: body.active === false ? 0 : 1,
    role: storedRole(model.type.name, body),
  }
}

/** The role a resource gives: OrganizationRole of a user, the highest of LambdatestRoles of a group. */
function storedRole(type: string, body: JsonObject): string | null {
  const extension = body[type === 'User' ? LAMBDATEST_USER : LAMBDATEST_GROUP]
  if (!isObject(extension)) return null
  const given = type === 'User' ? [extension.OrganizationRole] : extension.LambdatestRoles
  return Array.isArray(given) ? highest(given.filter(isRole)) : null
}
