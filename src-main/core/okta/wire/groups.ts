import type { JsonObject } from '../../../../src-shared/scim/types.ts'
import { CORE_GROUP, LAMBDATEST_GROUP } from '../../../../src-shared/scim/urns.ts'
import { OperationFailure } from './failure.ts'
import { at, find, getThenPut, idOf, patch, send, type Wire } from './wire.ts'

/** A member as it is sent: the id of the account, and the application username. */
export interface Member { value: string; display: string }

/** A group as an app is told of it. */
export interface PushedGroup {
  displayName: string
  members: Member[]
  /** LambdatestRoles, for the assumption that a push carries custom attributes. */
  roles: string[]
}

/** okta-wire §6, first push. `known` hears of the group in the app before anything more is sent to it. Returns its id. */
export async function pushGroup(wire: Wire, group: PushedGroup, known: (id: string, isNew: boolean) => Promise<void>): Promise<string> {
  const found = await find(wire, 'Groups', 'displayName', group.displayName)
  if (found !== null && wire.assumptions.existingGroup === 'error') {
    throw new OperationFailure({ kind: 'okta', message: `A group named ${group.displayName} exists in the app already; import it and link it` })
  }
  const id = idOf(found ?? (await send(wire, 'POST', '/Groups', groupBody(wire, group))).body)
  await known(id, found === null)
  await completeGroup(wire, id, group, [])
  return id
}

/** The rest of a first push, once the group is there. `left` are members it was created with who are none any more. */
export async function completeGroup(wire: Wire, id: string, group: PushedGroup, left: string[]): Promise<void> {
  await renameGroup(wire, id, group)
  if (wire.kind === 'AIW') return
  if (wire.assumptions.firstMembers === 'replace') await replaceMembers(wire, id, group.members)
  else await changeMembers(wire, id, { add: group.members, remove: left })
}

/** A path-less replace of id and name; a custom app puts the whole group. */
export async function renameGroup(wire: Wire, id: string, group: PushedGroup): Promise<void> {
  if (wire.kind === 'AIW') await putGroup(wire, id, group)
  else await patch(wire, at('Groups', id), [{ op: 'replace', value: { id, displayName: group.displayName } }])
}

/** okta-wire §6, membership delta: the name goes with it every time. */
export async function pushMembers(wire: Wire, id: string, group: PushedGroup, delta: { add: Member[]; remove: string[] }): Promise<void> {
  await renameGroup(wire, id, group)
  if (wire.kind === 'OIN') await changeMembers(wire, id, delta)
}

/** *Push now*: the full list, `[]` included. */
export async function pushNow(wire: Wire, id: string, group: PushedGroup): Promise<void> {
  if (wire.kind === 'AIW') await putGroup(wire, id, group)
  else await replaceMembers(wire, id, group.members)
}

export async function deleteGroup(wire: Wire, id: string): Promise<void> {
  await send(wire, 'DELETE', at('Groups', id))
}

/** One `remove` for each leaver, then one `add`; so many changes in one PATCH as a batch may have. */
async function changeMembers(wire: Wire, id: string, { add, remove }: { add: Member[]; remove: string[] }): Promise<void> {
  const size = Number(wire.assumptions.memberBatch)
  const changes = [...remove.map((value) => ({ leaver: value })), ...add.map((member) => ({ member }))]
  for (let from = 0; from < changes.length; from += size) {
    const batch = changes.slice(from, from + size)
    const leavers = batch.flatMap((change) => ('leaver' in change ? [change.leaver] : []))
    const members = batch.flatMap((change) => ('member' in change ? [change.member] : []))
    await patch(wire, at('Groups', id), [
      ...leavers.map((value) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(value)}]` })),
      ...(members.length > 0 ? [{ op: 'add', path: 'members', value: members.map(asJson) }] : []),
    ])
  }
}

async function replaceMembers(wire: Wire, id: string, members: Member[]): Promise<void> {
  await patch(wire, at('Groups', id), [{ op: 'replace', path: 'members', value: members.map(asJson) }])
}

async function putGroup(wire: Wire, id: string, group: PushedGroup): Promise<void> {
  const display = (member: Member) => ({ ...member, display: wire.assumptions.memberDisplay === 'null' ? null : member.display })
  await getThenPut(wire, at('Groups', id), (fetched) => ({
    ...fetched, displayName: group.displayName, members: group.members.map(display), ...extension(wire, group),
  }))
}

/** Core Group only, no externalId, no type, no $ref (okta-wire §6). */
function groupBody(wire: Wire, group: PushedGroup): JsonObject {
  const custom = extension(wire, group)
  return {
    schemas: [CORE_GROUP, ...(LAMBDATEST_GROUP in custom ? [LAMBDATEST_GROUP] : [])],
    displayName: group.displayName,
    members: group.members.map(asJson),
    ...custom,
  }
}

/** Not documented by Okta: sent only where an admin chose to assume it (testmu-provisioning §9.7). */
function extension(wire: Wire, { roles }: PushedGroup): JsonObject {
  return wire.assumptions.groupAttributes === 'sent' && roles.length > 0 ? { [LAMBDATEST_GROUP]: { LambdatestRoles: roles } } : {}
}

function asJson({ value, display }: Member): JsonObject {
  return { value, display }
}
