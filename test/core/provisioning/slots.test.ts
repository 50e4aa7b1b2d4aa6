import { describe, expect, test } from 'vitest'
import { type Claim, type Contest, type Decision, settle } from '../../../src-main/core/provisioning/slots.ts'
import type { EntityKind } from '../../../src-shared/domain/provisioning.ts'

/** `pool A of a` as the n-th claim: mapping n, and the order of coming under it. */
type ClaimText = `${'team' | 'pool' | 'sub'} ${string} of ${string}`
const kinds = { team: 'team', pool: 'concurrencyGroup', sub: 'subOrganization' } as const
function claim(text: ClaimText, index: number): Claim {
  const [, kind, entityName, groupName] = /^(team|pool|sub) (\S+) of (\S+)$/.exec(text)!
  return { mappingId: index + 1, kind: kinds[kind as keyof typeof kinds], entityId: 100 + index, entityName: entityName!, groupId: groupName!, groupName: groupName!, seq: index + 1 }
}
const beat = (winner: number, loser: number): Decision => ({ a: Math.min(winner, loser), b: Math.max(winner, loser), winner })

interface Row {
  line: string
  claims: ClaimText[]
  /** Stored holders as numbers of claims, from 1; a number without a claim is one that has ended. */
  pool?: number
  sub?: number
  decisions?: Decision[]
  frozen?: EntityKind[]
  open?: [current: number, incoming: number][]
  /** `[concurrency group, sub-organization]` that hold their slots. */
  holders: [pool: string | null, sub: string | null]
  cards?: [current: number, incoming: number][]
}

const rows: Row[] = [
  { line: 'nobody claims anything', claims: [], holders: [null, null] },
  { line: 'teams need no slot', claims: ['team q of a', 'team w of b'], holders: [null, null] },
  { line: 'the first claim takes an empty slot', claims: ['pool A of a', 'pool B of b'], holders: ['A', null], cards: [[1, 2]] },
  { line: 'the stored holder keeps it, whoever came first', claims: ['pool A of a', 'pool B of b'], pool: 2, holders: ['B', null], cards: [[2, 1]] },
  { line: 'every other claimant is one card', claims: ['pool A of a', 'pool B of b', 'pool C of c'], pool: 2, holders: ['B', null], cards: [[2, 1], [2, 3]] },
  { line: 'decided pairs have no card, whoever won', claims: ['pool A of a', 'pool B of b', 'pool C of c'], pool: 1, decisions: [beat(2, 1)], holders: ['A', null], cards: [[1, 3]] },
  { line: 'a decision moves no holder', claims: ['pool A of a', 'pool B of b'], pool: 1, decisions: [beat(2, 1)], holders: ['A', null] },
  { line: 'take-over: the lowest claimSeq', claims: ['pool A of a', 'pool B of b'], pool: 99, holders: ['A', null], cards: [[1, 2]] },
  { line: 'take-over honours a decided pair', claims: ['pool A of a', 'pool B of b'], pool: 99, decisions: [beat(2, 1)], holders: ['B', null] },
  { line: 'take-over: one that lost to one who is not waiting is not held back', claims: ['pool A of a', 'pool B of b'], pool: 99, decisions: [beat(99, 1)], holders: ['A', null], cards: [[1, 2]] },
  { line: 'take-over: a lost to c, b lost to nobody', claims: ['pool A of a', 'pool B of b', 'pool C of c'], pool: 99, decisions: [beat(3, 1)], holders: ['B', null], cards: [[2, 1], [2, 3]] },
  { line: 'take-over: a chain of decisions', claims: ['pool A of a', 'pool B of b', 'pool C of c'], pool: 99, decisions: [beat(2, 1), beat(3, 2)], holders: ['C', null], cards: [[3, 1]] },
  { line: 'take-over: a circle of three is skipped, the first of all holds', claims: ['pool A of a', 'pool B of b', 'pool C of c'], pool: 99, decisions: [beat(1, 2), beat(2, 3), beat(3, 1)], holders: ['A', null] },
  { line: 'take-over: a circle beside one who never lost', claims: ['pool A of a', 'pool B of b', 'pool C of c', 'pool D of d'], pool: 99, decisions: [beat(1, 2), beat(2, 3), beat(3, 1)],
    holders: ['D', null], cards: [[4, 1], [4, 2], [4, 3]] },

  { line: 'a sub-organization alone holds the organization, and the concurrency slot stays empty', claims: ['sub U of s'], holders: [null, 'U'] },
  { line: 'a sub-organization and a pool of one group: the sub-organization, no conflict', claims: ['pool A of s', 'sub U of s'], holders: [null, 'U'] },
  { line: 'a sub-organization that comes to root claims of another group waits: one card per pair', claims: ['team q of a', 'pool A of a', 'sub U of s'], holders: ['A', null], cards: [[1, 3], [2, 3]] },
  { line: 'root claims that come to a sub-organization wait', claims: ['sub U of s', 'team q of a', 'pool A of a'], sub: 1, holders: [null, 'U'], cards: [[1, 2], [1, 3]] },
  { line: "root claims of the sub-organization's own group do not wait for it", claims: ['sub U of s', 'team q of s', 'pool A of a'], sub: 1, holders: [null, 'U'], cards: [[1, 3]] },
  { line: 'two sub-organizations: one holder, one card', claims: ['sub U of s', 'sub E of t'], sub: 1, holders: [null, 'U'], cards: [[1, 2]] },
  { line: 'a sub-organization ends: the next sub-organization', claims: ['sub U of s', 'sub E of t'], sub: 99, holders: [null, 'U'], cards: [[1, 2]] },
  { line: 'a sub-organization ends: a team that waited longest puts the user into the root organization', claims: ['team q of a', 'sub E of t'], sub: 99, holders: [null, null], cards: [[1, 2]] },
  { line: 'a sub-organization ends: another one that waited longer than a team', claims: ['sub E of t', 'team q of a'], sub: 99, holders: [null, 'E'], cards: [[1, 2]] },
  { line: 'a sub-organization ends: one that lost to the team does not take over', claims: ['sub E of t', 'team q of a'], sub: 99, decisions: [beat(2, 1)], holders: [null, null] },
  { line: 'a sub-organization ends: a team that lost to the next one', claims: ['team q of a', 'sub E of t'], sub: 99, decisions: [beat(2, 1)], holders: [null, 'E'] },
  { line: 'the last root claim ends: the waiting sub-organization', claims: ['sub U of s'], pool: 99, holders: [null, 'U'] },
  { line: 'root claims stay while one of another group is left, decided or not', claims: ['team q of a', 'sub U of s'], decisions: [beat(1, 2)], holders: [null, null] },

  { line: 'a frozen pool slot neither gains', claims: ['pool A of a'], frozen: ['concurrencyGroup'], holders: [null, null] },
  { line: 'a frozen pool slot nor loses', claims: ['pool A of a', 'pool B of b'], pool: 2, frozen: ['concurrencyGroup'], holders: ['B', null] },
  { line: 'a frozen pool slot: open cards stay, none open', claims: ['pool A of a', 'pool B of b', 'pool C of c'], pool: 1, frozen: ['concurrencyGroup'], open: [[1, 2]], holders: ['A', null], cards: [[1, 2]] },
  { line: 'a frozen pool slot: a card whose claim has ended closes', claims: ['pool A of a'], pool: 1, frozen: ['concurrencyGroup'], open: [[1, 2]], holders: ['A', null] },
  { line: 'a frozen organization neither gains', claims: ['sub U of s'], frozen: ['subOrganization'], holders: [null, null] },
  { line: 'a frozen organization nor loses, and no team conflicts anew', claims: ['sub U of s', 'team q of a'], sub: 1, frozen: ['subOrganization'], holders: [null, 'U'] },
  { line: 'frozen teams do not keep a sub-organization out', claims: ['team q of a', 'sub U of s'], frozen: ['team'], holders: [null, 'U'] },
  { line: 'but a card that is open against one does, until it is answered', claims: ['team q of a', 'sub U of s'], frozen: ['team'], open: [[1, 2]], holders: [null, null], cards: [[1, 2]] },
  { line: 'nor does an open card against a frozen pool', claims: ['pool A of a', 'sub U of s'], pool: 1, frozen: ['concurrencyGroup'], open: [[1, 2]], holders: ['A', null], cards: [[1, 2]] },
  { line: 'nor does one that was answered for the frozen claim', claims: ['team q of a', 'sub U of s'], frozen: ['team'], decisions: [beat(1, 2)], holders: [null, null] },
  { line: 'one that was answered for the sub-organization lets it in', claims: ['team q of a', 'sub U of s'], frozen: ['team'], open: [[1, 2]], decisions: [beat(2, 1)], holders: [null, 'U'] },
]

function contestOf({ claims, pool, sub, decisions = [], frozen = [], open = [] }: Row): Contest {
  return {
    claims: claims.map(claim), stored: { concurrencyGroup: pool ?? null, subOrganization: sub ?? null }, decisions, frozen: new Set(frozen),
    open: open.map(([current, incoming]) => ({ current, incoming })),
  }
}

describe('engine §3, §8 settle', () => {
  test.each(rows)('$line', (row) => {
    const { holders, cards } = settle(contestOf(row))
    expect([holders.concurrencyGroup?.entityName ?? null, holders.subOrganization?.entityName ?? null]).toEqual(row.holders)
    expect(cards.map(({ current, incoming }) => [current.mappingId, incoming.mappingId]).toSorted()).toEqual((row.cards ?? []).toSorted())
  })

  test.each(rows)('settling twice changes nothing: $line', (row) => {
    const contest = contestOf(row)
    const once = settle(contest)
    const stored = { concurrencyGroup: once.holders.concurrencyGroup?.mappingId ?? null, subOrganization: once.holders.subOrganization?.mappingId ?? null }
    const open = once.cards.map(({ current, incoming }) => ({ current: current.mappingId, incoming: incoming.mappingId }))
    expect(settle({ ...contest, stored, open })).toEqual(once)
  })

  test('the type of a card is what its sides are', () => {
    const types = (...claims: ClaimText[]) => settle(contestOf({ line: '', claims, holders: [null, null] })).cards.map(({ type }) => type)
    expect(types('pool A of a', 'pool B of b')).toEqual(['Concurrency Group'])
    expect(types('sub A of a', 'sub B of b')).toEqual(['Sub-Organization'])
    expect(types('team A of a', 'sub B of b')).toEqual(['Cross-Type'])
    expect(types('pool A of a', 'sub B of b')).toEqual(['Cross-Type'])
  })
})
