import type { Change } from '../../../src-shared/domain/events.ts'
import { badRequest } from '../../../src-shared/scim/errors.ts'
import { prepared } from '../db/open.ts'
import { beginClaimsOfMember, endClaimsOfMember } from '../provisioning/claims.ts'
import { endOverrides } from '../provisioning/overrides.ts'
import { reconcile } from '../provisioning/reconcile.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { matchesElement } from '../scim/filter/evaluate.ts'
import type { MemberOperation } from '../scim/patch/patching.ts'
import { groupSchema } from '../../../src-shared/scim/schemas/group.ts'
import { addMembership, listMembers, type MemberRow, removeMembership } from './memberships.ts'
import type { ResourceRow } from './resources.ts'

const membersAttribute = groupSchema.attributes.find((attribute) => attribute.name === 'members')!

/**
 * Applies member operations in order; true when a membership changed. Cost follows the members named, not the size of the group.
 * Every named user is synced (engine §4): what was set by hand ends, and the derived state is recomputed once at the end.
 */
export function applyMembers(context: WriteContext, group: ResourceRow, displayName: string, operations: MemberOperation[]): boolean {
  const touched = new Map<number, MemberRow>()
  let changed = false
  for (const operation of operations) {
    const { added, removed } = difference(context, group, operation)
    for (const member of removed) changed = leave(context, group, displayName, member) || changed
    for (const member of added) changed = join(context, group, displayName, member) || changed
    for (const member of [...removed, ...added]) touched.set(member.seq, member)
  }
  reconcile(context, [...touched.values()].filter((member) => member.type === 'User').map((member) => member.seq))
  return changed
}

function difference(context: WriteContext, group: ResourceRow, operation: MemberOperation): { added: MemberRow[]; removed: MemberRow[] } {
  if (operation.op === 'remove-where') {
    const removed = listMembers(context.db, group.seq).filter((member) => matchesElement(membersAttribute, operation.filter, {
      value: member.id, type: member.type, ...(member.display !== null && { display: member.display }),
    }))
    return { added: [], removed }
  }
  if (operation.op === 'remove') return { added: [], removed: operation.ids.flatMap((id) => knownMember(context, id) ?? []) }
  const added = operation.ids.flatMap((id) => acceptMember(context, group, id) ?? [])
  if (operation.op === 'add') return { added, removed: [] }
  const wanted = new Set(added.map((member) => member.seq))
  return { added, removed: listMembers(context.db, group.seq).filter((member) => !wanted.has(member.seq)) }
}

function knownMember(context: WriteContext, id: string): MemberRow | undefined {
  return prepared<MemberRow>(
    context.db,
    `SELECT seq, id, type, coalesce(body ->> '$.userName', body ->> '$.displayName') AS display FROM resources
     WHERE id = ? AND deleted IS NULL`,
  ).get(id)
}

function acceptMember(context: WriteContext, group: ResourceRow, id: string): MemberRow | undefined {
  const member = knownMember(context, id)
  if (member?.type === 'User') return member
  if (member?.type === 'Group' && context.switches.nestedGroups === 'store') {
    refuseCircle(context, group, member)
    return member
  }
  if (member) throw badRequest('invalidValue', `Member ${id} is a ${member.type}; only users can be members.`, 'testmu-provisioning §3')
  if (context.switches.unknownMember === 'refuse') {
    throw badRequest('invalidValue', `Member ${id} is no user of this organization; nothing was applied.`, 'testmu-provisioning §3')
  }
  context.findings.push({
    kind: 'skipped', code: 'unknown-member', path: 'members', value: id, rule: 'testmu-provisioning §3', tag: 'A',
    text: `Member ${id} was skipped: unknown user. The rest was applied.`,
  })
  return undefined
}

/** RFC 7643 §4.2 leaves nesting to the server: a group that would hold itself is refused, as no client can make sense of it. */
function refuseCircle({ db }: WriteContext, group: ResourceRow, member: MemberRow): void {
  const found = prepared(
    db,
    `WITH RECURSIVE held(seq) AS (SELECT +? UNION SELECT m.member_seq FROM memberships m JOIN held h ON m.group_seq = h.seq)
     SELECT 1 FROM held WHERE seq = +?`,
  ).get(member.seq, group.seq)
  if (!found) return
  throw badRequest('invalidValue', `Group ${member.id} cannot be a member of group ${group.id}: the group would be a member of itself.`, 'RFC 7643 §4.2')
}

function join(context: WriteContext, group: ResourceRow, displayName: string, member: MemberRow): boolean {
  const joined = addMembership(context.db, group.seq, member.seq)
  if (member.type !== 'User') return joined && reportNested(context, group, displayName, { path: 'members', after: member.display ?? member.id })
  const user = { userId: member.id, userName: member.display ?? '' }
  if (joined) {
    context.events.push({ type: 'group.member.added', groupId: group.id, displayName, ...user })
    beginClaimsOfMember(context.db, group.seq, member.seq)
  }
  endOverrides(context, { seq: member.seq, ...user }, group.seq)
  return joined
}

function leave(context: WriteContext, group: ResourceRow, displayName: string, member: MemberRow): boolean {
  const left = removeMembership(context.db, group.seq, member.seq)
  if (member.type !== 'User') return left && reportNested(context, group, displayName, { path: 'members', before: member.display ?? member.id })
  const user = { userId: member.id, userName: member.display ?? '' }
  if (left) context.events.push({ type: 'group.member.removed', groupId: group.id, displayName, ...user })
  endOverrides(context, { seq: member.seq, ...user }, group.seq)
  if (left) endClaimsOfMember(context, group.seq, member.seq)
  return left
}

/** A nested group is stored and not expanded (engine §8). */
function reportNested({ events }: WriteContext, group: ResourceRow, displayName: string, change: Change): true {
  events.push({ type: 'group.updated', groupId: group.id, displayName, changes: [change] })
  return true
}
