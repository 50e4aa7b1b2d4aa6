import { expect } from 'vitest'
import { org, steps, type Target, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

const eng = (...to: Target[]) => org({ eng: { members: ['jane'], to } }, ['bob'])
const byRule = steps((w) => w.rule('Prefix: eng', 'team', { priority: 5 }), eng())
const rename = (w: World) => w.rename('eng', 'new')

const same: Story[] = [
  ...(['team qa', 'pool qa', 'sub qa'] as const).map((target): Story => ({
    line: `the same name → nothing at all (${target}, called otherwise)`, given: eng(target), does: (w) => w.rename('eng', 'eng'), events: [], mappings: { eng: [`${target} Approved`] },
  })),
  { line: 'the same name, Auto-Approved, the rule gone → nothing at all', given: steps(byRule, async (w) => {
    const [rule] = await w.api.rules.list({ sandbox: w.slug })
    await w.api.rules.remove({ sandbox: w.slug, id: rule!.id })
  }), does: (w) => w.rename('eng', 'eng'), events: [], mappings: { eng: ['team eng Auto-Approved'] } },
  { line: 'the same name in a PUT → nothing at all', given: eng('team qa'), does: (w) => w.put('eng', ['jane']), events: [], mappings: { eng: ['team qa Approved'] } },
  { line: 'a change of case is a real rename', given: eng('team eng'), does: (w) => w.rename('eng', 'ENG'), events: ['group.renamed eng>ENG', 'entity.renamed team eng>ENG'], at: { jane: 'root / Default / ENG' } },
]

const entities: Story[] = [
  { line: 'entities of Approved team and concurrency mappings are renamed, sub-organizations are not', given: org({ eng: { members: ['jane'], to: ['team qa', 'pool qa', 'sub qa'] } }), does: rename,
    events: ['group.renamed eng>new', 'entity.renamed team qa>new', 'entity.renamed pool qa>new'], mappings: { eng: ['team new Approved', 'pool new Approved', 'sub qa Approved'] } },
  { line: 'entities of Auto-Approved mappings are renamed', given: steps((w) => w.rule('Match All', 'pool'), eng()), does: rename, events: ['group.renamed eng>new', 'entity.renamed pool eng>new'],
    mappings: { eng: ['pool new Auto-Approved'] }, at: { jane: 'root / new' } },
  { line: 'entities of Pending mappings are not', given: steps(eng(), (w) => w.map('eng', 'team qa', { approve: false })), does: rename, events: ['group.renamed eng>new'], mappings: { eng: ['team qa Pending'] } },
  { line: 'entities of Rejected mappings are not', given: steps(eng('team qa'), (w) => w.reject('eng')), does: rename, events: ['group.renamed eng>new'], mappings: { eng: ['team qa Rejected'] } },
  ...(['team', 'pool'] as const).map((kind): Story => ({
    line: `another ${kind} has the name: group renamed, entity keeps its name, rename-blocked, mapping unchanged`, given: steps(eng(`${kind} qa`), (w) => w.entity(`${kind} NEW`)), does: rename,
    events: ['group.renamed eng>new', `entity.rename-blocked ${kind} qa wanted new`], mappings: { eng: [`${kind} qa Approved`] }, at: { jane: kind === 'team' ? 'root / Default / qa' : 'root / qa' },
  })),
  { line: 'rename blocked, Auto-Approved by a rule that still matches: unchanged', given: steps((w) => w.rule('Match All', 'team'), eng(), (w) => w.entity('team new')), does: rename,
    events: ['group.renamed eng>new', 'entity.rename-blocked team eng wanted new'], mappings: { eng: ['team eng Auto-Approved'] }, at: { jane: 'root / Default / eng' } },
  { line: 'the default concurrency group has the name: blocked too', given: eng('pool qa'), does: (w) => w.rename('eng', 'default'), events: ['group.renamed eng>default', 'entity.rename-blocked pool qa wanted default'] },
  { line: 'an entity of another type has the name: not blocked', given: steps(eng('team qa'), (w) => w.entity('pool new')), does: rename, events: ['group.renamed eng>new', 'entity.renamed team qa>new'] },
  { line: 'two teams of one group: the first takes the name, the second is blocked', given: eng('team qa', 'team web'), does: rename,
    events: ['group.renamed eng>new', 'entity.renamed team qa>new', 'entity.rename-blocked team web wanted new'], mappings: { eng: ['team new Approved', 'team web Approved'] } },
]

const held = ['group.renamed eng>new', 'entity.renamed team eng>new', 'mapping.pending new>team new was Auto-Approved']
const holds = { mappings: { eng: ['team new Pending on hold'] }, at: { jane: 'root / Default / new' } }
const rules: Story[] = [
  { line: 'manual Approved never changes, whatever matches', given: steps(eng('team qa'), (w) => w.rule('Match All', 'pool')), does: rename, events: ['group.renamed eng>new', 'entity.renamed team qa>new'],
    mappings: { eng: ['team new Approved'] } },
  { line: 'the same rule: stays Auto-Approved on the same entity', given: byRule, does: (w) => w.rename('eng', 'eng-2'), events: ['group.renamed eng>eng-2', 'entity.renamed team eng>eng-2'],
    mappings: { eng: ['team eng-2 Auto-Approved'] }, at: { jane: 'root / Default / eng-2' } },
  { line: 'another auto-approve rule with the same target type: stays', given: steps(byRule, (w) => w.rule('Prefix: new', 'team')), does: rename, events: held.slice(0, 2), mappings: { eng: ['team new Auto-Approved'] },
    at: { jane: 'root / Default / new' }, then: async (w) => expect((await w.mapping('eng')).why.sentence).toMatch(/Prefix "new"/) },
  { line: 'another auto-approve rule with another target type: Pending on hold, suggestion shown', given: steps(byRule, (w) => w.rule('Prefix: new', 'pool')), does: rename, events: held, ...holds,
    then: async (w) => expect((await w.mapping('eng')).why).toMatchObject({ reason: 'on-hold', sentence: expect.stringMatching(/Prefix "new" → Concurrency Group/) }) },
  { line: 'another rule without Auto Approve: Pending on hold, suggestion shown', given: steps(byRule, (w) => w.rule('Prefix: new', 'team', { auto: false })), does: rename, events: held, ...holds,
    then: async (w) => expect((await w.mapping('eng')).why.sentence).toMatch(/Prefix "new" → Team/) },
  { line: 'a change of case: a case-sensitive rule that matches no more', given: steps((w) => w.rule('Regex: ^eng', 'team'), eng()), does: (w) => w.rename('eng', 'ENG'), mappings: { eng: ['team ENG Pending on hold'] },
    events: ['group.renamed eng>ENG', 'entity.renamed team eng>ENG', 'mapping.pending ENG>team ENG was Auto-Approved'] },
  { line: 'no match: Pending on hold', given: byRule, does: rename, events: held, ...holds },
  { line: 'a group that has a Pending mapping gains none', given: steps(eng(), (w) => w.map('eng', 'team', { approve: false }), (w) => w.rule('Match All', 'pool')), does: rename, events: ['group.renamed eng>new'],
    mappings: { eng: ['team ? Pending'] } },
  { line: 'a group that has a target_deleted mapping gains none', given: steps(eng('team qa'), (w) => w.removeEntity('team qa'), (w) => w.rule('Match All', 'pool')), does: rename, events: ['group.renamed eng>new'],
    mappings: { eng: ['team ? Pending target_deleted'] } },
  { line: 'a group without any mapping gains one', given: steps(eng(), (w) => w.rule('Match All', 'pool')), does: rename, mappings: { eng: ['pool new Auto-Approved'] }, at: { jane: 'root / new' },
    events: ['group.renamed eng>new', 'entity.created pool new 0', 'mapping.auto-approved new>pool new', 'concurrency-group.assigned jane Default>new'] },
  { line: 'a group without any mapping gains a Pending one', given: steps(eng(), (w) => w.rule('Match All', 'team', { auto: false })), does: rename, mappings: { eng: ['team ? Pending'] }, at: { jane: 'root / Default' },
    events: ['group.renamed eng>new', 'mapping.created new>team ?'] },
]

const onHold = steps(byRule, rename)
const poolOnHold = steps((w) => w.rule('Prefix: eng', 'pool', { priority: 5 }), eng(), rename)
const hold: Story[] = [
  { line: 'current assignments stay, whatever is pushed again', given: onHold, does: (w) => w.put('eng', ['jane'], { displayName: 'new' }), events: [], ...holds },
  { line: 'newcomers are not assigned', given: onHold, does: (w) => w.join('eng', 'bob'), events: ['group.member.added bob new'], mappings: holds.mappings, at: { bob: 'root / Default', ...holds.at } },
  { line: 'leavers are unassigned', given: onHold, does: (w) => w.leave('eng', 'jane'), events: ['group.member.removed jane new', 'team.member.removed jane new'], mappings: holds.mappings, at: { jane: 'root / Default' } },
  { line: 'who leaves and comes back is a newcomer', given: onHold, does: async (w) => { await w.leave('eng', 'jane'); await w.join('eng', 'jane') },
    events: ['group.member.removed jane new', 'team.member.removed jane new', 'group.member.added jane new'], at: { jane: 'root / Default' } },
  { line: 'Approve resumes: newcomers are assigned', given: steps(onHold, (w) => w.join('eng', 'bob')), does: (w) => w.approve('eng'), events: ['mapping.approved new>team new', 'team.member.added bob new'],
    mappings: { eng: ['team new Approved'] }, at: { bob: 'root / Default / new', ...holds.at } },
  { line: 'Reject unassigns', given: steps(onHold, (w) => w.join('eng', 'bob')), does: (w) => w.reject('eng'), events: ['mapping.rejected new>team new', 'team.member.removed jane new'],
    mappings: { eng: ['team new Rejected'] }, at: { jane: 'root / Default', bob: 'root / Default' } },
  { line: 'renamed back: still on hold, the entity keeps its name', given: onHold, does: (w) => w.rename('eng', 'eng'), events: ['group.renamed new>eng'], mappings: holds.mappings },
  { line: 'a slot that is held on hold stays held, and conflicts', given: steps(poolOnHold, (w) => w.group('b'), (w) => w.map('b', 'pool B')), does: (w) => w.join('b', 'jane'), at: { jane: 'root / new' },
    events: ['group.member.added jane b', 'conflict.opened Concurrency Group: jane new>pool new | b>pool B'], conflicts: ['Concurrency Group: jane new>pool new | b>pool B'] },
  { line: 'a newcomer of a group on hold claims no slot', given: steps(poolOnHold, (w) => w.group('b'), (w) => w.map('b', 'pool B'), (w) => w.join('b', 'bob')), does: (w) => w.join('eng', 'bob'),
    events: ['group.member.added bob new'], at: { bob: 'root / B' } },
  { line: 'the group on hold is deleted: members leave', given: onHold, does: (w) => w.drop('eng'), at: { jane: 'root / Default' },
    events: ['group.deleted new', 'group.member.removed jane new', 'team.member.removed jane new', 'mapping.rejected new>team new'] },
  { line: 'the entity on hold is deleted: target_deleted', given: onHold, does: (w) => w.removeEntity('team new'), mappings: { eng: ['team ? Pending target_deleted'] }, at: { jane: 'root / Default' },
    events: ['entity.deleted team new', 'mapping.pending new>team new was Pending', 'team.member.removed jane new'] },
]

stories('engine §5.1 the same name', same)
stories('engine §5.2 entities follow', entities)
stories('engine §5.3 rules are evaluated', rules)
stories('engine §5.4 on hold', hold)
