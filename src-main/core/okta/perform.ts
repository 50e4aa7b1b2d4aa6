import type { TaskKind } from '../../../src-shared/domain/okta.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { allowed, appBySeq, type AppRow } from './apps.ts'
import { assumptionsOf } from './assumptions.ts'
import { type AppUserRow, changedMeanwhile, findAppUser, settle } from './app-users.ts'
import { groupBySeq } from './groups.ts'
import { personBySeq } from './people.ts'
import { failPush, findPush, memberDelta, type PushRow, readyMembers, rememberGroup, rememberPush } from './push-groups.ts'
import { type AppProfile, groupRoles } from './profile.ts'
import { placeholderPassword, subjectOf } from './subject.ts'
import { enqueue, isOpen, type TaskRow } from './tasks.ts'
import type { Client } from './wire/client.ts'
import { completeGroup, deleteGroup, type PushedGroup, pushGroup, pushMembers, pushNow, renameGroup } from './wire/groups.ts'
import { assignUser, setActive, setPassword, updateUser } from './wire/users.ts'
import type { Wire } from './wire/wire.ts'

/** What is stored once an operation succeeded, inside one write. */
type Store = (writing: WriteContext) => void

/** Stores what is known before the operation is over, so that it is not lost when the rest of it fails. */
type Learn = (store: Store) => Promise<void>

/**
 * Performs an operation on the app and returns what is to be stored. `db` is only read.
 * @throws OperationFailure, Throttled
 */
export async function perform(db: Db, client: Client, task: TaskRow, learn: Learn): Promise<Store> {
  const app = appBySeq(db, task.appSeq)
  const wire: Wire = { client, kind: app.kind, assumptions: assumptionsOf(db) }
  if (task.personSeq !== null) return performOnUser(db, wire, app, task, task.personSeq, learn)
  if (task.kind === 'group.delete') {
    await deleteGroup(wire, (JSON.parse(task.detail!) as { externalId: string }).externalId)
    return () => undefined
  }
  const push = findPush(db, task.pushId!)
  return push === null || push.status === 'Inactive' ? () => undefined : performOnGroup(db, wire, app, task, push, learn)
}

async function performOnUser(db: Db, wire: Wire, app: AppRow, task: TaskRow, personSeq: number, learn: Learn): Promise<Store> {
  const person = personBySeq(db, personSeq)
  const row = findAppUser(db, app.seq, personSeq)
  if (row === null) return () => undefined
  switch (task.kind) {
    case 'user.assign': {
      const { subject, profile } = subjectOf(db, app, person, row)
      const { create, update } = allowed(app)
      const { uniqueIdentifier, patchUsers } = app.settings
      const known = (id: string) => learn((writing) => rememberAccount(writing, task, row, id))
      const externalId = await assignUser(wire, subject, { uniqueIdentifier, patchUsers, create, update }, known)
      return (writing) => {
        storeAccount(writing, task, row, externalId, profile)
        deactivateUnassigned(writing, task, personSeq)
      }
    }
    case 'user.update': {
      const { subject, profile } = subjectOf(db, app, person, row)
      await updateUser(wire, row.externalId!, subject, app.settings)
      return (writing) => storeAccount(writing, task, row, row.externalId!, profile)
    }
    case 'user.password':
      await setPassword(wire, row.externalId!, placeholderPassword(person, String(task.id)))
      return ({ db: writing }) => void prepared(
        writing,
        `UPDATE okta_app_users AS u SET status = 'provisioned', error = NULL WHERE app_seq = ? AND person_seq = ? AND status = 'error' AND assigned = 1 AND active = 1
         AND NOT EXISTS (SELECT 1 FROM okta_tasks t WHERE t.person_seq = u.person_seq AND t.state IN ('error', 'interrupted') AND +t.app_seq = u.app_seq)`,
      ).run(app.seq, personSeq)
    default:
      await setActive(wire, row.externalId!, false)
      return ({ db: writing }) => void prepared(
        writing, "UPDATE okta_app_users SET active = 0, status = 'deprovisioned', error = NULL WHERE app_seq = ? AND person_seq = ?",
      ).run(app.seq, personSeq)
  }
}

/** An account that was found and is not taken over yet: enough to deactivate it. */
function rememberAccount(writing: WriteContext, task: TaskRow, { appSeq, personSeq }: AppUserRow, externalId: string): void {
  prepared(writing.db, 'UPDATE okta_app_users SET external_id = ? WHERE app_seq = ? AND person_seq = ?').run(externalId, appSeq, personSeq)
  deactivateUnassigned(writing, task, personSeq)
}

/** What changed in Okta while the account was made follows as an update. */
function storeAccount(writing: WriteContext, task: TaskRow, row: AppUserRow, externalId: string, { values, told }: AppProfile): void {
  const before = findAppUser(writing.db, row.appSeq, row.personSeq)!
  prepared(
    writing.db,
    `UPDATE okta_app_users SET external_id = ?, active = 1, pushed = ?, told = iif(told IS NULL OR told = '${changedMeanwhile}', ?, told), error = NULL,
       status = iif(assigned = 1, 'provisioned', 'deprovisioned')
     WHERE app_seq = ? AND person_seq = ?`,
  ).run(externalId, JSON.stringify(values), told, row.appSeq, row.personSeq)
  if (before.told === changedMeanwhile) settle(writing, task.actionId, [row.personSeq])
}

/** For somebody unassigned before Okta knew the account: nothing was sent then. */
function deactivateUnassigned(writing: WriteContext, { actionId, appSeq }: TaskRow, personSeq: number): void {
  const { db } = writing
  if (findAppUser(db, appSeq, personSeq)!.assigned || !allowed(appBySeq(db, appSeq)).deactivate) return
  if (!isOpen(db, 'user.deactivate', appSeq, personSeq)) enqueue(writing, { actionId, appSeq, kind: 'user.deactivate', personSeq })
}

async function performOnGroup(db: Db, wire: Wire, app: AppRow, task: TaskRow, push: PushRow, learn: Learn): Promise<Store> {
  const { name } = groupBySeq(db, push.groupSeq)
  const ready = readyMembers(db, push)
  // Without “Rename app groups” the app keeps the name it was first given.
  const displayName = app.settings.renameAppGroups ? name : (push.name ?? name)
  const group: PushedGroup = { displayName, members: ready.map(({ value, display }) => ({ value, display })), roles: groupRoles(db, push) }
  if (push.externalId === null) {
    const known = (id: string, isNew: boolean) => learn((writing) => rememberGroup(writing, task, push, id, displayName, isNew ? ready : []))
    const externalId = await pushGroup(wire, group, known)
    return (writing) => rememberPush(writing, push, externalId, displayName, ready)
  }
  const delta = memberDelta(db, push, ready)
  if (task.kind === 'group.push' && push.pushed === null) await completeGroup(wire, push.externalId, group, delta.remove)
  else await updateGroup(wire, task.kind, push.externalId, group, delta)
  const isWhole = task.kind !== 'group.rename' || wire.kind === 'AIW'
  return (writing) => rememberPush(writing, push, push.externalId!, displayName, isWhole ? ready : null)
}

/** Members who are left out, or were told of with an earlier change, send nothing. */
async function updateGroup(wire: Wire, kind: TaskKind, id: string, group: PushedGroup, delta: ReturnType<typeof memberDelta>): Promise<void> {
  if (kind === 'group.rename') await renameGroup(wire, id, group)
  else if (kind !== 'group.members') await pushNow(wire, id, group)
  else if (delta.add.length + delta.remove.length > 0) await pushMembers(wire, id, group, delta)
}

/** What a failure leaves behind on its subject. */
export function storeFailure(writing: WriteContext, task: TaskRow, error: string): void {
  if (task.personSeq !== null) {
    prepared(writing.db, "UPDATE okta_app_users SET status = 'error', error = ? WHERE app_seq = ? AND person_seq = ?").run(error, task.appSeq, task.personSeq)
    return
  }
  const push = task.pushId === null ? null : findPush(writing.db, task.pushId)
  if (push !== null) failPush(writing, push, error)
}
