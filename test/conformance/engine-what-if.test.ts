import { afterAll, describe, expect, test } from 'vitest'
import { type Change, changeSchema } from '../../src-shared/api/changes.ts'
import { brief } from '../support/brief.ts'
import { mapped, org, steps, type World } from '../support/mapped.ts'
import { startLab } from '../support/sandbox.ts'
import { refusalOf } from '../support/stories.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

type Step = (w: World) => Promise<unknown>
interface Row {
  line: string
  given: Step
  change: (w: World) => Promise<Change> | Change
  /** The same, as it really happens: by SCIM or the console API. */
  does: Step
  events: string[]
}

const busy = steps(
  (w) => w.user('boss', { role: 'Admin' }), org({ a: { members: ['jane', 'bob'], roles: ['Guest'], to: ['team qa', 'pool A'] }, b: { to: ['pool B', 'team web'] }, free: { members: ['bob'] } }, ['mia']),
)
const conflicted = steps(busy, (w) => w.join('b', 'jane'))
const byRule = steps((w) => w.rule('Prefix: eng', 'team'), org({ eng: { members: ['jane'] } }))
const id = (w: World, name: string) => w.ids[name]!
const mappingId = async (w: World, group: string, kind: 'team' | 'pool' | 'sub') => (await w.mapping(group, kind)).id
const entityId = async (w: World, target: Parameters<World['entityOf']>[0]) => (await w.entityOf(target)).id
const ruleId = async (w: World) => (await w.api.rules.list({ sandbox: w.slug }))[0]!.id
const rule = { type: 'Prefix', pattern: 'ops', kind: 'concurrencyGroup', autoApprove: true, priority: 7 } as const
const card = 'Concurrency Group: jane a>pool A | b>pool B'

const rows: Row[] = [
  { line: 'addMember', given: busy, change: (w) => ({ action: 'addMember', groupId: id(w, 'b'), userId: id(w, 'jane') }), does: (w) => w.join('b', 'jane'),
    events: ['group.member.added jane b', 'team.member.added jane web', `conflict.opened ${card}`] },
  { line: 'removeMember', given: conflicted, change: (w) => ({ action: 'removeMember', groupId: id(w, 'a'), userId: id(w, 'jane') }), does: (w) => w.leave('a', 'jane'),
    events: ['group.member.removed jane a', 'role.changed jane Guest>User', 'concurrency-group.assigned jane A>B', 'team.member.removed jane qa', `conflict.resolved ${card} (auto-resolved)`] },
  { line: 'renameGroup', given: byRule, change: (w) => ({ action: 'renameGroup', groupId: id(w, 'eng'), displayName: 'ops' }), does: (w) => w.rename('eng', 'ops'),
    events: ['group.renamed eng>ops', 'entity.renamed team eng>ops', 'mapping.pending ops>team ops was Auto-Approved'] },
  { line: 'setGroupRoles', given: busy, change: (w) => ({ action: 'setGroupRoles', groupId: id(w, 'a'), roles: ['Admin'] }), does: (w) => w.roles('a', 'Admin'),
    events: ['group.roles.changed a Guest>Admin', 'role.changed jane Guest>Admin', 'role.changed bob Guest>Admin'] },
  { line: 'setGroupRoles, none any more', given: busy, change: (w) => ({ action: 'setGroupRoles', groupId: id(w, 'a'), roles: [] }), does: (w) => w.roles('a'),
    events: ['group.roles.changed a Guest>none', 'role.changed jane Guest>User', 'role.changed bob Guest>User'] },
  { line: 'setGroupRoles, none as before', given: busy, change: (w) => ({ action: 'setGroupRoles', groupId: id(w, 'b'), roles: [] }), does: (w) => w.roles('b'), events: [] },
  { line: 'setGroupRoles, the first', given: busy, change: (w) => ({ action: 'setGroupRoles', groupId: id(w, 'free'), roles: ['Admin'] }), does: (w) => w.roles('free', 'Admin'),
    events: ['group.roles.changed free none>Admin', 'role.changed bob Guest>Admin'] },
  { line: 'deleteGroup', given: conflicted, change: (w) => ({ action: 'deleteGroup', groupId: id(w, 'a') }), does: (w) => w.drop('a'),
    events: [
      'group.deleted a', 'group.member.removed jane a', 'group.member.removed bob a', 'role.changed jane Guest>User', 'concurrency-group.assigned jane A>B', 'team.member.removed jane qa',
      `conflict.resolved ${card} (auto-resolved)`, 'role.changed bob Guest>User', 'concurrency-group.assigned bob A>Default', 'team.member.removed bob qa', 'mapping.rejected a>team qa', 'mapping.rejected a>pool A',
    ] },
  { line: 'pushGroup', given: steps(busy, (w) => w.rule('Match All', 'team')), change: (w) => ({ action: 'pushGroup', displayName: 'new', userIds: [id(w, 'mia')] }), does: (w) => w.push('new', ['mia']),
    events: ['group.created new', 'entity.created team new', 'mapping.auto-approved new>team new', 'group.member.added mia new', 'team.member.added mia new'] },
  { line: 'pushGroup, which restores', given: steps(busy, (w) => w.drop('free')), change: () => ({ action: 'pushGroup', displayName: 'free', userIds: [] }), does: (w) => w.push('free'), events: ['group.restored free'] },
  { line: 'createMapping', given: steps(busy, (w) => w.entity('sub US')), change: async (w) => ({ action: 'createMapping', groupId: id(w, 'free'), kind: 'subOrganization', entityId: await entityId(w, 'sub US'), approve: true }),
    does: (w) => w.map('free', 'sub US'), events: [
      'mapping.created free>sub US', 'mapping.approved free>sub US', 'conflict.opened Cross-Type: bob a>team qa | free>sub US', 'conflict.opened Cross-Type: bob a>pool A | free>sub US',
    ] },
  { line: 'approveMapping', given: steps(busy, (w) => w.map('free', 'team', { approve: false })), change: async (w) => ({ action: 'approveMapping', id: await mappingId(w, 'free', 'team') }), does: (w) => w.approve('free'),
    events: ['entity.created team free', 'mapping.approved free>team free', 'team.member.added bob free'] },
  { line: 'rejectMapping', given: conflicted, change: async (w) => ({ action: 'rejectMapping', id: await mappingId(w, 'a', 'pool') }), does: (w) => w.reject('a', 'pool'),
    events: ['mapping.rejected a>pool A', 'concurrency-group.assigned jane A>B', `conflict.resolved ${card} (auto-resolved)`, 'concurrency-group.assigned bob A>Default'] },
  { line: 'reopenMapping', given: steps(byRule, (w) => w.reject('eng')), change: async (w) => ({ action: 'reopenMapping', id: await mappingId(w, 'eng', 'team') }), does: (w) => w.reopen('eng'), events: ['mapping.pending eng>team eng was Rejected'] },
  { line: 'retargetMapping', given: steps(busy, (w) => w.entity('team new')), change: async (w) => ({ action: 'retargetMapping', id: await mappingId(w, 'a', 'team'), kind: 'team', entityId: await entityId(w, 'team new') }),
    does: (w) => w.retarget('a', 'team new', 'team'),
    events: ['mapping.retargeted a>team new was team qa', 'team.member.removed jane qa', 'team.member.added jane new', 'team.member.removed bob qa', 'team.member.added bob new'] },
  { line: 'removeMapping', given: busy, change: async (w) => ({ action: 'removeMapping', id: await mappingId(w, 'a', 'team') }), does: (w) => w.unmap('a', 'team'),
    events: ['mapping.removed a>team qa', 'team.member.removed jane qa', 'team.member.removed bob qa'] },
  { line: 'createRule', given: busy, change: () => ({ action: 'createRule', rule }), does: (w) => w.api.rules.create({ sandbox: w.slug, ...rule }), events: ['rule.created Prefix "ops" pool'] },
  { line: 'updateRule', given: byRule, change: async (w) => ({ action: 'updateRule', id: await ruleId(w), rule }), does: async (w) => w.api.rules.update({ sandbox: w.slug, id: await ruleId(w), ...rule }), events: ['rule.updated Prefix "ops" pool'] },
  { line: 'removeRule', given: byRule, change: async (w) => ({ action: 'removeRule', id: await ruleId(w) }), does: async (w) => w.api.rules.remove({ sandbox: w.slug, id: await ruleId(w) }), events: ['rule.removed Prefix "eng" team'] },
  ...(() => {
    const reversed = async (w: World) => (await w.api.rules.list({ sandbox: w.slug })).map((each) => each.id).toReversed()
    return [{ line: 'orderRules', given: steps(byRule, (w) => w.rule('Match All', 'pool', { priority: 0 })), change: async (w: World): Promise<Change> => ({ action: 'orderRules', ids: await reversed(w) }),
      does: async (w: World) => w.api.rules.order({ sandbox: w.slug, ids: await reversed(w) }), events: ['rule.updated Match All pool'] }]
  })(),
  { line: 'createEntity', given: steps(busy, (w) => w.userAttribute('mia', 'LambdatestGroup', 'lab')), change: () => ({ action: 'createEntity', kind: 'concurrencyGroup', name: 'lab', allottedConcurrency: 3 }), does: (w) => w.entity('pool lab', 3),
    events: ['entity.created pool lab 3', 'concurrency-group.assigned mia Default>lab'] },
  { line: 'renameEntity', given: steps(busy, (w) => w.userAttribute('mia', 'LambdatestGroup', 'lab')), change: async (w) => ({ action: 'renameEntity', id: await entityId(w, 'pool B'), name: 'lab' }), does: (w) => w.renameEntity('pool B', 'lab'),
    events: ['entity.renamed pool B>lab', 'concurrency-group.assigned mia Default>lab'] },
  { line: 'allotConcurrency', given: busy, change: async (w) => ({ action: 'allotConcurrency', id: await entityId(w, 'pool A'), allottedConcurrency: 5 }),
    does: async (w) => w.api.entities.change({ sandbox: w.slug, id: await entityId(w, 'pool A'), allottedConcurrency: 5 }), events: ['entity.updated pool A'] },
  { line: 'makeDefault', given: steps(org({}, ['jane']), (w) => w.entity('pool M')), change: async (w) => ({ action: 'makeDefault', id: await entityId(w, 'pool M') }),
    does: async (w) => w.api.entities.change({ sandbox: w.slug, id: await entityId(w, 'pool M'), isDefault: true }), events: ['setting.changed defaultConcurrencyGroup', 'concurrency-group.assigned jane Default>M'] },
  { line: 'removeEntity', given: conflicted, change: async (w) => ({ action: 'removeEntity', id: await entityId(w, 'pool A') }), does: (w) => w.removeEntity('pool A'),
    events: ['entity.deleted pool A', 'mapping.pending a>pool A was Approved', 'concurrency-group.assigned jane A>B', `conflict.resolved ${card} (auto-resolved)`, 'concurrency-group.assigned bob A>Default'] },
  { line: 'assignByHand', given: steps(busy, (w) => w.entity('pool M')), change: async (w) => ({ action: 'assignByHand', id: await entityId(w, 'pool M'), userId: id(w, 'jane') }), does: (w) => w.assign('jane', 'pool M'),
    events: ['user.assignment.overridden jane assigned pool M', 'concurrency-group.assigned jane A>M'] },
  { line: 'removeFromTeam', given: busy, change: async (w) => ({ action: 'removeFromTeam', id: await entityId(w, 'team qa'), userId: id(w, 'jane') }), does: (w) => w.takeOut('jane', 'team qa'),
    events: ['user.assignment.overridden jane removed team qa', 'team.member.removed jane qa'] },
  { line: 'answerConflicts', given: conflicted, does: (w) => w.answer('useIncoming', 'jane', 'a', 'b'), events: [`conflict.resolved ${card} (use-incoming)`, 'concurrency-group.assigned jane A>B'],
    change: async (w) => ({ action: 'answerConflicts', answer: 'useIncoming', cards: [{ userId: id(w, 'jane'), current: await mappingId(w, 'a', 'pool'), incoming: await mappingId(w, 'b', 'pool') }] }) },
  { line: 'setFlag', given: steps(busy, (w) => w.flag('teams', false), (w) => w.join('a', 'mia')), change: () => ({ action: 'setFlag', flag: 'teams', on: true }), does: (w) => w.flag('teams', true),
    events: ['setting.changed flag teams', 'team.member.added mia qa'] },
]

const refused: Omit<Row, 'events'>[] = [
  { line: 'an owned entity', given: busy, change: async (w) => ({ action: 'createMapping', groupId: id(w, 'free'), kind: 'team', entityId: await entityId(w, 'team qa'), approve: true }), does: (w) => w.map('free', 'team qa') },
  { line: 'a taken name', given: busy, change: () => ({ action: 'pushGroup', displayName: 'A', userIds: [] }), does: (w) => w.push('A') },
  { line: 'Group Provisioning off', given: steps(busy, (w) => w.flag('groupProvisioning', false)), change: (w) => ({ action: 'deleteGroup', groupId: id(w, 'a') }), does: (w) => w.drop('a') },
  { line: 'a pattern that is none', given: busy, change: () => ({ action: 'createRule', rule: { ...rule, type: 'Regex', pattern: '(' } }), does: (w) => w.rule('Regex: (', 'pool') },
]

describe('engine §9 what-if = the events that then really happen', () => {
  test.each(rows)('$line', async ({ given, change, does, events }) => {
    const w = mapped(await (await lab).sandbox())
    await given(w)
    const asked = await change(w)
    let preview: Awaited<ReturnType<World['api']['changes']['preview']>> | undefined
    expect(await w.during(async () => { preview = await w.api.changes.preview({ sandbox: w.slug, change: asked }) }), 'looking changes nothing').toEqual([])
    expect(preview).toMatchObject({ refusal: null, total: events.length })
    expect(preview!.events.map(({ event }) => brief(event))).toEqual(events)
    expect(await w.happened(() => does(w))).toEqual(preview!.events.map(({ event }) => event))
  })

  test.each(refused)('refused alike: $line', async ({ given, change, does }) => {
    const w = mapped(await (await lab).sandbox())
    await given(w)
    const { refusal, ...rest } = await w.api.changes.preview({ sandbox: w.slug, change: await change(w) })
    expect(rest).toEqual({ total: 0, counts: {}, events: [] })
    expect(await refusalOf(() => does(w))).toEqual({ status: expect.any(Number), message: refusal })
  })

  test('every action has a row', () => {
    const actions = changeSchema.options.map((option) => option.shape.action.value)
    expect([...new Set(rows.map(({ line }) => line.split(',')[0]))].toSorted()).toEqual(actions.toSorted())
  })
})
