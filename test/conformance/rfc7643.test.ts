import { afterAll, describe, expect, test } from 'vitest'
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER, PATCH_OP, RESOURCE_TYPE, SCHEMA, SERVICE_PROVIDER_CONFIG } from '../../src-shared/scim/urns.ts'
import { table } from '../support/rows.ts'
import { personBody, startLab } from '../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())
const fresh = async () => (await lab).sandbox({ profile: 'rfc7644' })
const created = ['user.created', 'role.changed', 'concurrency-group.assigned'] as const
const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const named = (list: unknown, name: string) => (list as { name: string }[]).find((item) => item.name === name) as Record<string, unknown> | undefined

table('RFC 7643 attributes', [
  {
    line: '§2.1 attribute names are case insensitive', send: ['POST', '/Users', { schemas: [CORE_USER], USERNAME: 'jane', Name: { GIVENNAME: 'Jane' } }],
    status: 201, body: { userName: 'jane', name: { givenName: 'Jane' } }, events: [...created],
  },
  {
    line: '§2.3.2 a boolean is true or false', send: ['POST', '/Users', personBody('jane', undefined, { active: 'maybe' })], status: 400,
    scimType: 'invalidValue',
  },
  {
    line: '§2.3 a string is no object', send: ['POST', '/Users', personBody('jane', undefined, { title: { a: 1 } })], status: 400, scimType: 'invalidValue',
  },
  {
    line: '§2.4 a multi-valued attribute is an array', send: ['POST', '/Users', personBody('jane', undefined, { phoneNumbers: 'tel:1' })],
    status: 400, scimType: 'invalidValue', strictness: 'strict',
  },
  {
    line: '§2.5 null and the empty array are unassigned', given: (s) => s.user('jane', { extra: { nickName: 'JJ' } }),
    send: ['PUT', '/Users/{jane}', personBody('jane', undefined, { nickName: null, phoneNumbers: [] })], status: 200, events: ['user.updated'],
    then: (_, reply) => {
      expect(reply.body).not.toHaveProperty('nickName')
      expect(reply.body).not.toHaveProperty('phoneNumbers')
    },
  },
  {
    line: '§3 schemas must be known: an unknown base schema → 400', send: ['POST', '/Users', { schemas: ['urn:nope'], userName: 'jane' }],
    status: 400, scimType: 'invalidSyntax', strictness: 'strict',
  },
  {
    line: '§3.1 id and meta of the client are ignored',
    send: ['POST', '/Users', personBody('jane', undefined, { id: 'mine', meta: { created: '2000-01-01T00:00:00Z' } })], status: 201, events: [...created],
    then: (_, reply) => {
      expect(reply.body.id).not.toBe('mine')
      expect(reply.body.meta.created).not.toMatch(/^2000/)
    },
  },
  {
    line: '§3.1 externalId is kept as sent', send: ['POST', '/Users', personBody('jane', undefined, { externalId: 'AbC-1' })], status: 201,
    body: { externalId: 'AbC-1' }, events: [...created],
  },
  {
    line: '§3.1 meta: resourceType, created, lastModified as DateTime, location, version', send: ['POST', '/Users', personBody('jane')], status: 201,
    events: [...created], body: {
      meta: {
        resourceType: 'User', created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/), lastModified: expect.any(String),
        location: expect.stringMatching(/^http/), version: expect.stringMatching(/^(W\/)?".+"$/),
      },
    },
  },
  { line: '§4.1.1 userName is required', send: ['POST', '/Users', { schemas: [CORE_USER], name: { givenName: 'x' } }], status: 400, scimType: 'invalidValue' },
  { line: '§4.1.1 userName must not be empty', send: ['POST', '/Users', { schemas: [CORE_USER], userName: '' }], status: 400, scimType: 'invalidValue' },
  { line: '§4.1.1 password is never returned', send: ['POST', '/Users', personBody('jane', undefined, { password: 't1meMa$heen' })], status: 201,
    events: [...created], then: (_, reply) => expect(reply.text).not.toContain('t1meMa$heen') },
  { line: '§4.1.2 groups is read-only', given: (s) => s.group('eng'), send: ['POST', '/Users', personBody('jane', undefined, { groups: [{ value: '{eng}' }] })],
    status: 201, events: [...created], then: async (s) => expect((await s.scim('GET', `/Groups/${s.ids.eng}`)).body.members ?? []).toEqual([]) },
  { line: '§4.2 displayName of a Group is required', send: ['POST', '/Groups', { schemas: [CORE_GROUP] }], status: 400, scimType: 'invalidValue' },
  {
    line: '§4.3 the enterprise extension is stored and returned under its URN',
    send: ['POST', '/Users', personBody('jane', undefined, { schemas: [CORE_USER, ENTERPRISE_USER], [ENTERPRISE_USER]: { department: 'QA', manager: { value: '26118915' } } })],
    status: 201, body: { schemas: [CORE_USER, ENTERPRISE_USER], [ENTERPRISE_USER]: { department: 'QA', manager: { value: '26118915' } } }, events: [...created],
  },
  {
    line: '§4.3 extension attributes are filtered by URN path', given: (s) => s.user('jane', { extra: { [ENTERPRISE_USER]: { department: 'QA' } } }),
    send: ['GET', `/Users?filter=${encodeURIComponent(`${ENTERPRISE_USER}:department eq "qa"`)}`], status: 200, body: { totalResults: 1 },
  },
  {
    line: '§4.3 extension attributes are patched by URN path', given: (s) => s.user('jane'),
    send: ['PATCH', '/Users/{jane}', patch({ op: 'add', path: `${ENTERPRISE_USER}:department`, value: 'QA' })], status: 200,
    body: { schemas: [CORE_USER, ENTERPRISE_USER], [ENTERPRISE_USER]: { department: 'QA' } }, events: ['user.updated'],
  },
], { profile: 'rfc7644' })

describe('RFC 7643 §5–7 discovery', () => {
  test('§5 ServiceProviderConfig has every feature', async () => {
    const { status, body } = await (await fresh()).scim('GET', '/ServiceProviderConfig')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      schemas: [SERVICE_PROVIDER_CONFIG], patch: { supported: true }, bulk: { supported: true, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
      filter: { supported: true, maxResults: expect.any(Number) }, changePassword: { supported: expect.any(Boolean) }, sort: { supported: true },
      etag: { supported: true }, authenticationSchemes: [expect.objectContaining({ type: 'oauthbearertoken', name: expect.any(String), description: expect.any(String) })],
      meta: { resourceType: 'ServiceProviderConfig', location: expect.stringMatching(/\/ServiceProviderConfig$/) },
    })
  })

  test('§6 ResourceTypes: list, and each by name', async () => {
    const s = await fresh()
    const { body } = await s.scim('GET', '/ResourceTypes')
    expect(body.Resources.map(({ name }) => name)).toEqual(expect.arrayContaining(['User', 'Group']))
    expect(body.totalResults).toBe(body.Resources.length)
    const one = await s.scim('GET', '/ResourceTypes/User')
    expect(one.body).toMatchObject({
      schemas: [RESOURCE_TYPE], name: 'User', endpoint: '/Users', schema: CORE_USER, schemaExtensions: [{ schema: ENTERPRISE_USER, required: false }],
      meta: { resourceType: 'ResourceType', location: `${s.baseUrl}/ResourceTypes/User` },
    })
    expect((await s.scim('GET', '/ResourceTypes/Nope')).status).toBe(404)
  })

  test('§7 Schemas: list, and each by URN', async () => {
    const s = await fresh()
    const { body } = await s.scim('GET', '/Schemas')
    expect(body.Resources.map(({ id }) => id)).toEqual(expect.arrayContaining([CORE_USER, CORE_GROUP, ENTERPRISE_USER]))
    const one = await s.scim('GET', `/Schemas/${CORE_USER}`)
    expect(one.body).toMatchObject({ id: CORE_USER, name: 'User', meta: { resourceType: 'Schema', location: `${s.baseUrl}/Schemas/${CORE_USER}` } })
    if (one.body.schemas) expect(one.body.schemas).toEqual([SCHEMA])
    expect(named(one.body.attributes, 'userName')).toMatchObject({
      type: 'string', multiValued: false, required: true, caseExact: false, mutability: 'readWrite', returned: 'default', uniqueness: 'server',
    })
    expect(named(one.body.attributes, 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' })
    expect(named(named(one.body.attributes, 'emails')!.subAttributes, 'primary')).toMatchObject({ type: 'boolean' })
    expect((await s.scim('GET', '/Schemas/urn:nope')).status).toBe(404)
  })

  test('RFC 7644 §4 discovery is read-only', async () => {
    const s = await fresh()
    for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig']) {
      expect([404, 405, 501]).toContain((await s.scim('POST', path, { schemas: [] })).status)
    }
  })
})

const gadget = {
  id: 'urn:acme:params:scim:schemas:core:2.0:Device', name: 'Device', description: 'A device',
  attributes: [
    { name: 'serial', required: true, caseExact: true, uniqueness: 'server' as const },
    { name: 'kind', canonicalValues: ['robot', 'sensor'] },
    { name: 'weight', type: 'decimal' as const },
    { name: 'secret', mutability: 'writeOnly' as const, returned: 'never' as const },
    { name: 'note', returned: 'request' as const },
    { name: 'code', returned: 'always' as const },
    { name: 'made', mutability: 'immutable' as const },
    { name: 'parts', multiValued: true, type: 'complex' as const, subAttributes: [{ name: 'value' }, { name: 'type' }, { name: 'primary', type: 'boolean' as const }] },
  ],
}
const extension = { id: 'urn:acme:params:scim:schemas:extension:fleet:2.0:Device', name: 'Fleet', attributes: [{ name: 'site' }, { name: 'slot', type: 'integer' as const }] }

async function withDevices() {
  const s = await fresh()
  await s.api.schemas.create({ sandbox: s.slug, ...gadget })
  await s.api.schemas.create({ sandbox: s.slug, ...extension })
  await s.api.resourceTypes.create({
    sandbox: s.slug, name: 'Device', endpoint: '/Devices', schema: gadget.id, schemaExtensions: [{ schema: extension.id, required: false }],
  })
  return s
}
const device = (serial: string, extra: object = {}) => ({ schemas: [gadget.id, extension.id], serial, [extension.id]: { site: 'Oslo', slot: 4 }, ...extra })

describe('a custom resource type with a custom extension gets the whole protocol', () => {
  test('discovery shows both at once', async () => {
    const s = await withDevices()
    expect((await s.scim('GET', '/ResourceTypes/Device')).body).toMatchObject({ endpoint: '/Devices', schema: gadget.id })
    expect((await s.scim('GET', `/Schemas/${extension.id}`)).body).toMatchObject({ id: extension.id })
    expect((await s.scim('GET', '/Schemas')).body.Resources.map(({ id }) => id)).toEqual(expect.arrayContaining([gadget.id, extension.id]))
  })

  test('create, read, list, filter, sort, PUT, PATCH, DELETE, search, bulk', async () => {
    const s = await withDevices()
    const made = await s.scim('POST', '/Devices', device('S1', { kind: 'robot', weight: 1.5, parts: [{ value: 'arm', type: 'left' }] }))
    expect(made.status, made.text).toBe(201)
    expect(made.effects).toEqual(['resource.created'])
    expect(made.body).toMatchObject({ serial: 'S1', weight: 1.5, [extension.id]: { site: 'Oslo', slot: 4 }, meta: { resourceType: 'Device' } })
    expect(made.headers.location).toBe(`${s.baseUrl}/Devices/${made.body.id}`)
    const at = `/Devices/${made.body.id}`
    expect((await s.scim('POST', '/Devices', device('S1')))).toMatchObject({ status: 409, body: { scimType: 'uniqueness' }, effects: [] })
    expect((await s.scim('POST', '/Devices', device('S2'))).status).toBe(201)
    const total = async (text: string) => (await s.scim('GET', `/Devices?filter=${encodeURIComponent(text)}`)).body.totalResults
    expect(await total('serial eq "S1"')).toBe(1)
    expect(await total('serial eq "s1"')).toBe(0)
    expect(await total('weight gt 1')).toBe(1)
    expect(await total('parts[value eq "ARM" and type eq "left"]')).toBe(1)
    expect(await total(`${extension.id}:slot ge 4`)).toBe(2)
    const sorted = await s.scim('GET', '/Devices?sortBy=serial&sortOrder=descending')
    expect(sorted.body.Resources.map(({ serial }) => serial)).toEqual(['S2', 'S1'])
    const patched = await s.scim('PATCH', at, patch({ op: 'replace', path: `${extension.id}:site`, value: 'Bergen' }, { op: 'remove', path: 'parts[value eq "arm"]' }))
    expect(patched).toMatchObject({ status: 200, body: { [extension.id]: { site: 'Bergen', slot: 4 } }, effects: ['resource.updated'] })
    expect(patched.body).not.toHaveProperty('parts')
    expect(await s.scim('PUT', at, device('S9'))).toMatchObject({ status: 200, body: { serial: 'S9' }, effects: ['resource.updated'] })
    expect((await s.scim('POST', '/Devices/.search', { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter: 'serial pr' })).body.totalResults).toBe(2)
    expect(await s.scim('DELETE', at)).toMatchObject({ status: 204, effects: ['resource.removed'] })
    expect((await s.scim('GET', at)).status).toBe(404)
  })

  test('types, enums, required and mutability hold', async () => {
    const s = await withDevices()
    for (const wrong of [{ kind: 'drone' }, { weight: 'heavy' }, { serial: undefined }, { [extension.id]: { slot: 1.5 } }]) {
      const reply = await s.scim('POST', '/Devices', device('S1', wrong))
      expect(reply, JSON.stringify(wrong)).toMatchObject({ status: 400, body: { scimType: 'invalidValue' }, effects: [] })
    }
    const { body } = await s.scim('POST', '/Devices', device('S1', { made: '2020' }))
    expect(await s.scim('PATCH', `/Devices/${body.id}`, patch({ op: 'replace', path: 'made', value: '2021' }))).toMatchObject({ status: 400, body: { scimType: 'mutability' } })
  })

  test('RFC 7643 §7 returned: never, request, always, default', async () => {
    const s = await withDevices()
    const { body } = await s.scim('POST', '/Devices', device('S1', { secret: 'x', note: 'n', code: 'c' }))
    const read = async (query = '') => (await s.scim('GET', `/Devices/${body.id}${query}`)).body
    expect(await read()).toMatchObject({ code: 'c', serial: 'S1' })
    expect(await read()).not.toHaveProperty('secret')
    expect(await read()).not.toHaveProperty('note')
    expect(await read('?attributes=note')).toEqual({ schemas: expect.any(Array), id: body.id, note: 'n', code: 'c' })
    expect(await read('?attributes=secret')).not.toHaveProperty('secret')
    expect(await read('?excludedAttributes=code')).toMatchObject({ code: 'c' })
  })

  test('reserved endpoints and deletions in use → 409', async () => {
    const s = await withDevices()
    const again = { sandbox: s.slug, name: 'Other', schema: gadget.id, schemaExtensions: [] }
    for (const endpoint of ['/Users', '/Schemas', '/Bulk', '/Me', '/devices']) {
      await expect(s.api.resourceTypes.create({ ...again, endpoint }), endpoint).rejects.toMatchObject({ code: 'CONFLICT' })
    }
    await expect(s.api.schemas.remove({ sandbox: s.slug, id: gadget.id })).rejects.toMatchObject({ code: 'CONFLICT' })
    await s.scim('POST', '/Devices', device('S1'))
    await expect(s.api.resourceTypes.remove({ sandbox: s.slug, name: 'Device' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
