import type { Lifecycle, Person, PersonProfile } from '../../../src-shared/api/okta/people.ts'
import { personProfileSchema } from '../../../src-shared/api/okta/people.ts'
import type { PersonStatus } from '../../../src-shared/domain/okta.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { foldCase, type JsonValue } from '../../../src-shared/scim/types.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { oktaId } from './ids.ts'

export interface PersonRow { seq: number; id: string; login: string; status: PersonStatus; profile: PersonProfile; created: number; modified: number }
type RawPerson = Omit<PersonRow, 'profile'> & { profile: string }

const columns = 'p.seq, p.id, p.login, p.status, p.profile, p.created, p.modified'

/** @throws ScimError 404 */
export function personOf(db: Db, id: string): PersonRow {
  const raw = prepared<RawPerson>(db, `SELECT ${columns} FROM okta_people p WHERE p.id = ?`).get(id)
  if (!raw) throw new ScimError(404, `There is no person ${id} in the simulated Okta.`)
  return toRow(raw)
}

export function personBySeq(db: Db, seq: number): PersonRow {
  return toRow(prepared<RawPerson>(db, `SELECT ${columns} FROM okta_people p WHERE p.seq = ?`).get(seq)!)
}

export function nameOf({ profile: { firstName, lastName } }: Pick<PersonRow, 'profile'>): string {
  return `${firstName} ${lastName}`
}

export function toPerson({ seq: _seq, login: _login, ...person }: PersonRow): Person {
  return person
}

interface Query {
  offset: number
  limit: number
  search: string
  status?: PersonStatus | undefined
  notInGroup?: string | undefined
  notInApp?: string | undefined
}

/** People in the order they were added. */
export function listPeople(db: Db, { offset, limit, search, status, notInGroup, notInApp }: Query): { total: number; items: Person[] } {
  const where = ['1']
  const params: Bindable[] = []
  const add = (condition: string, ...values: Bindable[]) => {
    where.push(condition)
    params.push(...values)
  }
  if (search !== '') add(matchesPerson, search, search)
  if (status !== undefined) add('p.status = ?', status)
  if (notInGroup !== undefined) {
    add('p.seq NOT IN (SELECT m.person_seq FROM okta_group_members m JOIN okta_groups g ON g.seq = m.group_seq WHERE g.id = ?)', notInGroup)
  }
  if (notInApp !== undefined) {
    add("p.status <> 'DEPROVISIONED'")
    add('p.seq NOT IN (SELECT u.person_seq FROM okta_app_users u JOIN okta_apps a ON a.seq = u.app_seq WHERE a.id = ? AND u.individual = 1)', notInApp)
  }
  const source = `FROM okta_people p WHERE ${where.join(' AND ')}`
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n ${source}`).get(...params)!.n
  const rows = prepared<RawPerson>(db, `SELECT ${columns} ${source} ORDER BY p.seq LIMIT +? OFFSET +?`).all(...params, limit, offset)
  return { total, items: rows.map((row) => toPerson(toRow(row))) }
}

/** Two parameters: the text, in the login or in the name. */
export const matchesPerson = `(instr(p.key, lower(?)) > 0
  OR instr(lower((p.profile ->> '$.firstName') || ' ' || (p.profile ->> '$.lastName')), lower(?)) > 0)`

/** @throws ScimError 409 when a login is taken */
export function createPerson(writing: WriteContext, profile: PersonProfile, active: boolean): PersonRow {
  const { db, now } = writing
  const key = foldCase(profile.login)
  if (prepared(db, 'SELECT 1 FROM okta_people WHERE key = ?').get(key)) throw new ScimError(409, `An Okta user with login ${profile.login} already exists.`)
  const id = oktaId(writing, '00u')
  const status: PersonStatus = active ? 'ACTIVE' : 'STAGED'
  const { lastInsertRowid } = prepared(
    db, 'INSERT INTO okta_people (id, login, key, status, profile, created, modified) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(id, profile.login, key, status, JSON.stringify(profile), now, now)
  return { seq: Number(lastInsertRowid), id, login: profile.login, status, profile, created: now, modified: now }
}

/** Null takes an attribute away. @throws ScimError 400 when the profile would not be valid, 409 when the login is taken */
export function changeProfile({ db, now }: WriteContext, person: PersonRow, values: Record<string, JsonValue>): PersonRow {
  const merged = Object.fromEntries(Object.entries({ ...person.profile, ...values }).filter(([, value]) => value !== null))
  const checked = personProfileSchema.safeParse(merged)
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw new ScimError(400, `${issue!.path.join('.') || 'profile'}: ${issue!.message}.`, 'invalidValue')
  }
  const profile = checked.data
  const key = foldCase(profile.login)
  if (prepared(db, 'SELECT 1 FROM okta_people WHERE key = ? AND seq <> ?').get(key, person.seq)) {
    throw new ScimError(409, `An Okta user with login ${profile.login} already exists.`)
  }
  prepared(db, 'UPDATE okta_people SET login = ?, key = ?, profile = ?, modified = ? WHERE seq = ?')
    .run(profile.login, key, JSON.stringify(profile), now, person.seq)
  return { ...person, login: profile.login, profile, modified: now }
}

/** From which status each step of the lifecycle leads where. */
const steps: Record<Lifecycle, { from: PersonStatus[]; to: PersonStatus }> = {
  activate: { from: ['STAGED'], to: 'ACTIVE' },
  suspend: { from: ['ACTIVE'], to: 'SUSPENDED' },
  unsuspend: { from: ['SUSPENDED'], to: 'ACTIVE' },
  deactivate: { from: ['STAGED', 'ACTIVE', 'SUSPENDED'], to: 'DEPROVISIONED' },
  reactivate: { from: ['DEPROVISIONED'], to: 'ACTIVE' },
}

/** @throws ScimError 409 when the status does not allow it */
export function moveOn({ db, now }: WriteContext, person: PersonRow, step: Lifecycle): PersonRow {
  const { from, to } = steps[step]
  if (!from.includes(person.status)) throw new ScimError(409, `${person.login} is ${person.status}: ${step} works from ${from.join(' or ')}.`)
  prepared(db, 'UPDATE okta_people SET status = ?, modified = ? WHERE seq = ?').run(to, now, person.seq)
  // Deactivation ends what was assigned to the person; what comes with groups comes back with them.
  if (to === 'DEPROVISIONED') prepared(db, 'UPDATE okta_app_users SET individual = 0 WHERE person_seq = ?').run(person.seq)
  return { ...person, status: to, modified: now }
}

/**
 * `isUnderWay`: a request about the person is, even for an operation that was withdrawn.
 * @throws ScimError 409 for one who is not deactivated, or whose deactivation did not reach an app yet
 */
export function removePerson({ db }: WriteContext, person: PersonRow, isUnderWay: boolean): void {
  if (person.status !== 'DEPROVISIONED') throw new ScimError(409, `Deactivate ${person.login} first; only then can Okta delete a person.`)
  if (isUnderWay || prepared(db, "SELECT 1 FROM okta_tasks WHERE person_seq = ? AND state IN ('pending', 'waiting')").get(person.seq)) {
    throw new ScimError(409, `An app is still to be told about ${person.login}. Wait for it, or cancel it under Tasks.`)
  }
  const failed = prepared<{ label: string }>(
    db,
    `SELECT a.label FROM okta_tasks t JOIN okta_apps a ON a.seq = t.app_seq
     WHERE t.person_seq = ? AND t.state IN ('error', 'interrupted') AND t.kind = 'user.deactivate'`,
  ).get(person.seq)
  if (failed) {
    throw new ScimError(409, `The deactivation of ${person.login} did not reach ${failed.label}, where the account is active. Retry or dismiss it under Tasks first.`)
  }
  for (const table of ['okta_group_members', 'okta_app_users', 'okta_push_members', 'okta_tasks']) {
    prepared(db, `DELETE FROM ${table} WHERE person_seq = ?`).run(person.seq)
  }
  prepared(db, 'DELETE FROM okta_people WHERE seq = ?').run(person.seq)
}

function toRow(raw: RawPerson): PersonRow {
  return { ...raw, profile: JSON.parse(raw.profile) as PersonProfile }
}
