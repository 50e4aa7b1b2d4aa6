import { afterAll, describe, expect, test } from 'vitest'
import { CORE_USER, LAMBDATEST_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { expectError, table } from '../support/rows.ts'
import { groupBody, personBody, startLab, type Variant } from '../support/sandbox.ts'
import { send } from '../support/wire.ts'

const lab = startLab()
afterAll(async () => (await lab).close())
const fresh = async (variant?: Variant) => (await lab).sandbox(variant)
const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const filter = (text: string) => `filter=${encodeURIComponent(text)}`

describe.each(['testmu', 'rfc7644'] as const)('media types, %s', (profile) => {
  test('Content-Type is exactly application/scim+json, on errors too', async () => {
    const s = await fresh({ profile })
    const id = await s.user('jane')
    for (const path of ['/Users', `/Users/${id}`, '/Users/nobody', '/Nowhere', '/Users?filter=x', '/ServiceProviderConfig', '/Me']) {
      expect((await s.scim('GET', path)).headers['content-type'], path).toBe('application/scim+json')
    }
  })

  test.each([
    'application/scim+json', 'application/json', 'application/scim+json; charset=utf-8', 'application/json;charset=UTF-8', null,
  ])('a body sent as %s is accepted', async (type) => {
    const s = await fresh({ profile })
    expect((await s.scim('POST', '/Users', personBody('jane'), { 'Content-Type': type })).status).toBe(201)
  })

  test.each(['text/plain', 'application/xml'])('a body sent as %s → 415', async (type) => {
    const s = await fresh({ profile })
    const reply = await s.scim('POST', '/Users', personBody('jane'), { 'Content-Type': type })
    expect(reply.status).toBe(415)
    expectError(reply)
  })

  test.each(['*/*', 'application/json', 'text/html;q=0.2, application/json;q=0.9', 'application/*', null])('Accept %s is answered', async (accept) => {
    const s = await fresh({ profile })
    expect(await s.scim('GET', '/Users', undefined, { Accept: accept })).toMatchObject({ status: 200, headers: { 'content-type': 'application/scim+json' } })
  })

  test.each([['{', 'invalidSyntax'], ['[]', 'invalidSyntax'], ['', 'invalidSyntax'], ['"x"', 'invalidSyntax']] as const)('body %j → 400', async (body, type) => {
    const s = await fresh({ profile })
    const reply = await s.scim('POST', '/Users', body)
    expect(reply.status, reply.text).toBe(400)
    expectError(reply, type)
  })

  test('Location on 201 equals meta.location, absolute, of the listener', async () => {
    const s = await fresh({ profile })
    const reply = await s.scim('POST', '/Users', personBody('jane'))
    expect(reply.headers.location).toBe(`${s.baseUrl}/Users/${reply.body.id}`)
    expect(reply.body.meta.location).toBe(reply.headers.location)
    const stranger = await s.scim('GET', `/Users/${reply.body.id}`, undefined, { 'X-Forwarded-Host': 'evil.test' })
    expect(stranger.body.meta.location).toBe(reply.headers.location)
  })

  test.each([['no', null], ['a wrong', 'Bearer wrong'], ['a Basic', 'Basic eDp5']])('%s token → 401 with WWW-Authenticate', async (_, value) => {
    const s = await fresh({ profile })
    const reply = await s.scim('GET', '/Users', undefined, { Authorization: value })
    expect(reply.status).toBe(401)
    expect(reply.headers['www-authenticate']).toMatch(/^Bearer/i)
    expectError(reply)
  })

  test('a token opens only its sandbox', async () => {
    const [s, other] = [await fresh({ profile }), await fresh({ profile })]
    expect((await s.scim('GET', '/Users', undefined, { Authorization: `Bearer ${other.token}` })).status).toBe(401)
  })

  test('ETag equals meta.version; 304 on If-None-Match; 412 on an If-Match mismatch', async () => {
    const s = await fresh({ profile })
    const id = await s.user('jane')
    const got = await s.scim('GET', `/Users/${id}`)
    expect(got.headers.etag).toBe(got.body.meta.version)
    const etag = got.headers.etag!
    expect(await s.scim('GET', `/Users/${id}`, undefined, { 'If-None-Match': etag })).toMatchObject({ status: 304, text: '' })
    expect((await s.scim('GET', `/Users/${id}`, undefined, { 'If-None-Match': 'W/"other"' })).status).toBe(200)
    const off = patch({ op: 'replace', value: { active: false } })
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const body = method === 'PATCH' ? off : method === 'PUT' ? personBody('jane') : undefined
      const refused = await s.scim(method, `/Users/${id}`, body, { 'If-Match': 'W/"other"' })
      expect(refused.status, method).toBe(412)
      expect(refused.effects).toEqual([])
      expectError(refused)
    }
    const changed = await s.scim('PATCH', `/Users/${id}`, off, { 'If-Match': etag })
    expect(changed.status).toBe(200)
    expect(changed.headers.etag).toBe(changed.body.meta.version)
    expect(changed.headers.etag).not.toBe(etag)
  })

  test('PATCH that changes nothing leaves lastModified and version alone', async () => {
    const s = await fresh({ profile })
    const id = await s.user('jane')
    const before = (await s.scim('GET', `/Users/${id}`)).body.meta
    const reply = await s.scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: true }))
    expect(reply.body.meta).toEqual(before)
    expect(reply.effects).toEqual([])
  })

  test('PATCH is all operations or none', async () => {
    const s = await fresh({ profile })
    const id = await s.user('jane')
    const reply = await s.scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false }, { op: 'replace', path: 'nope', value: 1 }))
    expect(reply.status).toBe(400)
    expectError(reply, 'invalidPath')
    expect((await s.scim('GET', `/Users/${id}`)).body.active).toBe(true)
  })

  test.each([
    ['empty Operations', { schemas: [PATCH_OP], Operations: [] }, 'invalidSyntax'], ['missing Operations', { schemas: [PATCH_OP] }, 'invalidSyntax'],
    ['unknown op', patch({ op: 'move', path: 'active', value: true }), 'invalidSyntax'],
    ['remove without path', patch({ op: 'remove' }), 'noTarget'],
  ] as const)('PATCH with %s → 400', async (_, body, type) => {
    const s = await fresh({ profile })
    const reply = await s.scim('PATCH', `/Users/${await s.user('jane')}`, body)
    expect(reply.status).toBe(400)
    expectError(reply, type)
  })

  test('loose values: tolerated when lenient, refused when strict', async () => {
    for (const [strictness, status] of [['lenient', 200], ['strict', 400]] as const) {
      const s = await fresh({ profile, strictness })
      const id = await s.user('jane')
      const off = await s.scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: 'False' }))
      expect(off.status, off.text).toBe(status)
      if (status === 200) expect(off.body.active).toBe(false)
      else expectError(off, 'invalidValue')
      const group = await s.group('eng')
      const join = await s.scim('PATCH', `/Groups/${group}`, patch({ op: 'add', path: 'members', value: [id] }))
      expect(join.status, join.text).toBe(status)
      if (status === 200) expect(join.body.members).toMatchObject([{ value: id }])
    }
  })

  test('missing schemas: tolerated when lenient, 400 invalidSyntax when strict', async () => {
    const { schemas: _, ...body } = personBody('jane')
    expect((await (await fresh({ profile })).scim('POST', '/Users', body)).status).toBe(201)
    const refused = await (await fresh({ profile, strictness: 'strict' })).scim('POST', '/Users', body)
    expect(refused.status).toBe(400)
    expectError(refused, 'invalidSyntax')
  })

  test.each([['count=-3', 0, 1], ['count=0', 0, 1], ['startIndex=0', 3, 1], ['startIndex=-7', 3, 1], ['startIndex=4', 0, 4], ['startIndex=2&count=1', 1, 2], ['count=99999', 3, 1]])(
    'GET /Users?%s',
    async (query, returned, startIndex) => {
      const s = await fresh({ profile })
      for (const name of ['jane', 'bob', 'mia']) await s.user(name)
      const { status, body } = await s.scim('GET', `/Users?${query}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ totalResults: 3, itemsPerPage: returned, startIndex })
      expect(body.Resources ?? []).toHaveLength(returned)
    },
  )

  test.each(['count=x', 'startIndex=1.5', 'count=1&count=2'])('GET /Users?%s → 400', async (query) => {
    const reply = await (await fresh({ profile })).scim('GET', `/Users?${query}`)
    expect(reply.status).toBe(400)
    expectError(reply, 'invalidValue')
  })

  test('userName filters ignore case, externalId and id do not', async () => {
    const s = await fresh({ profile })
    const id = await s.user('jane', { extra: { externalId: 'AbC' } })
    const total = async (text: string) => (await s.scim('GET', `/Users?${filter(text)}`)).body.totalResults
    expect(await total('userName eq "JANE@acme.test"')).toBe(1)
    expect(await total('USERNAME sw "Ja"')).toBe(1)
    expect(await total('externalId eq "AbC"')).toBe(1)
    expect(await total('externalId eq "abc"')).toBe(0)
    expect(await total(`id eq "${id}"`)).toBe(1)
    expect(await total('nickName pr')).toBe(0)
    expect(await total('emails pr')).toBe(1)
  })

  test.each(['active gt true', 'active le false', 'userName', 'userName eq', 'userName eq "x" and', 'nope eq "x"', '(userName pr', 'emails[type eq "work"'])(
    'filter %s → 400 invalidFilter',
    async (text) => {
      const s = await fresh({ profile })
      await s.user('jane')
      const reply = await s.scim('GET', `/Users?${filter(text)}`)
      expect(reply.status, reply.text).toBe(400)
      expectError(reply, 'invalidFilter')
    },
  )

  test('a+b@x.com is found: input is no pattern', async () => {
    const s = await fresh({ profile })
    await s.scim('POST', '/Users', { ...personBody('jane'), userName: 'a+b@x.com' })
    await s.scim('POST', '/Users', { ...personBody('bob'), userName: 'a_b%c@x.com' })
    const total = async (text: string) => (await s.scim('GET', `/Users?${filter(text)}`)).body.totalResults
    expect(await total('userName eq "a+b@x.com"')).toBe(1)
    expect(await total('userName co "_"')).toBe(1)
    expect(await total('userName sw "a%"')).toBe(0)
    expect(await total('userName co "b%c"')).toBe(1)
  })

  test('attributes=userName still returns schemas and id; excludedAttributes never drops them', async () => {
    const s = await fresh({ profile })
    const id = await s.user('jane')
    expect((await s.scim('GET', `/Users/${id}?attributes=userName`)).body).toEqual({ schemas: [CORE_USER], id, userName: 'jane@acme.test' })
    const without = (await s.scim('GET', `/Users/${id}?excludedAttributes=id,schemas,name,emails`)).body
    expect(without).toMatchObject({ id, schemas: [CORE_USER], userName: 'jane@acme.test' })
    expect(without).not.toHaveProperty('name')
    expect(without).not.toHaveProperty('emails')
    expect((await s.scim('GET', `/Users/${id}?attributes=name.givenName`)).body).toEqual({ schemas: [CORE_USER], id, name: { givenName: 'Jane' } })
  })

  test('discovery refuses filter with 403 and follows the discovery switch', async () => {
    const s = await fresh({ profile })
    for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig']) {
      const refused = await s.scim('GET', `${path}?${filter('id pr')}`)
      expect(refused.status, path).toBe(403)
      expectError(refused)
      expect((await s.scim('GET', path, undefined, { Authorization: null })).status, path).toBe(401)
    }
    await s.api.settings.setSwitch({ sandbox: s.slug, id: 'discovery', value: 'open' })
    expect((await s.scim('GET', '/Schemas', undefined, { Authorization: null })).status).toBe(200)
    expect((await s.scim('GET', '/Users', undefined, { Authorization: null })).status).toBe(401)
  })

  test('/Me → 501 with a SCIM error; unknown endpoint → 404', async () => {
    const s = await fresh({ profile })
    const me = await s.scim('GET', '/Me')
    expect(me.status).toBe(501)
    expectError(me)
    const nowhere = await s.scim('GET', '/Nowhere')
    expect(nowhere.status).toBe(404)
    expectError(nowhere)
  })

  test('the SCIM listener serves nothing but SCIM', async () => {
    const s = await fresh({ profile })
    for (const path of ['/', '/api/console/sandboxes', '/index.html', '/s/nobody/api/scim/Users', '/../api/console/sandboxes']) {
      const { status } = await send(new URL(s.baseUrl).origin + path, 'GET', [['Authorization', `Bearer ${s.token}`]])
      expect(status, path).toBe(404)
    }
  })

  test('members[].display follows the member', async () => {
    const s = await fresh({ profile })
    const id = await s.user('jane')
    await s.group('eng', { members: ['jane'] })
    const [member] = (await s.scim('GET', `/Groups/${s.ids.eng}`)).body.members
    expect(member).toMatchObject({ value: id, display: expect.any(String) })
    if (member!.$ref) expect(member!.$ref).toBe(`${s.baseUrl}/Users/${id}`)
  })
})

table('one primary, no duplicates (RFC profile)', [
  {
    line: 'bars: a new primary unsets the old', given: (s) => s.user('jane'),
    send: ['PATCH', '/Users/{jane}', patch({ op: 'add', path: 'emails', value: [{ value: 'j@home.test', type: 'home', primary: true }] })],
    status: 200, events: ['user.updated'],
    then: (_, reply) => expect(reply.body.emails.filter(({ primary }) => primary)).toEqual([expect.objectContaining({ value: 'j@home.test' })]),
  },
  {
    line: 'bars: two primaries in one body → 400',
    send: ['POST', '/Users', personBody('jane', undefined, { emails: [{ value: 'a@x.test', primary: true }, { value: 'b@x.test', primary: true }] })],
    status: 400, scimType: 'invalidValue',
  },
  {
    line: 'bars: no duplicate (type, value)', given: (s) => s.user('jane'),
    send: ['PATCH', '/Users/{jane}', patch({ op: 'add', path: 'emails', value: [{ value: 'jane@acme.test', type: 'work' }] })],
    status: 200, then: (_, reply) => expect(reply.body.emails).toHaveLength(1),
  },
], { profile: 'rfc7644' })

describe('limits', () => {
  test('URL over 64 kB → 414; body over 16 MiB → 413; depth over 64 → 400', async () => {
    const s = await fresh()
    const long = await s.scim('GET', `/Users?${filter(`userName eq "${'a'.repeat(70_000)}"`)}`)
    expect([414, 431]).toContain(long.status)
    expectError(long)
    const deep = await s.scim('POST', '/Users', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`)
    expect(deep.status).toBe(400)
    expectError(deep, 'invalidSyntax')
    const large = await s.scim('POST', '/Users', `{"userName":"${'a'.repeat(17 * 1024 * 1024)}"}`)
    expect(large.status).toBe(413)
    expectError(large)
  })
})

test('patchResponse=204 answers without a body', async () => {
  const s = await fresh({ switches: { patchResponse: '204' } })
  const id = await s.user('jane')
  expect(await s.scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: `${LAMBDATEST_USER}:OrganizationRole`, value: 'Guest' })))
    .toMatchObject({ status: 204, text: '', effects: ['user.updated', 'role.changed'] })
})

test('RFC profile: a deleted user is gone from every group', async () => {
  const s = await fresh({ profile: 'rfc7644' })
  const id = await s.user('jane')
  const { body } = await s.scim('POST', '/Groups', groupBody('eng', [id]))
  await s.scim('DELETE', `/Users/${id}`)
  expect((await s.scim('GET', `/Groups/${body.id}`)).body.members ?? []).toEqual([])
})
