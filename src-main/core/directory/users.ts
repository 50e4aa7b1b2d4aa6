import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import { profiles } from '../sandboxes/settings.ts'
import { badRequest, notFound, ScimError } from '../../../src-shared/scim/errors.ts'
import { foldCase, isObject, type JsonObject } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { type Db, prepared } from '../db/open.ts'
import { findEntity } from '../provisioning/facts.ts'
import { endRoleOverride } from '../provisioning/overrides.ts'
import { reconcile, removeFacts, watchingAdmins } from '../provisioning/reconcile.ts'
import { nextId } from '../sandboxes/ids.ts'
import type { ReadContext, WriteContext } from '../sandboxes/write-context.ts'
import { changesBetween } from '../scim/schema/changes.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { listGroupsOf, removeMembership } from './memberships.ts'
import { requireUnique } from './others.ts'
import { findByKey, insertResource, removeResource, type ResourceRow, updateResource } from './resources.ts'

/** One label, an at sign and a host with a dot: what the vendor calls a valid e-mail, without judging more than that. */
const email = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

/**
 * Creates a user from a body already read against its schemas; the id is drawn unless it brings one that is free.
 * @throws ScimError 409 uniqueness, 400 for a foreign user or an invalid userName
 */
export function createUser(context: WriteContext, model: ResourceModel, wanted: JsonObject, ownId?: string): ResourceRow {
  const userName = String(wanted.userName)
  refuseForeign(context, { userName })
  requireUserName(context, userName)
  requireNames(context, wanted)
  const holder = findByKey(context.db, 'User', userName)
  if (holder) throw taken(holder, userName)
  requireUnique(context, model, wanted, null)
  checkConcurrencyGroup(context, wanted)
  const body = completed(wanted)
  const id = ownId ?? nextId(context.db, 'User', context.switches.ids, context.settings.seed)
  const row = insertResource(context.db, model, id, body, context.now)
  context.events.push({ type: 'user.created', userId: id, userName, changes: changesBetween({}, body) })
  reconcile(context, [row.seq])
  return row
}

/**
 * Stores a changed body of a user: events and the new derived state. A SCIM write is a sync and ends a role set by hand
 * (engine §4); what an admin does in the product is none.
 */
export function changeUser(
  context: WriteContext, model: ResourceModel, row: ResourceRow, asked: JsonObject, { sync = true } = {},
): ResourceRow {
  const wanted = completed(asked)
  const before = JSON.parse(row.body) as JsonObject
  const userName = String(wanted.userName)
  if (userName !== before.userName) {
    requireUserName(context, userName)
    refuseForeign(context, { userName })
    const holder = findByKey(context.db, 'User', userName)
    if (holder && holder.seq !== row.seq) throw taken(holder, userName)
  }
  const user = { userId: row.id, userName }
  const changes = changesBetween(before, wanted)
  return watchingAdmins(context, () => {
    if (sync) endRoleOverride(context, { seq: row.seq, ...user })
    let stored = row
    if (changes.length > 0) {
      if (changes.some((change) => change.path.endsWith(':LambdatestGroup'))) checkConcurrencyGroup(context, wanted)
      requireUnique(context, model, wanted, row.seq)
      stored = updateResource(context.db, model, row, wanted, context.now)
      context.events.push(...changeEvents(user, changes))
    }
    reconcile(context, [row.seq])
    return stored
  })
}

function changeEvents(user: { userId: string; userName: string }, changes: ReturnType<typeof changesBetween>): DomainEvent[] {
  const active = changes.find((change) => change.path === 'active')
  const rest = changes.filter((change) => change !== active)
  const events: DomainEvent[] = []
  if (rest.length > 0) events.push({ type: 'user.updated', ...user, changes: rest })
  if (active) events.push({ type: active.after === false ? 'user.deactivated' : 'user.reactivated', ...user })
  return events
}

/** Deactivates (TestMu) or removes the user everywhere (RFC 7644 §3.6), by the profile. */
export function deleteUser(context: WriteContext, model: ResourceModel, row: ResourceRow): void {
  if (context.switches.deleteUser === 'remove') return removeUser(context, row)
  const body = JSON.parse(row.body) as JsonObject
  changeUser(context, model, row, { ...body, active: false })
}

/** The user is gone: memberships, overrides and derived state too. The id stays used. */
export function removeUser(context: WriteContext, row: ResourceRow): void {
  const { db, events } = context
  const user = { userId: row.id, userName: String((JSON.parse(row.body) as JsonObject).userName) }
  watchingAdmins(context, () => {
    for (const group of listGroupsOf(db, row.seq)) {
      removeMembership(db, group.seq, row.seq)
      events.push({ type: 'group.member.removed', groupId: group.id, displayName: group.displayName, ...user })
    }
    prepared(db, 'DELETE FROM memberships WHERE member_seq = ?').run(row.seq)
    removeFacts(db, row.seq)
    removeResource(db, row)
    events.push({ type: 'user.removed', ...user })
  })
}

/** 400 for a user who belongs to another organization (testmu-provisioning §2). */
export function refuseForeign(context: ReadContext, named: { id?: string; userName?: string }): void {
  if (!isForeign(context.db, named)) return
  throw new ScimError(400, 'The user belongs to a different organization.', undefined, 'testmu-provisioning §2')
}

function isForeign(db: Db, { id, userName }: { id?: string; userName?: string }): boolean {
  if (id !== undefined) return prepared(db, 'SELECT 1 FROM foreign_users WHERE id = ?').get(id) !== undefined
  return prepared(db, 'SELECT 1 FROM foreign_users WHERE key = ?').get(foldCase(userName!)) !== undefined
}

/** @throws ScimError 404, or 400 for an id of another organization */
export function requireUser(context: ReadContext, row: ResourceRow | undefined, id: string): ResourceRow {
  if (row) return row
  refuseForeign(context, { id })
  throw notFound(`User ${id}`)
}

export function taken(holder: ResourceRow, userName: string): ScimError {
  const stored = String((JSON.parse(holder.body) as JsonObject).userName)
  const difference = stored === userName ? '' : ` (stored as "${stored}"; case does not count)`
  return new ScimError(409, `userName "${userName}" is taken by user ${holder.id}${difference}.`, 'uniqueness', 'testmu-provisioning §2')
}

function requireUserName(context: WriteContext, userName: string): void {
  if (context.switches.userNameFormat === 'any' || email.test(userName)) return
  throw badRequest('invalidValue', `userName "${userName}" is not a valid e-mail address.`, 'testmu-provisioning §2')
}

/** Attributes the profile needs on create beside those the schema requires, such as the names in TestMu. */
function requireNames(context: WriteContext, body: JsonObject): void {
  for (const path of profiles[context.settings.profile].requiredOnCreate) {
    const [attribute = '', sub = ''] = path.split('.')
    const holder = body[attribute]
    if (!isObject(holder) || holder[sub] === undefined) throw badRequest('invalidValue', `${path} is required.`, 'testmu-provisioning §2')
  }
}

function checkConcurrencyGroup(context: WriteContext, body: JsonObject): void {
  const extension = body[LAMBDATEST_USER]
  const name = isObject(extension) ? extension.LambdatestGroup : undefined
  if (typeof name !== 'string') return
  const path = `${LAMBDATEST_USER}:LambdatestGroup`
  if (!context.settings.flags.concurrencyGroups) {
    context.findings.push({
      kind: 'warning', code: 'concurrency-groups-off', path, value: name, rule: 'engine §8', tag: 'A',
      text: 'Concurrency Groups is switched off, so LambdatestGroup has no effect for now.',
    })
  } else if (!findEntity(context.db, 'concurrencyGroup', name)) {
    if (context.switches.unknownConcurrencyGroup === 'refuse') {
      throw badRequest('invalidValue', `LambdatestGroup "${name}" names no existing concurrency group.`, 'testmu-provisioning §2')
    }
    context.findings.push({
      kind: 'warning', code: 'unknown-concurrency-group', path, value: name, rule: 'testmu-provisioning §2', tag: 'A',
      text: `No concurrency group is called "${name}"; it is never created here, and the user stays in the default one.`,
    })
  }
}

/** `active` is true and `name.formatted` derived when absent (testmu-provisioning §2; RFC 7644 §3.5.1 leaves defaults to the server). */
function completed(given: JsonObject): JsonObject {
  const body = given.active === undefined ? { ...given, active: true } : given
  const { name } = body
  if (!isObject(name) || name.formatted !== undefined) return body
  const formatted = [name.givenName, name.familyName].filter((part) => typeof part === 'string').join(' ')
  return formatted === '' ? body : { ...body, name: { ...name, formatted } }
}
