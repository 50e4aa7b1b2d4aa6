import type { TaskKind } from '../../../src-shared/domain/okta.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { allowed, appBySeq, type AppRow } from './apps.ts'
import { assumptionsOf } from './assumptions.ts'
import { type AppUserRow, changedMeanwhile, findAppUser, settle } from './app-users.ts'
import { groupBySeq } from './groups.ts'
import { personBySeq } from './people.ts'
import { failPush, findPush, memberDelta, type PushRow, readyMembers, rememberPush } from './push-groups.ts'
import { type AppProfile, groupRoles } from './profile.ts'
import { placeholderPassword, subjectOf } from './subject.ts'
import { enqueue, type TaskRow } from './tasks.ts'
import type { Client } from './wire/client.ts'
import { deleteGroup, type PushedGroup, pushGroup, pushMembers, pushNow, renameGroup } from './wire/groups.ts'
import { assignUser, setActive, setPassword, updateUser } from './wire/users.ts'
import type { Wire } from './wire/wire.ts'

/** What is stored once an operation succeeded, inside one write. */
type Store = (writing: WriteContext) => void

/**
 * Performs an operation on the app and returns what is to be stored. `db` is only read.
 * @throws OperationFailure, Throttled
 */
export async function perform(db: Db, client: Client, task: TaskRow): Promise<Store> {
  const app = appBySeq(db, task.appSeq)
  const wire: Wire = { client, kind: app.kind, assumptions: assumptionsOf(db) }
  if (task.personSeq !== null) return performOnUser(db, wire, app, task, task.personSeq)
  if (task.kind === 'group.delete') {
    await deleteGroup(wire, (JSON.parse(task.detail!) as { externalId: string }).externalId)
    return () => undefined
  }
  const push = findPush(db, task.pushId!)
  return push === null ? () => undefined : performOnGroup(db, wire, app, task.kind, push)
}

async function performOnUser(db: Db, wire: Wire, app: AppRow, task: TaskRow, personSeq: number): Promise<Store> {
  const person = personBySeq(db, personSeq)
  const row = findAppUser(db, app.seq, personSeq)
  if (row === null) return () => undefined
  switch (task.kind) {
    case 'user.assign': {
      const { subject, profile } = subjectOf(db, app, person, row)
      const { create, update } = allowed(app)
      const { uniqueIdentifier, patchUsers } = app.settings
      const externalId = await assignUser(wire, subject, { uniqueIdentifier, patchUsers, create, update })
      return (writing) => storeAccount(writing, task, row, externalId, profile)
    }
    case 'user.update': {
      const { subject, profile } = subjectOf(db, app, person, row)
      await updateUser(wire, row.externalId!, subject, app.settings)
      return (writing) => storeAccount(writing, task, row, row.externalId!, profile)
    }
    case 'user.password':
      await setPassword(wire, row.externalId!, placeholderPassword(person, String(task.id)))
      return () => undefined
    default:
      await setActive(wire, row.externalId!, false)
      return ({ db: writing }) => void prepared(
        writing, "UPDATE okta_app_users SET active = 0, status = 'deprovisioned', error = NULL WHERE app_seq = ? AND person_seq = ?",
      ).run(app.seq, personSeq)
  }
}

/** What changed in Okta while the account was made follows as an update; somebody unassigned meanwhile is deactivated after all. */
function storeAccount(writing: WriteContext, task: TaskRow, row: AppUserRow, externalId: string, { values, told }: AppProfile): void {
  const before = findAppUser(writing.db, row.appSeq, row.personSeq)!
  prepared(
    writing.db,
    `UPDATE okta_app_users SET external_id = ?, active = 1, pushed = ?, told = iif(told IS NULL OR told = '${changedMeanwhile}', ?, told), error = NULL,
       status = iif(assigned = 1, 'provisioned', 'deprovisioned')
     WHERE app_seq = ? AND person_seq = ?`,
  ).run(externalId, JSON.stringify(values), told, row.appSeq, row.personSeq)
  if (before.told === changedMeanwhile) settle(writing, task.actionId, [row.personSeq])
  if (!before.assigned && allowed(appBySeq(writing.db, row.appSeq)).deactivate) {
    enqueue(writing, { actionId: task.actionId, appSeq: row.appSeq, kind: 'user.deactivate', personSeq: row.personSeq })
  }
}

async function performOnGroup(db: Db, wire: Wire, app: AppRow, kind: TaskKind, push: PushRow): Promise<Store> {
  const { name } = groupBySeq(db, push.groupSeq)
  const ready = readyMembers(db, push)
  // Without “Rename app groups” the app keeps the name it was first given.
  const displayName = app.settings.renameAppGroups ? name : (push.name ?? name)
  const group: PushedGroup = { displayName, members: ready.map(({ value, display }) => ({ value, display })), roles: groupRoles(db, push) }
  if (push.externalId === null) {
    const externalId = await pushGroup(wire, group)
    return (writing) => rememberPush(writing, push, externalId, displayName, ready)
  }
  await updateGroup(wire, kind, push.externalId, group, memberDelta(db, push, ready))
  const isWhole = kind !== 'group.rename' || wire.kind === 'AIW'
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
