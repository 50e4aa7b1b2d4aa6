import { expect } from 'vitest'
import { CORE_GROUP, CORE_USER, LAMBDATEST_GROUP, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { table, type Row } from '../support/rows.ts'
import { groupBody, type Sandbox } from '../support/sandbox.ts'

const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const rolesPath = `${LAMBDATEST_GROUP}:LambdatestRoles`
const people = async (s: Sandbox) => {
  await s.user('jane')
  await s.user('bob')
  await s.user('mia')
}
const team = async (s: Sandbox) => {
  await people(s)
  await s.group('eng', { members: ['jane', 'bob'] })
}
const members = (...names: string[]) => ({ members: names.map((name) => ({ value: `{${name}}` })) })
const exactly = (...names: string[]) => async (s: Sandbox) => {
  const { body } = await s.scim('GET', `/Groups/${s.ids.eng}`)
  expect((body.members ?? []).map(({ value }) => value).toSorted()).toEqual(names.map((name) => s.ids[name]).toSorted())
}
const put = (extra: object) => ({ schemas: [CORE_GROUP], displayName: 'eng', ...extra })

const create: Row[] = [
  { line: '§3 displayName required', send: ['POST', '/Groups', { schemas: [CORE_GROUP] }], status: 400, scimType: 'invalidValue' },
  {
    line: '§3 POST without members', send: ['POST', '/Groups', groupBody('eng')], status: 201, events: ['group.created'],
    body: { id: expect.stringMatching(/^\d+$/), displayName: 'eng', meta: { resourceType: 'Group', created: expect.any(String), lastModified: expect.any(String), location: expect.stringMatching(/\/Groups\/\d+$/), version: expect.any(String) } },
  },
  {
    line: '§3 members [{value}]; responses add display = the user\'s e-mail', given: people,
    send: ['POST', '/Groups', groupBody('eng', ['{jane}', '{bob}'])], status: 201,
    body: { members: [{ value: '{jane}', display: 'jane@acme.test' }, { value: '{bob}', display: 'bob@acme.test' }] },
    events: ['group.created', 'group.member.added', 'group.member.added'],
  },
  {
    line: '§3 displayName unique → 409 on create', given: (s) => s.group('eng'), send: ['POST', '/Groups', groupBody('eng')],
    status: 409, scimType: 'uniqueness',
  },
  {
    line: 'engine §6 names compare case-insensitively, case kept', given: (s) => s.group('Eng'), send: ['POST', '/Groups', groupBody('eNG')],
    status: 409, scimType: 'uniqueness', stored: { '/Groups/{Eng}': { displayName: 'Eng' } },
  },
  {
    line: '§3 LambdatestRoles applied to all members', given: people, send: ['POST', '/Groups', groupBody('eng', ['{jane}'], ['Admin'])],
    status: 201, body: { [LAMBDATEST_GROUP]: { LambdatestRoles: ['Admin'] } }, events: ['group.created', 'group.member.added', 'role.changed'],
    then: async (s) => expect(await s.role(s.ids.jane!)).toBe('Admin'),
  },
  {
    line: '§3 several roles in one array: the highest counts', given: people,
    send: ['POST', '/Groups', groupBody('eng', ['{jane}'], ['Guest', 'Admin', 'User'])], status: 201,
    events: ['group.created', 'group.member.added', 'role.changed'], then: async (s) => expect(await s.role(s.ids.jane!)).toBe('Admin'),
  },
  {
    line: '§3 a role outside the enum → 400 invalidValue', send: ['POST', '/Groups', groupBody('eng', [], ['admin'])], status: 400,
    scimType: 'invalidValue', then: (_, reply) => expect(reply.body.detail).toContain('Admin'),
  },
  {
    line: '§3 LambdatestRoles is an array', send: ['POST', '/Groups', { ...groupBody('eng'), [LAMBDATEST_GROUP]: { LambdatestRoles: [{ value: 'Admin' }] } }],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: '§3 unknown member id: skipped, the rest applied; strict 400 and nothing applied', given: people,
    send: ['POST', '/Groups', groupBody('eng', ['{jane}', '999999'])], status: 201, body: members('jane'),
    events: ['group.created', 'group.member.added'],
    then: async (s) => expect((await s.exchange('POST', '/Groups')).findings)
      .toContainEqual(expect.objectContaining({ kind: 'skipped', text: expect.stringContaining('999999') })),
    strict: {
      status: 400, scimType: 'invalidValue',
      then: async (s) => expect((await s.scim('GET', '/Groups')).body.totalResults).toBe(0),
    },
  },
  {
    line: 'engine §7 a user of another organization as member = unknown',
    given: async (s) => {
      s.ids.eve = (await s.api.settings.addForeignUser({ sandbox: s.slug, address: 'eve@other.test' })).foreignUsers[0]!.id
    },
    send: ['POST', '/Groups', groupBody('eng', ['{eve}'])], status: 201, events: ['group.created'], strict: { status: 400, scimType: 'invalidValue' },
  },
  {
    line: '§3 duplicate members collapse', given: people, send: ['POST', '/Groups', groupBody('eng', ['{jane}', '{jane}'])], status: 201,
    body: members('jane'), events: ['group.created', 'group.member.added'],
  },
  {
    line: '§3 nested groups → 400', given: (s) => s.group('inner'), send: ['POST', '/Groups', groupBody('eng', ['{inner}'])], status: 400,
    scimType: 'invalidValue',
  },
]

const replace: Row[] = [
  {
    line: '§3 PUT replaces the whole membership', given: team, send: ['PUT', '/Groups/{eng}', put(members('bob', 'mia'))], status: 200,
    events: ['group.member.removed', 'group.member.added'], then: exactly('bob', 'mia'),
  },
  {
    line: '§3 PUT without the group extension keeps the stored roles',
    given: async (s) => {
      await people(s)
      await s.group('eng', { members: ['jane'], roles: ['Admin'] })
    },
    send: ['PUT', '/Groups/{eng}', put(members('jane'))], status: 200, body: { [LAMBDATEST_GROUP]: { LambdatestRoles: ['Admin'] } }, events: [],
  },
  { line: '§3 PUT of the same state: nothing', given: team, send: ['PUT', '/Groups/{eng}', put(members('bob', 'jane'))], status: 200, events: [] },
  { line: '§3 PUT with members [] empties', given: team, send: ['PUT', '/Groups/{eng}', put({ members: [] })], status: 200,
    events: ['group.member.removed', 'group.member.removed'], then: exactly() },
  { line: '§3 PUT renames', given: team, send: ['PUT', '/Groups/{eng}', { ...put(members('jane', 'bob')), displayName: 'platform' }], status: 200,
    body: { displayName: 'platform' }, events: ['group.renamed'], stored: { '/Groups/{eng}': { displayName: 'platform' } } },
  {
    line: '§3 PUT renaming to a name that exists → 409', given: async (s) => { await team(s); await s.group('ops') },
    send: ['PUT', '/Groups/{eng}', { ...put({}), displayName: 'OPS' }], status: 409, scimType: 'uniqueness',
    stored: { '/Groups/{eng}': { displayName: 'eng' } },
  },
]

const change: Row[] = [
  ...['Add', 'add', 'ADD'].map((op): Row => ({
    line: `§3 PATCH ${op} members`, given: team, send: ['PATCH', '/Groups/{eng}', patch({ op, path: 'members', value: [{ value: '{mia}' }] })],
    status: 200, events: ['group.member.added'], then: exactly('jane', 'bob', 'mia'),
  })),
  { line: '§3 PATCH Add of a member who is in: nothing', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'Add', path: 'members', value: [{ value: '{jane}' }] })], status: 200, events: [] },
  {
    line: '§3 PATCH Remove members with a value array', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'Remove', path: 'members', value: [{ value: '{jane}' }] })], status: 200,
    events: ['group.member.removed'], then: exactly('bob'),
  },
  {
    line: '§3 Okta remove members[value eq "id"]', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'remove', path: 'members[value eq "{jane}"]' })], status: 200,
    events: ['group.member.removed'], then: exactly('bob'),
  },
  { line: '§3 PATCH Replace displayName', given: team, send: ['PATCH', '/Groups/{eng}', patch({ op: 'Replace', path: 'displayName', value: 'platform' })],
    status: 200, body: { displayName: 'platform' }, events: ['group.renamed'] },
  {
    line: '§3 rename to a name that exists → 409', given: async (s) => { await team(s); await s.group('ops') },
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'replace', path: 'displayName', value: 'ops' })], status: 409, scimType: 'uniqueness',
  },
  { line: '§3 a rename to the same name is a no-op', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'replace', value: { id: '{eng}', displayName: 'eng' } })], status: 200, events: [],
    then: exactly('jane', 'bob') },
  { line: 'engine §5 a change of case is a real rename', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'replace', value: { id: '{eng}', displayName: 'ENG' } })], status: 200, events: ['group.renamed'] },
  { line: '§3 Okta path-less replace {id, displayName}', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'replace', value: { id: '{eng}', displayName: 'platform' } })], status: 200,
    events: ['group.renamed'], then: exactly('jane', 'bob') },
  { line: '§3 PATCH Replace LambdatestRoles by full path', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'Replace', path: rolesPath, value: ['Admin'] })], status: 200,
    body: { [LAMBDATEST_GROUP]: { LambdatestRoles: ['Admin'] } }, events: ['group.roles.changed', 'role.changed', 'role.changed'] },
  { line: '§3 replace members with the full list', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'replace', path: 'members', value: [{ value: '{bob}' }, { value: '{mia}' }] })], status: 200,
    events: ['group.member.removed', 'group.member.added'], then: exactly('bob', 'mia') },
  { line: '§3 replace members with []', given: team, send: ['PATCH', '/Groups/{eng}', patch({ op: 'replace', path: 'members', value: [] })],
    status: 200, events: ['group.member.removed', 'group.member.removed'], then: exactly() },
  {
    line: '§3 several operations in one request', given: team,
    send: ['PATCH', '/Groups/{eng}', patch(
      { op: 'remove', path: 'members[value eq "{jane}"]' }, { op: 'remove', path: 'members[value eq "{bob}"]' },
      { op: 'add', path: 'members', value: [{ value: '{mia}' }] },
    )],
    status: 200, events: ['group.member.removed', 'group.member.removed', 'group.member.added'], then: exactly('mia'),
  },
  {
    line: '§3 unknown member id in PATCH: skipped; strict 400 and nothing applied', given: team,
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'add', path: 'members', value: [{ value: '{mia}' }, { value: '999999' }] })], status: 200,
    events: ['group.member.added'], then: exactly('jane', 'bob', 'mia'),
    strict: { status: 400, scimType: 'invalidValue', then: exactly('jane', 'bob') },
  },
  {
    line: '§3 nested group in PATCH → 400, all operations or none', given: async (s) => { await team(s); await s.group('inner') },
    send: ['PATCH', '/Groups/{eng}', patch({ op: 'add', path: 'members', value: [{ value: '{mia}' }] }, { op: 'add', path: 'members', value: [{ value: '{inner}' }] })],
    status: 400, scimType: 'invalidValue', then: exactly('jane', 'bob'),
  },
]

const restoreBody = groupBody('eng', ['{mia}'])
const deleted = async (s: Sandbox) => {
  await people(s)
  await s.group('eng', { members: ['jane'], roles: ['Admin'] })
  await s.scim('DELETE', `/Groups/${s.ids.eng}`)
}
const remove: Row[] = [
  {
    line: '§3 DELETE → 204: members unassigned, roles recomputed, GET by id → 404',
    given: async (s) => {
      await people(s)
      await s.group('eng', { members: ['jane'], roles: ['Admin'] })
    },
    send: ['DELETE', '/Groups/{eng}'], status: 204,
    events: ['group.deleted', 'group.member.removed', 'role.changed', 'organization.without-admin'],
    then: async (s) => {
      expect((await s.scim('GET', `/Groups/${s.ids.eng}`)).status).toBe(404)
      expect((await s.scim('GET', '/Groups')).body.totalResults).toBe(0)
      expect((await s.scim('GET', `/Users/${s.ids.jane}`)).body.groups ?? []).toEqual([])
      expect(await s.role(s.ids.jane!)).toBe('User')
    },
  },
  { line: '§3 DELETE of a deleted group → 404', given: deleted, send: ['DELETE', '/Groups/{eng}'], status: 404 },
  { line: '§3 the name of a deleted group is free for a rename', given: async (s) => { await deleted(s); await s.group('ops') },
    send: ['PATCH', '/Groups/{ops}', patch({ op: 'replace', path: 'displayName', value: 'eng' })], status: 200, events: ['group.renamed'] },
  {
    line: '§3 POST of the name restores: same id, 201; members and roles only from the POST', given: deleted, send: ['POST', '/Groups', restoreBody],
    status: 201, body: { id: '{eng}', ...members('mia') }, events: ['group.restored', 'group.member.added'],
    then: async (s, reply) => {
      expect(reply.body).not.toHaveProperty([LAMBDATEST_GROUP])
      await exactly('mia')(s)
    },
  },
  {
    line: 'engine §6 the most recently deleted one is restored',
    given: async (s) => {
      s.ids.first = await s.group('eng')
      await s.group('ops')
      await s.scim('DELETE', `/Groups/${s.ids.first}`)
      await s.scim('PATCH', `/Groups/${s.ids.ops}`, patch({ op: 'replace', path: 'displayName', value: 'eng' }))
      await s.scim('DELETE', `/Groups/${s.ids.ops}`)
    },
    send: ['POST', '/Groups', groupBody('eng')], status: 201, body: { id: '{ops}' }, events: ['group.restored'],
  },
]

const inactive: Row[] = [
  {
    line: 'engine §7 an inactive user keeps membership and role',
    given: async (s) => {
      await s.user('jane')
      await s.group('eng', { members: ['jane'], roles: ['Guest'] })
    },
    send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER], active: false }], status: 200, events: ['user.deactivated'],
    stored: { '/Groups/{eng}': members('jane') }, then: async (s) => expect(await s.role(s.ids.jane!)).toBe('Guest'),
  },
]

table('testmu-provisioning §3 create', create)
table('testmu-provisioning §3 PUT', replace)
table('testmu-provisioning §3 PATCH', change)
table('testmu-provisioning §3, engine §6 delete and restore', remove)
table('engine §7 inactive members', inactive)
