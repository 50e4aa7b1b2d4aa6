import type { Role } from '../../../src-shared/domain/roles.ts'
import { prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { claimWords } from './claims.ts'
import type { Facts, Plan } from './plan.ts'
import { ignoredRole } from './roles.ts'
import { type Claim, decided, type Holders, typeOf } from './slots.ts'

interface PlannedUser { seq: number; userId: string; userName: string }

/** Stores the difference between what is planned for a user and what is derived now, and reports it as events. */
export function applyPlan(context: WriteContext, user: PlannedUser, facts: Facts, planned: Plan): void {
  applyHolders(context, user, facts, planned)
  applyPlacement(context, user, facts, planned)
  applyTeams(context, user, facts, planned)
  applyConflicts(context, user, facts, planned)
}

function applyHolders({ db }: WriteContext, user: PlannedUser, { holders }: Facts, planned: Plan): void {
  for (const slot of ['concurrencyGroup', 'subOrganization'] as const satisfies (keyof Holders)[]) {
    const next = planned.holders[slot]?.mappingId ?? null
    if (next === holders[slot]) continue
    if (next === null) prepared(db, 'DELETE FROM holders WHERE user_seq = ? AND slot = ?').run(user.seq, slot)
    else prepared(db, 'INSERT OR REPLACE INTO holders (user_seq, slot, mapping_id) VALUES (?, ?, ?)').run(user.seq, slot, next)
  }
}

function applyPlacement({ db, events, findings }: WriteContext, { seq, ...user }: PlannedUser, { current, rootOrganization }: Facts, planned: Plan): void {
  const before = prepared<{ role: Role }>(db, 'SELECT role FROM placements WHERE user_seq = ?').get(seq)
  const { role, concurrencyGroup, organization } = planned
  const same = before?.role === role && current.concurrencyGroup?.id === concurrencyGroup?.id && current.organization?.id === organization.id
  if (same) return
  prepared(
    db,
    `INSERT INTO placements (user_seq, role, concurrency_group, organization) VALUES (?, ?, ?, ?)
     ON CONFLICT (user_seq) DO UPDATE SET role = excluded.role, concurrency_group = excluded.concurrency_group, organization = excluded.organization`,
  ).run(seq, role, concurrencyGroup?.id ?? null, organization.id)
  if (before?.role !== role) {
    const ignored = before ? null : ignoredRole(planned.why, findings)
    const reason = ignored === null ? planned.reason : `${ignored}, so the default counts`
    events.push({ type: 'role.changed', ...user, before: before?.role ?? null, after: role, reason })
  }
  // Everybody starts in the root organization: only a move is worth a word.
  if ((current.organization ?? rootOrganization).id !== organization.id) {
    const name = (current.organization ?? rootOrganization).name
    events.push({ type: 'organization.assigned', ...user, before: name, after: organization.name, reason: organization.reason })
  }
  if (current.concurrencyGroup?.id !== concurrencyGroup?.id) {
    const reason = concurrencyGroup?.reason ?? `${organization.name} is a sub-organization, where the concurrency slot stays empty`
    events.push({
      type: 'concurrency-group.assigned', ...user, before: current.concurrencyGroup?.name ?? null, after: concurrencyGroup?.name ?? null, reason,
    })
  }
}

function applyTeams({ db, events }: WriteContext, { seq, ...user }: PlannedUser, { current, claims, overrides }: Facts, { teams, organization }: Plan): void {
  for (const team of current.teams.filter((each) => !teams.some((planned) => planned.id === each.id))) {
    prepared(db, 'DELETE FROM team_members WHERE user_seq = ? AND entity_id = ?').run(seq, team.id)
    const claimed = claims.some((claim) => claim.entityId === team.id)
    const reason = overrides.leftTeams.includes(team.id) ? 'an admin removed the user by hand, until the next sync'
      : claimed ? `the user is in organization ${organization.name}` : 'no SCIM group of the user is mapped to it any more'
    events.push({ type: 'team.member.removed', ...user, entityId: team.id, name: team.name, reason })
  }
  for (const team of teams.filter((each) => !current.teams.some((now) => now.id === each.id))) {
    prepared(db, 'INSERT INTO team_members (user_seq, entity_id) VALUES (?, ?)').run(seq, team.id)
    events.push({ type: 'team.member.added', ...user, entityId: team.id, name: team.name, reason: team.reason })
  }
}

function applyConflicts(context: WriteContext, { seq, ...user }: PlannedUser, facts: Facts, { cards, holders }: Plan): void {
  const { db, events } = context
  const samePair = (one: { current: number; incoming: number }, card: Plan['cards'][number]) => (
    one.current === card.current.mappingId && one.incoming === card.incoming.mappingId
  )
  for (const pair of facts.current.conflicts.filter((each) => !cards.some((card) => samePair(each, card)))) {
    prepared(db, 'DELETE FROM conflicts WHERE user_seq = ? AND current = ? AND incoming = ?').run(seq, pair.current, pair.incoming)
    const [current, incoming] = [claimWords(db, pair.current), claimWords(db, pair.incoming)]
    const stands = facts.claims.filter(({ mappingId }) => mappingId === pair.current || mappingId === pair.incoming)
    events.push({
      type: 'conflict.resolved', ...user, conflictType: typeOf(current, incoming), current: current.words, incoming: incoming.words,
      how: 'auto-resolved', reason: autoReason(stands, facts, holders),
    })
  }
  for (const card of cards.filter((each) => !facts.current.conflicts.some((pair) => samePair(pair, each)))) {
    const { current, incoming } = card
    prepared(db, 'INSERT INTO conflicts (user_seq, current, incoming) VALUES (?, ?, ?)').run(seq, current.mappingId, incoming.mappingId)
    events.push({
      type: 'conflict.opened', ...user, conflictType: card.type,
      current: claimWords(db, current.mappingId).words, incoming: claimWords(db, incoming.mappingId).words,
    })
  }
}

function autoReason(stands: readonly Claim[], { decisions }: Facts, holders: Plan['holders']): string {
  const [one, other] = stands
  if (!one) return 'neither claim stands any more'
  if (!other) return `only the claim of ${one.groupName} stands`
  if (decided(decisions, one, other)) return 'this pair was decided before'
  const holder = holders.subOrganization ?? holders.concurrencyGroup
  return holder ? `${holder.groupName} took the slot over` : 'the user is in the root organization'
}
