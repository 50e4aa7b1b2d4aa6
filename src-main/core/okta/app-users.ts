import type { ProfileValues } from '../../../src-shared/api/okta/attributes.ts'
import type { AppUserStatus } from '../../../src-shared/domain/okta.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { allApps, allowed, appBySeq, type AppRow, isProvisioning } from './apps.ts'
import { logEntry } from './log.ts'
import { personBySeq, type PersonRow } from './people.ts'
import { appProfile } from './profile.ts'
import { enqueue, withdraw } from './tasks.ts'

/** What Okta knows about a person in an app. */
export interface AppUserRow {
  appSeq: number
  personSeq: number
  assigned: boolean
  individual: boolean
  profile: ProfileValues
  status: AppUserStatus
  externalId: string | null
  /** What Okta believes of the account; null: there is none. */
  active: boolean | null
  /** The app profile the app last took. */
  pushed: ProfileValues | null
  /** What it was last told, taken or not: `AppProfile.told`; or one of the two words below. */
  told: string | null
  error: string | null
}
interface RawAppUser { appSeq: number; personSeq: number; assigned: number; individual: number; profile: string; status: AppUserStatus; externalId: string | null; active: number | null; pushed: string | null; told: string | null; error: string | null }

export const appUserColumns = `u.app_seq AS appSeq, u.person_seq AS personSeq, u.assigned, u.individual, u.profile, u.status,
  u.external_id AS externalId, u.active, u.pushed, u.told, u.error`

export function findAppUser(db: Db, appSeq: number, personSeq: number): AppUserRow | null {
  const raw = prepared<RawAppUser>(db, `SELECT ${appUserColumns} FROM okta_app_users u WHERE u.app_seq = ? AND u.person_seq = ?`).get(appSeq, personSeq)
  return raw ? toAppUser(raw) : null
}

export function toAppUser(raw: RawAppUser): AppUserRow {
  return {
    ...raw,
    assigned: raw.assigned === 1, individual: raw.individual === 1,
    profile: JSON.parse(raw.profile) as ProfileValues,
    active: raw.active === null ? null : raw.active === 1,
    pushed: raw.pushed === null ? null : (JSON.parse(raw.pushed) as ProfileValues),
  }
}

/** In `told`: what is being sent is out of date. */
export const changedMeanwhile = 'changed'
/** In `told`: assigned while not active in Okta, so nothing is sent until the person is. */
const awaitsActive = 'awaits active'

/** Assigns a person, or changes the values set for them. What follows is for `settle`. @throws ScimError 409 for one who is deactivated */
export function assignPerson({ db }: WriteContext, app: AppRow, { seq: personSeq, login, status }: PersonRow, profile: ProfileValues): void {
  if (status === 'DEPROVISIONED') throw new ScimError(409, `${login} is deactivated in Okta; reactivate the person before assigning them.`)
  prepared(
    db,
    `INSERT INTO okta_app_users (app_seq, person_seq, assigned, individual, profile, status) VALUES (?, ?, 0, 1, ?, 'deprovisioned')
     ON CONFLICT (app_seq, person_seq) DO UPDATE SET individual = 1, profile = excluded.profile`,
  ).run(app.seq, personSeq, JSON.stringify(profile))
}

/** Changes what is set for a person, however they are assigned. */
export function setOwnValues({ db }: WriteContext, app: AppRow, personSeq: number, profile: ProfileValues): void {
  prepared(db, 'UPDATE okta_app_users SET profile = ? WHERE app_seq = ? AND person_seq = ?').run(JSON.stringify(profile), app.seq, personSeq)
}

/** Ends the assignment as a person; through a group they may stay. */
export function unassignPerson({ db }: WriteContext, app: AppRow, personSeq: number): void {
  prepared(db, "UPDATE okta_app_users SET individual = 0, profile = '{}' WHERE app_seq = ? AND person_seq = ?").run(app.seq, personSeq)
}

/** Brings the assignments of these people up to date with the directory and queues what the apps are to be told. */
export function settle(writing: WriteContext, actionId: number, personSeqs: Iterable<number>): void {
  const apps = allApps(writing.db)
  if (apps.length === 0) return
  for (const seq of personSeqs) {
    const person = personBySeq(writing.db, seq)
    for (const app of apps) settleOne(writing, actionId, app, person)
  }
}

function settleOne(writing: WriteContext, actionId: number, app: AppRow, person: PersonRow): void {
  const row = findAppUser(writing.db, app.seq, person.seq)
  const wanted = isAssigned(writing.db, app, person, row)
  if (wanted && !row?.assigned) begin(writing, actionId, app, person)
  else if (wanted && row) keepUpToDate(writing, actionId, app, person, row)
  else if (row?.assigned) end(writing, actionId, app, person, row)
}

function isAssigned(db: Db, app: AppRow, person: PersonRow, row: AppUserRow | null): boolean {
  if (person.status === 'DEPROVISIONED') return false
  return row?.individual === true || prepared(
    db, 'SELECT 1 FROM okta_app_groups a JOIN okta_group_members m ON m.group_seq = a.group_seq WHERE a.app_seq = ? AND m.person_seq = ?',
  ).get(app.seq, person.seq) !== undefined
}

/** A reassignment starts again at the lookup, whatever was known before (okta-wire §5). */
function begin(writing: WriteContext, actionId: number, app: AppRow, person: PersonRow): void {
  prepared(
    writing.db,
    `INSERT INTO okta_app_users (app_seq, person_seq, assigned, individual, profile, status) VALUES (?, ?, 1, 0, '{}', 'unprovisioned')
     ON CONFLICT (app_seq, person_seq) DO UPDATE SET assigned = 1, status = 'unprovisioned', told = NULL, error = NULL`,
  ).run(app.seq, person.seq)
  withdraw(writing, app.seq, person.seq)
  provision(writing, actionId, app, person)
}

/** Queues the operation that gives a person an account. Returns whether there is anything to send. */
export function provision(writing: WriteContext, actionId: number, app: AppRow, person: PersonRow): boolean {
  if (!isProvisioning(app) || person.status !== 'ACTIVE') {
    if (isProvisioning(app)) tell(writing.db, app, person, awaitsActive)
    const why = person.status === 'ACTIVE' ? 'provisioning to the app is off' : `the person is ${person.status}`
    logEntry(writing, { event: 'application.user_membership.add', outcome: 'SKIPPED', message: `Assigned ${person.login} to ${app.label}; nothing is sent: ${why}.`, target: person.login, actionId })
    return false
  }
  enqueue(writing, { actionId, appSeq: app.seq, kind: 'user.assign', personSeq: person.seq })
  return true
}

/** Whoever was assigned while staged or suspended gets the account once active; not so who was before provisioning was on (okta-wire §3). */
export function provisionWaiting(writing: WriteContext, actionId: number, person: PersonRow): void {
  const apps = prepared<{ seq: number }>(
    writing.db, 'UPDATE okta_app_users SET told = NULL WHERE person_seq = ? AND assigned = 1 AND told = ? RETURNING app_seq AS seq',
  ).all(person.seq, awaitsActive)
  for (const { seq } of apps) provision(writing, actionId, appBySeq(writing.db, seq), person)
}

/** A profile that would be sent otherwise than it was: one that was refused is sent again only when it changed, or by *Retry*. Returns whether one is. */
function keepUpToDate(writing: WriteContext, actionId: number, app: AppRow, person: PersonRow, row: AppUserRow): boolean {
  if (row.active !== true) {
    // Something changed while the account is being made: to be looked at once it is there.
    if (row.told !== awaitsActive) tell(writing.db, app, person, changedMeanwhile)
    return false
  }
  if (!allowed(app).update) return false
  const { told } = appProfile(writing.db, app, person, row)
  if (told === row.told) return false
  update(writing, actionId, app, person, told)
  return true
}

/** *Apply updates now*: everybody whose profile would be sent otherwise than it was. Returns of how many it will be. */
export function applyUpdates(writing: WriteContext, actionId: number, app: AppRow): number {
  const assigned = prepared<{ seq: number }>(writing.db, 'SELECT person_seq AS seq FROM okta_app_users WHERE app_seq = ? AND assigned = 1').all(app.seq)
  return assigned.filter(({ seq }) => keepUpToDate(writing, actionId, app, personBySeq(writing.db, seq), findAppUser(writing.db, app.seq, seq)!)).length
}

/** Sends the whole profile again, whether it changed or not. @throws ScimError 409 where nothing can be sent */
export function pushProfile(writing: WriteContext, actionId: number, app: AppRow, person: PersonRow): void {
  const row = findAppUser(writing.db, app.seq, person.seq)
  if (!row?.assigned || row.active !== true) throw new ScimError(409, `${person.login} has no account in ${app.label} that Okta knows: assign the person, or Provision User.`)
  if (!allowed(app).update) throw new ScimError(409, `Update User Attributes is off for ${app.label} (Provisioning › To App).`)
  update(writing, actionId, app, person, appProfile(writing.db, app, person, row).told)
}

function update(writing: WriteContext, actionId: number, app: AppRow, person: PersonRow, told: string): void {
  tell(writing.db, app, person, told)
  enqueue(writing, { actionId, appSeq: app.seq, kind: 'user.update', personSeq: person.seq })
}

function tell(db: Db, app: AppRow, person: PersonRow, told: string): void {
  prepared(db, 'UPDATE okta_app_users SET told = ? WHERE app_seq = ? AND person_seq = ?').run(told, app.seq, person.seq)
}

/** Never a DELETE; without a stored id, or with Deactivate Users off, nothing at all (okta-wire §5). */
function end(writing: WriteContext, actionId: number, app: AppRow, person: PersonRow, row: AppUserRow): void {
  prepared(writing.db, "UPDATE okta_app_users SET assigned = 0, status = 'deprovisioned', error = NULL WHERE app_seq = ? AND person_seq = ?").run(app.seq, person.seq)
  withdraw(writing, app.seq, person.seq)
  if (row.externalId !== null && allowed(app).deactivate) {
    enqueue(writing, { actionId, appSeq: app.seq, kind: 'user.deactivate', personSeq: person.seq })
    return
  }
  const why = row.externalId === null ? 'Okta has no id of an account in the app' : 'Deactivate Users is off'
  logEntry(writing, { event: 'application.user_membership.remove', outcome: 'SKIPPED', message: `Unassigned ${person.login} from ${app.label}; nothing is sent: ${why}.`, target: person.login, actionId })
}

/** Where Sync Password is on and there is an account. */
export function pushPassword(writing: WriteContext, actionId: number, person: PersonRow): void {
  for (const app of allApps(writing.db)) {
    const row = findAppUser(writing.db, app.seq, person.seq)
    if (row?.assigned && row.externalId !== null && allowed(app).password) {
      enqueue(writing, { actionId, appSeq: app.seq, kind: 'user.password', personSeq: person.seq })
    }
  }
}
