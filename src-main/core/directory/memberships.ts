import type { Role } from '../../../src-shared/domain/roles.ts'
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
    db, `SELECT ${memberColumns} FROM memberships x JOIN resources m ON m.seq = x.member_seq WHERE x.group_seq = +? ORDER BY x.member_seq`,
  ).all(groupSeq)
}

/** A group as its members see it. `role` is the highest of its LambdatestRoles. */
export interface GroupOfMember {
  seq: number
  id: string
  displayName: string
  role: Role | null
  body: string
}

/**
 * Live groups a resource is a direct member of, in the order they were created. Two steps instead of a join: opening the second
 * table for the many users of a list who are in no group costs ten times the look-up itself.
 */
export function listGroupsOf(db: Db, memberSeq: number): GroupOfMember[] {
  const memberships = prepared<{ group_seq: number }>(db, 'SELECT group_seq FROM memberships WHERE member_seq = +? ORDER BY group_seq').all(memberSeq)
  if (memberships.length === 0) return []
  const select = prepared<GroupOfMember>(
    db, "SELECT seq, id, body ->> '$.displayName' AS displayName, role, body FROM resources WHERE seq = ? AND deleted IS NULL",
  )
  return memberships.flatMap(({ group_seq: seq }) => select.get(seq) ?? [])
}

/** True when the row was not there before. */
export function addMembership(db: Db, groupSeq: number, memberSeq: number): boolean {
  return prepared(db, 'INSERT OR IGNORE INTO memberships (group_seq, member_seq) VALUES (?, ?)').run(groupSeq, memberSeq).changes > 0
}

/** True when the row was there. */
export function removeMembership(db: Db, groupSeq: number, memberSeq: number): boolean {
  return prepared(db, 'DELETE FROM memberships WHERE group_seq = ? AND member_seq = ?').run(groupSeq, memberSeq).changes > 0
}
