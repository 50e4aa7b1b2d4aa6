import type { MappedGroup, Mapping } from '../../../src-shared/api/mappings.ts'
import { type MappingStatus, mappingStatuses } from '../../../src-shared/domain/provisioning.ts'
import { foldCase, type JsonObject } from '../../../src-shared/scim/types.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import { rolesOf } from '../directory/groups.ts'
import { findEntityRow } from './entities.ts'
import { groupIdOf } from './entity-list.ts'
import { reasonRules, reasonWords } from './mapping-words.ts'
import { listMappings, type MappingRow, requireMapping } from './mapping-store.ts'

interface GroupRow { seq: number; id: string; body: string }
interface Query { search: string; status?: MappingStatus | undefined; offset: number; limit: number }

/** A group counts under the status of each of its mappings, and as Pending without any. */
const statusIs = `CASE WHEN ? = 'Pending' AND NOT EXISTS (SELECT 1 FROM mappings m WHERE m.group_seq = r.seq AND m.archived = 0) THEN 1
  ELSE EXISTS (SELECT 1 FROM mappings m WHERE m.group_seq = r.seq AND m.archived = 0 AND m.status = ?) END`
const live = "r.type = 'Group' AND r.deleted IS NULL"

export function listMappedGroups(db: Db, { search, status, offset, limit }: Query) {
  const where = [live, 'instr(r.key, ?) > 0', ...(status ? [statusIs] : [])].join(' AND ')
  const params: Bindable[] = [foldCase(search.trim()), ...(status ? [status, status] : [])]
  const { n: total } = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM resources r WHERE ${where}`).get(...params)!
  const rows = prepared<GroupRow>(db, `SELECT r.seq, r.id, r.body FROM resources r WHERE ${where} ORDER BY r.key LIMIT ? OFFSET ?`).all(...params, limit, offset)
  return { total, items: rows.map((row) => describeGroup(db, row)), counts: countStatuses(db) }
}

export function describeGroup(db: Db, row: GroupRow): MappedGroup {
  const body = JSON.parse(row.body) as JsonObject
  const mappings = listMappings(db, row.seq).map((mapping) => describeMapping(db, mapping))
  return {
    groupId: row.id, displayName: String(body.displayName), roles: rolesOf(body), mappings,
    members: countMembers(db, row.seq),
    conflicts: prepared<{ n: number }>(
      db,
      `SELECT count(*) AS n FROM mappings m JOIN conflicts c ON c.current = m.id OR c.incoming = m.id WHERE m.group_seq = ? AND m.archived = 0`,
    ).get(row.seq)!.n,
    whyNone: mappings.length > 0 ? null : {
      sentence: 'No mapping rule matched when the group was pushed. Its roles count; its members go nowhere until an admin maps it.',
      rule: 'testmu-provisioning §6', tag: 'D',
    },
  }
}

/** @throws ScimError 404 */
export function findMapping(db: Db, id: number): Mapping {
  return describeMapping(db, requireMapping(db, id))
}

function describeMapping(db: Db, row: MappingRow): Mapping {
  const entity = row.entity_id === null ? undefined : findEntityRow(db, row.entity_id)
  const group = prepared<{ body: string }>(db, 'SELECT body FROM resources WHERE seq = ?').get(row.group_seq)!
  const displayName = String((JSON.parse(group.body) as JsonObject).displayName)
  const words = reasonWords(row)
  return {
    id: row.id, groupId: groupIdOf(db, row.group_seq), displayName, kind: row.kind,
    entity: entity ? { id: entity.id, name: entity.name } : null,
    status: row.status, targetDeleted: row.target_deleted === 1, onHold: row.hold === 1, ruleId: row.rule_id,
    why: { reason: row.reason, sentence: `${row.status}: ${words}.`, rule: reasonRules[row.reason], tag: reasonRules[row.reason].startsWith('testmu') ? 'D' : 'A' },
    warnings: warningsOf(db, row, entity?.allotted_concurrency === 0 ? entity.name : null),
    members: countMembers(db, row.group_seq), assigned: countAssigned(db, row),
  }
}

function warningsOf(db: Db, row: MappingRow, withoutConcurrency: string | null): string[] {
  const others = listMappings(db, row.group_seq).filter((other) => other.id !== row.id && other.status !== 'Rejected')
  const shut = row.kind !== 'subOrganization' && others.some((other) => other.kind === 'subOrganization')
  return [
    ...(withoutConcurrency === null ? [] : [`Concurrency group ${withoutConcurrency} has 0 allotted concurrency, as every group a rule creates (an assumption): allot some to it.`]),
    ...(shut ? ['The group is mapped to a sub-organization too. That wins, and this mapping does not apply to its members.'] : []),
  ]
}

/** Users whom the mapping puts where they are. */
function countAssigned(db: Db, { id, kind, entity_id: entityId }: MappingRow): number {
  if (entityId === null) return 0
  const place = { team: 'team_members p', concurrencyGroup: 'placements p', subOrganization: 'placements p' }[kind]
  const column = { team: 'entity_id', concurrencyGroup: 'concurrency_group', subOrganization: 'organization' }[kind]
  return prepared<{ n: number }>(
    db, `SELECT count(*) AS n FROM claims c JOIN ${place} ON p.user_seq = c.user_seq AND p.${column} = ? WHERE c.mapping_id = ?`,
  ).get(entityId, id)!.n
}

function countMembers(db: Db, groupSeq: number): number {
  return prepared<{ n: number }>(
    db, "SELECT count(*) AS n FROM memberships x JOIN resources r ON r.seq = x.member_seq WHERE x.group_seq = ? AND r.type = 'User'",
  ).get(groupSeq)!.n
}

function countStatuses(db: Db): Record<MappingStatus, number> {
  const count = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM resources r WHERE ${live} AND ${statusIs}`)
  return Object.fromEntries(mappingStatuses.map((status) => [status, count.get(status, status)!.n])) as Record<MappingStatus, number>
}
