import { expect } from 'vitest'
import { org, steps, type Target, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

type Step = (w: World) => Promise<unknown>
const eng = (...to: Target[]) => org({ eng: { members: ['jane'], to } }, ['bob'])
const pending = steps(eng(), (w) => w.map('eng', 'team qa', { approve: false }))
const byRule = steps((w) => w.rule('Prefix: eng', 'team'), eng())
const onHold = steps(byRule, (w) => w.rename('eng', 'ops'))

const transitions: Story[] = [
  { line: 'Pending → Approved (admin)', given: pending, does: (w) => w.approve('eng'), events: ['mapping.approved eng>team qa', 'team.member.added jane qa'], mappings: { eng: ['team qa Approved'] } },
  { line: 'Pending → Rejected (admin)', given: pending, does: (w) => w.reject('eng'), events: ['mapping.rejected eng>team qa'], mappings: { eng: ['team qa Rejected'] } },
  { line: '→ Auto-Approved (rule)', given: steps((w) => w.rule('Match All', 'team'), org({}, ['jane'])), does: (w) => w.push('eng', ['jane']), mappings: { eng: ['team eng Auto-Approved'] },
    events: ['group.created eng', 'entity.created team eng', 'mapping.auto-approved eng>team eng', 'group.member.added jane eng', 'team.member.added jane eng'] },
  { line: 'Approved → Rejected (admin)', given: eng('team qa'), does: (w) => w.reject('eng'), events: ['mapping.rejected eng>team qa', 'team.member.removed jane qa'],
    mappings: { eng: ['team qa Rejected'] }, at: { jane: 'root / Default' } },
  { line: 'Auto-Approved → Rejected (admin)', given: byRule, does: (w) => w.reject('eng'), events: ['mapping.rejected eng>team eng', 'team.member.removed jane eng'],
    mappings: { eng: ['team eng Rejected'] }, at: { jane: 'root / Default' } },
  { line: 'Approved → Rejected (group deleted)', given: eng('team qa'), does: (w) => w.drop('eng'), at: { jane: 'root / Default' },
    events: ['group.deleted eng', 'group.member.removed jane eng', 'team.member.removed jane qa', 'mapping.rejected eng>team qa'] },
  { line: 'Auto-Approved → Rejected (group deleted)', given: byRule, does: (w) => w.drop('eng'), at: { jane: 'root / Default' },
    events: ['group.deleted eng', 'group.member.removed jane eng', 'team.member.removed jane eng', 'mapping.rejected eng>team eng'] },
  { line: 'Pending → Rejected (group deleted)', given: pending, does: (w) => w.drop('eng'), events: ['group.deleted eng', 'group.member.removed jane eng', 'mapping.rejected eng>team qa'] },
  { line: 'Approved → Pending (target_deleted)', given: eng('team qa'), does: (w) => w.removeEntity('team qa'), mappings: { eng: ['team ? Pending target_deleted'] },
    events: ['entity.deleted team qa', 'mapping.pending eng>team qa was Approved', 'team.member.removed jane qa'] },
  { line: 'Auto-Approved → Pending (target_deleted)', given: byRule, does: (w) => w.removeEntity('team eng'), mappings: { eng: ['team ? Pending target_deleted'] },
    events: ['entity.deleted team eng', 'mapping.pending eng>team eng was Auto-Approved', 'team.member.removed jane eng'] },
  { line: 'Auto-Approved → Pending (rename)', given: byRule, does: (w) => w.rename('eng', 'ops'), mappings: { eng: ['team ops Pending on hold'] }, at: { jane: 'root / Default / ops' },
    events: ['group.renamed eng>ops', 'entity.renamed team eng>ops', 'mapping.pending ops>team ops was Auto-Approved'] },
  { line: 'Approved stays Approved at a rename', given: eng('team qa'), does: (w) => w.rename('eng', 'ops'), mappings: { eng: ['team ops Approved'] },
    events: ['group.renamed eng>ops', 'entity.renamed team qa>ops'] },
  { line: 'Rejected → Pending (admin)', given: steps(eng('team qa'), (w) => w.reject('eng')), does: (w) => w.reopen('eng'), events: ['mapping.pending eng>team qa was Rejected'],
    mappings: { eng: ['team qa Pending'] }, at: { jane: 'root / Default' } },
  { line: 'Rejected → Approved is no way', given: steps(eng('team qa'), (w) => w.reject('eng')), does: (w) => w.approve('eng'), events: [], refused: 409, mappings: { eng: ['team qa Rejected'] } },
  { line: 'Approved → Approved is no way', given: eng('team qa'), does: (w) => w.approve('eng'), events: [], refused: 409, mappings: { eng: ['team qa Approved'] } },
  { line: 'Auto-Approved → Approved is no way', given: byRule, does: (w) => w.approve('eng'), events: [], refused: 409, mappings: { eng: ['team eng Auto-Approved'] } },
  { line: 'only Rejected is reopened', given: eng('team qa'), does: (w) => w.reopen('eng'), events: [], refused: 409, mappings: { eng: ['team qa Approved'] } },
]

const anyStatus: [status: string, given: Step, group: string, moved: string[], left: string[]][] = [
  ['Pending', pending, 'eng', [], []],
  ['Approved', eng('team qa'), 'eng', ['team.member.removed jane qa', 'team.member.added jane web'], ['team.member.removed jane qa']],
  ['Auto-Approved', steps((w) => w.entity('team eng'), byRule), 'eng', ['team.member.removed jane eng', 'team.member.added jane web'], ['team.member.removed jane eng']],
  ['Rejected', steps(eng('team qa'), (w) => w.reject('eng')), 'eng', [], []],
]
const adminMay: Story[] = [
  ...anyStatus.flatMap(([status, given, group, moved, left]): Story[] => {
    const name = status === 'Auto-Approved' ? 'eng' : 'qa'
    return [
      { line: `retarget: ${status}`, given: steps(given, (w) => w.entity('team web')), does: (w) => w.retarget(group, 'team web'), events: [`mapping.retargeted eng>team web was team ${name}`, ...moved],
        mappings: { eng: [`team web ${status}`] }, at: { jane: moved.length > 0 ? 'root / Default / web' : 'root / Default' } },
      { line: `delete: ${status}`, given, does: (w) => w.unmap(group), events: [`mapping.removed eng>team ${name}`, ...left], mappings: { eng: [] }, at: { jane: 'root / Default' } },
    ]
  }),
  { line: 'retarget to another kind', given: steps(eng('team qa'), (w) => w.entity('pool A')), does: (w) => w.retarget('eng', 'pool A'), mappings: { eng: ['pool A Approved'] }, at: { jane: 'root / A' },
    events: ['mapping.retargeted eng>pool A was team qa', 'concurrency-group.assigned jane Default>A', 'team.member.removed jane qa'] },
  { line: 'retarget of a slot that is held: the holder moves along', given: steps(eng('pool A'), (w) => w.entity('pool B')), does: (w) => w.retarget('eng', 'pool B'), mappings: { eng: ['pool B Approved'] },
    events: ['mapping.retargeted eng>pool B was pool A', 'concurrency-group.assigned jane A>B'], at: { jane: 'root / B' } },
  { line: 'retarget to what it has already: nothing', given: eng('team qa'), does: (w) => w.retarget('eng', 'team qa'), events: [], mappings: { eng: ['team qa Approved'] } },
]

/** Who owns team qa, and whether ops may be mapped to it. */
const owns = (line: string, given: Step, owned: boolean, target: Target = 'team qa'): Story => ({
  line, given: steps(given, (w) => w.group('free', { members: [] })), does: (w) => w.map('free', target, { approve: false }),
  ...(owned ? { events: [], refused: 409, says: /mapped from group \w+ already/ } : { events: [`mapping.created free>${target}`] }),
})
const ownership: Story[] = [
  owns('a Pending mapping owns its entity', pending, true),
  owns('an Approved mapping owns its entity', eng('team qa'), true),
  owns('an Auto-Approved mapping owns its entity', byRule, true, 'team eng'),
  owns('a mapping on hold owns its entity', onHold, true, 'team ops'),
  owns('a Rejected mapping owns nothing', steps(eng('team qa'), (w) => w.reject('eng')), false),
  owns('a deleted mapping owns nothing', steps(eng('team qa'), (w) => w.unmap('eng')), false),
  owns('the mapping of a deleted group owns nothing', steps(eng('team qa'), (w) => w.drop('eng')), false),
  { line: 'a target_deleted mapping owns nothing: the name is free for another entity and group', given: steps(eng('team qa'), (w) => w.removeEntity('team qa'), (w) => w.group('free')), does: (w) => w.map('free', 'team qa'),
    events: ['entity.created team qa', 'mapping.created free>team qa', 'mapping.approved free>team qa'], mappings: { eng: ['team ? Pending target_deleted'], free: ['team qa Approved'] } },
  { line: 'reopened after its entity went to another group: Pending without a target', given: steps(eng('team qa'), (w) => w.reject('eng'), (w) => w.group('free'), (w) => w.map('free', 'team qa')),
    does: (w) => w.reopen('eng'), events: ['mapping.pending eng>team ? was Rejected'], mappings: { eng: ['team ? Pending'], free: ['team qa Approved'] } },
  { line: 'owned: approving with that target is 409 with the owner named', given: steps(org({ a: { to: ['team qa'] }, b: {} }), (w) => w.map('b', 'team', { approve: false })), does: (w) => w.approve('b', 'team qa'),
    events: [], refused: 409, says: /\ba\b/, mappings: { b: ['team ? Pending'] } },
  { line: 'owned: retargeting to it is 409 with the owner named', given: org({ a: { to: ['team qa'] }, b: { to: ['team web'] } }), does: (w) => w.retarget('b', 'team qa'),
    events: [], refused: 409, says: /\ba\b/, mappings: { b: ['team web Approved'] } },
  { line: 'owned: approving without a target an entity of the group\'s name that another group owns is 409', given: steps(org({ a: { to: ['team b'] }, b: {} }), (w) => w.map('b', 'team', { approve: false })),
    does: (w) => w.approve('b'), events: [], refused: 409, says: /\ba\b/, mappings: { b: ['team ? Pending'] } },
]

const defaults: Target[] = ['pool Default', 'sub Root organization']
const limits: Story[] = [
  { line: 'a group without mappings shows Pending', given: eng(), does: async () => undefined, events: [], mappings: { eng: [] }, then: async (w) => {
    const { items } = await w.api.mappings.groups({ sandbox: w.slug, status: 'Pending' })
    expect(items).toEqual([expect.objectContaining({ displayName: 'eng', mappings: [], whyNone: expect.objectContaining({ sentence: expect.stringMatching(/\S/) }) })])
  } },
  { line: 'a Pending mapping may have no entity yet', given: eng(), does: (w) => w.map('eng', 'pool', { approve: false }), events: ['mapping.created eng>pool ?'], mappings: { eng: ['pool ? Pending'] } },
  ...(['pool A', 'sub A'] as const).flatMap((target): Story[] => {
    const [word, other] = [target.slice(0, -2) as 'pool' | 'sub', target.replace('A', 'B') as Target]
    return [
      { line: `at most one ${word} mapping per group`, given: steps(eng(target), (w) => w.entity(other)), does: (w) => w.map('eng', other), events: [], refused: 409, mappings: { eng: [`${target} Approved`] } },
      { line: `at most one ${word} mapping per group: a Pending one counts`, given: steps(eng(), (w) => w.map('eng', word, { approve: false }), (w) => w.entity(other)), does: (w) => w.map('eng', other), events: [], refused: 409 },
      { line: `at most one ${word} mapping per group: by retargeting`, given: steps(eng(target, 'team qa'), (w) => w.entity(other)), does: (w) => w.retarget('eng', other, 'team'), events: [], refused: 409,
        mappings: { eng: [`${target} Approved`, 'team qa Approved'] } },
      { line: `at most one ${word} mapping per group: a Rejected one does not count`, given: steps(eng(target), (w) => w.reject('eng'), (w) => w.entity(other)), does: (w) => w.map('eng', other, { approve: false }),
        events: [`mapping.created eng>${other}`], mappings: { eng: [`${target} Rejected`, `${other} Pending`] } },
    ]
  }),
  { line: 'at most one pool mapping per group: by reopening a Rejected one', given: steps(eng('pool A'), (w) => w.reject('eng'), (w) => w.map('eng', 'pool B')), events: [], refused: 409,
    does: async (w) => w.api.mappings.reopen({ sandbox: w.slug, id: (await w.mapping('eng', 'pool A')).id }), mappings: { eng: ['pool A Rejected', 'pool B Approved'] } },
  { line: 'at most one pool mapping per group: by approving one of another kind as one', given: steps(eng('pool A'), (w) => w.map('eng', 'team', { approve: false }), (w) => w.entity('pool B')), events: [], refused: 409,
    does: (w) => w.approve('eng', 'pool B', 'team'), mappings: { eng: ['pool A Approved', 'team ? Pending'] } },
  { line: 'approving without a target: a sub-organization is never created', given: steps(eng(), (w) => w.map('eng', 'sub', { approve: false })), does: (w) => w.approve('eng'), events: [], refused: 409, mappings: { eng: ['sub ? Pending'] },
    then: async (w) => expect(await w.entities()).toEqual([]) },
  { line: 'several team mappings are fine', given: steps(eng('team qa'), (w) => w.entity('team web')), does: (w) => w.map('eng', 'team web'), at: { jane: 'root / Default / qa+web' },
    events: ['mapping.created eng>team web', 'mapping.approved eng>team web', 'team.member.added jane web'], mappings: { eng: ['team qa Approved', 'team web Approved'] } },
  ...defaults.flatMap((target): Story[] => [
    { line: `${target} cannot be a target: create`, given: eng(), does: (w) => w.map('eng', target, { approve: false }), events: [], refused: 409, mappings: { eng: [] } },
    { line: `${target} cannot be a target: approve`, given: pending, does: (w) => w.approve('eng', target), events: [], refused: 409, mappings: { eng: ['team qa Pending'] } },
    { line: `${target} cannot be a target: retarget`, given: eng('team qa'), does: (w) => w.retarget('eng', target), events: [], refused: 409, mappings: { eng: ['team qa Approved'] } },
  ]),
  { line: 'two changes of an entity at once are refused, both', given: eng('team qa'), events: [], refused: 400, says: /Input validation failed/, mappings: { eng: ['team qa Approved'] },
    does: async (w) => w.api.entities.change({ sandbox: w.slug, id: (await w.entityOf('team qa')).id, name: 'web', allottedConcurrency: 3 }) },
  { line: 'a mapped concurrency group cannot become the default', given: eng('pool A'), events: [], refused: 409, mappings: { eng: ['pool A Approved'] },
    does: async (w) => w.api.entities.change({ sandbox: w.slug, id: (await w.entityOf('pool A')).id, isDefault: true }) },
]

stories('engine §2 states', transitions)
stories('engine §2 an admin may retarget or delete any mapping', adminMay)
stories('engine §2 ownership', ownership)
stories('engine §2 limits', limits)
