import { expect } from 'vitest'
import { entityKinds, type EntityKind } from '../../../src-shared/domain/provisioning.ts'
import { rank, type Role, roles } from '../../../src-shared/domain/roles.ts'
import { LAMBDATEST_GROUP, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { type Db, prepared } from '../../../src-main/core/db/open.ts'
import { readSettings } from '../../../src-main/core/sandboxes/settings.ts'

interface User { seq: number; body: string }
interface Claim { mapping: number; kind: EntityKind; entity: number; groupSeq: number }

/** The invariants of engine §9, worked out from the tables without the planner. */
export function checkInvariants(db: Db): void {
  expect(prepared(db, "SELECT entity_id FROM mappings WHERE status <> 'Rejected' AND entity_id IS NOT NULL GROUP BY entity_id HAVING count(*) > 1").all(),
    'no entity is owned twice').toEqual([])
  expect(prepared(db, `SELECT h.* FROM holders h LEFT JOIN claims c ON c.user_seq = h.user_seq AND c.mapping_id = h.mapping_id
    LEFT JOIN mappings m ON m.id = h.mapping_id WHERE c.mapping_id IS NULL OR m.kind <> h.slot`).all(), 'a holder has a claim on its slot').toEqual([])
  expect(prepared(db, `SELECT c.* FROM claims c JOIN mappings m ON m.id = c.mapping_id
    WHERE NOT EXISTS (SELECT 1 FROM memberships x WHERE x.group_seq = m.group_seq AND x.member_seq = c.user_seq)`).all(), 'a claim comes from a membership').toEqual([])
  for (const user of prepared<User>(db, "SELECT seq, body FROM resources WHERE type = 'User'").all()) {
    checkRole(db, user)
    checkAssignments(db, user)
  }
}

function checkRole(db: Db, { seq, body }: User): void {
  const override = prepared<{ value: Role }>(db, "SELECT value FROM overrides WHERE user_seq = ? AND slot = 'role'").get(seq)?.value
  const groups = prepared<{ body: string }>(
    db, 'SELECT g.body FROM memberships x JOIN resources g ON g.seq = x.group_seq WHERE x.member_seq = ? AND g.deleted IS NULL',
  ).all(seq)
  const given = groups.flatMap((group) => (JSON.parse(group.body)[LAMBDATEST_GROUP]?.LambdatestRoles ?? []) as Role[])
  const highest = given.toSorted((a, b) => rank(b) - rank(a))[0]
  const wanted = override ?? highest ?? (JSON.parse(body)[LAMBDATEST_USER]?.OrganizationRole as Role | undefined) ?? 'User'
  const stored = prepared<{ role: Role }>(db, 'SELECT role FROM placements WHERE user_seq = ?').get(seq)
  expect(stored?.role, `role of ${seq}`).toBe(wanted)
  expect(roles).toContain(wanted)
}

/** Every member of an approved mapping is where it leads, or there is a reason that the law knows. */
function checkAssignments(db: Db, { seq }: User): void {
  const { flags } = readSettings(db)
  const placement = prepared<{ concurrency_group: number | null; organization: number }>(
    db, 'SELECT concurrency_group, organization FROM placements WHERE user_seq = ?',
  ).get(seq)!
  const teams = prepared<{ entity_id: number }>(db, 'SELECT entity_id FROM team_members WHERE user_seq = ?').all(seq).map((row) => row.entity_id)
  const root = prepared<{ id: number }>(db, "SELECT id FROM entities WHERE kind = 'subOrganization' AND is_default = 1").get()!.id
  const allOn = entityKinds.every((kind) => flags[`${kind}s`])
  if (allOn && placement.organization !== root) {
    expect(teams, 'no team in a sub-organization').toEqual([])
    expect(placement.concurrency_group, 'no concurrency group in a sub-organization').toBeNull()
  }
  const holders = prepared<{ slot: string }>(db, 'SELECT slot FROM holders WHERE user_seq = ?').all(seq).map((row) => row.slot)
  if (allOn && holders.includes('subOrganization')) expect(holders, 'the concurrency slot is empty in a sub-organization').toEqual(['subOrganization'])
  if (allOn && placement.organization === root) expect(placement.concurrency_group, 'a concurrency group in the root organization').not.toBeNull()
  const slots = new Set(prepared<{ slot: string }>(db, 'SELECT slot FROM overrides WHERE user_seq = ?').all(seq).map((row) => row.slot))
  for (const claim of claimsDue(db, seq)) {
    if (!flags[`${claim.kind}s`]) continue
    const there = claim.kind === 'team' ? teams.includes(claim.entity)
      : (claim.kind === 'concurrencyGroup' ? placement.concurrency_group : placement.organization) === claim.entity
    if (there) continue
    const reasons = [
      inConflict(db, seq, claim), isDecided(db, seq, claim), slots.has(claim.kind), slots.has('subOrganization'), slots.has(`team:${claim.entity}`),
      claim.kind !== 'subOrganization' && isShutByOwnGroup(db, seq, claim), !allOn,
    ]
    expect(reasons.includes(true), `mapping ${claim.mapping} of user ${seq} is not applied for a reason`).toBe(true)
  }
}

/** What approved mappings say about a user: by the membership, not by the claims that the engine keeps. */
function claimsDue(db: Db, seq: number): Claim[] {
  return prepared<Claim>(
    db,
    `SELECT m.id AS mapping, m.kind, m.entity_id AS entity, m.group_seq AS groupSeq FROM mappings m
     JOIN memberships x ON x.group_seq = m.group_seq AND x.member_seq = ? WHERE m.status IN ('Approved', 'Auto-Approved')`,
  ).all(seq)
}

function inConflict(db: Db, seq: number, { mapping }: Claim): boolean {
  return prepared(db, 'SELECT 1 FROM conflicts WHERE user_seq = ? AND (current = ? OR incoming = ?)').get(seq, mapping, mapping) !== undefined
}

/** The same group leads to a sub-organization, perhaps on hold. */
function isShutByOwnGroup(db: Db, seq: number, { groupSeq }: Claim): boolean {
  return prepared(
    db, "SELECT 1 FROM claims c JOIN mappings m ON m.id = c.mapping_id WHERE c.user_seq = ? AND m.group_seq = ? AND m.kind = 'subOrganization'",
  ).get(seq, groupSeq) !== undefined
}

function isDecided(db: Db, seq: number, { mapping }: Claim): boolean {
  return prepared(db, 'SELECT 1 FROM decisions WHERE user_seq = ? AND (a = ? OR b = ?)').get(seq, mapping, mapping) !== undefined
}
