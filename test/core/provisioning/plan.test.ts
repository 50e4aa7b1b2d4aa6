import { describe, expect, test } from 'vitest'
import { type Entity, type Facts, plan } from '../../../src-main/core/provisioning/plan.ts'
import type { Claim } from '../../../src-main/core/provisioning/slots.ts'

const root = { id: 1, name: 'root', gone: 0 }
const standard = { id: 2, name: 'Default', gone: 0 }
const named: Entity = { id: 3, name: 'named' }
const manual: Entity = { id: 4, name: 'manual' }
const claims = {
  pool: { mappingId: 11, kind: 'concurrencyGroup', entityId: 21, entityName: 'A', groupId: 'a', groupName: 'a', seq: 1 },
  team: { mappingId: 12, kind: 'team', entityId: 22, entityName: 'qa', groupId: 'a', groupName: 'a', seq: 2 },
  web: { mappingId: 13, kind: 'team', entityId: 23, entityName: 'web', groupId: 'b', groupName: 'b', seq: 3 },
  sub: { mappingId: 14, kind: 'subOrganization', entityId: 24, entityName: 'US', groupId: 's', groupName: 's', seq: 4 },
} as const satisfies Record<string, Claim>
const nothing: Facts = {
  userName: 'jane@acme.test', attributeRole: null, groups: [], overrideRole: null, claims: [], holders: { concurrencyGroup: null, subOrganization: null }, decisions: [],
  overrides: { role: null, concurrencyGroup: null, organization: null, leftTeams: [] }, wantedConcurrencyGroup: null, namedConcurrencyGroup: null,
  defaultConcurrencyGroup: standard, rootOrganization: root, frozen: new Set(), current: { teams: [], concurrencyGroup: null, organization: null, conflicts: [] },
}
const byHand = (given: Partial<Facts['overrides']>): Partial<Facts> => ({ overrides: { ...nothing.overrides, ...given } })
const wants = { wantedConcurrencyGroup: 'named', namedConcurrencyGroup: named }

/** `organization / concurrency group / teams`. */
const rows: [line: string, facts: Partial<Facts>, place: string][] = [
  ['nothing said: root organization, default group', {}, 'root / Default /'],
  ['LambdatestGroup names a group', wants, 'root / named /'],
  ['LambdatestGroup names no group', { wantedConcurrencyGroup: 'gone' }, 'root / Default /'],
  ['a mapping wins over LambdatestGroup', { ...wants, claims: [claims.pool] }, 'root / A /'],
  ['a manual group stands over LambdatestGroup', { ...wants, ...byHand({ concurrencyGroup: manual }) }, 'root / manual /'],
  ['a manual group stands over the mapping until the next sync', { claims: [claims.pool], ...byHand({ concurrencyGroup: manual }) }, 'root / manual /'],
  ['teams are additive', { claims: [claims.team, claims.web] }, 'root / Default / qa+web'],
  ['a team left by hand is left, the others stay', { claims: [claims.team, claims.web], ...byHand({ leftTeams: [22] }) }, 'root / Default / web'],
  ['a sub-organization empties teams of its group and the concurrency slot', { claims: [{ ...claims.team, groupId: 's' }, claims.sub] }, 'US / none /'],
  ['in a sub-organization LambdatestGroup does not count', { ...wants, claims: [claims.sub] }, 'US / none /'],
  ['a sub-organization by hand does the same', { ...wants, claims: [claims.team, claims.pool], ...byHand({ organization: manual }) }, 'manual / none /'],
  ['the root organization by hand against a mapping: no team of the mapping\'s losers, the default group', { claims: [claims.sub], holders: { concurrencyGroup: null, subOrganization: 14 }, ...byHand({ organization: root }) }, 'root / Default /'],
  ['teams off: they stay as they are', { claims: [claims.team], frozen: new Set(['team']), current: { ...nothing.current, teams: [{ id: 23, name: 'web', gone: 0 }] } }, 'root / Default / web'],
  ['teams off: one that is deleted is left', { frozen: new Set(['team']), current: { ...nothing.current, teams: [{ id: 22, name: 'qa', gone: 1 }, { id: 23, name: 'web', gone: 0 }] } }, 'root / Default / web'],
  ['concurrency groups off: it stays as it is', { ...wants, claims: [claims.pool], frozen: new Set(['concurrencyGroup']), current: { ...nothing.current, concurrencyGroup: standard } }, 'root / Default /'],
  ['concurrency groups off: one that is deleted is left for the default', { frozen: new Set(['concurrencyGroup']), current: { ...nothing.current, concurrencyGroup: { id: 21, name: 'A', gone: 1 } } }, 'root / Default /'],
  ['sub-organizations off: one that is deleted is left for the root', { frozen: new Set(['subOrganization']), current: { ...nothing.current, organization: { id: 24, name: 'US', gone: 1 } } }, 'root / Default /'],
  ['sub-organizations off: the organization stays as it is', { claims: [claims.sub], frozen: new Set(['subOrganization']), current: { ...nothing.current, organization: root } }, 'root / Default /'],
  ['sub-organizations off in one: the concurrency slot stays empty', { frozen: new Set(['subOrganization']), current: { ...nothing.current, organization: { id: 24, name: 'US', gone: 0 } } }, 'US / none /'],
]

describe('engine §1, §3, §4, §8 plan', () => {
  test.each(rows)('%s', (_, facts, place) => {
    const { organization, concurrencyGroup, teams } = plan({ ...nothing, ...facts }, 'groupsFirst')
    expect(`${organization.name} / ${concurrencyGroup?.name ?? 'none'} / ${teams.map(({ name }) => name).join('+')}`.trim()).toBe(place)
  })

  test('pure: the same facts, frozen deep, give the same plan', () => {
    const facts = structuredClone({ ...nothing, claims: Object.values(claims), frozen: new Set<never>() })
    const before = structuredClone(facts)
    expect(plan(facts, 'groupsFirst')).toEqual(plan(facts, 'groupsFirst'))
    expect(facts).toEqual(before)
  })

  test('every placement says why, in words and with the rule', () => {
    const { organization, concurrencyGroup, teams } = plan({ ...nothing, claims: [claims.pool, claims.team] }, 'groupsFirst')
    for (const placement of [organization, concurrencyGroup!, ...teams]) expect(placement).toMatchObject({ reason: expect.stringMatching(/\w/), rule: expect.stringMatching(/§\d/) })
    expect(teams[0]!.claim).toBe(claims.team)
  })
})

const admins = { id: 'g1', displayName: 'admins', role: 'Admin' } as const
const guests = { id: 'g2', displayName: 'guests', role: 'Guest' } as const
const plain = { id: 'g3', displayName: 'plain', role: null } as const
const roles: [line: string, facts: Partial<Facts>, groupsFirst: string, highest: string][] = [
  ['no source', {}, 'User', 'User'],
  ['the attribute', { attributeRole: 'Guest' }, 'Guest', 'Guest'],
  ['groups without roles contribute nothing', { attributeRole: 'Admin', groups: [plain] }, 'Admin', 'Admin'],
  ['Guest-only group', { groups: [guests] }, 'Guest', 'Guest'],
  ['attribute above group', { attributeRole: 'Admin', groups: [guests] }, 'Guest', 'Admin'],
  ['attribute below group', { attributeRole: 'Guest', groups: [admins] }, 'Admin', 'Admin'],
  ['the highest of the groups', { groups: [guests, plain, admins] }, 'Admin', 'Admin'],
  ['by hand', { overrideRole: 'User', attributeRole: 'Guest', groups: [admins] }, 'User', 'User'],
]
test.each(roles)('testmu-provisioning §4 role: %s', (_, facts, groupsFirst, highest) => {
  expect([plan({ ...nothing, ...facts }, 'groupsFirst').role, plan({ ...nothing, ...facts }, 'highest').role]).toEqual([groupsFirst, highest])
})
