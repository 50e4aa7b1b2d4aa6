import type { EntityKind, MappingReason, MappingStatus } from '../../../src-shared/domain/provisioning.ts'
import { notFound } from '../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'
import type { ResourceRow } from '../directory/resources.ts'
import { nextNumber } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { findEntityRow } from './entities.ts'
import { reasonWords } from './mapping-words.ts'

export interface MappingRow {
  id: number
  group_seq: number
  kind: EntityKind
  entity_id: number | null
  status: MappingStatus
  reason: MappingReason
  /** The rule, owner or name the reason speaks of. */
  detail: string | null
  rule_id: number | null
  target_deleted: number
  hold: number
  archived: number
}

/** The mappings of a group that its deletion has not archived, oldest first. */
export function listMappings(db: Db, groupSeq: number): MappingRow[] {
  return prepared<MappingRow>(db, 'SELECT * FROM mappings WHERE group_seq = ? AND archived = 0 ORDER BY id').all(groupSeq)
}

/** @throws ScimError 404, also for what is left of a deleted group (engine §6) */
export function requireMapping(db: Db, id: number): MappingRow {
  const row = prepared<MappingRow>(
    db, 'SELECT m.* FROM mappings m JOIN resources g ON g.seq = m.group_seq WHERE m.id = ? AND m.archived = 0 AND g.deleted IS NULL',
  ).get(id)
  if (!row) throw notFound(`Mapping ${id}`)
  return row
}

/** The mapping that owns an entity: Rejected and `target_deleted` own nothing (engine §2). */
export function ownerOf(db: Db, entityId: number): (MappingRow & { displayName: string }) | undefined {
  return prepared<MappingRow & { displayName: string }>(
    db,
    `SELECT m.*, g.body ->> '$.displayName' AS displayName FROM mappings m JOIN resources g ON g.seq = m.group_seq
     WHERE m.entity_id = ? AND m.status <> 'Rejected'`,
  ).get(entityId)
}

export function insertMapping(
  { db }: WriteContext, group: ResourceRow, given: Pick<MappingRow, 'kind' | 'entity_id' | 'status' | 'reason' | 'detail' | 'rule_id'>,
): number {
  const id = nextNumber(db, 'mapping')
  prepared(db, 'INSERT INTO mappings (id, group_seq, kind, entity_id, status, reason, detail, rule_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, group.seq, given.kind, given.entity_id, given.status, given.reason, given.detail, given.rule_id)
  return id
}

export function update(db: Db, id: number, changes: Partial<MappingRow>): void {
  const columns = Object.keys(changes) as (keyof MappingRow)[]
  prepared(db, `UPDATE mappings SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)
    .run(...columns.map((column) => changes[column] ?? null), id)
}

type Reported = 'mapping.created' | 'mapping.auto-approved' | 'mapping.approved' | 'mapping.rejected' | 'mapping.pending'

export function report(context: WriteContext, id: number, type: Reported, before: MappingStatus = 'Pending'): void {
  const part = mappingPart(context.db, id)
  const reason = reasonWords(requireRow(context.db, id))
  if (type === 'mapping.approved') context.events.push({ type, ...part })
  else if (type === 'mapping.pending') context.events.push({ type, ...part, before, reason })
  else context.events.push({ type, ...part, reason })
}

export function isSynced(status: MappingStatus): boolean {
  return status === 'Approved' || status === 'Auto-Approved'
}

function requireRow(db: Db, id: number): MappingRow {
  return prepared<MappingRow>(db, 'SELECT * FROM mappings WHERE id = ?').get(id)!
}

export function groupOf(db: Db, seq: number): { id: string; displayName: string } {
  const row = prepared<{ id: string; body: string }>(db, 'SELECT id, body FROM resources WHERE seq = ?').get(seq)!
  return { id: row.id, displayName: String((JSON.parse(row.body) as JsonObject).displayName) }
}

/** What every event about a mapping says of it. */
export function mappingPart(db: Db, id: number) {
  const { kind, entity_id: entityId, group_seq: groupSeq } = requireRow(db, id)
  const group = groupOf(db, groupSeq)
  const target = entityId === null ? null : (findEntityRow(db, entityId)?.name ?? null)
  return { mappingId: id, groupId: group.id, displayName: group.displayName, kind, target }
}
