import { expect } from 'vitest'
import type { EventType } from '../../src-shared/domain/events.ts'
import type { Role } from '../../src-shared/domain/roles.ts'
import { CORE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { table, type Row } from '../support/rows.ts'
import type { Sandbox } from '../support/sandbox.ts'

const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const userRole = (role: Role) => patch({ op: 'replace', path: `${LAMBDATEST_USER}:OrganizationRole`, value: role })
const groupRoles = (...roles: Role[]) => patch({ op: 'replace', path: `${LAMBDATEST_GROUP}:LambdatestRoles`, value: roles })
const addJane = patch({ op: 'add', path: 'members', value: [{ value: '{jane}' }] })
const dropJane = patch({ op: 'remove', path: 'members[value eq "{jane}"]' })
const effective = (role: Role) => async (s: Sandbox) => expect(await s.role(s.ids.jane!)).toBe(role)

/** Jane with her own role, in one group per given list of roles; an unrelated Admin keeps the organization staffed. */
function jane(own: Role | undefined, ...groups: Role[][]) {
  return async (s: Sandbox) => {
    await s.user('boss', { role: 'Admin' })
    await s.user('jane', own === undefined ? {} : { role: own })
    for (const [index, roles] of groups.entries()) await s.group(`g${index}`, { members: ['jane'], ...(roles.length > 0 && { roles }) })
  }
}

const effectiveRole: Row[] = [
  { line: '§4 no roles → User', given: jane(undefined), send: ['GET', '/Users/{jane}'], status: 200, then: effective('User') },
  { line: '§4 groups without roles contribute nothing', given: jane('Admin', []), send: ['GET', '/Users/{jane}'], status: 200, then: effective('Admin') },
  { line: '§4 a Guest-only group really gives Guest', given: jane(undefined, ['Guest']), send: ['GET', '/Users/{jane}'], status: 200, then: effective('Guest') },
  { line: '§4 group roles come before OrganizationRole', given: jane('Admin', ['Guest']), send: ['GET', '/Users/{jane}'], status: 200, then: effective('Guest') },
  { line: '§4 the highest over all groups', given: jane('Guest', ['Guest'], ['Admin'], ['User']), send: ['GET', '/Users/{jane}'], status: 200, then: effective('Admin') },
  {
    line: '§4 switch: highest of all sources', switches: { roleCombination: 'highest' }, given: jane('Admin', ['Guest']),
    send: ['GET', '/Users/{jane}'], status: 200, then: effective('Admin'),
  },
  {
    line: 'engine §7 SCIM returns only the stored OrganizationRole', given: jane(undefined, ['Admin']), send: ['GET', '/Users/{jane}'], status: 200,
    then: (_, reply) => expect(reply.text).not.toContain('OrganizationRole'),
  },
]

const recomputed: Row[] = [
  { line: '§10 add member: role recomputed at once', given: async (s) => { await jane(undefined)(s); await s.group('g', { roles: ['Admin'] }) },
    send: ['PATCH', '/Groups/{g}', addJane], status: 200, events: ['group.member.added', 'role.changed'], then: effective('Admin') },
  { line: '§10 remove member: moves down', given: jane(undefined, ['Admin']), send: ['PATCH', '/Groups/{g0}', dropJane], status: 200,
    events: ['group.member.removed', 'role.changed'], then: effective('User') },
  { line: '§10 remove member: another group still gives the role', given: jane(undefined, ['Admin'], ['Admin']), send: ['PATCH', '/Groups/{g0}', dropJane],
    status: 200, events: ['group.member.removed'], then: effective('Admin') },
  { line: '§10 change roles on a group: members recomputed at once', given: jane(undefined, ['Guest']), send: ['PATCH', '/Groups/{g0}', groupRoles('Admin')],
    status: 200, events: ['group.roles.changed', 'role.changed'], then: effective('Admin') },
  { line: '§4 a higher role elsewhere hides the change', given: jane(undefined, ['Guest'], ['Admin']), send: ['PATCH', '/Groups/{g0}', groupRoles('User')],
    status: 200, events: ['group.roles.changed'], then: effective('Admin') },
  { line: '§4 OrganizationRole under a group role changes nothing', given: jane('User', ['Guest']), send: ['PATCH', '/Users/{jane}', userRole('Admin')],
    status: 200, events: ['user.updated'], then: effective('Guest') },
  { line: '§10 delete group: roles recomputed', given: jane('Guest', ['Admin']), send: ['DELETE', '/Groups/{g0}'], status: 204,
    events: ['group.deleted', 'group.member.removed', 'role.changed'], then: effective('Guest') },
  { line: '§4 a group that is deleted and restored counts again', given: async (s) => { await jane(undefined, ['Admin'])(s); await s.scim('DELETE', `/Groups/${s.ids.g0}`) },
    send: ['POST', '/Groups', { displayName: 'g0', schemas: [], members: [{ value: '{jane}' }], [LAMBDATEST_GROUP]: { LambdatestRoles: ['Guest'] } }],
    status: 201, events: ['group.restored', 'group.member.added', 'role.changed'], then: effective('Guest') },
]

const misprinted = { 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User': { OrganizationRole: 'Admin' } }
const bobWith = (extra: object) => ({ schemas: [CORE_USER], userName: 'bob@acme.test', name: { givenName: 'Bob', familyName: 'Doe' }, ...extra })
const starts: EventType[] = ['user.created', 'role.changed', 'concurrency-group.assigned']
const expectDefault = async (s: Sandbox, id: string, said: RegExp) => {
  const { why: told } = await s.api.users.get({ sandbox: s.slug, id })
  expect(told).toMatchObject({ role: 'User', contributors: [{ source: 'default', wins: true, note: expect.stringMatching(said) as string }] })
  expect(told.sentence).toMatch(said)
}

const why: Row[] = [
  {
    line: '§4 why: contributors, winner, what would change it', given: jane('Guest', ['User'], ['Admin']), send: ['GET', '/Users/{jane}'], status: 200,
    then: async (s) => {
      const { why: told } = await s.api.users.get({ sandbox: s.slug, id: s.ids.jane! })
      expect(told).toMatchObject({ role: 'Admin', tag: 'A' })
      expect(told.contributors).toContainEqual(expect.objectContaining({ source: 'group', label: 'g1', role: 'Admin', wins: true }))
      expect(told.contributors).toContainEqual(expect.objectContaining({ source: 'group', label: 'g0', role: 'User', wins: false }))
      expect(told.contributors).toContainEqual(expect.objectContaining({ source: 'attribute', role: 'Guest', wins: false }))
      expect(told.wouldChange.length).toBeGreaterThan(0)
    },
  },
  {
    line: '§4 why: nobody gave a role', given: jane(undefined), send: ['GET', '/Users/{jane}'], status: 200,
    then: async (s) => {
      const { why: told } = await s.api.users.get({ sandbox: s.slug, id: s.ids.jane! })
      expect(told.contributors).toEqual([expect.objectContaining({ source: 'default', role: 'User', wins: true })])
      expect(told.sentence).toMatch(/no role was sent/i)
    },
  },
  ...[
    ['§9.1 under a namespace nobody knows', misprinted, /unknown namespace urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User/],
    ['§9.2 without its namespace', { OrganizationRole: 'Admin' }, /without its namespace/],
  ].map(([line, extra, said]): Row => ({
    line: `§4 why: a role was sent ${line}`, send: ['POST', '/Users', bobWith(extra as object)], status: 201, events: starts,
    then: async (s, reply) => {
      await expectDefault(s, reply.body.id, said as RegExp)
      expect(reply.events.find(({ type }) => type === 'role.changed')).toMatchObject({ reason: expect.stringMatching(said as RegExp) as string })
    },
  })),
  {
    line: '§4 why: the last sync decides what is said', given: async (s) => {
      await s.user('boss', { role: 'Admin' })
      s.ids.bob = (await s.scim('POST', '/Users', bobWith(misprinted))).body.id
    },
    send: ['PUT', '/Users/{bob}', bobWith({})], status: 200, then: (s) => expectDefault(s, s.ids.bob!, /no role was sent/i),
  },
]

const byHand = (role: Role) => async (s: Sandbox) => {
  await jane('User')(s)
  await s.api.users.setRole({ sandbox: s.slug, id: s.ids.jane!, role })
}
const overrides: Row[] = [
  { line: '§4 a role set by hand stands until the next sync', given: byHand('Admin'), send: ['GET', '/Users/{jane}'], status: 200, then: effective('Admin') },
  { line: 'engine §4 any SCIM write on the user is a sync and clears it', given: byHand('Admin'), send: ['PATCH', '/Users/{jane}', userRole('User')],
    status: 200, events: ['user.role.override-cleared', 'role.changed'], then: effective('User') },
  {
    line: 'engine §4 a write on roles that concern the user is a sync',
    given: async (s) => {
      await jane(undefined, ['User'])(s)
      await s.api.users.setRole({ sandbox: s.slug, id: s.ids.jane!, role: 'Admin' })
    },
    send: ['PATCH', '/Groups/{g0}', groupRoles('Guest')], status: 200, events: ['group.roles.changed', 'user.role.override-cleared', 'role.changed'],
    then: effective('Guest'),
  },
  {
    line: 'engine §4 a delta that names others is no sync',
    given: async (s) => {
      await jane(undefined, ['User'])(s)
      await s.user('bob')
      await s.api.users.setRole({ sandbox: s.slug, id: s.ids.jane!, role: 'Admin' })
    },
    send: ['PATCH', '/Groups/{g0}', patch({ op: 'add', path: 'members', value: [{ value: '{bob}' }] })], status: 200,
    events: ['group.member.added'], then: effective('Admin'),
  },
]

table('testmu-provisioning §4 effective role', effectiveRole)
table('testmu-provisioning §4, §10 recomputed', recomputed)
table('testmu-provisioning §4 why', why)
table('engine §4 roles set by hand', overrides)
