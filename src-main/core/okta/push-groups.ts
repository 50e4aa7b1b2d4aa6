import type { PushGroup } from '../../../src-shared/api/okta/push-groups.ts'
import type { PushStatus } from '../../../src-shared/domain/okta.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { allowed, appBySeq, type AppRow } from './apps.ts'
import { groupBySeq, type GroupRow } from './groups.ts'
import { logEntry } from './log.ts'
import { type MemberFacts, missingOf } from './readiness.ts'
import { enqueue, hasFailed, type TaskRow, withdrawPush } from './tasks.ts'
import type { Member } from './wire/groups.ts'

/** A group that is pushed to an app. */
export interface PushRow {
  id: number
  appSeq: number
  groupSeq: number
  externalId: string | null
  /** displayName last sent. */
  name: string | null
  status: PushStatus
  error: string | null
  ruleId: number | null
  pushed: number | null
}

const columns = 'id, app_seq AS appSeq, group_seq AS groupSeq, external_id AS externalId, name, status, error, rule_id AS ruleId, pushed'

/** @throws ScimError 404 */
export function pushOf(db: Db, app: AppRow, id: number): PushRow {
  const row = prepared<PushRow>(db, `SELECT ${columns} FROM okta_push_groups WHERE app_seq = ? AND id = ?`).get(app.seq, id)
  if (!row) throw new ScimError(404, `${app.label} has no pushed group ${id}.`)
  return row
}

export function findPush(db: Db, id: number): PushRow | null {
  return prepared<PushRow>(db, `SELECT ${columns} FROM okta_push_groups WHERE id = ?`).get(id) ?? null
}

/** Begins to push a group. @throws ScimError 409 when it is pushed already, or the app does not support it */
export function startPush(writing: WriteContext, actionId: number, app: AppRow, group: GroupRow, given: { ruleId: number | null; now: boolean }): void {
  const { db } = writing
  if (!allowed(app).groups) {
    throw new ScimError(409, `Push Groups is not ticked among the supported provisioning actions of ${app.label} (Provisioning › Integration).`)
  }
  if (prepared(db, 'SELECT 1 FROM okta_push_groups WHERE app_seq = ? AND group_seq = ?').get(app.seq, group.seq)) {
    throw new ScimError(409, `${group.name} is pushed to ${app.label} already.`)
  }
  const { lastInsertRowid } = prepared(db, "INSERT INTO okta_push_groups (app_seq, group_seq, status, rule_id) VALUES (?, ?, ?, ?)")
    .run(app.seq, group.seq, given.now ? 'Active' : 'Inactive', given.ruleId)
  if (given.now) enqueue(writing, { actionId, appSeq: app.seq, kind: 'group.push', pushId: Number(lastInsertRowid) })
}

/** Links an Okta group with a group that is in the app already; nothing is sent until the next push. */
export function linkGroup({ db }: WriteContext, app: AppRow, group: GroupRow, externalId: string, name: string): void {
  if (prepared(db, 'SELECT 1 FROM okta_push_groups WHERE app_seq = ? AND (group_seq = ? OR external_id = ?)').get(app.seq, group.seq, externalId)) {
    throw new ScimError(409, `${group.name}, or the group ${name} of the app, is linked already.`)
  }
  prepared(db, "INSERT INTO okta_push_groups (app_seq, group_seq, external_id, name, status) VALUES (?, ?, ?, ?, 'Active')").run(app.seq, group.seq, externalId, name)
}

/** *Push now*: the full list; a group that never arrived is pushed for the first time. @throws ScimError 409 while it is inactive */
export function pushAgain(writing: WriteContext, actionId: number, push: PushRow): void {
  if (push.status === 'Inactive') throw new ScimError(409, 'The group push is inactive. Activate it first; that pushes the group.')
  enqueue(writing, { actionId, appSeq: push.appSeq, kind: push.externalId === null ? 'group.push' : 'group.push-now', pushId: push.id })
}

/** Deactivating sends nothing, activating pushes the full list (okta-wire §6). */
export function setPushActive(writing: WriteContext, actionId: number, push: PushRow, active: boolean): void {
  if ((push.status !== 'Inactive') === active) return
  prepared(writing.db, 'UPDATE okta_push_groups SET status = ?, error = NULL WHERE id = ?').run(active ? 'Active' : 'Inactive', push.id)
  if (active) pushAgain(writing, actionId, { ...push, status: 'Active' })
  else withdrawPush(writing, push.id)
}

/** What the operations of a push that was unlinked keep of it. */
interface Unlinked { name: string; inApp: 'delete' | 'leave'; actionId: number }

/**
 * *Unlink pushed group*: deletes the group in the app, or leaves it, which sends nothing (okta-wire §6). `isUnderWay`: an operation is
 * being performed, which may be making the group.
 */
export function unlink(writing: WriteContext, actionId: number, push: PushRow, inApp: 'delete' | 'leave', isUnderWay: boolean): void {
  const { db } = writing
  const { name } = groupBySeq(db, push.groupSeq)
  withdrawPush(writing, push.id)
  prepared(db, 'UPDATE okta_tasks SET detail = ? WHERE push_id = ?').run(JSON.stringify({ name, inApp, actionId } satisfies Unlinked), push.id)
  prepared(db, 'DELETE FROM okta_push_members WHERE push_id = ?').run(push.id)
  prepared(db, 'DELETE FROM okta_push_groups WHERE id = ?').run(push.id)
  if (inApp === 'delete' && push.externalId !== null) {
    enqueue(writing, { actionId, appSeq: push.appSeq, kind: 'group.delete', pushId: push.id, detail: { name, externalId: push.externalId } })
    return
  }
  const what = inApp === 'delete' && isUnderWay ? 'the group is deleted in the app once the push that is under way has ended' : 'nothing is sent'
  logEntry(writing, { event: 'application.provision.group_push.mapping.removed', outcome: 'SUCCESS', message: `Unlinked ${name}; ${what}.`, target: name, actionId })
}

/** Queues the delta for every active push of this group. */
export function membersChanged(writing: WriteContext, actionId: number, groupSeq: number): void {
  for (const push of activePushes(writing.db, groupSeq)) {
    enqueue(writing, { actionId, appSeq: push.appSeq, kind: push.externalId === null ? 'group.push' : 'group.members', pushId: push.id })
  }
}

/** A rename reaches the app only with *Rename app groups to match group name in Okta* (okta-wire §6). */
export function groupRenamed(writing: WriteContext, actionId: number, group: GroupRow): void {
  for (const push of activePushes(writing.db, group.seq)) {
    if (push.externalId !== null && appBySeq(writing.db, push.appSeq).settings.renameAppGroups) {
      enqueue(writing, { actionId, appSeq: push.appSeq, kind: 'group.rename', pushId: push.id })
    }
  }
}

function activePushes(db: Db, groupSeq: number): PushRow[] {
  return prepared<PushRow>(db, `SELECT ${columns} FROM okta_push_groups WHERE group_seq = ? AND status <> 'Inactive'`).all(groupSeq)
}

/** A member with what decides whether Okta sends them. */
export interface MemberRow extends MemberFacts { personSeq: number; userName: string | null }

/** The members of the Okta group, with the conditions of okta-wire §6. An account that was deactivated does not count. */
export function memberFacts(db: Db, push: Pick<PushRow, 'appSeq' | 'groupSeq'>): MemberRow[] {
  return prepared<Omit<MemberRow, 'assigned'> & { assigned: number }>(
    db,
    `SELECT p.seq AS personSeq, p.id AS personId, p.login, p.profile ->> '$.firstName' || ' ' || (p.profile ->> '$.lastName') AS name,
       p.status AS personStatus, coalesce(u.assigned, 0) AS assigned, iif(u.active = 1, u.external_id, NULL) AS externalId,
       u.pushed ->> '$.userName' AS userName, u.error
     FROM okta_group_members m JOIN okta_people p ON p.seq = m.person_seq
     LEFT JOIN okta_app_users u ON u.person_seq = p.seq AND u.app_seq = ?
     WHERE m.group_seq = ? ORDER BY p.seq`,
  ).all(push.appSeq, push.groupSeq).map((row) => ({ ...row, assigned: row.assigned === 1 }))
}

/** A member Okta would send now, as it is sent. */
export interface ReadyMember extends Member { personSeq: number }

export function readyMembers(db: Db, push: PushRow): ReadyMember[] {
  return memberFacts(db, push).filter((facts) => missingOf(facts) === null).map(({ personSeq, externalId, userName, login }) => ({ personSeq, value: externalId!, display: userName ?? login }))
}

/**
 * What changed since the last push. One who lost the assignment as well is not removed from the group: that is why the same group
 * must not be assigned and pushed (okta-wire §6).
 */
export function memberDelta(db: Db, push: PushRow, ready: ReadyMember[]): { add: Member[]; remove: string[] } {
  const believed = prepared<{ personSeq: number; externalId: string; assigned: number }>(
    db,
    `SELECT m.person_seq AS personSeq, m.external_id AS externalId, coalesce(u.assigned, 0) AS assigned FROM okta_push_members m
     LEFT JOIN okta_app_users u ON u.person_seq = m.person_seq AND u.app_seq = ? WHERE m.push_id = ? ORDER BY m.person_seq`,
  ).all(push.appSeq, push.id)
  const known = new Set(believed.map(({ personSeq }) => personSeq))
  const wanted = new Set(ready.map(({ personSeq }) => personSeq))
  return {
    add: ready.filter(({ personSeq }) => !known.has(personSeq)),
    remove: believed.filter(({ personSeq, assigned }) => !wanted.has(personSeq) && assigned === 1).map(({ externalId }) => externalId),
  }
}

/**
 * The group in the app and the members it was created with, before the first push is over. One that was unlinked meanwhile, to be
 * deleted in the app, is deleted after all.
 */
export function rememberGroup(writing: WriteContext, task: TaskRow, push: PushRow, externalId: string, name: string, members: ReadyMember[]): void {
  const { db } = writing
  if (findPush(db, push.id) === null) return deleteUnlinked(writing, task, externalId)
  prepared(db, 'UPDATE okta_push_groups SET external_id = ?, name = ? WHERE id = ?').run(externalId, name, push.id)
  storeMembers(db, push, members)
}

function deleteUnlinked(writing: WriteContext, { id, appSeq, pushId }: TaskRow, externalId: string): void {
  const { detail } = prepared<{ detail: string }>(writing.db, 'SELECT detail FROM okta_tasks WHERE id = ?').get(id)!
  const { name, inApp, actionId } = JSON.parse(detail) as Unlinked
  if (inApp === 'delete') enqueue(writing, { actionId, appSeq, kind: 'group.delete', pushId: pushId!, detail: { name, externalId } })
}

/** What Okta believes after a push that succeeded. One that was deactivated meanwhile stays so, and one with another failure in error. */
export function rememberPush({ db, now }: WriteContext, push: PushRow, externalId: string, name: string, members: ReadyMember[] | null): void {
  const { changes } = prepared(db, 'UPDATE okta_push_groups SET external_id = ?, name = ?, pushed = ? WHERE id = ?').run(externalId, name, now, push.id)
  if (!hasFailed(db, push.id)) prepared(db, "UPDATE okta_push_groups SET status = 'Active', error = NULL WHERE id = ? AND status = 'Error'").run(push.id)
  if (changes > 0 && members !== null) storeMembers(db, push, members)
}

function storeMembers(db: Db, push: PushRow, members: ReadyMember[]): void {
  prepared(db, 'DELETE FROM okta_push_members WHERE push_id = ?').run(push.id)
  const insert = prepared(db, 'INSERT INTO okta_push_members (push_id, person_seq, external_id) VALUES (?, ?, ?)')
  for (const { personSeq, value } of members) insert.run(push.id, personSeq, value)
}

export function failPush({ db }: WriteContext, push: PushRow, error: string): void {
  prepared(db, "UPDATE okta_push_groups SET status = 'Error', error = ? WHERE id = ? AND status <> 'Inactive'").run(error, push.id)
}

type RawPush = Omit<PushGroup, 'isBusy'> & { isBusy: number }

export function listPushes(db: Db, app: AppRow): PushGroup[] {
  return prepared<RawPush>(
    db,
    `SELECT m.id, g.id AS groupId, g.name AS groupName, m.name AS appName, m.external_id AS externalId, m.status, m.error, m.rule_id AS ruleId,
       m.pushed AS lastPush,
       (SELECT count(*) FROM okta_group_members x WHERE x.group_seq = g.seq) AS members,
       (SELECT count(*) FROM okta_group_members x JOIN okta_people p ON p.seq = x.person_seq
        JOIN okta_app_users u ON u.person_seq = x.person_seq AND u.app_seq = m.app_seq
        WHERE x.group_seq = g.seq AND u.assigned = 1 AND u.active = 1 AND u.external_id IS NOT NULL AND p.status = 'ACTIVE') AS ready,
       (SELECT count(*) FROM okta_push_members x WHERE x.push_id = m.id) AS pushedMembers,
       EXISTS (SELECT 1 FROM okta_tasks t WHERE t.push_id = m.id AND t.state IN ('pending', 'waiting')) AS isBusy
     FROM okta_push_groups m JOIN okta_groups g ON g.seq = m.group_seq WHERE m.app_seq = ? ORDER BY g.key`,
  ).all(app.seq).map((row) => ({ ...row, isBusy: row.isBusy === 1 }))
}
