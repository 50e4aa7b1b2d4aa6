import type { GroupRow } from '../../../src-shared/api/groups.ts'
import type { UserRow } from '../../../src-shared/api/users.ts'
import type { EntityKind } from '../../../src-shared/domain/provisioning.ts'
import { isRole, type Role } from '../../../src-shared/domain/roles.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_GROUP } from '../../../src-shared/scim/urns.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'

/** Users and groups as the console lists them. */

const givenName = "r.body ->> '$.name.givenName'"
const familyName = "r.body ->> '$.name.familyName'"
const userColumns = `r.id, r.body ->> '$.userName' AS userName, r.active, coalesce(p.role, 'User') AS role, r.modified,
  coalesce(r.body ->> '$.name.formatted', nullif(trim(coalesce(${givenName}, '') || ' ' || coalesce(${familyName}, '')), ''),
    r.body ->> '$.displayName', '') AS name,
  (SELECT count(*) FROM memberships x JOIN resources g ON g.seq = x.group_seq AND g.deleted IS NULL WHERE x.member_seq = r.seq) AS groups`
const userSource = `resources r LEFT JOIN placements p ON p.user_seq = r.seq`

interface Page { offset: number; limit: number }
export interface UserQuery extends Page {
  search: string
  role?: Role | undefined
  status?: 'active' | 'inactive' | undefined
  sort: 'created' | 'userName' | 'modified'
  order: 'ascending' | 'descending'
}

export function listUserRows(db: Db, query: UserQuery): { total: number; items: UserRow[] } {
  const where = ["r.type = 'User'", 'r.deleted IS NULL', ...searched(query.search)]
  const params: Bindable[] = searchParams(query.search)
  if (query.role) {
    where.push("coalesce(p.role, 'User') = +?")
    params.push(query.role)
  }
  if (query.status) where.push(`r.active = ${query.status === 'active' ? 1 : 0}`)
  return page(db, userColumns, userSource, where, params, orderOf(query), query, toUserRow)
}

export function listMemberRows(db: Db, groupSeq: number, query: Page & { search: string }): { total: number; items: UserRow[] } {
  const source = `memberships m JOIN resources r ON r.seq = m.member_seq LEFT JOIN placements p ON p.user_seq = r.seq`
  const where = ['m.group_seq = +?', "r.type = 'User'", ...searched(query.search)]
  return page(db, userColumns, source, where, [groupSeq, ...searchParams(query.search)], 'm.member_seq', query, toUserRow)
}

/** Users who are in an entity now. */
export function listEntityMemberRows(db: Db, { id, kind }: { id: number; kind: EntityKind }, query: Page & { search: string }): { total: number; items: UserRow[] } {
  const source = kind === 'team'
    ? 'team_members t JOIN resources r ON r.seq = t.user_seq LEFT JOIN placements p ON p.user_seq = r.seq'
    : 'placements p JOIN resources r ON r.seq = p.user_seq'
  const column = { team: 't.entity_id', concurrencyGroup: 'p.concurrency_group', subOrganization: 'p.organization' }[kind]
  return page(db, userColumns, source, [`${column} = ?`, ...searched(query.search)], [id, ...searchParams(query.search)], 'r.seq', query, toUserRow)
}

export function findUserRow(db: Db, seq: number): UserRow {
  const row = prepared<RawUser>(db, `SELECT ${userColumns} FROM ${userSource} WHERE r.seq = ?`).get(seq)
  return toUserRow(row!)
}

const groupColumns = `r.id, r.body ->> '$.displayName' AS displayName, r.body, r.modified,
  (SELECT count(*) FROM memberships x WHERE x.group_seq = r.seq) AS members,
  (SELECT count(*) FROM memberships x JOIN resources u ON u.seq = x.member_seq WHERE x.group_seq = r.seq AND u.active = 0) AS inactiveMembers`

export interface GroupQuery extends Page { search: string; sort: 'created' | 'displayName' | 'modified'; order: 'ascending' | 'descending' }

export function listGroupRows(db: Db, query: GroupQuery): { total: number; items: GroupRow[] } {
  const where = ["r.type = 'Group'", 'r.deleted IS NULL', ...(query.search === '' ? [] : ['instr(r.key, ?) > 0'])]
  const params = query.search === '' ? [] : [foldCase(query.search)]
  return page(db, groupColumns, 'resources r', where, params, orderOf(query), query, toGroupRow)
}

export function findGroupRow(db: Db, seq: number): GroupRow {
  return toGroupRow(prepared<RawGroup>(db, `SELECT ${groupColumns} FROM resources r WHERE r.seq = ?`).get(seq)!)
}

type RawUser = Omit<UserRow, 'active'> & { active: number }
type RawGroup = Omit<GroupRow, 'roles'> & { body: string }

function toUserRow(row: RawUser): UserRow {
  return { ...row, active: row.active === 1 }
}

function toGroupRow({ body, ...row }: RawGroup): GroupRow {
  const extension = (JSON.parse(body) as Record<string, { LambdatestRoles?: unknown } | undefined>)[LAMBDATEST_GROUP]
  const given = extension?.LambdatestRoles
  return { ...row, roles: Array.isArray(given) ? given.filter(isRole) : [] }
}

function searched(search: string): string[] {
  return search === '' ? [] : [`(instr(r.key, ?) > 0 OR instr(fold(coalesce(r.body ->> '$.name.formatted', '') || ' ' || coalesce(r.body ->> '$.displayName', '')), ?) > 0)`]
}

function searchParams(search: string): string[] {
  return search === '' ? [] : [foldCase(search), foldCase(search)]
}

function orderOf({ sort, order }: { sort: string; order: string }): string {
  const column = { created: 'r.seq', userName: 'r.key', displayName: 'r.key', modified: 'r.modified' }[sort]
  const direction = order === 'descending' ? 'DESC' : 'ASC'
  return `${column} ${direction}, r.seq ${direction}`
}

function page<Raw, Item>(
  db: Db, columns: string, source: string, where: string[], params: Bindable[], order: string, { offset, limit }: Page, toItem: (row: Raw) => Item,
): { total: number; items: Item[] } {
  const condition = where.join(' AND ')
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM ${source} WHERE ${condition}`).get(...params)!.n
  const rows = prepared<Raw>(db, `SELECT ${columns} FROM ${source} WHERE ${condition} ORDER BY ${order} LIMIT +? OFFSET +?`).all(...params, limit, offset)
  return { total, items: rows.map(toItem) }
}
