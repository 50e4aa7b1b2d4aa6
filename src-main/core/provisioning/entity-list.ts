import type { EntityState } from '../../../src-shared/api/entities.ts'
import type { EntityKind } from '../../../src-shared/domain/provisioning.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'
import { type EntityRow, placeOf, requireEntity } from './entities.ts'
import { ownerOf } from './mapping-store.ts'

/** Entities of a kind by name, the default one first, with their members and owners. */
export function listEntities(
  db: Db, { kind, search, offset, limit }: { kind: EntityKind; search: string; offset: number; limit: number },
): { total: number; items: EntityState[] } {
  const where = 'kind = ? AND instr(key, ?) > 0'
  const { n: total } = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM entities WHERE ${where}`).get(kind, foldCase(search))!
  const rows = prepared<EntityRow>(
    db, `SELECT id, kind, name, is_default, allotted_concurrency FROM entities WHERE ${where} ORDER BY is_default DESC, key LIMIT ? OFFSET ?`,
  ).all(kind, foldCase(search), limit, offset)
  return { total, items: rows.map((row) => stateOf(db, row)) }
}

/** @throws ScimError 404 */
export function describeEntity(db: Db, id: number): EntityState {
  return stateOf(db, requireEntity(db, id))
}

function stateOf(db: Db, row: EntityRow): EntityState {
  const owner = ownerOf(db, row.id)
  return {
    id: row.id, kind: row.kind, name: row.name, isDefault: row.is_default === 1, allottedConcurrency: row.allotted_concurrency,
    members: prepared<{ n: number }>(db, `SELECT count(*) AS n FROM ${placeOf[row.kind]} = ?`).get(row.id)!.n,
    owner: owner ? { mappingId: owner.id, groupId: groupIdOf(db, owner.group_seq), displayName: owner.displayName, status: owner.status } : null,
  }
}

export function groupIdOf(db: Db, groupSeq: number): string {
  return prepared<{ id: string }>(db, 'SELECT id FROM resources WHERE seq = ?').get(groupSeq)!.id
}
