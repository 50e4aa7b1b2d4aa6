import { expect } from 'vitest'
import { org, steps, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

type Step = (w: World) => Promise<unknown>
/** Jane is in a, whose target she has, and joins b, which claims the same slot. */
const pools = steps(org({ a: { members: ['jane'], to: ['pool A'] }, b: { to: ['pool B'] } }), (w) => w.join('b', 'jane'))
const subs = steps(org({ a: { members: ['jane'], to: ['sub US'] }, b: { to: ['sub EU'] } }), (w) => w.join('b', 'jane'))
const cross = steps(org({ a: { members: ['jane'], to: ['pool A'] }, s: { to: ['sub US'] } }), (w) => w.join('s', 'jane'))
const card = 'Concurrency Group: jane a>pool A | b>pool B'
const keep: Step = (w) => w.answer('keepCurrent', 'jane', 'a', 'b')
const use: Step = (w) => w.answer('useIncoming', 'jane', 'a', 'b')
const rejoin = (group: string): Step => async (w) => { await w.leave(group, 'jane'); await w.join(group, 'jane') }

const cards: Story[] = [
  {
    line: 'the card shows type, Current and Incoming', given: pools, events: [], at: { jane: 'root / A' }, conflicts: [card],
    does: async (w) => {
      const { items } = await w.api.conflicts.list({ sandbox: w.slug })
      expect(items).toEqual([expect.objectContaining({
        userName: 'jane@acme.test', type: 'Concurrency Group', current: expect.objectContaining({ displayName: 'a', kind: 'concurrencyGroup', entity: 'A' }),
        incoming: expect.objectContaining({ displayName: 'b', kind: 'concurrencyGroup', entity: 'B' }), sentence: expect.stringMatching(/\S/),
      })])
    },
  },
  { line: 'while open the user keeps the current assignment, whatever is pushed again', given: pools, does: (w) => w.put('b', ['jane']), events: [], at: { jane: 'root / A' }, conflicts: [card] },
  { line: 'the same combination pushed again makes no second card', given: pools, does: rejoin('b'),
    events: ['group.member.removed jane b', `conflict.resolved ${card} (auto-resolved)`, 'group.member.added jane b', `conflict.opened ${card}`], at: { jane: 'root / A' }, conflicts: [card] },
  { line: 'Concurrency Group: Keep Current', given: pools, does: keep, events: [`conflict.resolved ${card} (keep-current)`], at: { jane: 'root / A' } },
  { line: 'Concurrency Group: Use Incoming', given: pools, does: use, events: [`conflict.resolved ${card} (use-incoming)`, 'concurrency-group.assigned jane A>B'], at: { jane: 'root / B' } },
  { line: 'Sub-Organization: Keep Current', given: subs, does: keep, events: ['conflict.resolved Sub-Organization: jane a>sub US | b>sub EU (keep-current)'], at: { jane: 'US / none' } },
  { line: 'Sub-Organization: Use Incoming', given: subs, does: use,
    events: ['conflict.resolved Sub-Organization: jane a>sub US | b>sub EU (use-incoming)', 'organization.assigned jane US>EU'], at: { jane: 'EU / none' } },
  { line: 'Cross-Type: Keep Current', given: cross, does: (w) => w.answer('keepCurrent', 'jane', 'a', 's'),
    events: ['conflict.resolved Cross-Type: jane a>pool A | s>sub US (keep-current)'], at: { jane: 'root / A' } },
  { line: 'Cross-Type: Use Incoming', given: cross, does: (w) => w.answer('useIncoming', 'jane', 'a', 's'),
    events: ['conflict.resolved Cross-Type: jane a>pool A | s>sub US (use-incoming)', 'organization.assigned jane root>US', 'concurrency-group.assigned jane A>none'], at: { jane: 'US / none' } },
  {
    line: 'an answered card cannot be answered again', given: pools, events: [`conflict.resolved ${card} (keep-current)`], at: { jane: 'root / A' },
    does: async (w) => {
      const { userId, current, incoming } = (await w.api.conflicts.list({ sandbox: w.slug })).items[0]!
      const given = { sandbox: w.slug, cards: [{ userId, current: current.mappingId, incoming: incoming.mappingId }] }
      expect(await w.api.conflicts.answer({ ...given, answer: 'keepCurrent' })).toEqual({ answered: 1, settledAlready: 0 })
      expect(await w.api.conflicts.answer({ ...given, answer: 'useIncoming' })).toEqual({ answered: 0, settledAlready: 1 })
    },
  },
  { line: 'a conflict is one of a user: others of the groups have none', given: org({ a: { members: ['jane', 'bob'], to: ['pool A'] }, b: { to: ['pool B'] } }, ['mia']), does: (w) => w.join('b', 'jane', 'mia'),
    events: ['group.member.added jane b', 'group.member.added mia b', `conflict.opened ${card}`, 'concurrency-group.assigned mia Default>B'],
    at: { jane: 'root / A', bob: 'root / A', mia: 'root / B' }, conflicts: [card] },
  { line: 'an approval that claims a taken slot opens a conflict', given: org({ a: { members: ['jane'], to: ['pool A'] }, b: { members: ['jane'] } }), does: (w) => w.map('b', 'pool B'),
    events: ['entity.created pool B 0', 'mapping.created b>pool B', 'mapping.approved b>pool B', `conflict.opened ${card}`], at: { jane: 'root / A' }, conflicts: [card] },
]

const memory: Story[] = [
  { line: 'Keep Current is remembered: the claimant leaves and rejoins', given: steps(pools, keep), does: rejoin('b'),
    events: ['group.member.removed jane b', 'group.member.added jane b'], at: { jane: 'root / A' } },
  { line: 'Use Incoming is remembered: the loser leaves and rejoins', given: steps(pools, use), does: rejoin('a'),
    events: ['group.member.removed jane a', 'group.member.added jane a'], at: { jane: 'root / B' } },
  { line: 'a decision moves nobody: after Keep Current the holder leaves and rejoins, and the other stays in the slot', given: steps(pools, keep), does: rejoin('a'),
    events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>B', 'group.member.added jane a'], at: { jane: 'root / B' } },
  { line: 'remembered when both are left and joined again', given: steps(pools, keep, (w) => w.leave('a', 'jane'), (w) => w.leave('b', 'jane')),
    does: async (w) => { await w.join('b', 'jane'); await w.join('a', 'jane') },
    events: ['group.member.added jane b', 'concurrency-group.assigned jane Default>B', 'group.member.added jane a'], at: { jane: 'root / B' } },
  { line: 'decisionMemory=forget: forgotten when the claimant leaves', switches: { decisionMemory: 'forget' }, given: steps(pools, keep), does: rejoin('b'),
    events: ['group.member.removed jane b', 'group.member.added jane b', `conflict.opened ${card}`], at: { jane: 'root / A' }, conflicts: [card] },
  { line: 'decisionMemory=forget: forgotten when the holder leaves', switches: { decisionMemory: 'forget' }, given: steps(pools, keep), does: rejoin('a'),
    events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>B', 'group.member.added jane a', 'conflict.opened Concurrency Group: jane b>pool B | a>pool A'],
    at: { jane: 'root / B' }, conflicts: ['Concurrency Group: jane b>pool B | a>pool A'] },
  { line: 'decisionMemory=forget: kept while she stays in both', switches: { decisionMemory: 'forget' }, given: steps(pools, keep), does: (w) => w.put('b', ['jane']), events: [], at: { jane: 'root / A' } },
  { line: 'remembered per user: another one of the same combination gets a card', given: steps(pools, keep, (w) => w.user('bob'), (w) => w.join('a', 'bob')), does: (w) => w.join('b', 'bob'),
    events: ['group.member.added bob b', 'conflict.opened Concurrency Group: bob a>pool A | b>pool B'], at: { bob: 'root / A' }, conflicts: ['Concurrency Group: bob a>pool A | b>pool B'] },
  { line: 'remembered until a target changes', given: steps(pools, keep, (w) => w.entity('pool C')), does: (w) => w.retarget('b', 'pool C'),
    events: ['mapping.retargeted b>pool C was pool B', 'conflict.opened Concurrency Group: jane a>pool A | b>pool C'], at: { jane: 'root / A' }, conflicts: ['Concurrency Group: jane a>pool A | b>pool C'] },
  { line: 'a rename of the target is no change of it', given: steps(pools, keep, (w) => w.renameEntity('pool B', 'B2')), does: rejoin('b'),
    events: ['group.member.removed jane b', 'group.member.added jane b'], at: { jane: 'root / A' } },
  { line: 'remembered until a mapping is rejected', given: steps(pools, keep, (w) => w.reject('b'), (w) => w.reopen('b')), does: (w) => w.approve('b'),
    events: ['mapping.approved b>pool B', `conflict.opened ${card}`], at: { jane: 'root / A' }, conflicts: [card] },
  { line: 'remembered until a mapping is deleted', given: steps(pools, keep, (w) => w.unmap('b')), does: (w) => w.map('b', 'pool B'),
    events: ['mapping.created b>pool B', 'mapping.approved b>pool B', `conflict.opened ${card}`], at: { jane: 'root / A' }, conflicts: [card] },
]

const ends: Story[] = [
  { line: 'the group of Current is deleted: resolved for the other one', given: pools, does: (w) => w.drop('a'),
    events: ['group.deleted a', 'group.member.removed jane a', 'concurrency-group.assigned jane A>B', `conflict.resolved ${card} (auto-resolved)`, 'mapping.rejected a>pool A'], at: { jane: 'root / B' } },
  { line: 'the group of Incoming is deleted: resolved for the other one', given: pools, does: (w) => w.drop('b'),
    events: ['group.deleted b', 'group.member.removed jane b', `conflict.resolved ${card} (auto-resolved)`, 'mapping.rejected b>pool B'], at: { jane: 'root / A' } },
  { line: 'the member leaves the winner: the waiting group applies', given: pools, does: (w) => w.leave('a', 'jane'),
    events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>B', `conflict.resolved ${card} (auto-resolved)`], at: { jane: 'root / B' } },
  { line: 'the member leaves the winner of a decision: the loser applies', given: steps(pools, keep), does: (w) => w.leave('a', 'jane'),
    events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>B'], at: { jane: 'root / B' } },
  { line: 'the member leaves the waiting group: the card closes', given: pools, does: (w) => w.leave('b', 'jane'),
    events: ['group.member.removed jane b', `conflict.resolved ${card} (auto-resolved)`], at: { jane: 'root / A' } },
  { line: 'Cross-Type: the member leaves the group of the pool, and the sub-organization applies', given: cross, does: (w) => w.leave('a', 'jane'),
    events: ['group.member.removed jane a', 'organization.assigned jane root>US', 'concurrency-group.assigned jane A>none', 'conflict.resolved Cross-Type: jane a>pool A | s>sub US (auto-resolved)'],
    at: { jane: 'US / none' } },
]

const noConflict: Story[] = [
  {
    line: 'the same group mapped to a team and a sub-org: no conflict, the sub-org wins, and a warning', given: org({ a: { members: ['jane'], to: ['team qa'] } }), does: (w) => w.map('a', 'sub US'),
    events: ['entity.created sub US', 'mapping.created a>sub US', 'mapping.approved a>sub US', 'organization.assigned jane root>US', 'concurrency-group.assigned jane Default>none', 'team.member.removed jane qa'],
    at: { jane: 'US / none' }, then: async (w) => expect((await w.mapping('a', 'team')).warnings).toEqual([expect.stringMatching(/sub-organization/)]),
  },
  { line: 'the same group mapped to a pool and a sub-org: the same', given: org({ a: { members: ['jane'], to: ['pool A', 'sub US'] } }, ['bob']), does: (w) => w.join('a', 'bob'),
    events: ['group.member.added bob a', 'organization.assigned bob root>US', 'concurrency-group.assigned bob Default>none'], at: { jane: 'US / none', bob: 'US / none' } },
  { line: 'LambdatestGroup against a concurrency mapping: the mapping wins', given: steps(org({ a: { members: ['jane'], to: ['pool A'] } }), (w) => w.entity('pool named')),
    does: (w) => w.userAttribute('jane', 'LambdatestGroup', 'named'), events: ['user.updated jane'], at: { jane: 'root / A' } },
  { line: 'LambdatestGroup is the fallback', given: steps(org({ a: { members: ['jane'], to: ['pool A'] } }), (w) => w.entity('pool named'), (w) => w.userAttribute('jane', 'LambdatestGroup', 'named')),
    does: (w) => w.leave('a', 'jane'), events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>named'], at: { jane: 'root / named' } },
  { line: 'LambdatestGroup is no incumbent: a mapping takes over without a conflict', given: steps(org({ a: { to: ['pool A'] } }, ['jane']), (w) => w.entity('pool named'), (w) => w.userAttribute('jane', 'LambdatestGroup', 'named')),
    does: (w) => w.join('a', 'jane'), events: ['group.member.added jane a', 'concurrency-group.assigned jane named>A'], at: { jane: 'root / A' } },
]

stories('testmu-provisioning §7 cards and answers', cards)
stories('testmu-provisioning §7, engine §3 remembered decisions', memory)
stories('testmu-provisioning §7 what ends a conflict', ends)
stories('testmu-provisioning §7, engine §3 what is no conflict', noConflict)
