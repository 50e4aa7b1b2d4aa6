import type { Flow } from '../../../src-shared/api/flow.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { notFound } from '../../../src-shared/scim/errors.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import { listGroupsOf } from '../directory/memberships.ts'
import { findById } from '../directory/resources.ts'
import { describeEntity } from './entity-list.ts'
import { describeGroup } from './mapped-groups.ts'

interface Focus { userId?: string | undefined; groupId?: string | undefined; search: string; limit: number }
interface GroupRow { seq: number; id: string; body: string }

/** The flow picture of the whole organization, or of one user or group. @throws ScimError 404 */
export function readFlow(db: Db, focus: Focus): Flow {
  const userSeq = focus.userId === undefined ? null : requireSeq(db, 'User', focus.userId)
  const { rows, total } = groupsIn(db, focus, userSeq)
  const groups = rows.map((row) => describeGroup(db, row))
  const mappings = groups.flatMap((group) => group.mappings)
  const user = userSeq === null ? null : userOf(db, userSeq, focus.userId!)
  const entityIds = new Set([...mappings.flatMap((mapping) => mapping.entity?.id ?? []), ...(user?.entityIds ?? [])])
  return {
    groups: groups.map(({ groupId: id, displayName, members, roles }) => ({ id, displayName, members, roles })),
    mappings: mappings.map((mapping) => ({
      id: mapping.id, groupId: mapping.groupId, kind: mapping.kind, entityId: mapping.entity?.id ?? null, status: mapping.status,
      targetDeleted: mapping.targetDeleted, assigned: mapping.assigned, conflicts: conflictsOf(db, mapping.id),
    })),
    entities: [...entityIds].map((id) => {
      const { kind, name, isDefault, members } = describeEntity(db, id)
      return { id, kind, name, isDefault, members }
    }),
    roles: user
      ? groups.map((group) => ({ groupId: group.groupId, role: user.role, users: 1 }))
      : rows.flatMap((row) => rolesEndedWith(db, row)),
    user,
    more: Math.max(total - rows.length, 0),
  }
}

function groupsIn(db: Db, { groupId, search, limit }: Focus, userSeq: number | null): { rows: GroupRow[]; total: number } {
  if (groupId !== undefined) {
    const seq = requireSeq(db, 'Group', groupId)
    return { rows: [prepared<GroupRow>(db, 'SELECT seq, id, body FROM resources WHERE seq = ?').get(seq)!], total: 1 }
  }
  if (userSeq !== null) {
    const rows = listGroupsOf(db, userSeq)
    return { rows: rows.slice(0, limit), total: rows.length }
  }
  const key = foldCase(search)
  const where = `r.type = 'Group' AND r.deleted IS NULL AND (instr(r.key, ?) > 0 OR EXISTS (
    SELECT 1 FROM mappings m JOIN entities e ON e.id = m.entity_id WHERE m.group_seq = r.seq AND m.archived = 0 AND instr(e.key, ?) > 0))`
  const params: Bindable[] = [key, key]
  const { n: total } = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM resources r WHERE ${where}`).get(...params)!
  const rows = prepared<GroupRow>(db, `SELECT r.seq, r.id, r.body FROM resources r WHERE ${where} ORDER BY r.key LIMIT ?`).all(...params, limit)
  return { rows, total }
}

function rolesEndedWith(db: Db, row: GroupRow): Flow['roles'] {
  return prepared<{ role: Role; users: number }>(
    db, `SELECT p.role, count(*) AS users FROM memberships x JOIN placements p ON p.user_seq = x.member_seq WHERE x.group_seq = ? GROUP BY p.role`,
  ).all(row.seq).map((each) => ({ groupId: row.id, ...each }))
}

function userOf(db: Db, seq: number, id: string): NonNullable<Flow['user']> {
  const row = prepared<{ userName: string; role: Role; concurrency_group: number | null; organization: number }>(
    db,
    `SELECT r.body ->> '$.userName' AS userName, p.role, p.concurrency_group, p.organization
     FROM resources r JOIN placements p ON p.user_seq = r.seq WHERE r.seq = ?`,
  ).get(seq)!
  const teams = prepared<{ entity_id: number }>(db, 'SELECT entity_id FROM team_members WHERE user_seq = ?').all(seq).map((team) => team.entity_id)
  const entityIds = [row.organization, ...(row.concurrency_group === null ? [] : [row.concurrency_group]), ...teams]
  const claimed = prepared<{ mapping_id: number; entity_id: number }>(
    db, 'SELECT c.mapping_id, m.entity_id FROM claims c JOIN mappings m ON m.id = c.mapping_id WHERE c.user_seq = ?',
  ).all(seq)
  return {
    id, userName: row.userName, role: row.role, entityIds,
    waiting: claimed.filter((claim) => !entityIds.includes(claim.entity_id)).map((claim) => claim.mapping_id),
  }
}

function conflictsOf(db: Db, mappingId: number): number {
  return prepared<{ n: number }>(db, 'SELECT count(*) AS n FROM conflicts WHERE current = ? OR incoming = ?').get(mappingId, mappingId)!.n
}

function requireSeq(db: Db, type: 'User' | 'Group', id: string): number {
  const row = findById(db, id)
  if (row?.type !== type) throw notFound(`${type} ${id}`)
  return row.seq
}
