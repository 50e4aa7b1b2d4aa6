import type { RoleWhy } from '../../../src-shared/api/users.ts'
import type { EntityKind } from '../../../src-shared/domain/provisioning.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { Switches } from '../../../src-shared/domain/switches.ts'
import { planRole, type RoleFacts } from './roles.ts'
import { type Claim, type Decision, type Holders, settle, type Settled } from './slots.ts'

export interface Entity { id: number; name: string }

/** What an admin did by hand and no sync has ended yet (engine §4). */
export interface Overrides {
  role: Role | null
  concurrencyGroup: Entity | null
  organization: Entity | null
  /** Ids of teams the user was removed from. */
  leftTeams: readonly number[]
}

/** An entity a user is in. `gone` is 1 while it is being deleted: nobody can stay, not even with its flag off. */
export interface CurrentEntity extends Entity { gone: number }

/** What is derived for a user now: all a type has while its flag is off. */
export interface Current {
  teams: readonly CurrentEntity[]
  concurrencyGroup: CurrentEntity | null
  organization: CurrentEntity | null
  /** Open conflict cards, as pairs of mappings. */
  conflicts: readonly { current: number; incoming: number }[]
}

/** All the planner knows about one user (engine §1). */
export interface Facts extends RoleFacts {
  userName: string
  claims: readonly Claim[]
  holders: Holders
  decisions: readonly Decision[]
  overrides: Overrides
  /** The stored LambdatestGroup and the concurrency group of that name. */
  wantedConcurrencyGroup: string | null
  namedConcurrencyGroup: Entity | null
  defaultConcurrencyGroup: Entity
  rootOrganization: Entity
  /** Types whose feature flag is off: their assignments stay as they are (engine §8). */
  frozen: ReadonlySet<EntityKind>
  current: Current
}

/** Where a user is and why, the reason as the end of a sentence. `claim` is null for what no mapping decided. */
export interface Placement extends Entity {
  claim: Claim | null
  /** An admin of the product put the user there. */
  byHand?: true
  reason: string
  rule: string
}

export interface Plan extends Settled {
  role: Role
  /** Why this role, as the end of a sentence. */
  reason: string
  why: RoleWhy
  teams: Placement[]
  /** Null while the user is in a sub-organization. */
  concurrencyGroup: Placement | null
  organization: Placement
}

/** Plans role, assignments and conflicts of one user. Pure: the same facts give the same plan (engine §1). */
export function plan(facts: Facts, combination: Switches['roleCombination']): Plan {
  const { reason, why } = planRole(facts, combination)
  const settled = settle({
    claims: facts.claims, stored: facts.holders, decisions: facts.decisions, frozen: facts.frozen, open: facts.current.conflicts,
  })
  const organization = planOrganization(facts, settled)
  const inRoot = organization.id === facts.rootOrganization.id
  return {
    role: why.role, reason, why, ...settled, organization,
    teams: planTeams(facts, settled, inRoot),
    concurrencyGroup: planConcurrencyGroup(facts, settled, inRoot),
  }
}

/** Where a user stays while the flag of the type is off. */
function frozenAt({ id, name }: CurrentEntity): Placement {
  return { id, name, reason: 'its feature flag is off, so it stays as it was', rule: 'engine §8', claim: null }
}

function planOrganization(facts: Facts, { holders }: Settled): Placement {
  const { overrides, current, rootOrganization } = facts
  if (facts.frozen.has('subOrganization') && current.organization && !current.organization.gone) return frozenAt(current.organization)
  if (overrides.organization) return byHand(overrides.organization)
  if (holders.subOrganization) return mapped(holders.subOrganization)
  return { ...rootOrganization, claim: null, reason: 'no sub-organization mapping applies', rule: 'testmu-provisioning §5' }
}

function planTeams(facts: Facts, { holders }: Settled, inRoot: boolean): Placement[] {
  if (facts.frozen.has('team')) return facts.current.teams.filter((team) => !team.gone).map(frozenAt)
  if (!inRoot || holders.subOrganization) return []
  const claims = facts.claims.filter((claim) => claim.kind === 'team' && !facts.overrides.leftTeams.includes(claim.entityId))
  return claims.map(mapped)
}

/** Manual assignment until the next sync › winning mapping › LambdatestGroup by name › default group (engine §3, §4). */
function planConcurrencyGroup(facts: Facts, { holders }: Settled, inRoot: boolean): Placement | null {
  const { current, overrides } = facts
  if (facts.frozen.has('concurrencyGroup') && !current.concurrencyGroup?.gone) return current.concurrencyGroup && frozenAt(current.concurrencyGroup)
  if (!inRoot) return null
  if (overrides.concurrencyGroup) return byHand(overrides.concurrencyGroup)
  if (holders.concurrencyGroup) return mapped(holders.concurrencyGroup)
  const rule = 'engine §3'
  if (facts.namedConcurrencyGroup) return { ...facts.namedConcurrencyGroup, claim: null, reason: 'LambdatestGroup names it', rule }
  const reason = facts.wantedConcurrencyGroup
    ? `LambdatestGroup names "${facts.wantedConcurrencyGroup}", which does not exist; the default counts`
    : 'it is the default concurrency group'
  return { ...facts.defaultConcurrencyGroup, claim: null, reason, rule }
}

function mapped(claim: Claim): Placement {
  return { id: claim.entityId, name: claim.entityName, claim, reason: `SCIM group ${claim.groupName} is mapped to it`, rule: 'testmu-provisioning §5' }
}

function byHand(entity: Entity): Placement {
  return { ...entity, claim: null, byHand: true, reason: 'an admin set it by hand, and it stands until the next sync', rule: 'testmu-provisioning §5, engine §4' }
}
