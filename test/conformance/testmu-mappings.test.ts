import { expect } from 'vitest'
import { org, steps, type Target, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

const eng = (...to: Target[]) => org({ eng: { members: ['jane'], to } }, ['bob'])

const membership: Story[] = [
  {
    line: 'team: additive, many per user; no conflicts among teams', given: org({ a: { members: ['jane'], to: ['team qa'] }, b: { to: ['team web'] } }),
    does: (w) => w.join('b', 'jane'), events: ['group.member.added jane b', 'team.member.added jane web'], at: { jane: 'root / Default / qa+web' },
  },
  {
    line: 'concurrency group: exclusive, one per user', given: org({ a: { members: ['jane'], to: ['pool A'] }, b: { to: ['pool B'] } }),
    does: (w) => w.join('b', 'jane'), events: ['group.member.added jane b', 'conflict.opened Concurrency Group: jane a>pool A | b>pool B'],
    at: { jane: 'root / A' }, conflicts: ['Concurrency Group: jane a>pool A | b>pool B'],
  },
  {
    line: 'sub-organization: exclusive, one per user', given: org({ a: { members: ['jane'], to: ['sub US'] }, b: { to: ['sub EU'] } }),
    does: (w) => w.join('b', 'jane'), events: ['group.member.added jane b', 'conflict.opened Sub-Organization: jane a>sub US | b>sub EU'],
    at: { jane: 'US / none' }, conflicts: ['Sub-Organization: jane a>sub US | b>sub EU'],
  },
  {
    line: 'team: auto-created by a rule', given: steps(org({}, ['jane']), (w) => w.rule('Prefix: eng-', 'team')), does: (w) => w.push('eng-x', ['jane']),
    events: ['group.created eng-x', 'entity.created team eng-x', 'mapping.auto-approved eng-x>team eng-x', 'group.member.added jane eng-x', 'team.member.added jane eng-x'],
    at: { jane: 'root / Default / eng-x' }, mappings: { 'eng-x': ['team eng-x Auto-Approved'] },
  },
  {
    line: 'concurrency group: auto-created by a rule, with 0 allotted concurrency and a visible warning',
    given: steps(org({}, ['jane']), (w) => w.rule('Prefix: eng-', 'pool')), does: (w) => w.push('eng-x', ['jane']),
    events: [
      'group.created eng-x', 'entity.created pool eng-x 0', 'mapping.auto-approved eng-x>pool eng-x', 'group.member.added jane eng-x',
      'concurrency-group.assigned jane Default>eng-x',
    ],
    at: { jane: 'root / eng-x' }, mappings: { 'eng-x': ['pool eng-x Auto-Approved'] },
    then: async (w) => {
      expect((await w.entityOf('pool eng-x')).allottedConcurrency).toBe(0)
      expect((await w.mapping('eng-x')).warnings).toEqual([expect.stringMatching(/0 allotted concurrency/)])
    },
  },
  {
    line: 'sub-organization: never auto-created by a rule', given: steps(org({}, ['jane']), (w) => w.rule('Prefix: eng-', 'sub')),
    does: (w) => w.push('eng-x', ['jane']), events: ['group.created eng-x', 'mapping.created eng-x>sub ?', 'group.member.added jane eng-x'],
    at: { jane: 'root / Default' }, mappings: { 'eng-x': ['sub ? Pending'] }, then: async (w) => expect(await w.entities()).toEqual([]),
  },
  {
    line: 'team: a member who leaves the group leaves the team, and no other team', given: org({ a: { members: ['jane'], to: ['team qa'] }, b: { members: ['jane'], to: ['team web'] } }),
    does: (w) => w.leave('a', 'jane'), events: ['group.member.removed jane a', 'team.member.removed jane qa'], at: { jane: 'root / Default / web' },
  },
  {
    line: 'concurrency group: a member who leaves goes back to the default concurrency group', given: eng('pool A'), does: (w) => w.leave('eng', 'jane'),
    events: ['group.member.removed jane eng', 'concurrency-group.assigned jane A>Default'], at: { jane: 'root / Default' },
  },
  {
    line: 'sub-organization: a member who leaves goes back to the root organization', given: eng('sub US'), does: (w) => w.leave('eng', 'jane'),
    events: ['group.member.removed jane eng', 'organization.assigned jane US>root', 'concurrency-group.assigned jane none>Default'], at: { jane: 'root / Default' },
  },
  { line: 'team: an IdP rename renames it', given: eng('team qa'), does: (w) => w.rename('eng', 'platform'),
    events: ['group.renamed eng>platform', 'entity.renamed team qa>platform'], at: { jane: 'root / Default / platform' } },
  { line: 'concurrency group: an IdP rename renames it', given: eng('pool qa'), does: (w) => w.rename('eng', 'platform'),
    events: ['group.renamed eng>platform', 'entity.renamed pool qa>platform'], at: { jane: 'root / platform' } },
  { line: 'sub-organization: an IdP rename does not rename it', given: eng('sub US'), does: (w) => w.rename('eng', 'platform'),
    events: ['group.renamed eng>platform'], at: { jane: 'US / none' } },
  ...(['team qa', 'pool QA'] as const).map((target): Story => ({
    line: `sub-org from one SCIM group and ${target.split(' ')[0]} from another: a conflict`, given: org({ a: { members: ['jane'], to: [target] }, s: { to: ['sub US'] } }),
    does: (w) => w.join('s', 'jane'), events: ['group.member.added jane s', `conflict.opened Cross-Type: jane a>${target} | s>sub US`],
    at: { jane: target === 'team qa' ? 'root / Default / qa' : 'root / QA' }, conflicts: [`Cross-Type: jane a>${target} | s>sub US`],
  })),
]

const status: Story[] = [
  {
    line: 'groups and members are stored as soon as they are pushed; without a mapping they go nowhere', given: org({}, ['jane']),
    does: (w) => w.push('eng', ['jane']), events: ['group.created eng', 'group.member.added jane eng'], at: { jane: 'root / Default' }, mappings: { eng: [] },
    then: async (w) => {
      const { items, counts } = await w.api.mappings.groups({ sandbox: w.slug, status: 'Pending' })
      expect(items).toEqual([expect.objectContaining({ displayName: 'eng', members: 1, mappings: [] })])
      expect(counts).toEqual({ Pending: 1, Approved: 0, 'Auto-Approved': 0, Rejected: 0 })
    },
  },
  {
    line: 'Pending: no sync', given: steps(eng(), (w) => w.map('eng', 'team qa', { approve: false })), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng'], at: { bob: 'root / Default', jane: 'root / Default' }, mappings: { eng: ['team qa Pending'] },
  },
  {
    line: 'Pending → Approved by an admin: members synced at once', given: steps(eng(), (w) => w.map('eng', 'team qa', { approve: false })),
    does: (w) => w.approve('eng'), events: ['mapping.approved eng>team qa', 'team.member.added jane qa'], at: { jane: 'root / Default / qa' }, mappings: { eng: ['team qa Approved'] },
  },
  {
    line: 'Rejected: no sync', given: steps(eng('team qa'), (w) => w.reject('eng')), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng'], at: { bob: 'root / Default', jane: 'root / Default' }, mappings: { eng: ['team qa Rejected'] },
  },
  {
    line: 'Approved syncs', given: eng('team qa'), does: (w) => w.join('eng', 'bob'), events: ['group.member.added bob eng', 'team.member.added bob qa'], at: { bob: 'root / Default / qa' },
  },
  {
    line: 'Auto-Approved syncs alike', given: steps((w) => w.rule('Match All', 'team'), eng()), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng', 'team.member.added bob eng'], at: { bob: 'root / Default / eng' }, mappings: { eng: ['team eng Auto-Approved'] },
  },
  {
    line: 'one group may have several mappings', given: eng('team qa', 'pool A'), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob eng', 'concurrency-group.assigned bob Default>A', 'team.member.added bob qa'], at: { bob: 'root / A / qa' },
  },
  {
    line: 'each mapping syncs independently', given: eng('team qa', 'pool A'), does: (w) => w.reject('eng', 'team'),
    events: ['mapping.rejected eng>team qa', 'team.member.removed jane qa'], at: { jane: 'root / A' }, mappings: { eng: ['team qa Rejected', 'pool A Approved'] },
  },
  ...(['team qa', 'pool A', 'sub US'] as const).map((target): Story => ({
    line: `one group per ${target.split(' ')[0]}: a second mapping is 409 with the owner named`, given: org({ eng: { members: ['jane'], to: [target] }, ops: { members: ['jane'] } }),
    does: (w) => w.map('ops', target), events: [], refused: 409, says: /\beng\b/, mappings: { ops: [] },
  })),
  {
    line: 'manual: a Pending group → target type and entity → Approve', given: steps(eng(), (w) => w.entity('pool A')), does: (w) => w.map('eng', 'pool A'),
    events: ['mapping.created eng>pool A', 'mapping.approved eng>pool A', 'concurrency-group.assigned jane Default>A'], at: { jane: 'root / A' }, mappings: { eng: ['pool A Approved'] },
  },
  {
    line: 'manual: a Pending mapping of a rule takes another type and entity on approval', given: steps((w) => w.rule('Match All', 'team', { auto: false }), eng(), (w) => w.entity('sub US')),
    does: (w) => w.approve('eng', 'sub US'),
    events: ['mapping.retargeted eng>sub US was team ?', 'mapping.approved eng>sub US', 'organization.assigned jane root>US', 'concurrency-group.assigned jane Default>none'],
    at: { jane: 'US / none' }, mappings: { eng: ['sub US Approved'] },
  },
  {
    line: 'mappings point at entity ids, not names', given: steps(eng('team qa'), (w) => w.renameEntity('team qa', 'quality'), (w) => w.entity('team qa')),
    does: (w) => w.join('eng', 'bob'), events: ['group.member.added bob eng', 'team.member.added bob quality'], at: { bob: 'root / Default / quality', jane: 'root / Default / quality' },
  },
]

const lost = (target: Target) => steps(eng(target), (w) => w.removeEntity(target))
const gone: Record<string, string[]> = {
  'team qa': ['team.member.removed jane qa'], 'pool A': ['concurrency-group.assigned jane A>Default'],
  'sub US': ['organization.assigned jane US>root', 'concurrency-group.assigned jane none>Default'],
}
const byAdmin: Story[] = [
  ...(['team qa', 'pool A', 'sub US'] as const).map((target): Story => ({
    line: `an admin deletes a mapped ${target.split(' ')[0]}: target_deleted, Pending`, given: eng(target), does: (w) => w.removeEntity(target),
    events: [`entity.deleted ${target}`, `mapping.pending eng>${target} was Approved`, ...gone[target]!], at: { jane: 'root / Default' },
    mappings: { eng: [`${target.split(' ')[0]} ? Pending target_deleted`] },
  })),
  ...([['a member change', (w: World) => w.join('eng', 'bob'), 'group.member.added bob eng'], ['a rename', (w: World) => w.rename('eng', 'new'), 'group.renamed eng>new']] as const).map(([what, does, event]): Story => ({
    line: `target_deleted: no auto-create at ${what}, even if an auto-approve rule matches`, given: steps((w) => w.rule('Match All', 'team'), eng(), (w) => w.removeEntity('team eng')),
    does, events: [event], at: { jane: 'root / Default' }, mappings: { eng: ['team ? Pending target_deleted'] }, then: async (w) => expect(await w.entities()).toEqual([]),
  })),
  {
    line: 'target_deleted: fixed by a new target and Approve', given: steps(lost('team qa'), (w) => w.entity('team web')), does: (w) => w.approve('eng', 'team web'),
    events: ['mapping.retargeted eng>team web was team ?', 'mapping.approved eng>team web', 'team.member.added jane web'], at: { jane: 'root / Default / web' },
    mappings: { eng: ['team web Approved'] },
  },
  {
    line: 'an admin renames an entity: kept over what is no real IdP rename', given: steps(eng('team qa'), (w) => w.renameEntity('team qa', 'quality')),
    does: (w) => w.rename('eng', 'eng'), events: [], at: { jane: 'root / Default / quality' },
  },
  {
    line: 'an admin renames an entity: the next real IdP rename overwrites it', given: steps(eng('team qa'), (w) => w.renameEntity('team qa', 'quality')),
    does: (w) => w.rename('eng', 'platform'), events: ['group.renamed eng>platform', 'entity.renamed team quality>platform'], at: { jane: 'root / Default / platform' },
  },
  { line: 'an admin removes a member from a team: at once', given: eng('team qa'), does: (w) => w.takeOut('jane', 'team qa'),
    events: ['user.assignment.overridden jane removed team qa', 'team.member.removed jane qa'], at: { jane: 'root / Default' } },
  { line: 'an admin removed a member from a team: back at the next IdP sync of that group', given: steps(eng('team qa'), (w) => w.takeOut('jane', 'team qa')),
    does: (w) => w.put('eng', ['jane']), events: ['user.assignment.override-cleared jane team qa', 'team.member.added jane qa'], at: { jane: 'root / Default / qa' } },
  { line: 'an admin assigns an exclusive entity by hand: at once', given: steps(eng('pool A'), (w) => w.entity('pool M')), does: (w) => w.assign('jane', 'pool M'),
    events: ['user.assignment.overridden jane assigned pool M', 'concurrency-group.assigned jane A>M'], at: { jane: 'root / M' } },
  { line: 'an admin assigned an exclusive entity by hand: SCIM overrides at the next sync', given: steps(eng('pool A'), (w) => w.entity('pool M'), (w) => w.assign('jane', 'pool M')),
    does: (w) => w.put('eng', ['jane']), events: ['user.assignment.override-cleared jane pool M', 'concurrency-group.assigned jane M>A'], at: { jane: 'root / A' } },
]

stories('testmu-provisioning §5 membership', membership)
stories('testmu-provisioning §5 status', status)
stories('testmu-provisioning §5 changes by an admin', byAdmin)
