import type { ConflictType, EntityKind } from '../../../src-shared/domain/provisioning.ts'

/** That a user came under a mapping. `seq` is the order in which that happened (engine §1). */
export interface Claim {
  mappingId: number
  kind: EntityKind
  entityId: number
  entityName: string
  groupId: string
  groupName: string
  seq: number
}

/** A remembered answer: of these two mappings `winner` was chosen. */
export interface Decision { a: number; b: number; winner: number }

/** The mapping that has each exclusive slot. Null: nobody, or a claim that has ended. */
export interface Holders { concurrencyGroup: number | null; subOrganization: number | null }

export interface Card { current: Claim; incoming: Claim; type: ConflictType }

export interface Settled {
  holders: { concurrencyGroup: Claim | null; subOrganization: Claim | null }
  cards: Card[]
}

export interface Contest {
  /** By `seq`. */
  claims: readonly Claim[]
  stored: Holders
  decisions: readonly Decision[]
  /** Kinds whose flag is off: they neither gain nor lose anything (engine §8). */
  frozen: ReadonlySet<EntityKind>
  /** Cards open now, as pairs of mappings. */
  open: readonly { current: number; incoming: number }[]
}

/**
 * Decides who has the exclusive slots of one user and which claims are in conflict (engine §3). Without a sub-organization that holds
 * the organization slot the user is in the root organization, where team and concurrency claims apply. Settling twice changes nothing.
 */
export function settle(contest: Contest): Settled {
  const live = contest.claims.filter((claim) => !contest.frozen.has(claim.kind))
  const subOrganization = contest.frozen.has('subOrganization')
    ? find(ofKind(contest.claims, 'subOrganization'), contest.stored.subOrganization)
    : organizationHolder(live, contest)
  const concurrencyGroup = contest.frozen.has('concurrencyGroup')
    ? find(ofKind(contest.claims, 'concurrencyGroup'), contest.stored.concurrencyGroup)
    : concurrencyHolder(live, contest, subOrganization)
  const holders = { concurrencyGroup, subOrganization }
  const cards = [...pairs(live, holders), ...frozenPairs(contest)]
  return { holders, cards: cards.filter((card) => !decided(contest.decisions, card.current, card.incoming)) }
}

/** A claim against which a sub-organization cannot apply: a team or concurrency claim of another group. */
export function opposes(claim: Claim, subOrganization: Claim): boolean {
  return claim.kind !== 'subOrganization' && claim.groupId !== subOrganization.groupId
}

export function decided(decisions: readonly Decision[], one: Claim, other: Claim): Decision | undefined {
  return decisions.find(({ a, b }) => (a === one.mappingId && b === other.mappingId) || (a === other.mappingId && b === one.mappingId))
}

function organizationHolder(live: Claim[], contest: Contest): Claim | null {
  const { stored, decisions } = contest
  const subs = ofKind(live, 'subOrganization')
  const held = find(subs, stored.subOrganization)
  if (held) return held
  const others = live.filter((claim) => claim.kind !== 'subOrganization')
  if (stored.subOrganization === null) {
    return takeOver(subs.filter((sub) => !others.some((other) => opposes(other, sub)) && !keptOut(sub, contest)), decisions)
  }
  const next = takeOver(live.filter((claim) => claim.kind === 'subOrganization' || !subs.some((sub) => sub.groupId === claim.groupId)), decisions)
  return next?.kind === 'subOrganization' ? next : null
}

/** A card that is open against a frozen claim, or was answered for it, stands: the user stays (testmu-provisioning §7, engine §8). */
function keptOut(sub: Claim, { claims, frozen, open, decisions }: Contest): boolean {
  return claims.some((claim) => {
    if (!frozen.has(claim.kind) || !opposes(claim, sub)) return false
    const answer = decided(decisions, claim, sub)
    if (answer) return answer.winner === claim.mappingId
    return open.some((pair) => pair.current === claim.mappingId && pair.incoming === sub.mappingId)
  })
}

/** In a sub-organization the concurrency slot stays empty (engine §3). */
function concurrencyHolder(live: Claim[], { stored, decisions }: Contest, subOrganization: Claim | null): Claim | null {
  if (subOrganization) return null
  const claims = ofKind(live, 'concurrencyGroup')
  return find(claims, stored.concurrencyGroup) ?? takeOver(claims, decisions)
}

/** The waiting claim that came first, unless it lost to another waiting one; in a circle the first of all. */
function takeOver(waiting: readonly Claim[], decisions: readonly Decision[]): Claim | null {
  const unbeaten = waiting.find((claim) => !waiting.some((other) => decided(decisions, claim, other)?.winner === other.mappingId))
  return unbeaten ?? waiting[0] ?? null
}

function pairs(live: Claim[], { concurrencyGroup, subOrganization }: Settled['holders']): Card[] {
  const subs = ofKind(live, 'subOrganization')
  const others = live.filter((claim) => claim.kind !== 'subOrganization')
  if (subOrganization) {
    if (!live.includes(subOrganization)) return []
    return [
      ...against(subOrganization, subs, 'Sub-Organization'),
      ...against(subOrganization, others.filter((other) => opposes(other, subOrganization)), 'Cross-Type'),
    ]
  }
  return [
    ...(concurrencyGroup ? against(concurrencyGroup, ofKind(live, 'concurrencyGroup'), 'Concurrency Group') : []),
    ...subs.flatMap((sub) => others.filter((other) => opposes(other, sub)).map((other): Card => ({ current: other, incoming: sub, type: 'Cross-Type' }))),
  ]
}

function against(current: Claim, claims: readonly Claim[], type: ConflictType): Card[] {
  return claims.filter((claim) => claim !== current).map((incoming) => ({ current, incoming, type }))
}

/** Cards that touch a frozen kind stay open as they are. */
function frozenPairs({ open, claims, frozen }: Contest): Card[] {
  return open.flatMap((pair) => {
    const [current, incoming] = [find(claims, pair.current), find(claims, pair.incoming)]
    if (!current || !incoming || !(frozen.has(current.kind) || frozen.has(incoming.kind))) return []
    return [{ current, incoming, type: typeOf(current, incoming) }]
  })
}

export function typeOf(current: Pick<Claim, 'kind'>, incoming: Pick<Claim, 'kind'>): ConflictType {
  if (current.kind !== incoming.kind) return 'Cross-Type'
  return current.kind === 'subOrganization' ? 'Sub-Organization' : 'Concurrency Group'
}

function ofKind(claims: readonly Claim[], kind: EntityKind): Claim[] {
  return claims.filter((claim) => claim.kind === kind)
}

function find(claims: readonly Claim[], mappingId: number | null): Claim | null {
  return claims.find((claim) => claim.mappingId === mappingId) ?? null
}
