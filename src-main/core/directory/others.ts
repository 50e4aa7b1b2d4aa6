import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { prepared } from '../db/open.ts'
import { nextId } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { changesBetween } from '../scim/schema/changes.ts'
import { perModel, type ResourceModel } from '../scim/schema/model.ts'
import { type IndexedPath, indexedPaths, indexedRows } from './indexed.ts'
import { insertResource, removeResource, type ResourceRow, updateResource } from './resources.ts'

/** Resources of a declared type: stored, unique where their schema says so, and nothing more. */
export function createOther(context: WriteContext, model: ResourceModel, body: JsonObject, ownId?: string): ResourceRow {
  requireUnique(context, model, body, null)
  const id = ownId ?? nextId(context.db, model.type.name, context.switches.ids, context.settings.seed)
  const row = insertResource(context.db, model, id, body, context.now)
  context.events.push({ type: 'resource.created', resourceType: model.type.name, resourceId: id, changes: changesBetween({}, body) })
  return row
}

export function changeOther(context: WriteContext, model: ResourceModel, row: ResourceRow, wanted: JsonObject): ResourceRow {
  const changes = changesBetween(JSON.parse(row.body) as JsonObject, wanted)
  if (changes.length === 0) return row
  requireUnique(context, model, wanted, row.seq)
  context.events.push({ type: 'resource.updated', resourceType: model.type.name, resourceId: row.id, changes })
  return updateResource(context.db, model, row, wanted, context.now)
}

export function deleteOther(context: WriteContext, row: ResourceRow): void {
  prepared(context.db, 'DELETE FROM memberships WHERE member_seq = ?').run(row.seq)
  removeResource(context.db, row)
  context.events.push({ type: 'resource.removed', resourceType: row.type, resourceId: row.id })
}

/** @throws ScimError 409 uniqueness (RFC 7643 §7, uniqueness `server` or `global`) */
export function requireUnique(context: WriteContext, model: ResourceModel, body: JsonObject, own: number | null): void {
  const unique = uniquePaths(model)
  if (unique.size === 0) return
  for (const { path, value } of indexedRows(model, body)) {
    if (!unique.has(path)) continue
    const holder = prepared<{ seq: number; id: string }>(
      context.db,
      `SELECT r.seq, r.id FROM indexed_values v JOIN resources r ON r.seq = v.seq
       WHERE v.type = ? AND v.path = ? AND v.value = ? AND r.deleted IS NULL`,
    ).get(model.type.name, path, value)
    if (holder && holder.seq !== own) {
      throw new ScimError(409, `${path} "${value}" is taken by ${model.type.name} ${holder.id}.`, 'uniqueness', 'RFC 7643 §7')
    }
  }
}

const uniquePaths = perModel((model) => new Set(indexedPaths(model).filter(isUnique).map(({ path }) => path)))

function isUnique({ attribute, subAttribute, column }: IndexedPath): boolean {
  return column === null && (subAttribute ?? attribute).uniqueness !== 'none'
}
