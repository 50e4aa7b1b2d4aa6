import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createThreads, type Job } from '../../../src-main/core/sandboxes/threads.ts'
import { CORE_GROUP, CORE_USER, PATCH_OP } from '../../../src-shared/scim/urns.ts'
import { crowd } from '../../support/crowd.ts'
import { send } from '../../support/wire.ts'
import { type Lab, type Sandbox, startLab } from '../../support/sandbox.ts'

const people = 1200
let lab: Lab
let sandbox: Sandbox
let ids: string[]

beforeAll(async () => {
  lab = await startLab()
  sandbox = await lab.sandbox()
  ids = await crowd(sandbox.scim, people)
})
afterAll(() => lab.close())

const raw = (method: string, path: string, body?: object) => send(sandbox.baseUrl + path, method, [
  ['Authorization', `Bearer ${sandbox.token}`], ['Content-Type', 'application/scim+json'],
], body && JSON.stringify(body))

const everyone = () => ids.map((value) => ({ value }))

test('a large push is done by the worker thread in one transaction, and recorded with its events', async () => {
  const reply = await sandbox.scim('POST', '/Groups?excludedAttributes=members', { schemas: [CORE_GROUP], displayName: 'everyone', members: everyone() })
  expect(reply.status, reply.text).toBe(201)
  sandbox.ids.everyone = reply.body.id!
  const { items } = await lab.api.groups.list({ sandbox: sandbox.slug })
  expect(items).toMatchObject([{ displayName: 'everyone', members: people }])
  const { items: [exchange] } = await lab.api.requests.list({ sandbox: sandbox.slug, limit: 1 })
  expect(exchange).toMatchObject({ method: 'POST', path: '/Groups?excludedAttributes=members', status: 201, effect: `+1 group · ${people} members` })
  const { eventCount } = await lab.api.requests.get({ sandbox: sandbox.slug, id: exchange!.id })
  expect(eventCount).toBe(people + 1)
})

test('other requests are answered while it writes, and a write sent later waits for it', async () => {
  const order: string[] = []
  const large = raw('PUT', `/Groups/${sandbox.ids.everyone}`, { schemas: [CORE_GROUP], displayName: 'everyone', members: everyone().slice(0, 600) })
    .then((answer) => order.push(`put ${answer.status}`))
  const read = raw('GET', '/Users?count=1').then((answer) => order.push(`get ${answer.status}`))
  await Promise.all([large, read])
  expect(order).toEqual(['get 200', 'put 200'])
  expect((await lab.api.groups.list({ sandbox: sandbox.slug })).items[0]!.members).toBe(600)
})

test('a refusal in the worker thread changes nothing and keeps its SCIM type', async () => {
  const operations = [{ op: 'replace', path: 'members', value: everyone() }, { op: 'replace', path: 'nope', value: 'x' }]
  const reply = await sandbox.scim('PATCH', `/Groups/${sandbox.ids.everyone}`, { schemas: [PATCH_OP], Operations: operations })
  expect(reply).toMatchObject({ status: 400, body: { scimType: 'invalidPath' }, effects: [] })
  expect((await lab.api.groups.list({ sandbox: sandbox.slug })).items[0]!.members).toBe(600)
})

describe('over 100,000 users', () => {
  let large: Sandbox
  beforeAll(async () => {
    large = await lab.sandbox()
    const db = new Database(join(lab.core.dataDir, 'sandboxes', `${large.slug}.sqlite`))
    db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
      INSERT INTO resources (id, type, key, body, active, created, modified, version)
      SELECT 'x' || i, 'User', 'x' || i || '@acme.test',
        json_object('schemas', json_array('${CORE_USER}'), 'userName', 'x' || i || '@acme.test', 'title', 'Title ' || i), 1, 0, 0, 1 FROM n`)
    db.close()
    await large.user('jane')
  })
  const at = (path: string) => send(large.baseUrl + path, 'GET', [['Authorization', `Bearer ${large.token}`]])
  const filtered = (filter: string) => `/Users?count=1&filter=${encodeURIComponent(filter)}`

  test.each([
    ['no index serves', 'title co "tle 9999"', 11, 'x9999'],
    ['any number may match', 'userName sw "x"', 100_000, 'x1'],
    ['any number may match, and more is to be compared', 'userName sw "x" and title ew " 99999"', 1, 'x99999'],
  ])('a filter %s is answered on a thread of its own: later requests need not wait', async (_why, filter, total, first) => {
    const order: string[] = []
    const scan = at(filtered(filter)).then((answer) => {
      order.push('scan')
      return answer
    })
    const quick = at(`/Users/${large.ids.jane}`).then(() => order.push('quick'))
    const [{ status, body }] = await Promise.all([scan, quick])
    expect([status, body.totalResults, body.Resources[0]!.id]).toEqual([200, total, first])
    expect(order).toEqual(['quick', 'scan'])
    const { findings } = await large.exchange('GET', filtered(filter))
    expect(findings.map(({ code }) => code)).toEqual(['beyond-documented-filter'])
  })

  test('a refusal on that thread keeps its SCIM type', async () => {
    const refused = await at(filtered('nope eq "x"'))
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidFilter'])
  })

  test('past 2,000,000 comparisons it is refused, unless an index finds few', async () => {
    const titles = Array.from({ length: 21 }, (_, index) => `title co "${index}?"`).join(' or ')
    const refused = await at(filtered(titles))
    expect([refused.status, refused.body.scimType]).toEqual([400, 'tooMany'])
    expect(refused.body.detail).toMatch(/21 comparisons with each of about 100001 resources.* 2000000 are the limit/)
    const narrowed = await at(filtered(`userName eq "x7@acme.test" and not (${titles})`))
    expect([narrowed.status, narrowed.body.totalResults]).toEqual([200, 1])
  })
})

test('when a hundred long reads wait already, the next is refused', async () => {
  const threads = createThreads(new URL('data:text/javascript,import{parentPort}from"node:worker_threads";parentPort.on("message",()=>0)'))
  const job: Job = { kind: 'read', file: '', request: { method: 'GET', segments: [], query: '', headers: {}, body: undefined, base: '' } }
  const waiting = Array.from({ length: 100 }, () => threads.run(job))
  await expect(threads.run(job)).rejects.toMatchObject({ status: 503 })
  const ended = Promise.allSettled(waiting)
  await threads.close()
  expect(new Set((await ended).map(({ status }) => status))).toEqual(new Set(['rejected']))
})
