import type { OktaGroup } from '../../../src-shared/api/okta/groups.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { oktaId } from './ids.ts'
import { matchesPerson, type PersonRow } from './people.ts'

export interface GroupRow { seq: number; id: string; name: string; description: string; members: number; created: number; modified: number }

const columns = `g.seq, g.id, g.name, g.description, g.created, g.modified,
  (SELECT count(*) FROM okta_group_members m WHERE m.group_seq = g.seq) AS members`

/** @throws ScimError 404 */
export function groupOf(db: Db, id: string): GroupRow {
  const row = prepared<GroupRow>(db, `SELECT ${columns} FROM okta_groups g WHERE g.id = ?`).get(id)
  if (!row) throw new ScimError(404, `There is no group ${id} in the simulated Okta.`)
  return row
}

export function groupBySeq(db: Db, seq: number): GroupRow {
  return prepared<GroupRow>(db, `SELECT ${columns} FROM okta_groups g WHERE g.seq = ?`).get(seq)!
}

export function toGroup({ seq: _seq, ...group }: GroupRow): OktaGroup {
  return group
}

interface Query { offset: number; limit: number; search: string; notInApp?: string | undefined; notPushedTo?: string | undefined }

/** Groups by name. */
export function listGroups(db: Db, { offset, limit, search, notInApp, notPushedTo }: Query): { total: number; items: OktaGroup[] } {
  const where = ["(? = '' OR instr(g.key, lower(?)) > 0)"]
  const params: Bindable[] = [search, search]
  for (const [table, app] of [['okta_app_groups', notInApp], ['okta_push_groups', notPushedTo]] as const) {
    if (app === undefined) continue
    where.push(`g.seq NOT IN (SELECT t.group_seq FROM ${table} t JOIN okta_apps a ON a.seq = t.app_seq WHERE a.id = ?)`)
    params.push(app)
  }
  const source = `FROM okta_groups g WHERE ${where.join(' AND ')}`
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n ${source}`).get(...params)!.n
  const rows = prepared<GroupRow>(db, `SELECT ${columns} ${source} ORDER BY g.key LIMIT +? OFFSET +?`).all(...params, limit, offset)
  return { total, items: rows.map(toGroup) }
}

/** @throws ScimError 409 when the name is taken */
export function createGroup(writing: WriteContext, name: string, description: string): GroupRow {
  const { db, now } = writing
  refuseTaken(db, name, null)
  const id = oktaId(writing, '00g')
  const { lastInsertRowid } = prepared(
    db, 'INSERT INTO okta_groups (id, name, key, description, created, modified) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(id, name, foldCase(name), description, now, now)
  return { seq: Number(lastInsertRowid), id, name, description, members: 0, created: now, modified: now }
}

/** @throws ScimError 409 when the name is taken */
export function changeGroup({ db, now }: WriteContext, group: GroupRow, given: { name?: string | undefined; description?: string | undefined }): GroupRow {
  const name = given.name ?? group.name
  const description = given.description ?? group.description
  refuseTaken(db, name, group.seq)
  prepared(db, 'UPDATE okta_groups SET name = ?, key = ?, description = ?, modified = ? WHERE seq = ?').run(name, foldCase(name), description, now, group.seq)
  return { ...group, name, description, modified: now }
}

/** Returns who was in it. @throws ScimError 409 while it is pushed, or a rule fills it */
export function removeGroup({ db }: WriteContext, group: GroupRow): number[] {
  if (prepared(db, 'SELECT 1 FROM okta_push_groups WHERE group_seq = ?').get(group.seq)) {
    throw new ScimError(409, `${group.name} is pushed to an app. Unlink the pushed group first.`)
  }
  if (prepared(db, 'SELECT 1 FROM okta_group_rules WHERE group_seq = ?').get(group.seq)) {
    throw new ScimError(409, `A group rule assigns people to ${group.name}. Delete the rule first.`)
  }
  const members = memberSeqs(db, group.seq)
  prepared(db, 'DELETE FROM okta_group_members WHERE group_seq = ?').run(group.seq)
  prepared(db, 'DELETE FROM okta_app_groups WHERE group_seq = ?').run(group.seq)
  prepared(db, 'DELETE FROM okta_groups WHERE seq = ?').run(group.seq)
  return members
}

export function memberSeqs(db: Db, groupSeq: number): number[] {
  return prepared<{ seq: number }>(db, 'SELECT person_seq AS seq FROM okta_group_members WHERE group_seq = ? ORDER BY person_seq').all(groupSeq).map(({ seq }) => seq)
}

export function groupsOfPerson(db: Db, personSeq: number): { seq: number; id: string; name: string; byRule: boolean }[] {
  return prepared<{ seq: number; id: string; name: string; byRule: number }>(
    db,
    `SELECT g.seq, g.id, g.name, m.rule_id IS NOT NULL AS byRule FROM okta_group_members m JOIN okta_groups g ON g.seq = m.group_seq
     WHERE m.person_seq = ? ORDER BY g.key`,
  ).all(personSeq).map((row) => ({ ...row, byRule: row.byRule === 1 }))
}

type RawMember = Omit<PersonRow, 'profile' | 'seq'> & { profile: string; byRule: number }

export function listMembers(db: Db, group: GroupRow, { offset, limit, search }: { offset: number; limit: number; search: string }) {
  const source = `FROM okta_group_members m JOIN okta_people p ON p.seq = m.person_seq
    WHERE m.group_seq = ? AND (? = '' OR ${matchesPerson})`
  const params = [group.seq, search, search, search]
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n ${source}`).get(...params)!.n
  const rows = prepared<RawMember>(
    db, `SELECT p.id, p.status, p.profile, p.created, p.modified, m.rule_id IS NOT NULL AS byRule ${source} ORDER BY p.key LIMIT +? OFFSET +?`,
  ).all(...params, limit, offset)
  return { total, items: rows.map((row) => ({ ...row, profile: JSON.parse(row.profile) as PersonRow['profile'], byRule: row.byRule === 1 })) }
}

/** Adds people by hand, or by a rule. One who is in by a rule and added by hand stays when the rule goes. Returns who is new. */
export function addMembers({ db }: WriteContext, group: GroupRow, personSeqs: readonly number[], ruleId: number | null = null): number[] {
  const insert = prepared(
    db,
    `INSERT INTO okta_group_members (group_seq, person_seq, rule_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
  )
  const keep = prepared(db, 'UPDATE okta_group_members SET rule_id = NULL WHERE group_seq = ? AND person_seq = ?')
  return personSeqs.filter((seq) => {
    const isNew = insert.run(group.seq, seq, ruleId).changes > 0
    if (!isNew && ruleId === null) keep.run(group.seq, seq)
    return isNew
  })
}

/** @throws ScimError 409 for one whom a rule put in, 404 for one who is not in */
export function removeMember({ db }: WriteContext, group: GroupRow, person: PersonRow): void {
  const row = prepared<{ ruleId: number | null }>(
    db, 'SELECT rule_id AS ruleId FROM okta_group_members WHERE group_seq = ? AND person_seq = ?',
  ).get(group.seq, person.seq)
  if (!row) throw new ScimError(404, `${person.login} is not in ${group.name}.`)
  if (row.ruleId !== null) throw new ScimError(409, `A group rule put ${person.login} into ${group.name}; change the rule or the profile.`)
  prepared(db, 'DELETE FROM okta_group_members WHERE group_seq = ? AND person_seq = ?').run(group.seq, person.seq)
}

/** Takes out everyone who is in by hand (`null`), or by a rule. Returns who. */
export function removeMembersBy({ db }: WriteContext, group: GroupRow, ruleId: number | null): number[] {
  return prepared<{ seq: number }>(
    db, 'DELETE FROM okta_group_members WHERE group_seq = ? AND rule_id IS ? RETURNING person_seq AS seq',
  ).all(group.seq, ruleId).map(({ seq }) => seq)
}

function refuseTaken(db: Db, name: string, except: number | null): void {
  if (prepared(db, 'SELECT 1 FROM okta_groups WHERE key = ? AND seq IS NOT ?').get(foldCase(name), except)) {
    throw new ScimError(409, `An Okta group called ${name} already exists.`)
  }
}
