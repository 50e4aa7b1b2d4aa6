import { type EntityKind, entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import { type Db, prepared } from '../db/open.ts'
import { nextNumber } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'

/** A member comes under every approved mapping of the group; on hold means newcomers wait (engine §5). */
export function beginClaimsOfMember(db: Db, groupSeq: number, userSeq: number): void {
  const mappings = prepared<{ id: number }>(
    db, "SELECT id FROM mappings WHERE group_seq = ? AND status IN ('Approved', 'Auto-Approved') AND entity_id IS NOT NULL ORDER BY id",
  ).all(groupSeq)
  for (const { id } of mappings) beginClaim(db, userSeq, id)
}

/** A member who leaves the group leaves its mappings, also those on hold. */
export function endClaimsOfMember({ db, switches }: WriteContext, groupSeq: number, userSeq: number): void {
  const ended = prepared<{ mapping_id: number }>(
    db, 'DELETE FROM claims WHERE user_seq = ? AND mapping_id IN (SELECT id FROM mappings WHERE group_seq = ?) RETURNING mapping_id',
  ).all(userSeq, groupSeq)
  if (switches.decisionMemory === 'remember') return
  for (const { mapping_id: id } of ended) prepared(db, 'DELETE FROM decisions WHERE user_seq = ? AND (a = ? OR b = ?)').run(userSeq, id, id)
}

/** Puts all users of the group under a mapping, in the order of their creation, and returns them. */
export function beginClaimsOfMapping(db: Db, mappingId: number, groupSeq: number): number[] {
  const users = prepared<{ seq: number }>(
    db,
    `SELECT r.seq FROM memberships x JOIN resources r ON r.seq = x.member_seq
     WHERE x.group_seq = ? AND r.type = 'User' ORDER BY x.member_seq`,
  ).all(groupSeq).map((row) => row.seq)
  for (const seq of users) beginClaim(db, seq, mappingId)
  return users
}

/** Ends every claim of a mapping and returns the users who had one. */
export function endClaimsOfMapping(db: Db, mappingId: number): number[] {
  return prepared<{ user_seq: number }>(db, 'DELETE FROM claims WHERE mapping_id = ? RETURNING user_seq').all(mappingId)
    .map((row) => row.user_seq).toSorted((a, b) => a - b)
}

/** Remembered answers end when a target changes or a mapping is rejected or deleted (engine §3). */
export function forgetDecisions(db: Db, mappingId: number): void {
  prepared(db, 'DELETE FROM decisions WHERE a = ?').run(mappingId)
  prepared(db, 'DELETE FROM decisions WHERE b = ?').run(mappingId)
}

/** A claim as a conflict card says it: `qa-pool → Concurrency Group QA Pool`. */
export function claimWords(db: Db, mappingId: number): { kind: EntityKind; words: string } {
  const row = prepared<{ kind: EntityKind; entity: string | null; displayName: string }>(
    db,
    `SELECT m.kind, e.name AS entity, g.body ->> '$.displayName' AS displayName
     FROM mappings m JOIN resources g ON g.seq = m.group_seq LEFT JOIN entities e ON e.id = m.entity_id WHERE m.id = ?`,
  ).get(mappingId)!
  return { kind: row.kind, words: `${row.displayName} → ${entityKindNames[row.kind]}${row.entity === null ? '' : ` ${row.entity}`}` }
}

function beginClaim(db: Db, userSeq: number, mappingId: number): void {
  const known = prepared(db, 'SELECT 1 FROM claims WHERE user_seq = ? AND mapping_id = ?').get(userSeq, mappingId)
  if (known) return
  prepared(db, 'INSERT INTO claims (user_seq, mapping_id, claim_seq) VALUES (?, ?, ?)').run(userSeq, mappingId, nextNumber(db, 'claim'))
}
