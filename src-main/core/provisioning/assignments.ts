import type { Assignment } from '../../../src-shared/api/users.ts'
import { entityKindNames, entityKindWords } from '../../../src-shared/domain/provisioning.ts'
import type { Facts, Placement, Plan } from './plan.ts'
import { type Claim, decided } from './slots.ts'

/** Where a user is and what every claim on the user came to, each with its reason (engine §3). */
export function explainAssignments(facts: Facts, planned: Plan): Assignment[] {
  const { organization, concurrencyGroup, teams } = planned
  const placed = [
    placement('subOrganization', organization), ...(concurrencyGroup ? [placement('concurrencyGroup', concurrencyGroup)] : []),
    ...teams.map((team) => placement('team', team)),
  ]
  const others = facts.claims.filter((claim) => !placed.some((each) => each.kind === claim.kind && each.entityId === claim.entityId))
  return [...placed, ...others.map((claim) => explainClaim(claim, facts, planned))]
}

function placement(kind: Assignment['kind'], { id, name, reason, rule, claim, byHand }: Placement): Assignment {
  return {
    kind, entityId: id, name, state: byHand ? 'byHand' : 'assigned', sentence: sentence(reason), rule, tag: rule.includes('testmu') ? 'D' : 'A', via: claim && viaOf(claim),
  }
}

function explainClaim(claim: Claim, facts: Facts, planned: Plan): Assignment {
  const { state, words, rule } = whyNot(claim, facts, planned)
  return {
    kind: claim.kind, entityId: claim.entityId, name: claim.entityName, state, sentence: sentence(words), rule, tag: rule.includes('testmu') ? 'D' : 'A',
    via: viaOf(claim),
  }
}

function whyNot(claim: Claim, facts: Facts, { cards, holders, organization }: Plan): { state: Assignment['state']; words: string; rule: string } {
  if (facts.frozen.has(claim.kind)) {
    return { state: 'flagOff', words: `${entityKindNames[claim.kind]}s are switched off, so nothing changes until they are on again`, rule: 'engine §8' }
  }
  const card = cards.find(({ current, incoming }) => current.mappingId === claim.mappingId || incoming.mappingId === claim.mappingId)
  if (card) {
    const other = card.current.mappingId === claim.mappingId ? card.incoming : card.current
    return { state: 'conflict', words: `a ${card.type} conflict with ${claimText(other)} is open; the current assignment stays until it is answered`, rule: 'testmu-provisioning §7' }
  }
  if (facts.overrides.leftTeams.includes(claim.entityId)) {
    return { state: 'byHand', words: `an admin removed the user by hand; back at the next sync of ${claim.groupName}`, rule: 'testmu-provisioning §5' }
  }
  if (claim.kind !== 'team' && (claim.kind === 'concurrencyGroup' ? facts.overrides.concurrencyGroup : facts.overrides.organization)) {
    return { state: 'byHand', words: `an admin put the user elsewhere by hand; ${claim.groupName} applies at its next sync`, rule: 'testmu-provisioning §5' }
  }
  if (holders.subOrganization?.groupId === claim.groupId) {
    return { state: 'sameGroup', words: `${claim.groupName} is mapped to sub-organization ${holders.subOrganization.entityName} too, which wins`, rule: 'engine §3' }
  }
  const winner = facts.claims.find((other) => decided(facts.decisions, claim, other))
  if (winner) {
    const stays = winner === holders.subOrganization || winner === holders.concurrencyGroup ? 'has the slot' : 'applies'
    return { state: 'decided', words: `the pair was decided before: ${claimText(winner)} ${stays}, and a decision moves nobody by itself`, rule: 'testmu-provisioning §7, engine §3' }
  }
  return { state: 'inSubOrganization', words: `the user is in organization ${organization.name}, where ${entityKindWords[claim.kind]} mappings do not apply`, rule: 'engine §3' }
}

function claimText(claim: Claim): string {
  return `${claim.groupName} → ${entityKindNames[claim.kind]} ${claim.entityName}`
}

function viaOf({ groupId, groupName, mappingId }: Claim): Assignment['via'] {
  return { groupId, displayName: groupName, mappingId }
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
