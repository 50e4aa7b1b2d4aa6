import { expect } from 'vitest'
import { org, steps, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

type Step = (w: World) => Promise<unknown>
const staffed: Step = (w) => w.user('boss', { role: 'Admin' })
const full = steps(staffed, org({ eng: { members: ['jane'], roles: ['Admin'], to: ['team qa', 'pool A'] } }, ['bob']))
const dropped = [
  'group.deleted eng', 'group.member.removed jane eng', 'role.changed jane Admin>User', 'concurrency-group.assigned jane A>Default', 'team.member.removed jane qa',
  'mapping.rejected eng>team qa', 'mapping.rejected eng>pool A',
]
const mappingsGone: Story['then'] = async (w) => {
  const { total } = await w.api.mappings.groups({ sandbox: w.slug })
  expect(total).toBe(0)
  await expect(w.api.mappings.ofGroup({ sandbox: w.slug, groupId: w.ids.eng! })).rejects.toMatchObject({ code: 'NOT_FOUND' })
}

const remove: Story[] = [
  { line: 'delete: memberships end, roles recomputed, members unassigned, mappings Rejected', given: full, does: (w) => w.drop('eng'), events: dropped, at: { jane: 'root / Default' }, roles: { jane: 'User' }, then: mappingsGone },
  { line: 'delete: entities are kept', given: full, does: (w) => w.drop('eng'), events: dropped, then: async (w) => expect(await w.entities()).toEqual(['team qa', 'pool A']) },
  { line: 'delete: entities are kept, also those a rule made', given: steps((w) => w.rule('Match All', 'team'), org({ eng: { members: ['jane'] } })), does: (w) => w.drop('eng'),
    events: ['group.deleted eng', 'group.member.removed jane eng', 'team.member.removed jane eng', 'mapping.rejected eng>team eng'], then: async (w) => expect(await w.entities()).toEqual(['team eng']) },
  { line: 'delete: a Rejected mapping is not rejected again', given: steps(org({ eng: { members: ['jane'], to: ['team qa'] } }), (w) => w.reject('eng')), does: (w) => w.drop('eng'), events: ['group.deleted eng', 'group.member.removed jane eng'] },
  { line: 'delete: members are unassigned safely, what another group gives stays', given: org({ a: { members: ['jane'], to: ['team qa'] }, b: { members: ['jane'], to: ['team web', 'pool B'] } }), does: (w) => w.drop('a'),
    events: ['group.deleted a', 'group.member.removed jane a', 'team.member.removed jane qa', 'mapping.rejected a>team qa'], at: { jane: 'root / B / web' } },
  { line: 'delete: conflicts are resolved for the other side', given: org({ a: { members: ['jane'], to: ['pool A'] }, b: { members: ['jane'], to: ['pool B'] } }), does: (w) => w.drop('a'),
    events: ['group.deleted a', 'group.member.removed jane a', 'concurrency-group.assigned jane A>B', 'conflict.resolved Concurrency Group: jane a>pool A | b>pool B (auto-resolved)', 'mapping.rejected a>pool A'], at: { jane: 'root / B' } },
]

const restored = steps(full, (w) => w.drop('eng'))
const restore: Story[] = [
  { line: 'POST of the name of a live group → 409', given: full, does: (w) => w.push('eng'), events: [], refused: 409, mappings: { eng: ['team qa Approved', 'pool A Approved'] } },
  { line: 'names compare case-insensitively: POST of the name in another case → 409', given: full, does: (w) => w.push('ENG'), events: [], refused: 409 },
  { line: 'restore: members and LambdatestRoles only from the POST, archived mappings stay archived', given: restored, does: (w) => w.push('eng', ['bob'], ['Guest']),
    events: ['group.restored eng', 'group.member.added bob eng', 'role.changed bob User>Guest'], mappings: { eng: [] }, at: { jane: 'root / Default', bob: 'root / Default' }, roles: { jane: 'User', bob: 'Guest' } },
  { line: 'restore: members must be pushed again', given: restored, does: (w) => w.push('eng'), events: ['group.restored eng'], at: { jane: 'root / Default' }, roles: { jane: 'User' },
    then: async (w) => expect((await w.scim('GET', `/Groups/${w.ids.eng}`)).body.members ?? []).toEqual([]) },
  { line: 'restore: rules run as on create, and find the entity that was kept', given: steps((w) => w.rule('Match All', 'team'), org({ eng: { members: ['jane'] } }), (w) => w.drop('eng')), does: (w) => w.push('eng', ['jane']),
    events: ['group.restored eng', 'mapping.auto-approved eng>team eng', 'group.member.added jane eng', 'team.member.added jane eng'], mappings: { eng: ['team eng Auto-Approved'] }, at: { jane: 'root / Default / eng' } },
  { line: 'restore: the same id, and the name in the case given', given: restored, events: ['group.restored ENG'], does: async (w) => {
    const id = w.ids.eng
    const reply = await w.push('ENG')
    expect(reply.body).toMatchObject({ id, displayName: 'ENG' })
  } },
  {
    line: 'several soft-deleted groups may share a name; the most recently deleted one is restored, without what the others had',
    given: steps(full, (w) => w.drop('eng'), (w) => w.group('ops'), (w) => w.map('ops', 'team ops'), (w) => w.rename('ops', 'eng'), (w) => w.drop('ops')),
    does: async (w) => expect((await w.push('eng')).body.id).toBe(w.ids.ops), events: ['group.restored eng'], mappings: { eng: [] },
  },
  { line: 'the name of a deleted group is free for a rename', given: steps(restored, (w) => w.group('ops'), (w) => w.map('ops', 'team ops')), does: (w) => w.rename('ops', 'eng'),
    events: ['group.renamed ops>eng', 'entity.renamed team ops>eng'], mappings: { ops: ['team eng Approved'] } },
  { line: 'an archived mapping leaves its entity free', given: restored, does: async (w) => { await w.push('eng', ['jane']); await w.map('eng', 'team qa') }, mappings: { eng: ['team qa Approved'] }, at: { jane: 'root / Default / qa' },
    events: ['group.restored eng', 'group.member.added jane eng', 'mapping.created eng>team qa', 'mapping.approved eng>team qa', 'team.member.added jane qa'] },
]

const byRule = steps((w) => w.rule('Match All', 'team'), org({ eng: { members: ['jane'] } }))
const targetDeleted: Story[] = [
  { line: 'target_deleted survives the deletion of its group', given: steps(byRule, (w) => w.removeEntity('team eng')), does: (w) => w.drop('eng'), events: ['group.deleted eng', 'group.member.removed jane eng'] },
  ...(['get', 'approve', 'reject', 'remove'] as const).map((act): Story => ({
    line: `target_deleted of a deleted group is out of reach until the restore: ${act}`, given: steps(byRule, (w) => w.removeEntity('team eng'), async (w) => { w.ids.mapping = String((await w.mapping('eng')).id) }, (w) => w.drop('eng')),
    does: (w) => w.api.mappings[act]({ sandbox: w.slug, id: Number(w.ids.mapping) }), events: [], refused: 404, says: /Mapping \d+ was not found/,
  })),
  { line: 'target_deleted blocks auto-create for its rule on restore', given: steps(byRule, (w) => w.removeEntity('team eng'), (w) => w.drop('eng')), does: (w) => w.push('eng', ['jane']),
    events: ['group.restored eng', 'group.member.added jane eng'], mappings: { eng: ['team ? Pending target_deleted'] }, at: { jane: 'root / Default' }, then: async (w) => expect(await w.entities()).toEqual([]) },
  { line: 'target_deleted after the restore: fixed by a new target and Approve', given: steps(byRule, (w) => w.removeEntity('team eng'), (w) => w.drop('eng'), (w) => w.push('eng', ['jane']), (w) => w.entity('team web')),
    does: (w) => w.approve('eng', 'team web'), events: ['mapping.retargeted eng>team web was team ?', 'mapping.approved eng>team web', 'team.member.added jane web'], mappings: { eng: ['team web Approved'] }, at: { jane: 'root / Default / web' } },
]

const names: Story[] = [
  ...(['team', 'pool', 'sub'] as const).map((kind): Story => ({ line: `${kind} names compare case-insensitively`, given: (w) => w.entity(`${kind} QA`), does: (w) => w.entity(`${kind} qa`), events: [], refused: 409,
    then: async (w) => expect(await w.entities()).toEqual([`${kind} QA`]) })),
  { line: 'an entity may change the case of its name', given: (w) => w.entity('team QA'), does: (w) => w.renameEntity('team QA', 'qa'), events: ['entity.renamed team QA>qa'] },
  { line: 'a rename by an admin to a taken name → 409', given: steps((w) => w.entity('team QA'), (w) => w.entity('team web')), does: (w) => w.renameEntity('team web', 'qa'), events: [], refused: 409 },
  { line: 'entities of different types may share a name', given: (w) => w.entity('team QA'), does: (w) => w.entity('pool QA'), events: ['entity.created pool QA 0'] },
]

/** Property of engine §6: delete + restore + re-push ends as a fresh push does. */
const rules: Step = steps((w) => w.entity('sub us-east'), (w) => w.rule('Prefix: eng', 'team', { priority: 3 }), (w) => w.rule('Prefix: pool', 'pool', { priority: 2 }), (w) => w.rule('Prefix: us', 'sub', { priority: 1 }), staffed, org({}, ['jane', 'bob']))
const fresh: [name: string, place: string, mapping: string, moves: string[]][] = [
  ['eng-a', 'root / Default / eng-a', 'team eng-a Auto-Approved', ['team.member.added jane eng-a']],
  ['pool-a', 'root / pool-a', 'pool pool-a Auto-Approved', ['concurrency-group.assigned jane Default>pool-a']],
  ['us-east', 'us-east / none', 'sub us-east Auto-Approved', ['organization.assigned jane root>us-east', 'concurrency-group.assigned jane Default>none']],
]
const property: Story[] = fresh.flatMap(([name, place, mapping, moves]): Story[] => {
  const [word] = mapping.split(' ')
  const end: Pick<Story, 'at' | 'roles' | 'mappings' | 'does'> = { does: (w) => w.push(name, ['jane'], ['Admin']), at: { jane: place, bob: 'root / Default' }, roles: { jane: 'Admin' }, mappings: { [name]: [mapping] } }
  const made = word === 'sub' ? [] : [`entity.created ${word} ${name}${word === 'pool' ? ' 0' : ''}`]
  const after = [`mapping.auto-approved ${name}>${word} ${name}`, `group.member.added jane ${name}`, 'role.changed jane User>Admin', ...moves]
  return [
    { line: `a fresh push of ${name}`, given: rules, ...end, events: [`group.created ${name}`, ...made, ...after] },
    { line: `${name} deleted, restored and pushed again ends the same`, given: steps(rules, (w) => w.push(name, ['jane', 'bob'], ['Guest']), (w) => w.drop(name)), ...end, events: [`group.restored ${name}`, ...after] },
  ]
})

stories('engine §6 delete', remove)
stories('engine §6 restore', restore)
stories('engine §6 target_deleted', targetDeleted)
stories('engine §6 names', names)
stories('engine §6 delete + restore + re-push = a fresh push', property)
