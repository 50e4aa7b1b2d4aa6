import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BULK_REQUEST, CORE_GROUP, CORE_USER, PATCH_OP } from '../../../src-shared/scim/urns.ts'
import { send } from '../../support/wire.ts'
import { type Lab, type Sandbox, startLab } from '../../support/sandbox.ts'

const people = 1200
let lab: Lab
let sandbox: Sandbox
let ids: string[]

beforeAll(async () => {
  lab = await startLab()
  sandbox = await lab.sandbox()
  ids = []
  for (const from of [0, 600]) {
    const Operations = Array.from({ length: 600 }, (_, index) => ({
      method: 'POST', path: '/Users', bulkId: `u${from + index}`,
      data: { schemas: [CORE_USER], userName: `u${from + index}@acme.test`, name: { givenName: 'U', familyName: String(from + index) } },
    }))
    const { body } = await sandbox.scim('POST', '/Bulk', { schemas: [BULK_REQUEST], Operations })
    ids.push(...body.Operations.map(({ location }) => location!.split('/').at(-1)!))
  }
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

test('a filter no index serves, over many users, is answered on a thread of its own: later requests need not wait', async () => {
  const large = await lab.sandbox()
  const db = new Database(join(lab.core.dataDir, 'sandboxes', `${large.slug}.sqlite`))
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO resources (id, type, key, body, active, created, modified, version)
    SELECT 'x' || i, 'User', 'x' || i || '@acme.test',
      json_object('schemas', json_array('${CORE_USER}'), 'userName', 'x' || i || '@acme.test', 'title', 'Title ' || i), 1, 0, 0, 1 FROM n`)
  db.close()
  await large.user('jane')
  const at = (path: string) => send(large.baseUrl + path, 'GET', [['Authorization', `Bearer ${large.token}`]])
  const order: string[] = []
  const scan = at(`/Users?filter=${encodeURIComponent('title ew " 19999"')}`).then((answer) => {
    order.push('scan')
    return answer
  })
  const quick = at(`/Users/${large.ids.jane}`).then(() => order.push('quick'))
  const [{ status, body }] = await Promise.all([scan, quick])
  expect([status, body.totalResults, body.Resources[0]!.id]).toEqual([200, 1, 'x19999'])
  expect(order).toEqual(['quick', 'scan'])
  const { findings } = await large.exchange('GET', `/Users?filter=${encodeURIComponent('title ew " 19999"')}`)
  expect(findings.map(({ code }) => code)).toEqual(['beyond-documented-filter'])
  const refused = await at(`/Users?filter=${encodeURIComponent('nope eq "x"')}`)
  expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidFilter'])
})
