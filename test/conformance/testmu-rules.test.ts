import { expect } from 'vitest'
import { org, type RuleText, steps, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

const jane = org({}, ['jane'])
const auto = (name: string, kind: 'team' | 'pool' = 'team') => [
  `group.created ${name}`, `entity.created ${kind} ${name}${kind === 'pool' ? ' 0' : ''}`, `mapping.auto-approved ${name}>${kind} ${name}`,
]

/** A push of a name under one rule: it becomes a team, or stays without a mapping. */
const pushed = (line: string, rule: RuleText, name: string, matches: boolean): Story => ({
  line: `${line}: ${rule} ${matches ? 'matches' : 'does not match'} ${name}`, given: (w) => w.rule(rule, 'team'), does: (w) => w.push(name),
  events: matches ? auto(name) : [`group.created ${name}`], mappings: { [name]: matches ? [`team ${name} Auto-Approved`] : [] },
})
const types: Story[] = [
  pushed('Prefix', 'Prefix: eng-', 'eng-backend', true),
  pushed('Prefix', 'Prefix: eng-', 'eng-frontend', true),
  pushed('Prefix ignores case', 'Prefix: eng-', 'ENG-DevOps', true),
  pushed('Prefix ignores case', 'Prefix: ENG-', 'eng-backend', true),
  pushed('Prefix is a start', 'Prefix: eng-', 'my-eng-team', false),
  pushed('Prefix is no expression', 'Prefix: eng.', 'eng-backend', false),
  pushed('Regex', 'Regex: ^qa-.*-team$', 'qa-mobile-team', true),
  pushed('Regex', 'Regex: ^qa-.*-team$', 'qa-web-team', true),
  pushed('Regex', 'Regex: ^qa-.*-team$', 'qa-web-teams', false),
  pushed('Regex is unanchored', 'Regex: web', 'qa-web-team', true),
  pushed('Regex is case-sensitive', 'Regex: ^qa-', 'QA-web', false),
  pushed('Match All', 'Match All', 'anything at all', true),
]

const vendorTable = steps(
  jane, (w) => w.rule('Prefix: eng-', 'team', { priority: 3 }), (w) => w.rule('Prefix: qa-', 'team', { priority: 2 }),
  (w) => w.rule('Match All', 'pool', { auto: false, priority: 1 }),
)
const order: Story[] = [
  { line: "the vendor's table: eng-backend → auto-approved Team", given: vendorTable, does: (w) => w.push('eng-backend'), events: auto('eng-backend') },
  { line: "the vendor's table: qa-mobile → auto-approved Team", given: vendorTable, does: (w) => w.push('qa-mobile'), events: auto('qa-mobile') },
  { line: "the vendor's table: design-ops → Pending", given: vendorTable, does: (w) => w.push('design-ops', ['jane']),
    events: ['group.created design-ops', 'mapping.created design-ops>pool ?', 'group.member.added jane design-ops'], at: { jane: 'root / Default' },
    mappings: { 'design-ops': ['pool ? Pending'] } },
  { line: 'highest priority number first', given: steps((w) => w.rule('Match All', 'team', { priority: 1 }), (w) => w.rule('Prefix: e', 'pool', { priority: 2 })),
    does: (w) => w.push('eng'), events: auto('eng', 'pool') },
  { line: 'first match wins: a lower rule makes nothing', given: steps((w) => w.rule('Prefix: e', 'team', { priority: 9 }), (w) => w.rule('Match All', 'pool', { priority: 1 })),
    does: (w) => w.push('eng'), events: auto('eng'), mappings: { eng: ['team eng Auto-Approved'] } },
  { line: 'no match → Pending, without a mapping', given: (w) => w.rule('Prefix: qa', 'team'), does: (w) => w.push('eng'), events: ['group.created eng'], mappings: { eng: [] },
    then: async (w) => expect((await w.api.mappings.groups({ sandbox: w.slug, status: 'Pending' })).total).toBe(1) },
  { line: 'ties: the older rule first', given: steps((w) => w.rule('Match All', 'pool', { priority: 5 }), (w) => w.rule('Prefix: e', 'team', { priority: 5 })),
    does: (w) => w.push('eng'), events: auto('eng', 'pool') },
  {
    line: 'the order can be changed', given: steps((w) => w.rule('Match All', 'pool', { priority: 5 }), (w) => w.rule('Prefix: e', 'team', { priority: 1 }), async (w) => {
      const ids = (await w.api.rules.list({ sandbox: w.slug })).map(({ id }) => id)
      await w.api.rules.order({ sandbox: w.slug, ids: ids.toReversed() })
    }),
    does: (w) => w.push('eng'), events: auto('eng'),
  },
  { line: 'a rule without a priority comes last, also after the lowest one', given: (w) => w.rule('Prefix: e', 'pool', { priority: -1_000_000 }), events: ['rule.created Match All team'],
    does: async (w) => w.api.rules.create({ sandbox: w.slug, type: 'Match All', kind: 'team', autoApprove: true }),
    then: async (w) => expect((await w.api.rules.list({ sandbox: w.slug })).map(({ type, priority }) => [type, priority])).toEqual([['Prefix', -1_000_000], ['Match All', -1_000_000]]) },
]

const outcome: Story[] = [
  { line: 'Auto Approve on: create → Auto-Approved → members synced at once', given: steps(jane, (w) => w.rule('Match All', 'team')), does: (w) => w.push('eng', ['jane']),
    events: [...auto('eng'), 'group.member.added jane eng', 'team.member.added jane eng'], at: { jane: 'root / Default / eng' } },
  { line: 'Auto Approve on: find by name, whatever its case', given: steps(jane, (w) => w.entity('team ENG'), (w) => w.rule('Match All', 'team')), does: (w) => w.push('eng', ['jane']),
    events: ['group.created eng', 'mapping.auto-approved eng>team ENG', 'group.member.added jane eng', 'team.member.added jane ENG'], mappings: { eng: ['team ENG Auto-Approved'] } },
  { line: 'the rule picks the type: an entity of another type with the name is left alone', given: steps((w) => w.entity('pool eng'), (w) => w.rule('Match All', 'team')),
    does: (w) => w.push('eng'), events: auto('eng') },
  { line: 'Auto Approve off: a Pending mapping, nothing created, nobody moved', given: steps(jane, (w) => w.rule('Match All', 'team', { auto: false })), does: (w) => w.push('eng', ['jane']),
    events: ['group.created eng', 'mapping.created eng>team ?', 'group.member.added jane eng'], at: { jane: 'root / Default' }, mappings: { eng: ['team ? Pending'] },
    then: async (w) => expect(await w.entities()).toEqual([]) },
  { line: 'Auto Approve off: the admin approves', given: steps(jane, (w) => w.rule('Match All', 'team', { auto: false }), (w) => w.push('eng', ['jane'])), does: (w) => w.approve('eng'),
    events: ['entity.created team eng', 'mapping.approved eng>team eng', 'team.member.added jane eng'], at: { jane: 'root / Default / eng' }, mappings: { eng: ['team eng Approved'] } },
  { line: 'a sub-organization of that name is bound', given: steps(jane, (w) => w.entity('sub US'), (w) => w.rule('Match All', 'sub')), does: (w) => w.push('us', ['jane']),
    events: ['group.created us', 'mapping.auto-approved us>sub US', 'group.member.added jane us', 'organization.assigned jane root>US', 'concurrency-group.assigned jane Default>none'],
    at: { jane: 'US / none' } },
  { line: 'a sub-organization of that name, Auto Approve off: Pending', given: steps(jane, (w) => w.entity('sub US'), (w) => w.rule('Match All', 'sub', { auto: false })), does: (w) => w.push('us', ['jane']),
    events: ['group.created us', 'mapping.created us>sub US', 'group.member.added jane us'], at: { jane: 'root / Default' } },
  { line: 'a sub-organization that does not exist: Pending, and the reason says so', given: (w) => w.rule('Match All', 'sub'), does: (w) => w.push('us'),
    events: ['group.created us', 'mapping.created us>sub ?'], then: async (w) => expect((await w.mapping('us')).why).toMatchObject({ reason: 'no-sub-organization' }) },
  {
    line: 'engine §2 an owned entity: Pending, with the reason owned by X', given: steps(org({ owner: { to: ['team eng'] } }), (w) => w.rule('Match All', 'team')), does: (w) => w.push('eng'),
    events: ['group.created eng', 'mapping.created eng>team ?'], mappings: { eng: ['team ? Pending'], owner: ['team eng Approved'] },
    then: async (w) => expect((await w.mapping('eng')).why).toMatchObject({ reason: 'owned', sentence: expect.stringMatching(/owned by owner/) }),
  },
  { line: 'engine §2 the default concurrency group is never bound: Pending', given: (w) => w.rule('Match All', 'pool'), does: (w) => w.push('default'),
    events: ['group.created default', 'mapping.created default>pool ?'], mappings: { default: ['pool ? Pending'] } },
  { line: 'engine §2 the root organization is never bound: Pending', given: (w) => w.rule('Match All', 'sub'), does: (w) => w.push('root organization'),
    events: ['group.created root organization', 'mapping.created root organization>sub ?'], mappings: { 'root organization': ['sub ? Pending'] } },
]

/** A group that was there before the rule. */
const unmapped = steps(org({ eng: { members: ['jane'], roles: ['User'] } }, ['bob']), (w) => w.rule('Match All', 'team'))
const noRun = (what: string, does: (w: World) => Promise<unknown>, events: string[]): Story => (
  { line: `rules do not run at ${what}`, given: unmapped, does, events, mappings: { eng: [] }, at: { jane: 'root / Default' } }
)
const when: Story[] = [
  noRun('a new member', (w) => w.join('eng', 'bob'), ['group.member.added bob eng']),
  noRun('a member who leaves and comes back', async (w) => { await w.leave('eng', 'jane'); await w.join('eng', 'jane') }, ['group.member.removed jane eng', 'group.member.added jane eng']),
  noRun('a PUT of the same name', (w) => w.put('eng', ['jane', 'bob']), ['group.member.added bob eng']),
  noRun('a rename to the same name', (w) => w.rename('eng', 'eng'), []),
  noRun('a change of roles', (w) => w.roles('eng', 'Guest'), ['group.roles.changed eng User>Guest', 'role.changed jane User>Guest']),
  { line: 'rules run on create', given: steps(jane, (w) => w.rule('Match All', 'team')), does: (w) => w.push('eng'), events: auto('eng') },
  { line: 'rules run on restore', given: steps(unmapped, (w) => w.drop('eng')), does: (w) => w.push('eng', ['jane']),
    events: ['group.restored eng', 'entity.created team eng', 'mapping.auto-approved eng>team eng', 'group.member.added jane eng', 'team.member.added jane eng'], at: { jane: 'root / Default / eng' } },
  { line: 'rules run on a real rename', given: unmapped, does: (w) => w.rename('eng', 'platform'),
    events: ['group.renamed eng>platform', 'entity.created team platform', 'mapping.auto-approved platform>team platform', 'team.member.added jane platform'],
    at: { jane: 'root / Default / platform' } },
  { line: 'rules never overwrite a mapping made by hand', given: steps(org({ eng: { members: ['jane'], to: ['team qa'] } }), (w) => w.rule('Match All', 'pool')), does: (w) => w.rename('eng', 'new'),
    events: ['group.renamed eng>new', 'entity.renamed team qa>new'], mappings: { eng: ['team new Approved'] }, at: { jane: 'root / Default / new' } },
  { line: 'rules never overwrite a Rejected mapping', given: steps(org({ eng: { members: ['jane'], to: ['team qa'] } }), (w) => w.reject('eng'), (w) => w.rule('Match All', 'pool')),
    does: (w) => w.rename('eng', 'new'), events: ['group.renamed eng>new'], mappings: { eng: ['team qa Rejected'] }, at: { jane: 'root / Default' } },
  { line: 'a rule added later changes nothing that exists', given: org({ eng: { members: ['jane'] }, qa: { members: ['jane'], to: ['team qa'] } }), does: (w) => w.rule('Match All', 'pool'),
    events: ['rule.created Match All pool'], mappings: { eng: [], qa: ['team qa Approved'] }, at: { jane: 'root / Default / qa' } },
  {
    line: 'a rule that is changed or removed changes nothing that exists', given: steps((w) => w.rule('Match All', 'team'), org({ eng: { members: ['jane'] } })),
    does: async (w) => {
      const [rule] = await w.api.rules.list({ sandbox: w.slug })
      const { mappings: _, ...given } = rule!
      await w.api.rules.update({ sandbox: w.slug, ...given, kind: 'concurrencyGroup', autoApprove: false })
      await w.api.rules.remove({ sandbox: w.slug, id: given.id })
    },
    events: ['rule.updated Match All pool', 'rule.removed Match All pool'], mappings: { eng: ['team eng Auto-Approved'] }, at: { jane: 'root / Default / eng' },
  },
  {
    line: 'the preview shows what a rule would match, and what comes first; it changes nothing',
    given: steps(org({ 'eng-a': { to: ['team qa'] }, 'eng-b': {}, ops: {} }), (w) => w.rule('Prefix: ENG-B', 'pool', { priority: 9 })),
    does: async (w) => {
      const preview = await w.api.rules.preview({ sandbox: w.slug, type: 'Prefix', pattern: 'eng-', kind: 'team', autoApprove: true, priority: 1 })
      expect(preview).toEqual({ total: 2, groups: [
        { groupId: w.ids['eng-a'], displayName: 'eng-a', decidedBy: 'Prefix "eng-"', decides: true, now: 'Approved' },
        { groupId: w.ids['eng-b'], displayName: 'eng-b', decidedBy: 'Prefix "ENG-B"', decides: false, now: null },
      ] })
    },
    events: [], mappings: { 'eng-b': [] },
  },
]

/** What is refused, and the position (from 1) the answer names. */
const refusals: [pattern: string, position: number][] = [
  ['(', 1], ['qa-(web', 4], ['(qa)-(web', 6], ['qa)', 3], ['qa-[a', 4], ['a[z-a]b[z-a]', 3], ['*a', 1], ['a(?=b)', 2], ['(a)\\1', 4],
  ['a{2,1}', 2], ['a\\', 2],
]
const regex: Story[] = [
  ...refusals.map(([pattern, position]): Story => ({
    line: `an invalid pattern is refused with the position: ${pattern}`, does: (w) => w.rule(`Regex: ${pattern}`, 'team'), events: [], refused: 400,
    says: new RegExp(`position ${position}\\b`), then: async (w) => expect(await w.api.rules.list({ sandbox: w.slug })).toEqual([]),
  })),
  { line: '256 characters are a pattern', does: (w) => w.rule(`Regex: ${'a'.repeat(256)}`, 'team'), events: [`rule.created Regex "${'a'.repeat(256)}" team`] },
  { line: '257 characters are too many', does: (w) => w.rule(`Regex: ${'a'.repeat(257)}`, 'team'), events: [], refused: 400, says: /256/ },
  {
    line: 'linear time: (a+)+$ on a long name', given: (w) => w.rule('Regex: (a+)+$', 'team'), does: (w) => w.push(`${'a'.repeat(900)}!`),
    events: [`group.created ${'a'.repeat(900)}!`],
  },
  {
    line: 'linear time: the rule tester on 100 long names', does: async (w) => {
      const names = Array.from({ length: 100 }, (_, index) => `${'a'.repeat(900)}${index % 2 === 0 ? '!' : ''}`)
      const { problem, results } = await w.api.rules.test({ sandbox: w.slug, type: 'Regex', pattern: '(a+)+$', names })
      expect([problem, results.filter(({ matches }) => matches).length]).toEqual([null, 50])
    },
    events: [],
  },
  {
    line: 'the rule tester names problem and position', does: async (w) => {
      const { problem, results } = await w.api.rules.test({ sandbox: w.slug, type: 'Regex', pattern: 'qa-[a', names: ['qa-a'] })
      expect(problem).toMatch(/position 4/)
      expect(results).toEqual([{ name: 'qa-a', matches: false }])
    },
    events: [],
  },
]

stories('testmu-provisioning §6 types', types)
stories('testmu-provisioning §6 order', order)
stories('testmu-provisioning §6 Auto Approve', outcome)
stories('testmu-provisioning §6 when rules run', when)
stories('testmu-provisioning §6 regular expressions', regex)
