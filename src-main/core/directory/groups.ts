import { isRole, type Role } from '../../../src-shared/domain/roles.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { isObject, type JsonObject } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_GROUP } from '../../../src-shared/scim/urns.ts'
import { prepared } from '../db/open.ts'
import { archiveMappings, followRename, mapByRules, removeMappings } from '../provisioning/automatic.ts'
import { endRoleOverride } from '../provisioning/overrides.ts'
import { reconcile, watchingAdmins } from '../provisioning/reconcile.ts'
import { nextId } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { MemberOperation } from '../scim/patch/patching.ts'
import { changesBetween } from '../scim/schema/changes.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { applyMembers } from './group-members.ts'
import { listMembers } from './memberships.ts'
import { findByKey, findDeleted, insertResource, removeResource, type ResourceRow, softDelete, updateResource } from './resources.ts'

/**
 * Creates a group, or restores the last deleted one of that name where the profile says so (engine §6).
 * @throws ScimError 403 while Group Provisioning is off, 409 uniqueness, 400 for a member that may not be
 */
export function createGroup(context: WriteContext, model: ResourceModel, body: JsonObject, members: string[], ownId?: string): ResourceRow {
  requireGroupProvisioning(context)
  const displayName = String(body.displayName)
  requireFreeName(context, displayName, null)
  const archived = context.switches.deleteGroup === 'soft' ? findDeleted(context.db, 'Group', displayName) : undefined
  const row = archived
    ? updateResource(context.db, model, archived, body, context.now)
    : insertResource(context.db, model, ownId ?? nextId(context.db, 'Group', context.switches.ids, context.settings.seed), body, context.now)
  const type = archived ? 'group.restored' : 'group.created'
  context.events.push({ type, groupId: row.id, displayName, changes: changesBetween({}, body) })
  mapByRules(context, row, displayName)
  return watchingAdmins(context, () => {
    applyMembers(context, row, displayName, [{ op: 'add', ids: members }])
    return row
  })
}

/** Stores a changed body of a group and the changes of its members, in the order asked for. */
export function changeGroup(
  context: WriteContext, model: ResourceModel, row: ResourceRow, wanted: JsonObject, operations: MemberOperation[],
): ResourceRow {
  requireGroupProvisioning(context)
  const before = JSON.parse(row.body) as JsonObject
  const displayName = String(wanted.displayName)
  if (displayName !== before.displayName) requireFreeName(context, displayName, row.seq)
  return watchingAdmins(context, () => {
    const changes = changesBetween(before, wanted)
    let stored = changes.length > 0 ? updateResource(context.db, model, row, wanted, context.now) : row
    pushChanges(context, row, before, wanted, changes)
    if (displayName !== before.displayName) followRename(context, row, displayName)
    const membersChanged = applyMembers(context, stored, displayName, operations)
    if (membersChanged && changes.length === 0) stored = updateResource(context.db, model, row, wanted, context.now)
    if (rolesOf(before).join() !== rolesOf(wanted).join()) syncMembers(context, row)
    return stored
  })
}

function pushChanges(context: WriteContext, row: ResourceRow, before: JsonObject, wanted: JsonObject, changes: ReturnType<typeof changesBetween>): void {
  const group = { groupId: row.id, displayName: String(wanted.displayName) }
  const rolesPath = `${LAMBDATEST_GROUP}:LambdatestRoles`
  if (before.displayName !== wanted.displayName) context.events.push({ type: 'group.renamed', ...group, before: String(before.displayName) })
  if (changes.some((change) => change.path === rolesPath)) {
    context.events.push({ type: 'group.roles.changed', ...group, before: rolesOf(before), after: rolesOf(wanted) })
  }
  const rest = changes.filter((change) => change.path !== 'displayName' && change.path !== rolesPath)
  if (rest.length > 0) context.events.push({ type: 'group.updated', ...group, changes: rest })
}

/** Soft delete (TestMu) or removal (RFC 7644 §3.6): members leave, their roles are recomputed. */
export function deleteGroup(context: WriteContext, row: ResourceRow): void {
  requireGroupProvisioning(context)
  const displayName = String((JSON.parse(row.body) as JsonObject).displayName)
  const soft = context.switches.deleteGroup === 'soft'
  context.events.push({ type: soft ? 'group.deleted' : 'group.removed', groupId: row.id, displayName })
  watchingAdmins(context, () => {
    const members = memberSeqs(context, row)
    applyMembers(context, row, displayName, [{ op: 'replace', ids: [] }])
    if (soft) {
      archiveMappings(context, row)
      softDelete(context.db, row, context.now)
    } else {
      removeMappings(context, row)
      prepared(context.db, 'DELETE FROM memberships WHERE group_seq = ? OR member_seq = ?').run(row.seq, row.seq)
      removeResource(context.db, row)
    }
    reconcile(context, members)
  })
}

/** A write on roles that concern a user is a sync of theirs (engine §4). */
function syncMembers(context: WriteContext, row: ResourceRow): void {
  const users = listMembers(context.db, row.seq).filter((member) => member.type === 'User')
  for (const user of users) endRoleOverride(context, { seq: user.seq, userId: user.id, userName: user.display ?? '' })
  reconcile(context, users.map((user) => user.seq))
}

/** The stored LambdatestRoles. */
export function rolesOf(body: JsonObject): Role[] {
  const extension = body[LAMBDATEST_GROUP]
  const given = isObject(extension) ? extension.LambdatestRoles : undefined
  return Array.isArray(given) ? given.filter(isRole) : []
}

function memberSeqs(context: WriteContext, row: ResourceRow): number[] {
  return prepared<{ member_seq: number }>(context.db, 'SELECT member_seq FROM memberships WHERE group_seq = ?')
    .all(row.seq).map((member) => member.member_seq)
}

function requireGroupProvisioning(context: WriteContext): void {
  if (context.settings.flags.groupProvisioning) return
  throw new ScimError(403, 'Group Provisioning is switched off for this organization.', undefined, 'testmu-provisioning §1')
}

function requireFreeName(context: WriteContext, displayName: string, own: number | null): void {
  if (context.switches.groupName === 'free') return
  const holder = findByKey(context.db, 'Group', displayName)
  if (!holder || holder.seq === own) return
  throw new ScimError(409, `displayName "${displayName}" is taken by group ${holder.id}.`, 'uniqueness', 'testmu-provisioning §3')
}
