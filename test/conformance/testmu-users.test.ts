import { expect } from 'vitest'
import type { EventType } from '../../src-shared/domain/events.ts'
import { CORE_USER, ENTERPRISE_USER, LAMBDATEST_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { table, type Row } from '../support/rows.ts'
import { personBody, type Sandbox } from '../support/sandbox.ts'

const created: EventType[] = ['user.created', 'role.changed', 'concurrency-group.assigned']
const jane = (s: Sandbox) => s.user('jane')
const admin = (s: Sandbox) => s.user('jane', { role: 'Admin' })
const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const numeric = expect.stringMatching(/^\d+$/)
const roleOf = (role: string) => ({ [LAMBDATEST_USER]: { OrganizationRole: role } })
const byUserName = (address: string) => `/Users?filter=${encodeURIComponent(`userName eq "${address}"`)}`

async function otherOrganization(s: Sandbox) {
  const { foreignUsers } = await s.api.settings.addForeignUser({ sandbox: s.slug, address: 'eve@other.test' })
  s.ids.eve = foreignUsers[0]!.id
}

async function ignored(s: Sandbox, method: string, path: string, attribute: string) {
  const { findings } = await s.exchange(method, path)
  expect(findings).toContainEqual(expect.objectContaining({ kind: 'ignored', path: expect.stringContaining(attribute) }))
}

const create: Row[] = [
  {
    line: '§2 id is a numeric string, server-assigned', send: ['POST', '/Users', personBody('jane', undefined, { id: 'mine' })],
    status: 201, body: { id: numeric, userName: 'jane@acme.test', active: true }, events: created,
  },
  {
    line: '§2 userName required', send: ['POST', '/Users', personBody('jane', undefined, { userName: undefined })],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: '§2 userName is a valid e-mail', send: ['POST', '/Users', personBody('jane', undefined, { userName: 'jane' })],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: '§2 userName unique without regard to case', given: jane,
    send: ['POST', '/Users', personBody('jane', undefined, { userName: 'JANE@acme.test' })], status: 409, scimType: 'uniqueness',
    stored: { '/Users/{jane}': { userName: 'jane@acme.test' } },
  },
  {
    line: '§2 POST of a userName that exists: switch update answers 200', switches: { duplicateUser: 'update' }, given: jane,
    send: ['POST', '/Users', personBody('jane', 'Admin')], status: 200, body: { id: '{jane}', ...roleOf('Admin') },
    events: ['user.updated', 'role.changed'], stored: { '/Users/{jane}': roleOf('Admin') },
  },
  {
    line: '§2 active defaults to true when absent on create', send: ['POST', '/Users', personBody('jane', undefined, { active: undefined })],
    status: 201, body: { active: true }, events: created,
  },
  {
    line: '§2 created inactive stays inactive', send: ['POST', '/Users', personBody('jane', undefined, { active: false })],
    status: 201, body: { active: false }, events: created,
  },
  {
    line: '§2 name.givenName required', send: ['POST', '/Users', personBody('jane', undefined, { name: { familyName: 'Doe' } })],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: '§2 name.familyName required', send: ['POST', '/Users', personBody('jane', undefined, { name: { givenName: 'Jane' } })],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: '§2 name.formatted derived when absent', send: ['POST', '/Users', personBody('jane')],
    status: 201, body: { name: { formatted: 'Jane Doe', givenName: 'Jane', familyName: 'Doe' } }, events: created,
  },
  ...(['Admin', 'User', 'Guest'] as const).map((role): Row => ({
    line: `§2 OrganizationRole ${role} stored and effective`, send: ['POST', '/Users', personBody('jane', role)],
    status: 201, body: { schemas: [CORE_USER, LAMBDATEST_USER], ...roleOf(role) }, events: created,
    then: async (s, reply) => expect(await s.role(reply.body.id)).toBe(role),
  })),
  {
    line: '§2 OrganizationRole defaults to User; engine §7 absent from SCIM when never sent', send: ['POST', '/Users', personBody('jane')],
    status: 201, events: created,
    then: async (s, reply) => {
      expect(reply.body).not.toHaveProperty([LAMBDATEST_USER])
      expect(reply.body.schemas).toEqual([CORE_USER])
      expect(await s.role(reply.body.id)).toBe('User')
    },
  },
  {
    line: 'engine §7 switch: OrganizationRole never sent is returned as User', switches: { organizationRoleReturned: 'withDefault' },
    send: ['POST', '/Users', personBody('jane')], status: 201, body: roleOf('User'), events: created,
  },
  ...['admin', 'Owner'].map((role): Row => ({
    line: `§2 invalid role ${role} → 400 invalidValue naming the allowed values`, send: ['POST', '/Users', personBody('jane', role)],
    status: 400, scimType: 'invalidValue', then: (_, reply) => expect(reply.body.detail).toMatch(role === 'admin' ? /Admin/ : /Admin|User|Guest/),
  })),
  {
    line: '§2 LambdatestGroup names an existing concurrency group',
    given: (s) => s.api.entities.create({ sandbox: s.slug, kind: 'concurrencyGroup', name: 'mobile-lab' }),
    send: ['POST', '/Users', personBody('jane', undefined, { schemas: [CORE_USER, LAMBDATEST_USER], [LAMBDATEST_USER]: { LambdatestGroup: 'mobile-lab' } })],
    status: 201, body: { [LAMBDATEST_USER]: { LambdatestGroup: 'mobile-lab' } }, events: created,
    then: (_, reply) => expect(reply.events.at(-1)).toMatchObject({ type: 'concurrency-group.assigned', after: 'mobile-lab' }),
  },
  {
    line: '§2 LambdatestGroup naming no existing group: stored, default group, warning; never auto-created',
    send: ['POST', '/Users', personBody('jane', undefined, { [LAMBDATEST_USER]: { LambdatestGroup: 'nowhere' } })],
    status: 201, body: { [LAMBDATEST_USER]: { LambdatestGroup: 'nowhere' } }, events: created,
    then: async (s, reply) => {
      const { items } = await s.api.entities.list({ sandbox: s.slug, kind: 'concurrencyGroup' })
      expect(items).toHaveLength(1)
      expect(reply.events.at(-1)).toMatchObject({ after: items[0]!.name })
      expect((await s.exchange('POST', '/Users')).findings).toContainEqual(expect.objectContaining({ kind: 'warning' }))
    },
    strict: { status: 400, scimType: 'invalidValue' },
  },
  {
    line: '§2 other core attributes kept as sent and returned, with meta',
    send: ['POST', '/Users', personBody('jane', undefined, { displayName: 'J D', locale: 'en-US', externalId: '00u1', title: 'Tester' })],
    status: 201, events: created,
    body: {
      displayName: 'J D', locale: 'en-US', externalId: '00u1', title: 'Tester', emails: [{ primary: true, value: 'jane@acme.test', type: 'work' }],
      meta: { resourceType: 'User', created: expect.any(String), lastModified: expect.any(String) },
    },
  },
  {
    line: '§2 password never kept, never returned', send: ['POST', '/Users', personBody('jane', undefined, { password: 'S3cret-pass' })],
    status: 201, events: created,
    then: async (s, reply) => {
      expect(reply.text).not.toContain('S3cret-pass')
      expect(JSON.stringify(await s.exchange('POST', '/Users'))).not.toContain('S3cret-pass')
      expect((await s.scim('GET', `/Users/${reply.body.id}`)).text).not.toContain('password')
    },
  },
  {
    line: '§2 password is checked for type', send: ['POST', '/Users', personBody('jane', undefined, { password: 5 })],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: '§2 unknown attributes and extensions kept out, never an error, shown as ignored',
    send: ['POST', '/Users', personBody('jane', undefined, { favouriteColour: 'teal', 'urn:acme:x:2.0:User': { badge: 1 } })],
    status: 201, events: created,
    then: async (s, reply) => {
      expect(reply.text).not.toMatch(/favouriteColour|urn:acme/)
      await ignored(s, 'POST', '/Users', 'favouriteColour')
      await ignored(s, 'POST', '/Users', 'urn:acme:x:2.0:User')
    },
  },
  {
    line: 'engine §7 enterprise extension unknown unless added',
    send: ['POST', '/Users', personBody('jane', undefined, { [ENTERPRISE_USER]: { department: 'QA' } })], status: 201, events: created,
    then: (s, reply) => {
      expect(reply.body).not.toHaveProperty([ENTERPRISE_USER])
      return ignored(s, 'POST', '/Users', ENTERPRISE_USER)
    },
  },
  {
    line: '§9.1 brand macro in the namespace: unknown extension, role stays User',
    send: ['POST', '/Users', personBody('jane', undefined, { 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User': { OrganizationRole: 'Admin' } })],
    status: 201, events: created,
    then: async (s, reply) => {
      expect(await s.role(reply.body.id)).toBe('User')
      await ignored(s, 'POST', '/Users', 'TestMu AI')
    },
  },
  {
    line: 'engine §7 a known extension object is honoured though schemas does not list it',
    send: ['POST', '/Users', personBody('jane', 'Admin', { schemas: [CORE_USER] })], status: 201, body: roleOf('Admin'), events: created,
  },
]

const update: Row[] = [
  {
    line: '§2 PUT may carry only schemas, the extension and active', given: jane,
    send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER, LAMBDATEST_USER], ...roleOf('Admin'), active: true }],
    status: 200, body: { userName: 'jane@acme.test', name: { givenName: 'Jane' }, ...roleOf('Admin') },
    events: ['user.updated', 'role.changed'], stored: { '/Users/{jane}': roleOf('Admin') },
  },
  {
    line: 'engine §7 PUT absent = kept', given: admin, send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER] }],
    status: 200, body: { active: true, ...roleOf('Admin') }, events: [],
  },
  ...[null, ''].map((value): Row => ({
    line: `engine §7 PUT ${JSON.stringify(value)} = cleared`, given: admin,
    send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER, LAMBDATEST_USER], [LAMBDATEST_USER]: { OrganizationRole: value } }],
    status: 200, events: ['user.updated', 'role.changed', 'organization.without-admin'],
    then: async (s, reply) => {
      expect(reply.body).not.toHaveProperty([LAMBDATEST_USER, 'OrganizationRole'])
      expect(await s.role(s.ids.jane!)).toBe('User')
    },
  })),
  {
    line: 'engine §7 PUT present = validated', given: jane, send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER], ...roleOf('owner') }],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: 'engine §7 PUT absent active = kept', given: (s) => s.user('jane', { active: false }),
    send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER, LAMBDATEST_USER], ...roleOf('Guest') }], status: 200, body: { active: false },
    events: ['user.updated', 'role.changed'],
  },
  {
    line: '§2 PUT active:false deactivates', given: jane, send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER], active: false }],
    status: 200, body: { active: false }, events: ['user.deactivated'], stored: { '/Users/{jane}': { active: false } },
  },
  {
    line: '§2 externalId belongs to the client: updatable', given: jane,
    send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER], externalId: '00u2' }], status: 200, body: { externalId: '00u2' },
    events: ['user.updated'], stored: { '/Users/{jane}': { externalId: '00u2' } },
  },
  {
    line: '§2 PUT that changes name: 200, stored value kept, reported as ignored', given: jane,
    send: ['PUT', '/Users/{jane}', personBody('jane', undefined, { name: { givenName: 'Jane', familyName: 'Smith' } })],
    status: 200, body: { name: { familyName: 'Doe' } }, events: [], stored: { '/Users/{jane}': { name: { familyName: 'Doe' } } },
    then: (s) => ignored(s, 'PUT', `/Users/${s.ids.jane}`, 'name'), strict: { status: 400, scimType: 'mutability' },
  },
  {
    line: '§2 PUT that changes userName: kept (lenient) or 400 mutability (strict)', given: jane,
    send: ['PUT', '/Users/{jane}', personBody('jane', undefined, { userName: 'other@acme.test' })],
    status: 200, body: { userName: 'jane@acme.test' }, events: [], then: (s) => ignored(s, 'PUT', `/Users/${s.ids.jane}`, 'userName'),
    strict: { status: 400, scimType: 'mutability', stored: { '/Users/{jane}': { userName: 'jane@acme.test' } } },
  },
  {
    line: '§2 PATCH active by path', given: jane, send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', path: 'active', value: false })],
    status: 200, body: { active: false }, events: ['user.deactivated'], stored: { '/Users/{jane}': { active: false } },
  },
  {
    line: '§2 PATCH without path, as Okta sends it', given: (s) => s.user('jane', { active: false }),
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', value: { active: true } })], status: 200, body: { active: true },
    events: ['user.reactivated'], stored: { '/Users/{jane}': { active: true } },
  },
  {
    line: '§2 PATCH OrganizationRole by fully qualified path', given: jane,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'Replace', path: `${LAMBDATEST_USER}:OrganizationRole`, value: 'Admin' })],
    status: 200, body: roleOf('Admin'), events: ['user.updated', 'role.changed'], stored: { '/Users/{jane}': roleOf('Admin') },
  },
  {
    line: '§2 PATCH LambdatestGroup by fully qualified path',
    given: async (s) => {
      await s.api.entities.create({ sandbox: s.slug, kind: 'concurrencyGroup', name: 'mobile-lab' })
      await jane(s)
    },
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', path: `${LAMBDATEST_USER}:LambdatestGroup`, value: 'mobile-lab' })],
    status: 200, body: { [LAMBDATEST_USER]: { LambdatestGroup: 'mobile-lab' } }, events: ['user.updated', 'concurrency-group.assigned'],
  },
  {
    line: '§2 PATCH role outside the enum', given: jane,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', path: `${LAMBDATEST_USER}:OrganizationRole`, value: 'admin' })],
    status: 400, scimType: 'invalidValue', then: (_, reply) => expect(reply.body.detail).toContain('Admin'),
  },
  {
    line: '§2 explicit unknown PATCH path → 400 invalidPath', given: jane,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', path: 'favouriteColour', value: 'teal' })], status: 400, scimType: 'invalidPath',
  },
  {
    line: 'engine §7 unknown key inside a PATCH value → ignored and reported', given: jane,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', value: { favouriteColour: 'teal', active: false } })],
    status: 200, body: { active: false }, events: ['user.deactivated'], then: (s) => ignored(s, 'PATCH', `/Users/${s.ids.jane}`, 'favouriteColour'),
  },
  {
    line: 'engine §7 known but not updatable PATCH path → 200, ignored (strict: 400 mutability)', given: jane,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', path: 'name.familyName', value: 'Smith' })],
    status: 200, body: { name: { familyName: 'Doe' } }, events: [], then: (s) => ignored(s, 'PATCH', `/Users/${s.ids.jane}`, 'name.familyName'),
    strict: { status: 400, scimType: 'mutability' },
  },
  {
    line: 'engine §7 displayName, emails and locale kept as first sent', given: (s) => s.user('jane', { extra: { displayName: 'J', locale: 'en-US' } }),
    send: ['PUT', '/Users/{jane}', personBody('jane', undefined, { displayName: 'K', locale: 'de-DE', emails: [{ value: 'k@acme.test' }] })],
    status: 200, body: { displayName: 'J', locale: 'en-US', emails: [{ value: 'jane@acme.test' }] }, events: [],
  },
  {
    line: '§4 the last active Admin steps down: warned', given: admin,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', path: `${LAMBDATEST_USER}:OrganizationRole`, value: 'User' })],
    status: 200, events: ['user.updated', 'role.changed', 'organization.without-admin'],
  },
  {
    line: '§4 an inactive Admin is no active Admin: warned', given: admin,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', value: { active: false } })],
    status: 200, events: ['user.deactivated', 'organization.without-admin'],
  },
  {
    line: 'a second identical write fires nothing and leaves the version alone', given: jane,
    send: ['PATCH', '/Users/{jane}', patch({ op: 'replace', value: { active: true } })], status: 200, events: [],
    then: async (s, reply) => expect((await s.scim('GET', `/Users/${s.ids.jane}`)).body.meta).toEqual(reply.body.meta),
  },
  {
    line: '§2 DELETE → 204 and only deactivates; still readable', given: jane, send: ['DELETE', '/Users/{jane}'],
    status: 204, events: ['user.deactivated'], stored: { '/Users/{jane}': { active: false, userName: 'jane@acme.test' } },
  },
  {
    line: '§2 DELETE again: nothing more happens', given: (s) => s.user('jane', { active: false }), send: ['DELETE', '/Users/{jane}'],
    status: 204, events: [],
  },
]

const read: Row[] = [
  {
    line: '§2 userName eq finds', given: jane, send: ['GET', byUserName('JANE@acme.test')], status: 200,
    body: { totalResults: 1, Resources: [{ id: '{jane}' }] },
  },
  {
    line: '§2 zero results → totalResults 0, Resources []', given: jane, send: ['GET', byUserName('nobody@acme.test')], status: 200,
    body: { totalResults: 0, Resources: [] },
  },
  {
    line: '§2 other filters work and are marked as beyond the documentation; strict 400 invalidFilter', given: jane,
    send: ['GET', `/Users?filter=${encodeURIComponent('userName sw "ja"')}`], status: 200, body: { totalResults: 1 },
    then: async (s) => {
      const { findings } = await s.exchange('GET', `/Users?filter=${encodeURIComponent('userName sw "ja"')}`)
      expect(findings).toContainEqual(expect.objectContaining({ kind: 'beyond' }))
    },
    strict: { status: 400, scimType: 'invalidFilter' },
  },
  {
    line: '§2 default page size 20, itemsPerPage the number returned',
    given: async (s) => {
      for (let n = 1; n <= 23; n += 1) await s.user(`user${n}`)
    },
    send: ['GET', '/Users'], status: 200, body: { totalResults: 23, itemsPerPage: 20, startIndex: 1 },
    then: async (s) => {
      expect((await s.scim('GET', '/Users?startIndex=21')).body).toMatchObject({ itemsPerPage: 3, startIndex: 21 })
    },
  },
  { line: '§2 groups is read-only and returned', given: async (s) => { await jane(s); await s.group('eng', { members: ['jane'] }) },
    send: ['GET', '/Users/{jane}'], status: 200, body: { groups: [{ value: '{eng}', display: 'eng' }] } },
]

const foreign: Row[] = ([
  ['get', ['GET', '/Users/{eve}']],
  ['filter', ['GET', byUserName('eve@other.test')]],
  ['put', ['PUT', '/Users/{eve}', { schemas: [CORE_USER], active: false }]],
  ['patch', ['PATCH', '/Users/{eve}', patch({ op: 'replace', value: { active: false } })]],
  ['delete', ['DELETE', '/Users/{eve}']],
  ['post', ['POST', '/Users', { ...personBody('eve'), userName: 'eve@other.test' }]],
] as [string, Row['send']][]).map(([what, sent]) => ({
  line: `§2 a user of a different organization → 400 on ${what}`, given: otherOrganization, send: sent, status: 400,
  // None of the types of RFC 7644 table 9 describes it.
  scimType: undefined,
}))

const invisible: Row[] = [
  { line: 'engine §7 invisible to lists', given: otherOrganization, send: ['GET', '/Users'], status: 200, body: { totalResults: 0 } },
  {
    line: 'engine §7 invisible to other filters', given: otherOrganization,
    send: ['GET', `/Users?filter=${encodeURIComponent('userName sw "eve"')}`], status: 200, body: { totalResults: 0 },
  },
]

table('testmu-provisioning §2 create', create)
table('testmu-provisioning §2 update and delete', update)
table('testmu-provisioning §2 read', read)
table('testmu-provisioning §2 other organizations', [...foreign, ...invisible])
