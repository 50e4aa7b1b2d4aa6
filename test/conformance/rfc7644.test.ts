import { afterAll, describe, expect, test } from 'vitest'
import { BULK_REQUEST, BULK_RESPONSE, CORE_USER, LIST_RESPONSE, PATCH_OP, SEARCH_REQUEST } from '../../src-shared/scim/urns.ts'
import { expectError, table, type Row } from '../support/rows.ts'
import { groupBody, personBody, startLab, type Sandbox } from '../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())
const fresh = async () => (await lab).sandbox({ profile: 'rfc7644' })
const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const mails = [{ value: 'jane@work.test', type: 'work', primary: true }, { value: 'jane@home.test', type: 'home' }]
const jane = (s: Sandbox) => s.user('jane', { extra: { emails: mails, nickName: 'JJ', title: 'Tester' } })

async function crowd() {
  const s = await fresh()
  await s.user('anna', { extra: { nickName: 'Zed', title: 'Lead', emails: [{ value: 'anna@work.test', type: 'work' }] } })
  await s.user('bob', { active: false, extra: { title: 'lead', emails: [{ value: 'bob@home.test', type: 'home' }, { value: 'bob@work.test', type: 'work' }] } })
  await s.user('carl', { extra: { nickName: 'abe', name: { givenName: 'Carl', familyName: 'Übel' } } })
  return s
}

describe('§3.4.2.2 filters', () => {
  const opened = crowd()
  test.each<[string, string[]]>([
    ['userName eq "anna@acme.test"', ['anna']], ['userName ne "anna@acme.test"', ['bob', 'carl']], ['userName co "acme"', ['anna', 'bob', 'carl']],
    ['userName sw "BO"', ['bob']], ['userName ew "L@ACME.test"', ['carl']], ['nickName pr', ['anna', 'carl']], ['not (nickName pr)', ['bob']],
    ['userName gt "anna@acme.test"', ['bob', 'carl']], ['userName ge "bob@acme.test"', ['bob', 'carl']], ['userName lt "bob@acme.test"', ['anna']],
    ['userName le "bob@acme.test"', ['anna', 'bob']], ['active eq false', ['bob']], ['active eq true and title eq "LEAD"', ['anna']],
    ['title pr or nickName pr', ['anna', 'bob', 'carl']], ['nickName pr and active eq true or userName sw "bob"', ['anna', 'bob', 'carl']],
    ['nickName pr and (title pr or userName sw "bob")', ['anna']], ['emails[type eq "work" and value co "bob"]', ['bob']],
    ['emails[type eq "home" and value co "work"]', []], ['emails.type eq "home"', ['bob']], ['emails co "work.test"', ['anna', 'bob']],
    ['emails.value ew "home.test"', ['bob']], ['name.familyName eq "ÜBEL"', ['carl']], [`${CORE_USER}:userName sw "anna"`, ['anna']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName eq "doe"', ['anna', 'bob']], ['meta.created gt "2000-01-01T00:00:00Z"', ['anna', 'bob', 'carl']],
    ['meta.lastModified lt "2000-01-01T00:00:00Z"', []], ['meta.resourceType eq "User"', ['anna', 'bob', 'carl']], ['nickName eq null', ['bob']],
    ['not (userName sw "a" or userName sw "b")', ['carl']], ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', ['anna', 'bob', 'carl']],
  ])('%s', async (filter, names) => {
    const reply = await (await opened).scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
    expect(reply.status, reply.text).toBe(200)
    expect((reply.body.Resources ?? []).map(({ userName }) => userName.split('@')[0])).toEqual(names)
  })
})

describe('§3.4.2 lists', () => {
  const opened = crowd()
  const list = async (query: string) => (await opened).scim('GET', `/Users?${query}`)
  const names = async (query: string) => (await list(query)).body.Resources.map(({ userName }) => userName.split('@')[0])

  test('ListResponse with its schema and counters', async () => {
    expect((await list('')).body).toMatchObject({ schemas: [LIST_RESPONSE], totalResults: 3, startIndex: 1, itemsPerPage: 3 })
  })
  test('§3.4.2.3 sortBy, ascending by default, without regard to case', async () => {
    expect(await names('sortBy=userName')).toEqual(['anna', 'bob', 'carl'])
    expect(await names('sortBy=userName&sortOrder=descending')).toEqual(['carl', 'bob', 'anna'])
  })
  test('§3.4.2.3 no value sorts last ascending, first descending', async () => {
    expect(await names('sortBy=nickName')).toEqual(['carl', 'anna', 'bob'])
    expect(await names('sortBy=nickName&sortOrder=descending')).toEqual(['bob', 'anna', 'carl'])
  })
  test('§3.4.2.3 sub-attributes and the primary or first value of a multi-valued one', async () => {
    expect(await names('sortBy=name.familyName')).toEqual(['anna', 'bob', 'carl'])
    expect(await names('sortBy=emails.value')).toHaveLength(3)
  })
  test('a sortOrder or sortBy that is none → 400', async () => {
    expect((await list('sortBy=userName&sortOrder=sideways')).status).toBe(400)
    expect((await list('sortBy=nope')).status).toBe(400)
  })
  test('§3.4.2.4 pages do not overlap', async () => {
    expect([await names('count=2'), await names('count=2&startIndex=3')]).toEqual([['anna', 'bob'], ['carl']])
  })
  test('§3.9 attributes in a list; both parameters at once → 400', async () => {
    for (const user of (await list('attributes=userName')).body.Resources) expect(Object.keys(user).toSorted()).toEqual(['id', 'schemas', 'userName'])
    for (const user of (await list('excludedAttributes=name')).body.Resources) expect(user).not.toHaveProperty('name')
  })
  test.each(['/Users/.search', '/.search'])('§3.4.3 POST %s', async (path) => {
    const s = await opened
    const reply = await s.scim('POST', path, {
      schemas: [SEARCH_REQUEST], filter: 'userName sw "b"', attributes: ['userName'], startIndex: 1, count: 10, sortBy: 'userName',
    })
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body).toMatchObject({ schemas: [LIST_RESPONSE], totalResults: 1, Resources: [{ userName: 'bob@acme.test' }] })
    expect(reply.effects).toEqual([])
  })
  test('§3.4.2.1 the root search goes over all resource types', async () => {
    const s = await fresh()
    await s.user('jane')
    await s.group('eng')
    const { body } = await s.scim('POST', '/.search', { schemas: [SEARCH_REQUEST], filter: 'meta.resourceType eq "User" or meta.resourceType eq "Group"' })
    expect(body.Resources.map(({ meta }) => meta.resourceType).toSorted()).toEqual(['Group', 'User'])
  })
})

const patches: Row[] = ([
  ['§3.5.2.1 add a single-valued attribute', { op: 'add', path: 'displayName', value: 'Jane' }, { displayName: 'Jane' }],
  ['§3.5.2.1 add replaces an existing single value', { op: 'add', path: 'nickName', value: 'J2' }, { nickName: 'J2' }],
  ['§3.5.2.1 add without path takes an object', { op: 'add', value: { displayName: 'Jane', nickName: 'J3' } }, { displayName: 'Jane', nickName: 'J3' }],
  ['§3.5.2.1 add to a multi-valued attribute appends', { op: 'add', path: 'emails', value: [{ value: 'x@y.test', type: 'other' }] }, { emails: [...mails, { value: 'x@y.test', type: 'other' }] }],
  ['§3.5.2.1 add to a complex attribute merges', { op: 'add', path: 'name', value: { middleName: 'Q' } }, { name: { givenName: 'Jane', middleName: 'Q' } }],
  ['§3.5.2.1 add to a sub-attribute', { op: 'add', path: 'name.middleName', value: 'Q' }, { name: { middleName: 'Q', familyName: 'Doe' } }],
  ['§3.5.2.2 remove an attribute', { op: 'remove', path: 'nickName' }, { nickName: undefined }],
  ['§3.5.2.2 remove a multi-valued attribute', { op: 'remove', path: 'emails' }, { emails: undefined }],
  ['§3.5.2.2 remove by value filter', { op: 'remove', path: 'emails[type eq "home"]' }, { emails: [mails[0]] }],
  ['§3.5.2.2 remove a sub-attribute of matching values', { op: 'remove', path: 'emails[type eq "home"].type' }, { emails: [mails[0], { value: 'jane@home.test' }] }],
  ['§3.5.2.3 replace a single value', { op: 'replace', path: 'nickName', value: 'J4' }, { nickName: 'J4' }],
  ['§3.5.2.3 replace of a value that is not there adds it', { op: 'replace', path: 'locale', value: 'nb-NO' }, { locale: 'nb-NO' }],
  ['§3.5.2.3 replace without path takes an object', { op: 'replace', value: { nickName: 'J5' } }, { nickName: 'J5', title: 'Tester' }],
  ['§3.5.2.3 replace a whole multi-valued attribute', { op: 'replace', path: 'emails', value: [{ value: 'n@n.test' }] }, { emails: [{ value: 'n@n.test' }] }],
  ['§3.5.2.3 replace the sub-attribute of matching values', { op: 'replace', path: 'emails[type eq "home"].value', value: 'z@z.test' }, { emails: [mails[0], { value: 'z@z.test', type: 'home' }] }],
  ['§3.5.2.3 replace matching values', { op: 'replace', path: 'emails[type eq "home"]', value: { value: 'z@z.test', type: 'home' } }, { emails: [mails[0], { value: 'z@z.test', type: 'home' }] }],
  ['§3.10 a path with the schema URN', { op: 'replace', path: `${CORE_USER}:nickName`, value: 'J6' }, { nickName: 'J6' }],
  ['§3.10 paths without regard to case', { op: 'replace', path: 'NICKname', value: 'J7' }, { nickName: 'J7' }],
] as [string, object, Record<string, unknown>][]).map(([line, operation, body]) => ({
  line, given: jane, send: ['PATCH', '/Users/{jane}', patch(operation)], status: 200, events: ['user.updated'],
  then: async (s) => {
    const stored = (await s.scim('GET', `/Users/${s.ids.jane}`)).body
    for (const [name, value] of Object.entries(body)) {
      if (value === undefined) expect(stored).not.toHaveProperty(name)
      else if (Array.isArray(value)) expect(stored[name]).toEqual(value.map((item: object) => expect.objectContaining(item)))
      else expect(stored).toMatchObject({ [name]: value })
    }
  },
}))

const refusedPatches: Row[] = ([
  ['§3.5.2.3 a value filter of replace that matches nothing', { op: 'replace', path: 'emails[type eq "pager"].value', value: 'x' }, 'noTarget'],
  ['§3.5.2.2 remove of a required attribute', { op: 'remove', path: 'userName' }, 'mutability|invalidValue'],
  ['§3.5.2 a read-only attribute', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
  ['§3.5.2 a path that is no path', { op: 'replace', path: 'emails[type eq', value: 'x' }, 'invalidPath|invalidFilter'],
  ['§3.5.2 an unknown path', { op: 'replace', path: 'nope', value: 'x' }, 'invalidPath'],
  ['§3.5.2.1 add without a value', { op: 'add', path: 'nickName' }, 'invalidValue|invalidSyntax'],
  ['§3.5.2 a value of the wrong type', { op: 'replace', path: 'nickName', value: { a: 1 } }, 'invalidValue'],
] as [string, object, string][]).map(([line, operation, types]) => ({
  line: `${line} → 400`, given: jane, send: ['GET', '/Users/{jane}'], status: 200,
  then: async (s) => {
    const reply = await s.scim('PATCH', `/Users/${s.ids.jane}`, patch(operation))
    expect(reply.status, reply.text).toBe(400)
    expect(types.split('|')).toContain(reply.body.scimType)
    expect(reply.effects).toEqual([])
  },
}))

table('§3.5.2 PATCH', [...patches, ...refusedPatches], { profile: 'rfc7644' })

const created = ['user.created', 'role.changed', 'concurrency-group.assigned'] as const
table('§3.3–3.6, §3.12 resources', [
  { line: '§3.3 POST → 201 with Location and the full resource', send: ['POST', '/Users', personBody('jane')], status: 201, events: [...created],
    body: { userName: 'jane@acme.test', meta: { resourceType: 'User' } }, then: (_, reply) => expect(reply.headers.location).toBe(reply.body.meta.location) },
  { line: '§3.3 a duplicate → 409 uniqueness', given: jane, send: ['POST', '/Users', personBody('jane')], status: 409, scimType: 'uniqueness' },
  { line: '§3.5.1 PUT of an unknown id → 404, never created', send: ['PUT', '/Users/nobody', personBody('jane')], status: 404 },
  { line: '§3.5.1 PUT replaces: what is absent is gone', given: jane, send: ['PUT', '/Users/{jane}', { schemas: [CORE_USER], userName: 'jane@acme.test' }],
    status: 200, events: ['user.updated'], then: (_, reply) => {
      for (const name of ['nickName', 'title', 'emails', 'name']) expect(reply.body).not.toHaveProperty(name)
    } },
  { line: '§3.5.1 PUT of the fetched resource changes nothing', given: jane, send: ['GET', '/Users/{jane}'], status: 200,
    then: async (s, { body }) => expect(await s.scim('PUT', `/Users/${s.ids.jane}`, body)).toMatchObject({ status: 200, effects: [], body: { meta: body.meta } }) },
  { line: '§3.5.1 PUT to a userName that is taken → 409', given: async (s) => { await jane(s); await s.user('bob') },
    send: ['PUT', '/Users/{jane}', personBody('bob')], status: 409, scimType: 'uniqueness' },
  { line: '§3.6 DELETE → 204', given: jane, send: ['DELETE', '/Users/{jane}'], status: 204, events: ['user.removed'],
    then: async (s, reply) => {
      expect(reply.text).toBe('')
      for (const method of ['GET', 'DELETE'] as const) expect((await s.scim(method, `/Users/${s.ids.jane}`)).status).toBe(404)
      expect((await s.scim('GET', '/Users')).body.totalResults).toBe(0)
      expect((await s.scim('POST', '/Users', personBody('jane'))).status).toBe(201)
    } },
  { line: '§3.4.1 unknown id → 404', send: ['GET', '/Users/nobody'], status: 404 },
  { line: '§3.9 attributes on the answer to a POST', send: ['POST', '/Users?attributes=userName', personBody('jane')], status: 201, events: [...created],
    then: (_, { body }) => expect(body).toEqual({ schemas: [CORE_USER], id: body.id, userName: 'jane@acme.test' }) },
  { line: '§3.9 excludedAttributes on the answer to a PATCH', given: async (s) => { await jane(s); await s.group('eng') },
    send: ['PATCH', '/Groups/{eng}?excludedAttributes=members', patch({ op: 'add', path: 'members', value: [{ value: '{jane}' }] })], status: 200,
    events: ['group.member.added'], then: (_, { body }) => expect(body).not.toHaveProperty('members') },
  { line: '§3.11 /Me is not supported → 501', send: ['GET', '/Me'], status: 501 },
  { line: '§3.2 a method that is not there', given: jane, send: ['POST', '/Users/{jane}', {}], status: 405 },
], { profile: 'rfc7644' })

describe('§3.7 Bulk', () => {
  const bulk = (Operations: object[], extra: object = {}) => ({ schemas: [BULK_REQUEST], ...extra, Operations })
  const post = (bulkId: string, path: string, data: object) => ({ method: 'POST', path, bulkId, data })

  test('what one operation sent in vain is not told of another', async () => {
    const s = await fresh()
    const { events } = await s.scim('POST', '/Bulk', bulk([
      post('a', '/Users', { ...personBody('jane'), 'urn:unknown:2.0:User': { OrganizationRole: 'Admin' } }), post('b', '/Users', personBody('bob')),
    ]))
    const reasons = events.flatMap((event) => (event.type === 'role.changed' ? [event.reason] : []))
    expect(reasons).toEqual([expect.stringMatching(/unknown namespace urn:unknown:2.0:User and ignored/), expect.stringMatching(/no role was sent/)])
  })

  test('§3.7.2 bulkId references are resolved, forward ones too', async () => {
    const s = await fresh()
    const reply = await s.scim('POST', '/Bulk', bulk([
      post('g', '/Groups', groupBody('eng', ['bulkId:j'])), post('j', '/Users', personBody('jane')),
      { method: 'PATCH', path: '/Users/bulkId:j', data: patch({ op: 'replace', path: 'nickName', value: 'JJ' }) },
    ]))
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body.schemas).toEqual([BULK_RESPONSE])
    expect(reply.body.Operations.map(({ status }) => status)).toEqual(['201', '201', '200'])
    const [group, user] = ['g', 'j'].map((wanted) => reply.body.Operations.find(({ bulkId }) => bulkId === wanted)!)
    const id = user!.location!.split('/').at(-1)
    expect((await s.scim('GET', `/Groups/${group!.location!.split('/').at(-1)}`)).body.members).toMatchObject([{ value: id }])
    expect((await s.scim('GET', `/Users/${id}`)).body.nickName).toBe('JJ')
  })

  test('each operation answers method, status as a string, location, bulkId; errors carry the response', async () => {
    const s = await fresh()
    await s.user('jane')
    const { status, body } = await s.scim('POST', '/Bulk', bulk([
      post('a', '/Users', personBody('bob')), post('b', '/Users', personBody('jane')), { method: 'DELETE', path: `/Users/${s.ids.jane}` },
    ]))
    expect(status).toBe(200)
    expect(body.Operations).toMatchObject([
      { method: 'POST', bulkId: 'a', status: '201', location: expect.stringContaining('/Users/') },
      { method: 'POST', bulkId: 'b', status: '409', response: { scimType: 'uniqueness', status: '409' } },
      { method: 'DELETE', status: '204', location: `${s.baseUrl}/Users/${s.ids.jane}` },
    ])
  })

  test('failOnErrors stops after that many errors', async () => {
    const s = await fresh()
    await s.user('jane')
    const { body } = await s.scim('POST', '/Bulk', bulk([
      post('a', '/Users', personBody('jane')), post('b', '/Users', personBody('bob')), post('c', '/Users', personBody('jane')), post('d', '/Users', personBody('mia')),
    ], { failOnErrors: 2 }))
    expect(body.Operations.map(({ status }) => status)).toEqual(['409', '201', '409'])
    expect((await s.scim('GET', '/Users')).body.totalResults).toBe(2)
  })

  test('a failed operation rolls back alone', async () => {
    const s = await fresh()
    const id = await s.user('jane')
    await s.scim('POST', '/Bulk', bulk([
      { method: 'PATCH', path: `/Users/${id}`, data: patch({ op: 'replace', path: 'active', value: false }, { op: 'replace', path: 'nope', value: 1 }) },
      { method: 'PATCH', path: `/Users/${id}`, data: patch({ op: 'replace', path: 'nickName', value: 'JJ' }) },
    ]))
    expect((await s.scim('GET', `/Users/${id}`)).body).toMatchObject({ active: true, nickName: 'JJ' })
  })

  test('beyond maxOperations → 413', async () => {
    const s = await fresh()
    const { maxOperations } = (await s.scim('GET', '/ServiceProviderConfig')).body.bulk as { maxOperations: number }
    const reply = await s.scim('POST', '/Bulk', bulk(Array.from({ length: maxOperations + 1 }, () => ({ method: 'DELETE', path: '/Users/1' }))))
    expect(reply.status).toBe(413)
    expectError(reply)
  })

  test.each([
    ['no Operations', { schemas: [BULK_REQUEST] }], ['Operations that are no array', { schemas: [BULK_REQUEST], Operations: {} }],
  ])('%s → 400', async (_, body) => {
    const reply = await (await fresh()).scim('POST', '/Bulk', body)
    expect(reply.status).toBe(400)
    expectError(reply, 'invalidSyntax')
  })

  test('a POST without bulkId, an unknown path, a circular or unresolved bulkId are errors of that operation', async () => {
    const s = await fresh()
    const { status, body } = await s.scim('POST', '/Bulk', bulk([
      { method: 'POST', path: '/Users', data: personBody('jane') }, { method: 'DELETE', path: '/Nowhere/1' },
      post('x', '/Groups', groupBody('eng', ['bulkId:none'])),
    ]))
    expect(status).toBe(200)
    expect(body.Operations.map((operation) => operation.status)).toEqual(['400', '404', expect.stringMatching(/^4\d\d$/)])
  })
})

test('§3.14 If-Match in any form: *, weak, a list', async () => {
  const s = await fresh()
  const id = await jane(s)
  const { etag } = (await s.scim('GET', `/Users/${id}`)).headers
  const nick = (value: string) => patch({ op: 'replace', path: 'nickName', value })
  expect((await s.scim('PATCH', `/Users/${id}`, nick('a'), { 'If-Match': '*' })).status).toBe(200)
  expect((await s.scim('PATCH', `/Users/${id}`, nick('b'), { 'If-Match': etag! })).status).toBe(412)
  const now = (await s.scim('GET', `/Users/${id}`)).headers.etag
  expect((await s.scim('PATCH', `/Users/${id}`, nick('c'), { 'If-Match': `"zzz", ${now}` })).status).toBe(200)
})
