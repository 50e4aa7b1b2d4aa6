import { type Db, prepared } from '../db/open.ts'

/** A member as a group shows it. */
export interface MemberRow {
  seq: number
  id: string
  type: string
  display: string | null
}

const memberColumns = "m.seq, m.id, m.type, coalesce(m.body ->> '$.userName', m.body ->> '$.displayName') AS display"

/** Members in the order they were created. */
export function listMembers(db: Db, groupSeq: number): MemberRow[] {
  return prepared<MemberRow>(
    db, `SELECT ${memberColumns} FROM memberships x JOIN resources m ON m.seq = x.member_seq WHERE x.group_seq = ? ORDER BY x.member_seq`,
  ).all(groupSeq)
}

/** Groups a resource is a direct member of. */
export function listGroupsOf(db: Db, memberSeq: number): { seq: number; id: string; displayName: string; body: string }[] {
  return prepared<{ seq: number; id: string; displayName: string; body: string }>(
    db,
    `SELECT g.seq, g.id, g.body ->> '$.displayName' AS displayName, g.body FROM memberships x JOIN resources g ON g.seq = x.group_seq
     WHERE x.member_seq = ? AND g.deleted IS NULL ORDER BY g.seq`,
  ).all(memberSeq)
}

/** True when the row was not there before. */
export function addMembership(db: Db, groupSeq: number, memberSeq: number): boolean {
  return prepared(db, 'INSERT OR IGNORE INTO memberships (group_seq, member_seq) VALUES (?, ?)').run(groupSeq, memberSeq).changes > 0
}

/** True when the row was there. */
export function removeMembership(db: Db, groupSeq: number, memberSeq: number): boolean {
  return prepared(db, 'DELETE FROM memberships WHERE group_seq = ? AND member_seq = ?').run(groupSeq, memberSeq).changes > 0
}
