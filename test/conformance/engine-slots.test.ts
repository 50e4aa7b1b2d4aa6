import { expect } from 'vitest'
import { org, steps, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

type Step = (w: World) => Promise<unknown>
const cg = (current: string, incoming: string) => `Concurrency Group: jane ${current}>pool ${current.toUpperCase()} | ${incoming}>pool ${incoming.toUpperCase()}`
const xt = (current: string, incoming: string) => `Cross-Type: jane ${current} | ${incoming}`
const inTurn = (...groups: string[]): Step => async (w) => { for (const group of groups) await w.join(group, 'jane') }
const answer = (what: 'keepCurrent' | 'useIncoming', current: string, incoming: string): Step => (w) => w.answer(what, 'jane', current, incoming)
const pools = org({ a: { to: ['pool A'] }, b: { to: ['pool B'] }, c: { to: ['pool C'] }, d: { to: ['pool D'] } }, ['jane'])

const holders: Story[] = [
  { line: 'one holder; every other claimant is one card', given: steps(pools, inTurn('a', 'b')), does: inTurn('c'), events: ['group.member.added jane c', `conflict.opened ${cg('a', 'c')}`],
    at: { jane: 'root / A' }, conflicts: [cg('a', 'b'), cg('a', 'c')] },
  { line: 'unless that pair was decided', given: steps(pools, inTurn('a', 'b', 'c')), does: answer('keepCurrent', 'a', 'b'), events: [`conflict.resolved ${cg('a', 'b')} (keep-current)`],
    at: { jane: 'root / A' }, conflicts: [cg('a', 'c')] },
  { line: 'Use Incoming makes the claimant the holder: the others conflict with it', given: steps(pools, inTurn('a', 'b', 'c')), does: answer('useIncoming', 'a', 'c'),
    events: [`conflict.resolved ${cg('a', 'c')} (use-incoming)`, 'concurrency-group.assigned jane A>C', `conflict.resolved ${cg('a', 'b')} (auto-resolved)`, `conflict.opened ${cg('c', 'b')}`],
    at: { jane: 'root / C' }, conflicts: [cg('c', 'b')] },
  { line: 'decisions never move a holder by themselves: the winner of a pair that rejoins waits without a card', given: steps(pools, inTurn('a', 'b'), answer('keepCurrent', 'a', 'b'), (w) => w.leave('a', 'jane')),
    does: inTurn('a'), events: ['group.member.added jane a'], at: { jane: 'root / B' } },
]

/** What ends the claim of a, which holds the slot before b (first to wait) and c. */
const waiting = steps(pools, inTurn('a', 'c', 'b'))
const takenOver = [`conflict.resolved ${cg('a', 'b')} (auto-resolved)`, `conflict.resolved ${cg('a', 'c')} (auto-resolved)`, `conflict.opened ${cg('c', 'b')}`]
const endings: [what: string, does: Step, before: string[], after?: string[]][] = [
  ['member removed', (w) => w.leave('a', 'jane'), ['group.member.removed jane a']],
  ['mapping rejected', (w) => w.reject('a'), ['mapping.rejected a>pool A']],
  ['mapping deleted', (w) => w.unmap('a'), ['mapping.removed a>pool A']],
  ['target deleted', (w) => w.removeEntity('pool A'), ['entity.deleted pool A', 'mapping.pending a>pool A was Approved']],
  ['group deleted', (w) => w.drop('a'), ['group.deleted a', 'group.member.removed jane a'], ['mapping.rejected a>pool A']],
]
const takeOver: Story[] = [
  ...endings.map(([what, does, before, after = []]): Story => ({
    line: `${what}: the claimant with the lowest claimSeq takes over`, given: waiting, does,
    events: [...before, 'concurrency-group.assigned jane A>C', ...takenOver, ...after], at: { jane: 'root / C' }, conflicts: [cg('c', 'b')],
  })),
  { line: 'claimSeq is when the user came under the mapping, not when it was made', given: steps(org({ a: { to: ['pool A'] }, b: {}, c: {} }, ['jane']), inTurn('a', 'b', 'c'), (w) => w.map('c', 'pool C'), (w) => w.map('b', 'pool B')),
    does: (w) => w.leave('a', 'jane'), at: { jane: 'root / C' }, conflicts: [cg('c', 'b')],
    events: [
      'group.member.removed jane a', 'concurrency-group.assigned jane A>C', `conflict.resolved ${cg('a', 'c')} (auto-resolved)`, `conflict.resolved ${cg('a', 'b')} (auto-resolved)`,
      `conflict.opened ${cg('c', 'b')}`,
    ] },
  { line: 'leaving and rejoining goes to the end of the line', given: steps(waiting, (w) => w.leave('c', 'jane'), inTurn('c')), does: (w) => w.leave('a', 'jane'),
    events: [
      'group.member.removed jane a', 'concurrency-group.assigned jane A>B', `conflict.resolved ${cg('a', 'b')} (auto-resolved)`, `conflict.resolved ${cg('a', 'c')} (auto-resolved)`,
      `conflict.opened ${cg('b', 'c')}`,
    ], at: { jane: 'root / B' }, conflicts: [cg('b', 'c')] },
  {
    line: 'take-over honours decided pairs: b came first but lost to c', given: steps(pools, inTurn('b', 'c'), answer('useIncoming', 'b', 'c'), inTurn('a'), answer('useIncoming', 'c', 'a')),
    does: (w) => w.leave('a', 'jane'), events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>C', `conflict.resolved ${cg('a', 'b')} (auto-resolved)`], at: { jane: 'root / C' },
  },
  {
    line: 'a circle of decisions (b beat a, c beat b, a beat c): the first of all takes over, and nothing is asked again',
    given: steps(
      pools, inTurn('a', 'b'), answer('useIncoming', 'a', 'b'), inTurn('c'), answer('useIncoming', 'b', 'c'), answer('useIncoming', 'c', 'a'), inTurn('d'),
      answer('useIncoming', 'a', 'd'), async (w) => expect(await w.conflicts()).toEqual([cg('d', 'b'), cg('d', 'c')]),
    ),
    does: (w) => w.leave('d', 'jane'),
    events: ['group.member.removed jane d', 'concurrency-group.assigned jane D>A', `conflict.resolved ${cg('d', 'b')} (auto-resolved)`, `conflict.resolved ${cg('d', 'c')} (auto-resolved)`], at: { jane: 'root / A' },
  },
  { line: 'sub-organizations are taken over alike', given: steps(org({ a: { to: ['sub A'] }, b: { to: ['sub B'] } }, ['jane']), inTurn('a', 'b')), does: (w) => w.removeEntity('sub A'),
    events: ['entity.deleted sub A', 'mapping.pending a>sub A was Approved', 'organization.assigned jane A>B', 'conflict.resolved Sub-Organization: jane a>sub A | b>sub B (auto-resolved)'], at: { jane: 'B / none' } },
]

const mixed = org({ a: { to: ['team qa', 'pool A'] }, b: { to: ['team web'] }, s: { to: ['sub US'] } }, ['jane'])
const rootFirst = steps(mixed, inTurn('a', 'b', 's'))
const subFirst = steps(mixed, inTurn('s', 'a', 'b'))
const against = ['a>team qa', 'a>pool A', 'b>team web']
const crossType: Story[] = [
  { line: 'a sub-org claim conflicts with every team and concurrency claim of other groups: one card per pair', given: steps(mixed, inTurn('a', 'b')), does: inTurn('s'),
    events: ['group.member.added jane s', ...against.map((claim) => `conflict.opened ${xt(claim, 's>sub US')}`)], at: { jane: 'root / A / qa+web' }, conflicts: against.map((claim) => xt(claim, 's>sub US')) },
  { line: 'Use Incoming on the sub-org settles all its cards: teams and concurrency slot are vacated, the slot stays empty', given: rootFirst, does: answer('useIncoming', 'b', 's'),
    events: [
      ...against.map((claim) => `conflict.resolved ${xt(claim, 's>sub US')} (use-incoming)`), 'organization.assigned jane root>US', 'concurrency-group.assigned jane A>none',
      'team.member.removed jane qa', 'team.member.removed jane web',
    ], at: { jane: 'US / none' } },
  { line: 'Keep Current answers its pair only', given: rootFirst, does: answer('keepCurrent', 'b', 's'), events: [`conflict.resolved ${xt('b>team web', 's>sub US')} (keep-current)`],
    at: { jane: 'root / A / qa+web' }, conflicts: [xt('a>team qa', 's>sub US'), xt('a>pool A', 's>sub US')] },
  { line: 'the sub-org is first: every team and concurrency claim is incoming', given: steps(mixed, inTurn('s')), does: inTurn('a', 'b'),
    events: ['group.member.added jane a', `conflict.opened ${xt('s>sub US', 'a>team qa')}`, `conflict.opened ${xt('s>sub US', 'a>pool A')}`, 'group.member.added jane b', `conflict.opened ${xt('s>sub US', 'b>team web')}`],
    at: { jane: 'US / none' }, conflicts: against.map((claim) => xt('s>sub US', claim)) },
  { line: 'the team or concurrency side wins: root organization, and the root claims apply', given: subFirst, does: answer('useIncoming', 's', 'b'),
    events: [
      ...against.map((claim) => `conflict.resolved ${xt('s>sub US', claim)} (use-incoming)`), 'organization.assigned jane US>root', 'concurrency-group.assigned jane none>A',
      'team.member.added jane qa', 'team.member.added jane web',
    ], at: { jane: 'root / A / qa+web' } },
  { line: 'a decision for the sub-org is remembered against each of them', given: steps(rootFirst, answer('useIncoming', 'b', 's')), does: async (w) => { await w.leave('a', 'jane'); await w.join('a', 'jane') },
    events: ['group.member.removed jane a', 'group.member.added jane a'], at: { jane: 'US / none' } },
  { line: 'the sub-org that won ends: the root claims apply', given: steps(rootFirst, answer('useIncoming', 'b', 's')), does: (w) => w.leave('s', 'jane'),
    events: ['group.member.removed jane s', 'organization.assigned jane US>root', 'concurrency-group.assigned jane none>A', 'team.member.added jane qa', 'team.member.added jane web'], at: { jane: 'root / A / qa+web' } },
  { line: 'the root side that won ends: the sub-org applies', given: steps(mixed, inTurn('b', 's'), answer('keepCurrent', 'b', 's')), does: (w) => w.leave('b', 'jane'),
    events: ['group.member.removed jane b', 'organization.assigned jane root>US', 'concurrency-group.assigned jane Default>none', 'team.member.removed jane web'], at: { jane: 'US / none' } },
  { line: 'some of the root claims end: the others stay, and so do their cards', given: rootFirst, does: (w) => w.leave('a', 'jane'),
    events: ['group.member.removed jane a', 'concurrency-group.assigned jane A>Default', 'team.member.removed jane qa', `conflict.resolved ${xt('a>team qa', 's>sub US')} (auto-resolved)`, `conflict.resolved ${xt('a>pool A', 's>sub US')} (auto-resolved)`],
    at: { jane: 'root / Default / web' }, conflicts: [xt('b>team web', 's>sub US')] },
  { line: 'the same group mapped to a team and a sub-org: no conflict', given: org({ s: { to: ['team qa', 'sub US'] } }, ['jane']), does: inTurn('s'),
    events: ['group.member.added jane s', 'organization.assigned jane root>US', 'concurrency-group.assigned jane Default>none'], at: { jane: 'US / none' } },
]

const named = (...more: Step[]) => steps(org({ a: { to: ['pool A'] } }, ['jane']), (w) => w.userAttribute('jane', 'LambdatestGroup', 'lab'), ...more)
const precedence: Story[] = [
  { line: 'no claim, no hand, no name → default group', given: org({}, ['jane']), does: (w) => w.push('eng', ['jane']), events: ['group.created eng', 'group.member.added jane eng'], at: { jane: 'root / Default' } },
  { line: 'a manual assignment stands over LambdatestGroup', given: named((w) => w.entity('pool lab'), (w) => w.entity('pool M')), does: (w) => w.assign('jane', 'pool M'),
    events: ['user.assignment.overridden jane assigned pool M', 'concurrency-group.assigned jane lab>M'], at: { jane: 'root / M' } },
  { line: 'the winning mapping stands over LambdatestGroup', given: named((w) => w.entity('pool lab')), does: inTurn('a'), events: ['group.member.added jane a', 'concurrency-group.assigned jane lab>A'], at: { jane: 'root / A' } },
  { line: 'the name is resolved again when an entity is created by an admin', given: named(), does: (w) => w.entity('pool Lab'), events: ['entity.created pool Lab 0', 'concurrency-group.assigned jane Default>Lab'], at: { jane: 'root / Lab' } },
  { line: 'the name is resolved again when an entity is created by a rule', given: named((w) => w.rule('Match All', 'pool')), does: (w) => w.push('lab'),
    events: ['group.created lab', 'entity.created pool lab 0', 'concurrency-group.assigned jane Default>lab', 'mapping.auto-approved lab>pool lab'], at: { jane: 'root / lab' } },
  { line: 'the name is resolved again when an entity is renamed by an admin', given: named((w) => w.entity('pool x')), does: (w) => w.renameEntity('pool x', 'lab'),
    events: ['entity.renamed pool x>lab', 'concurrency-group.assigned jane Default>lab'], at: { jane: 'root / lab' } },
  { line: 'the name is resolved again when an entity is renamed by an IdP', given: named((w) => w.group('g'), (w) => w.map('g', 'pool lab')), does: (w) => w.rename('g', 'bench'),
    events: ['group.renamed g>bench', 'entity.renamed pool lab>bench', 'concurrency-group.assigned jane bench>Default'], at: { jane: 'root / Default' } },
  { line: 'the name is resolved again when an entity is deleted', given: named((w) => w.entity('pool lab')), does: (w) => w.removeEntity('pool lab'),
    events: ['entity.deleted pool lab', 'concurrency-group.assigned jane lab>Default'], at: { jane: 'root / Default' } },
]

stories('engine §3 holders and claimants', holders)
stories('engine §3 take-over', takeOver)
stories('engine §3 cross-type', crossType)
stories('engine §3 concurrency precedence', precedence)
