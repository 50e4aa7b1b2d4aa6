import { expect } from 'vitest'
import type { Flag } from '../../src-shared/domain/flags.ts'
import { LAMBDATEST_USER } from '../../src-shared/scim/urns.ts'
import { org, steps, type Target, type World } from '../support/mapped.ts'
import { stories, type Story } from '../support/stories.ts'

type Step = (w: World) => Promise<unknown>
interface Kind { flag: Flag; word: 'team' | 'pool' | 'sub'; target: Target; other: Target; at: string; joined: (user: string) => string[]; left: string[] }
const kinds: Kind[] = [
  { flag: 'teams', word: 'team', target: 'team A', other: 'team B', at: 'root / Default / A', joined: (user) => [`team.member.added ${user} A`], left: ['team.member.removed jane A'] },
  { flag: 'concurrencyGroups', word: 'pool', target: 'pool A', other: 'pool B', at: 'root / A', joined: (user) => [`concurrency-group.assigned ${user} Default>A`], left: ['concurrency-group.assigned jane A>Default'] },
  {
    flag: 'subOrganizations', word: 'sub', target: 'sub A', other: 'sub B', at: 'A / none', left: ['organization.assigned jane A>root', 'concurrency-group.assigned jane none>Default'],
    joined: (user) => [`organization.assigned ${user} root>A`, `concurrency-group.assigned ${user} Default>none`],
  },
]
const off = (flag: Flag): Step => (w) => w.flag(flag, false)
const eng = (...to: Target[]) => org({ eng: { members: ['jane'], to } }, ['bob'])

const typeFlags: Story[] = kinds.flatMap(({ flag, word, target, other, at, joined, left }): Story[] => [
  { line: `${flag} off: nothing changes at once`, given: eng(target), does: off(flag), events: [`setting.changed flag ${flag}`], at: { jane: at }, mappings: { eng: [`${target} Approved`] } },
  { line: `${flag} off: a new mapping of that type is 409`, given: steps(eng(), (w) => w.entity(target), off(flag)), does: (w) => w.map('eng', target, { approve: false }), events: [], refused: 409, mappings: { eng: [] } },
  { line: `${flag} off: an approval of that type is 409`, given: steps(eng(), (w) => w.map('eng', target, { approve: false }), off(flag)), does: (w) => w.approve('eng'), events: [], refused: 409, mappings: { eng: [`${target} Pending`] } },
  { line: `${flag} off: rules give Pending with the reason, and create nothing`, given: steps((w) => w.rule('Match All', word), org({}, ['jane']), off(flag)), does: (w) => w.push('eng', ['jane']), at: { jane: 'root / Default' },
    events: ['group.created eng', `mapping.created eng>${word} ?`, 'group.member.added jane eng'], mappings: { eng: [`${word} ? Pending`] }, then: async (w) => {
      expect(await w.entities()).toEqual([])
      expect((await w.mapping('eng')).why).toMatchObject({ reason: 'flag-off', sentence: expect.stringMatching(/switched off/) })
    } },
  { line: `${flag} off: a newcomer is not assigned`, given: steps(eng(target), off(flag)), does: (w) => w.join('eng', 'bob'), events: ['group.member.added bob eng'], at: { bob: 'root / Default', jane: at } },
  { line: `${flag} off: a leaver stays assigned`, given: steps(eng(target), off(flag)), does: (w) => w.leave('eng', 'jane'), events: ['group.member.removed jane eng'], at: { jane: at } },
  { line: `${flag} off: a deleted group leaves its members assigned`, given: steps(eng(target), off(flag)), does: (w) => w.drop('eng'), events: ['group.deleted eng', 'group.member.removed jane eng', `mapping.rejected eng>${target}`], at: { jane: at } },
  { line: `${flag} on again: newcomers and leavers are reconciled`, given: steps(eng(target), off(flag), (w) => w.join('eng', 'bob'), (w) => w.leave('eng', 'jane')), does: (w) => w.flag(flag, true),
    events: [`setting.changed flag ${flag}`, ...left, ...joined('bob')], at: { bob: at, jane: 'root / Default' } },
  { line: `${flag} off twice: nothing the second time`, given: steps(eng(target), off(flag)), does: off(flag), events: [], at: { jane: at } },
  { line: `${flag} off: an admin deletes the entity: nobody stays in what is gone`, given: steps(eng(target), off(flag)), does: (w) => w.removeEntity(target), at: { jane: 'root / Default' },
    events: [`entity.deleted ${target}`, `mapping.pending eng>${target} was Approved`, ...left], mappings: { eng: [`${word} ? Pending target_deleted`] } },
  ...(word === 'sub' ? [] : [
    { line: `${flag} off: an open Cross-Type conflict stays, and so does the user`, given: org({ a: { members: ['jane'], to: [target] }, s: { members: ['jane'], to: ['sub US'] } }), does: off(flag), events: [`setting.changed flag ${flag}`],
      at: { jane: at }, conflicts: [`Cross-Type: jane a>${target} | s>sub US`] },
    { line: `${flag} off: Keep Current keeps`, given: steps(org({ a: { members: ['jane'], to: [target] }, s: { members: ['jane'], to: ['sub US'] } }), off(flag)), does: (w) => w.answer('keepCurrent', 'jane', 'a', 's'),
      events: [`conflict.resolved Cross-Type: jane a>${target} | s>sub US (keep-current)`], at: { jane: at } },
    { line: `${flag} off and on: an open Cross-Type conflict is as it was`, given: steps(org({ a: { members: ['jane'], to: [target] }, s: { members: ['jane'], to: ['sub US'] } }), off(flag)), does: (w) => w.flag(flag, true),
      events: [`setting.changed flag ${flag}`], at: { jane: at }, conflicts: [`Cross-Type: jane a>${target} | s>sub US`] },
  ] satisfies Story[]),
  ...(word === 'team' ? [] : [
    { line: `${flag} off: an open conflict stays as it is`, given: steps(org({ a: { members: ['jane'], to: [target] }, b: { members: ['jane'], to: [other] } })), does: off(flag), events: [`setting.changed flag ${flag}`], at: { jane: at },
      conflicts: [`${word === 'pool' ? 'Concurrency Group' : 'Sub-Organization'}: jane a>${target} | b>${other}`] },
    { line: `${flag} off: no new conflict; on: it opens`, given: steps(org({ a: { members: ['jane'], to: [target] }, b: { to: [other] } }), off(flag), (w) => w.join('b', 'jane')), does: (w) => w.flag(flag, true), at: { jane: at },
      events: [`setting.changed flag ${flag}`, `conflict.opened ${word === 'pool' ? 'Concurrency Group' : 'Sub-Organization'}: jane a>${target} | b>${other}`],
      conflicts: [`${word === 'pool' ? 'Concurrency Group' : 'Sub-Organization'}: jane a>${target} | b>${other}`] },
  ] satisfies Story[]),
])

const groupProvisioning: Story[] = [
  ...([['create', (w: World) => w.push('ops')], ['update', (w: World) => w.join('eng', 'bob')], ['rename', (w: World) => w.rename('eng', 'new')], ['delete', (w: World) => w.drop('eng')]] as const).map(([what, does]): Story => ({
    line: `Group Provisioning off: ${what} is 403; mappings and assignments are kept`, given: steps(eng('team qa', 'pool A'), off('groupProvisioning')), does, events: [], refused: 403,
    at: { jane: 'root / A / qa', bob: 'root / Default' }, mappings: { eng: ['team qa Approved', 'pool A Approved'] },
  })),
  { line: 'Group Provisioning off: reads are 200', given: steps(eng('team qa'), off('groupProvisioning')), does: (w) => w.scim('GET', `/Groups/${w.ids.eng}`), events: [] },
  { line: 'Group Provisioning on again: resumes', given: steps(eng('team qa'), off('groupProvisioning'), (w) => w.flag('groupProvisioning', true)), does: (w) => w.join('eng', 'bob'), events: ['group.member.added bob eng', 'team.member.added bob qa'] },
]

const named = steps(org({}, ['jane']), (w) => w.entity('pool lab'), (w) => w.userAttribute('jane', 'LambdatestGroup', 'lab'))
const putGroupName = (extension: object | undefined): Step => (w) => w.scim('PUT', `/Users/${w.ids.jane}`, { schemas: [], active: true, ...(extension && { [LAMBDATEST_USER]: extension }) })
const inactive: Story[] = [
  ...[null, ''].map((value): Story => ({ line: `PUT of LambdatestGroup ${JSON.stringify(value)} clears it: the default group`, given: named, does: putGroupName({ LambdatestGroup: value }),
    events: ['user.updated jane', 'concurrency-group.assigned jane lab>Default'], at: { jane: 'root / Default' } })),
  { line: 'PUT without LambdatestGroup keeps it', given: named, does: putGroupName({ OrganizationRole: 'Guest' }), events: ['user.updated jane', 'role.changed jane User>Guest'], at: { jane: 'root / lab' } },
  { line: 'PUT without the extension keeps it', given: named, does: putGroupName(undefined), events: [], at: { jane: 'root / lab' } },
  { line: 'PUT of another LambdatestGroup moves', given: steps(named, (w) => w.entity('pool other')), does: putGroupName({ LambdatestGroup: 'OTHER' }), events: ['user.updated jane', 'concurrency-group.assigned jane lab>other'], at: { jane: 'root / other' } },
  { line: 'deactivated: assignments and role are kept', given: org({ eng: { members: ['jane'], roles: ['Guest'], to: ['team qa', 'pool A'] } }), does: (w) => w.scim('DELETE', `/Users/${w.ids.jane}`), events: ['user.deactivated jane'],
    at: { jane: 'root / A / qa' }, roles: { jane: 'Guest' } },
  { line: 'deactivated: conflicts are kept and shown as inactive', given: org({ a: { members: ['jane'], to: ['pool A'] }, b: { members: ['jane'], to: ['pool B'] } }), does: (w) => w.scim('DELETE', `/Users/${w.ids.jane}`), events: ['user.deactivated jane'],
    at: { jane: 'root / A' }, conflicts: ['Concurrency Group: jane a>pool A | b>pool B'], then: async (w) => expect((await w.api.conflicts.list({ sandbox: w.slug })).items).toMatchObject([{ active: false }]) },
  { line: 'reactivated: as before, without a word about assignments', given: steps(eng('team qa'), (w) => w.scim('DELETE', `/Users/${w.ids.jane}`)), events: ['user.reactivated jane'], at: { jane: 'root / Default / qa' },
    does: (w) => w.scim('PUT', `/Users/${w.ids.jane}`, { schemas: [], active: true }) },
  { line: 'removed from the organization: really gone, entity and cards too', given: org({ a: { members: ['jane'], to: ['pool A', 'team qa'] }, b: { members: ['jane'], to: ['pool B'] } }),
    does: (w) => w.api.users.remove({ sandbox: w.slug, id: w.ids.jane! }), events: ['group.member.removed jane a', 'group.member.removed jane b', 'user.removed jane'],
    then: async (w) => expect([(await w.entityOf('pool A')).members, (await w.entityOf('team qa')).members]).toEqual([0, 0]) },
  { line: 'known in another organization: as a member unknown, so assigned nowhere', given: steps(eng('team qa'), async (w) => {
    const { foreignUsers } = await w.api.settings.addForeignUser({ sandbox: w.slug, address: 'ghost@acme.test' })
    w.ids.ghost = foreignUsers[0]!.id
  }), does: (w) => w.join('eng', 'ghost', 'bob'), events: ['group.member.added bob eng', 'team.member.added bob qa'], at: { bob: 'root / Default / qa' } },
]

const rfc: Story[] = [
  { line: 'the provisioning engine still runs: rule, team, members', given: steps(org({}, ['jane']), (w) => w.rule('Match All', 'team')), does: (w) => w.push('eng', ['jane']), at: { jane: 'root / Default / eng' },
    events: ['group.created eng', 'entity.created team eng', 'mapping.auto-approved eng>team eng', 'group.member.added jane eng', 'team.member.added jane eng'] },
  { line: 'the provisioning engine still runs: conflicts', given: org({ a: { members: ['jane'], to: ['pool A'] }, b: { to: ['pool B'] } }), does: (w) => w.join('b', 'jane'), at: { jane: 'root / A' },
    events: ['group.member.added jane b', 'conflict.opened Concurrency Group: jane a>pool A | b>pool B'], conflicts: ['Concurrency Group: jane a>pool A | b>pool B'] },
  { line: 'displayName not unique: the second group of the name gets Pending, owned by the first', given: steps((w) => w.rule('Match All', 'team'), org({ eng: {} })), events: ['group.created eng', 'mapping.created eng>team ?'],
    does: async (w) => expect((await w.push('eng')).status).toBe(201), mappings: { eng: ['team ? Pending'] } },
  { line: 'a renamed group takes its entity along', given: eng('team qa'), does: (w) => w.rename('eng', 'new'), events: ['group.renamed eng>new', 'entity.renamed team qa>new'], at: { jane: 'root / Default / new' } },
  { line: 'DELETE of a group removes it with its mappings; entities are kept', given: eng('team qa'), does: (w) => w.drop('eng'), at: { jane: 'root / Default' },
    events: ['group.removed eng', 'group.member.removed jane eng', 'team.member.removed jane qa', 'mapping.removed eng>team qa'], then: async (w) => expect(await w.entities()).toEqual(['team qa']) },
  { line: 'a POST of the name of a removed group makes a new one', given: steps((w) => w.rule('Match All', 'team'), org({ eng: {} }), (w) => w.drop('eng')), events: ['group.created eng', 'mapping.auto-approved eng>team eng'], does: async (w) => {
    const before = w.ids.eng
    expect((await w.push('eng')).body.id).not.toBe(before)
  }, mappings: { eng: ['team eng Auto-Approved'] } },
  { line: 'nested groups are stored but not expanded: members of the inner group are not assigned', given: steps(org({ inner: { members: ['jane'] }, outer: { to: ['team qa'] } }, ['bob']), (w) => w.join('outer', 'inner')),
    does: (w) => w.join('inner', 'bob'), events: ['group.member.added bob inner'], at: { jane: 'root / Default', bob: 'root / Default' },
    then: async (w) => expect((await w.scim('GET', `/Groups/${w.ids.outer}`)).body.members).toMatchObject([{ value: w.ids.inner }]) },
  { line: 'DELETE of a user removes them everywhere', given: org({ a: { members: ['jane'], to: ['team qa', 'pool A'] }, b: { members: ['jane'], to: ['pool B'] } }), does: (w) => w.scim('DELETE', `/Users/${w.ids.jane}`),
    events: ['group.member.removed jane a', 'group.member.removed jane b', 'user.removed jane'], then: async (w) => expect([(await w.entityOf('pool A')).members, (await w.entityOf('team qa')).members]).toEqual([0, 0]) },
  { line: 'active:false changes nothing else', given: eng('team qa'), does: (w) => w.scim('PATCH', `/Users/${w.ids.jane}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', value: { active: false } }] }),
    events: ['user.deactivated jane'], at: { jane: 'root / Default / qa' } },
]

stories('engine §8 type flags', typeFlags)
stories('engine §8 Group Provisioning', groupProvisioning)
stories('engine §7 users', inactive)
stories('testmu-provisioning §8, engine §7–8 RFC 7644 profile', rfc, { profile: 'rfc7644' })
