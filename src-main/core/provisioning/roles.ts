import type { RoleWhy } from '../../../src-shared/api/users.ts'
import { defaultRole, highest, type Role } from '../../../src-shared/domain/roles.ts'
import type { Finding } from '../../../src-shared/domain/findings.ts'
import type { Switches, Tag } from '../../../src-shared/domain/switches.ts'
import { isObject } from '../../../src-shared/scim/types.ts'

/** What decides the role of a user. */
export interface RoleFacts {
  /** The stored OrganizationRole. */
  attributeRole: Role | null
  /** Live groups the user is a direct member of; `role` is the highest of the group's LambdatestRoles. */
  groups: { id: string; displayName: string; role: Role | null }[]
  /** A role set by hand, standing until the next sync (engine §4). */
  overrideRole: Role | null
}

/** The effective role (testmu-provisioning §4); `reason` says why as the end of a sentence. */
export function planRole(facts: RoleFacts, combination: Switches['roleCombination']): { reason: string; why: RoleWhy } {
  const giving = facts.groups.filter((group) => group.role !== null)
  const fromGroups = highest(giving.map((group) => group.role!))
  const computed = combination === 'highest'
    ? (highest([fromGroups, facts.attributeRole].filter((role) => role !== null)) ?? defaultRole)
    : (fromGroups ?? facts.attributeRole ?? defaultRole)
  const role = facts.overrideRole ?? computed
  const contributors = [
    ...(facts.overrideRole ? [overrideContributor(facts.overrideRole)] : []),
    ...giving.map((group) => groupContributor(group, role, facts.overrideRole !== null)),
    ...(facts.attributeRole ? [attributeContributor(facts, role, combination, fromGroups)] : []),
    ...(giving.length === 0 && !facts.attributeRole ? [defaultContributor(facts.overrideRole !== null)] : []),
  ]
  const reason = reasonOf(facts, giving.length, role, fromGroups, combination)
  const why = { role, sentence: `${facts.overrideRole || fromGroups !== role ? reason.charAt(0).toUpperCase() + reason.slice(1) : reason}.`, ...ruleOf(facts), contributors, wouldChange: wouldChange(facts, role) }
  return { reason, why }
}

/** A role that was sent where no schema has it was ignored (testmu-provisioning §9): the default counts, and this is why. */
export function withIgnoredRole(why: RoleWhy, findings: readonly Finding[]): RoleWhy {
  const note = ignoredRole(why, findings)
  if (note === null) return why
  return {
    ...why, sentence: `${note.charAt(0).toUpperCase()}${note.slice(1)}, so the default counts.`,
    contributors: why.contributors.map((each) => ({ ...each, note })),
  }
}

/** Why the default counts although a role was sent, as a part of a sentence; null where that is not so. */
export function ignoredRole(why: RoleWhy, findings: readonly Finding[]): string | null {
  if (why.contributors[0]?.source !== 'default') return null
  const sent = findings.find(({ code, path, value }) => code === 'misplaced-attribute' ? isRole(path) : code === 'unknown-schema' && isObject(value) && Object.keys(value).some(isRole))
  if (!sent) return null
  return sent.code === 'unknown-schema' ? `a role was sent under the unknown namespace ${sent.path} and ignored` : 'a role was sent without its namespace and ignored'
}

function isRole(name: string | undefined): boolean {
  return name?.split(/[.:]/).at(-1)?.toLowerCase() === 'organizationrole'
}

type Contributor = RoleWhy['contributors'][number]

function ruleOf(facts: RoleFacts): { rule: string; tag: Tag } {
  if (facts.overrideRole) return { rule: 'testmu-provisioning §4, engine §4', tag: 'D' }
  if (facts.attributeRole && facts.groups.some((group) => group.role)) return { rule: 'testmu-provisioning §4 (combination)', tag: 'A' }
  return { rule: 'testmu-provisioning §4', tag: 'D' }
}

function overrideContributor(role: Role): Contributor {
  return { source: 'override', label: 'Set by hand', role, wins: true, note: 'stands until the next sync' }
}

function groupContributor(group: RoleFacts['groups'][number], role: Role, overridden: boolean): Contributor {
  const wins = !overridden && group.role === role
  const note = wins ? 'the highest counts' : overridden ? 'counts again after the next sync' : 'a higher role counts'
  return { source: 'group', label: group.displayName, groupId: group.id, role: group.role!, wins, note }
}

function attributeContributor(facts: RoleFacts, role: Role, combination: Switches['roleCombination'], fromGroups: Role | null): Contributor {
  const considered = !facts.overrideRole && (combination === 'highest' || fromGroups === null)
  const wins = considered && facts.attributeRole === role
  const note = wins ? 'the role sent for this user' : considered ? 'a higher role counts' : 'group roles come first'
  return { source: 'attribute', label: 'OrganizationRole', role: facts.attributeRole!, wins, note }
}

function defaultContributor(overridden: boolean): Contributor {
  return { source: 'default', label: 'Default', role: defaultRole, wins: !overridden, note: 'no role was sent' }
}

function reasonOf(facts: RoleFacts, giving: number, role: Role, fromGroups: Role | null, combination: Switches['roleCombination']): string {
  if (facts.overrideRole) return `an admin set ${role} by hand, and it stands until the next sync`
  if (giving === 0 && !facts.attributeRole) return 'no role was sent, so the default counts'
  if (fromGroups === role && (combination === 'groupsFirst' || fromGroups !== facts.attributeRole)) {
    const winner = facts.groups.find((group) => group.role === role)!
    return giving === 1 ? `${winner.displayName} gives ${role}` : `${winner.displayName} gives ${role}, the highest of ${giving} groups`
  }
  return `OrganizationRole is ${role}`
}

function wouldChange(facts: RoleFacts, role: Role): string[] {
  const winners = facts.groups.filter((group) => group.role === role)
  return [
    ...(facts.overrideRole ? ['The next sync of the user or of a group with roles ends the role set by hand.'] : []),
    ...(winners.length === 1 && !facts.overrideRole ? [`Leaving ${winners[0]!.displayName} would recompute the role.`] : []),
    ...(role !== 'Admin' ? ['Joining a group that gives Admin would make this user an Admin.'] : []),
    ...(facts.groups.every((group) => !group.role) ? ['A different OrganizationRole would change it.'] : []),
  ]
}
