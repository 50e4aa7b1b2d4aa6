import { Agent } from 'node:http'
import { afterAll, describe, expect, test } from 'vitest'
import { matchesPath } from '../../../src-main/core/traffic/fault-match.ts'
import { describeFault, type FaultGiven } from '../../../src-shared/domain/faults.ts'
import { BULK_REQUEST, PATCH_OP } from '../../../src-shared/scim/urns.ts'
import { groupBody, personBody, type Sandbox, startLab } from '../../support/sandbox.ts'
import { send } from '../../support/wire.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const down = { kind: 'status', status: 503, detail: '', retryAfter: null } as const

describe('paths of a rule', () => {
  test.each<[pattern: string, path: string, matches: boolean]>([
    ['', '/', true],
    ['', '/Users/23001', true],
    ['/Users', '/Users', true],
    ['/users', '/Users', true],
    ['/Users/', '/Users', true],
    ['/Users', '/Users/23001', false],
    ['/Users', '/UsersX', false],
    ['/Users/*', '/Users', false],
    ['/Users/*', '/Users/23001', true],
    ['/Users/{id}', '/Users/23001', true],
    ['/Users/*', '/Users/23001/x', false],
    ['/Users/23001', '/Users/23001', true],
    ['/Users/23001', '/Users/23002', false],
    ['/Users/2*', '/Users/23001', false],
    ['/*', '/Groups', true],
    ['/*/.search', '/Users/.search', true],
    ['/Users/**', '/Users', false],
    ['/Users/**', '/Users/23001', true],
    ['/Users/**', '/Users/.search/x', true],
    ['/**', '/ServiceProviderConfig', true],
    ['/(a+)+$', '/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false],
  ])('%s against %s: %s', (pattern, path, matches) => {
    expect(matchesPath(pattern, path.split('/').filter((segment) => segment !== ''))).toBe(matches)
  })
})

interface Matching { line: string; rule: Partial<FaultGiven>; requests: (ids: Record<string, string>) => [method: string, path: string, body?: unknown][]; hit: boolean[] }

const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const search = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`

const matching: Matching[] = [
  {
    line: 'method: only its requests', rule: { method: 'GET', count: null },
    requests: ({ jane }) => [['GET', '/Users'], ['DELETE', `/Users/${jane}`], ['GET', '/Groups']], hit: [true, false, true],
  },
  {
    line: 'HEAD counts as GET', rule: { method: 'GET' },
    requests: () => [['HEAD', '/Users']], hit: [true],
  },
  {
    line: 'path: only its requests, whatever the query', rule: { path: '/Users/*', count: null },
    requests: ({ jane }) => [['GET', '/Users'], ['GET', `/Users/${jane}`], ['GET', `/Users/${jane}?attributes=userName`], ['GET', '/Groups/1']],
    hit: [false, true, true, false],
  },
  {
    line: 'user: by part of the userName, where the path has the id', rule: { user: 'JANE', count: null },
    requests: ({ jane, bob }) => [['GET', `/Users/${jane}`], ['GET', `/Users/${bob}`], ['GET', '/Users']], hit: [true, false, false],
  },
  {
    line: 'user: by id', rule: { user: '23001', count: null },
    requests: ({ jane, bob }) => [['GET', `/Users/${jane}`], ['GET', `/Users/${bob}`]], hit: [true, false],
  },
  {
    line: 'user: in the filter', rule: { user: 'mia@', count: null },
    requests: () => [['GET', search('userName eq "mia@acme.test"')], ['GET', search('userName eq "bob@acme.test"')]], hit: [true, false],
  },
  {
    line: 'user: in the body', rule: { user: 'mia', method: 'POST', count: null },
    requests: () => [['POST', '/Users', personBody('mia')], ['POST', '/Users', personBody('ann')], ['POST', '/Users/.search', { filter: 'userName sw "mia"' }]],
    hit: [true, false, true],
  },
  {
    line: 'user: not in an attribute that names nobody', rule: { user: 'mia', count: null },
    requests: () => [['POST', '/Groups', groupBody('mia-fans')], ['POST', '/Users', personBody('kim', undefined, { name: { givenName: 'mia', familyName: 'Doe' } })]],
    hit: [false, false],
  },
  {
    line: 'user: as a member by id, in a list and in the path of an operation', rule: { user: 'jane', count: null },
    requests: ({ jane, bob, eng }) => [
      ['PUT', `/Groups/${eng}`, groupBody('eng', [jane!])], ['PUT', `/Groups/${eng}`, groupBody('eng', [bob!])],
      ['PATCH', `/Groups/${eng}`, patch({ op: 'remove', path: `members[value eq "${jane}"]` })],
      ['PATCH', `/Groups/${eng}`, patch({ op: 'remove', path: `members[value eq "${bob}"]` })],
    ],
    hit: [true, false, true, false],
  },
  {
    line: 'user: in an operation of a Bulk request', rule: { user: 'jane', path: '/Bulk', count: null },
    requests: ({ jane, bob }) => [
      ['POST', '/Bulk', { schemas: [BULK_REQUEST], Operations: [{ method: 'DELETE', path: `/Users/${jane}` }] }],
      ['POST', '/Bulk', { schemas: [BULK_REQUEST], Operations: [{ method: 'DELETE', path: `/Users/${bob}` }] }],
    ],
    hit: [true, false],
  },
  { line: 'nth: from that matching request on', rule: { path: '/Users', nth: 3, count: null }, requests: () => five, hit: [false, false, true, true, true] },
  { line: 'nth with a count', rule: { path: '/Users', nth: 2, count: 2 }, requests: () => five, hit: [false, true, true, false, false] },
  { line: 'count: so many, then no more', rule: { path: '/Users', count: 2 }, requests: () => five, hit: [true, true, false, false, false] },
  { line: 'a rule that is not enabled', rule: { enabled: false, count: null }, requests: () => five, hit: [false, false, false, false, false] },
]
const five: [string, string][] = Array.from({ length: 5 }, () => ['GET', '/Users'])

const create = (s: Sandbox, rule: Partial<FaultGiven> = {}) => s.api.faults.create({ sandbox: s.slug, effect: down, ...rule })
const list = (s: Sandbox) => s.api.faults.list({ sandbox: s.slug })

describe('which requests a rule hits', () => {
  for (const { line, rule, requests, hit } of matching) {
    test(line, async () => {
      const s = await (await lab).sandbox()
      await s.user('jane')
      await s.user('bob')
      await s.group('eng')
      await create(s, rule)
      const statuses: boolean[] = []
      for (const [method, path, body] of requests(s.ids)) statuses.push((await s.scim(method, path, body)).status === 503)
      expect(statuses).toEqual(hit)
      expect((await list(s))[0]?.hits).toBe(hit.filter(Boolean).length)
    })
  }
})

test('the first rule that hits decides; later ones count what it let pass', async () => {
  const s = await (await lab).sandbox()
  await create(s, { count: 1 })
  await create(s, { nth: 2, count: 1, effect: { ...down, status: 500 } })
  const statuses = []
  for (let round = 0; round < 4; round += 1) statuses.push((await s.scim('GET', '/Users')).status)
  expect(statuses).toEqual([503, 200, 500, 200])
  expect((await list(s)).map(({ seen, hits, armed }) => [seen, hits, armed])).toEqual([[1, 1, false], [2, 1, false]])
})

test('a request without a valid token meets no fault', async () => {
  const s = await (await lab).sandbox()
  await create(s, { count: null })
  expect((await s.scim('GET', '/Users', undefined, { Authorization: 'Bearer wrong' })).status).toBe(401)
  expect((await list(s))[0]).toMatchObject({ seen: 0, hits: 0 })
})

test('of 1,000 requests at once a rule with count 2 hits exactly 2', async () => {
  const s = await (await lab).sandbox()
  await create(s, { count: 2 })
  const agent = new Agent({ keepAlive: true, maxSockets: 100 })
  const get = () => send(`${s.baseUrl}/Users`, 'GET', [['Authorization', `Bearer ${s.token}`]], undefined, agent)
  const statuses = (await Promise.all(Array.from({ length: 1000 }, get))).map(({ status }) => status)
  agent.destroy()
  expect(statuses.filter((status) => status === 503)).toHaveLength(2)
  expect(statuses.filter((status) => status === 200)).toHaveLength(998)
  expect((await list(s))[0]).toMatchObject({ hits: 2, armed: false })
  const recorded = await s.api.requests.list({ sandbox: s.slug, filter: 'effect:fault' })
  expect(recorded.total).toBe(2)
})

describe('rules over the API', () => {
  test('a rule is named by what it does until it has a name, and by its events', async () => {
    const s = await (await lab).sandbox()
    const { id, name } = await create(s, { method: 'POST', path: '/Users', count: 2, effect: { kind: 'status', status: 429, detail: '', retryAfter: 30 } })
    expect(name).toBe('next 2 POST /Users: 429, Retry-After 30 s')
    expect((await s.api.faults.change({ sandbox: s.slug, id, count: 3 })).name).toBe('next 3 POST /Users: 429, Retry-After 30 s')
    expect((await s.api.faults.change({ sandbox: s.slug, id, name: 'Busy', enabled: false })).name).toBe('Busy')
    await s.api.faults.change({ sandbox: s.slug, id, count: 4 })
    await s.api.faults.rearm({ sandbox: s.slug, id })
    expect((await list(s))[0]).toMatchObject({ name: 'Busy', enabled: true, count: 4, hits: 0, armed: true })
    await s.api.faults.remove({ sandbox: s.slug, id })
    expect(await list(s)).toEqual([])
    const events = await s.api.events.list({ sandbox: s.slug, limit: 10 })
    expect(events.map(({ event }) => event.type).toReversed()).toEqual([
      'fault.created', 'fault.changed', 'fault.changed', 'fault.changed', 'fault.rearmed', 'fault.removed',
    ])
  })
  test('armed again it hits again', async () => {
    const s = await (await lab).sandbox()
    const { id } = await create(s)
    expect((await s.scim('GET', '/Users')).status).toBe(503)
    expect((await s.scim('GET', '/Users')).status).toBe(200)
    await s.api.faults.rearm({ sandbox: s.slug, id })
    expect((await s.scim('GET', '/Users')).status).toBe(503)
  })
  test('all of them removed, nothing is hit', async () => {
    const s = await (await lab).sandbox()
    await create(s, { count: null })
    await create(s, { count: null })
    expect(await s.api.faults.removeAll({ sandbox: s.slug })).toEqual({ removed: 2 })
    expect((await s.scim('GET', '/Users')).status).toBe(200)
  })
  test('a duplicate of a sandbox has its rules, with what they counted', async () => {
    const s = await (await lab).sandbox()
    await create(s, { count: 2 })
    await s.scim('GET', '/Users')
    const { slug } = await s.api.sandboxes.duplicate({ sandbox: s.slug, name: `${s.slug} again` })
    expect(await s.api.faults.list({ sandbox: slug })).toMatchObject([{ hits: 1, count: 2, armed: true }])
  })
  test('at most 100 of them', async () => {
    const s = await (await lab).sandbox()
    for (let made = 0; made < 100; made += 1) await create(s, { enabled: false })
    await expect(create(s)).rejects.toMatchObject({ status: 409, message: expect.stringMatching(/at most 100/) })
  })
  test('a rule that is not there is 404', async () => {
    const s = await (await lab).sandbox()
    for (const call of [s.api.faults.change, s.api.faults.rearm, s.api.faults.remove]) {
      await expect(call({ sandbox: s.slug, id: 7 })).rejects.toMatchObject({ status: 404 })
    }
  })
})

describe('what is no rule is refused with 400', () => {
  const hostile: [string, unknown][] = [
    ['no JSON', '{"effect":'],
    ['a list', []],
    ['no effect', {}],
    ['an unknown effect', { effect: { kind: 'explode' } }],
    ['a status that is no error', { effect: { ...down, status: 200 } }],
    ['a status that has no body', { effect: { kind: 'html', status: 204, body: 'x' } }],
    ['a status past all', { effect: { ...down, status: 1e9 } }],
    ['a delay of a year', { effect: { kind: 'latency', milliseconds: 31_536_000_000 } }],
    ['a delay that ended before it began', { effect: { kind: 'latency', milliseconds: -1 } }],
    ['silence for ever', { effect: { kind: 'timeout', seconds: Number.MAX_SAFE_INTEGER } }],
    ['half a second of Retry-After', { effect: { kind: 'throttle', seconds: 0.5 } }],
    ['a line break in Retry-After', { effect: { ...down, retryAfter: '1\r\nX-Evil: 1' } }],
    ['a method of its own', { effect: down, method: 'TRACE' }],
    ['a path without a slash', { effect: down, path: 'Users' }],
    ['a path with a query', { effect: down, path: '/Users?x=1' }],
    ['a path of 1 MB', { effect: down, path: `/${'a'.repeat(1_000_000)}` }],
    ['a user of 1 MB', { effect: down, user: 'a'.repeat(1_000_000) }],
    ['a page of 1 MB', { effect: { kind: 'html', status: 502, body: 'a'.repeat(1_000_000) } }],
    ['nth 0', { effect: down, nth: 0 }],
    ['count 0', { effect: down, count: 0 }],
    ['count past all', { effect: down, count: 1e300 }],
    ['a moment that never comes', { effect: down, moment: 'never' }],
  ]
  test.each(hostile)('%s', async (_line, body) => {
    const s = await (await lab).sandbox()
    const { core } = await lab
    const response = await core.handle(new Request(`http://console.test/api/console/sandboxes/${s.slug}/faults`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body),
    }))
    expect(response.status).toBe(400)
    expect(await list(s)).toEqual([])
  })
  test('a huge body costs a rule about a user no more than it must', async () => {
    const s = await (await lab).sandbox()
    await create(s, { user: 'nobody-at-all', count: null })
    const members = Array.from({ length: 100_000 }, (_, index) => `m${index}`)
    const reply = await s.scim('POST', '/Groups', groupBody('large', members))
    expect(reply.status).toBe(201)
    expect((await s.scim('POST', '/Users', { ...personBody('x'), externalId: 'a '.repeat(1_000_000) })).status).not.toBe(500)
  })
})

test.each<[Partial<FaultGiven>, string]>([
  [{}, 'next request: 503'],
  [{ method: 'PUT', user: 'jane' }, 'next PUT about jane: 503'],
  [{ method: 'PATCH', count: null, effect: { kind: 'timeout', seconds: 61 } }, 'every PATCH: silence for 61 s, then the connection closes'],
  [{ nth: 3, count: 1, moment: 'after', effect: { kind: 'reset' } }, 'request no. 3: connection reset, after it was carried out'],
  [{ nth: 3, count: 2, effect: { kind: 'latency', milliseconds: 1500 } }, 'request no. 3 to 4: 1.5 s late'],
  [{ nth: 3, count: null, effect: { kind: 'html', status: 502, body: '' } }, 'every request from no. 3 on: 502 with a page instead of JSON'],
  [{ effect: { kind: 'throttle', seconds: 5 } }, 'next request: 429 without a body, Retry-After 5 s'],
])('%j reads "%s"', (given, words) => {
  expect(describeFault({ method: 'any', path: '', user: '', nth: 1, count: 1, moment: 'before', effect: down, ...given })).toBe(words)
})
