import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { AppKind } from '../../../src-shared/domain/okta.ts'
import { startForeignApp } from '../../support/foreign-app.ts'
import { simulatedOkta, type SimulatedOkta } from '../../support/okta.ts'
import { startLab, type Lab, type Sandbox } from '../../support/sandbox.ts'

// The error on a request is that of the task which failed on it, word for word.

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

const noon = Date.UTC(2027, 0, 15, 12)

async function newest(s: Sandbox) {
  const { items: [row] } = await s.api.requests.list({ sandbox: s.slug })
  return s.api.requests.get({ sandbox: s.slug, id: row!.id })
}

async function lastTask(s: Sandbox) {
  return (await s.api.okta.tasks.list({ sandbox: s.slug, show: 'all' })).items[0]!
}

interface Case { kind?: AppKind; refuse: { on: RegExp; status: number; body?: string }; act: (okta: SimulatedOkta) => Promise<unknown> }
const failed = JSON.stringify({ detail: 'down' })

test.each<[string, Case, string]>([
  ['unassign, PUT 500', { refuse: { on: /^PUT/, status: 500, body: failed }, act: (okta) => okta.unassign('jane') },
    'Automatic deprovisioning of user jane@acme.test from app TestMu AI failed: Error while deactivating user jane@acme.test: Internal Server Error.'],
  ['unassign, PATCH 500', { kind: 'OIN', refuse: { on: /^PATCH/, status: 500, body: failed }, act: (okta) => okta.unassign('jane') },
    'Error while deactivating user jane@acme.test: Internal Server Error.'],
  ['rename, PATCH 500', { kind: 'OIN', refuse: { on: /^PATCH/, status: 500, body: failed }, act: (okta) => okta.rename('eng', 'eng2') },
    'Error while updating user group eng2: Internal Server Error.'],
  ['201 without a body', { refuse: { on: /^POST/, status: 201 }, act: (okta) => okta.assign('bob') }, 'The answer has no id of the new resource.'],
  ['201 that is no JSON', { refuse: { on: /^POST/, status: 201, body: 'OK created' }, act: (okta) => okta.assign('bob') }, 'Invalid JSON'],
  ['lookup 200 that is no JSON', { refuse: { on: /^GET .*filter/, status: 200, body: '<html>' }, act: (okta) => okta.assign('bob') }, 'Invalid JSON'],
  ['lookup 404 without a body', { refuse: { on: /^GET .*filter/, status: 404 }, act: (okta) => okta.assign('bob') }, 'Not Found.'],
])('%s', async (_, { kind = 'AIW', refuse: { on, ...refusal }, act }, words) => {
  const app = await startForeignApp()
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s, { kind, baseUrl: app.baseUrl })
  await okta.person('jane')
  await okta.person('bob')
  await okta.assign('jane')
  await okta.group('eng', 'jane')
  await okta.idle()
  await okta.push('eng')
  await okta.idle()
  app.refuse((line) => (on.test(line) ? refusal : null))
  await act(okta)
  await okta.idle()
  const task = await lastTask(s)
  expect(task.error).toContain(words)
  const { oktaError } = await newest(s)
  expect(oktaError).toEqual({ text: task.error, tag: 'A', shown: true, task: { sandbox: s.slug, id: task.id }, triesAgain: null })
  await app.close()
})

test.each<[string, string | undefined]>([['the sandbox', undefined], ['any other app', 'http://127.0.0.1:1/scim/v2']])('no answer: %s', async (_, baseUrl) => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s, baseUrl === undefined ? {} : { baseUrl })
  await s.api.settings.setClock({ sandbox: s.slug, frozen: true, now: noon })
  await s.api.faults.create({ sandbox: s.slug, name: 'slow', method: 'POST', count: 1, effect: { kind: 'timeout', seconds: 61 } })
  await okta.person('jane')
  await okta.assign('jane')
  if (baseUrl === undefined) {
    await vi.waitFor(async () => expect((await newest(s)).row.method).toBe('POST'))
    expect((await newest(s)).oktaError).toBeNull()
    await s.api.settings.advanceClock({ sandbox: s.slug, by: 61_000 })
  }
  await okta.idle()
  expect((await newest(s)).oktaError).toMatchObject({
    text: expect.stringContaining(baseUrl === undefined ? 'Read timed out' : 'Connection refused') as string, shown: true,
  })
})

test('a 429 is no error while it waits, and the requests before it are none', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  await s.api.settings.setClock({ sandbox: s.slug, frozen: true, now: noon })
  await s.api.faults.create({ sandbox: s.slug, name: 'busy', method: 'POST', count: 1, effect: { kind: 'throttle', seconds: 30 } })
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  const { items } = await s.api.requests.list({ sandbox: s.slug })
  const shown = await Promise.all(items.map(async ({ id, method }) => [method, (await s.api.requests.get({ sandbox: s.slug, id })).oktaError?.triesAgain]))
  expect(shown).toEqual([['POST', noon + 30_000], ['GET', undefined]])
})

test('of a client that is not the simulated Okta: what Okta would show', async () => {
  const s = await lab.sandbox()
  const jane = { userName: 'jane@acme.test', name: { givenName: 'Jane', familyName: 'Doe' }, emails: [{ value: 'jane@acme.test', primary: true }], active: true }
  const { body } = await s.api.requests.send({ sandbox: s.slug, method: 'POST', path: '/Users', body: JSON.stringify(jane) })
  const { id } = JSON.parse(body) as { id: string }
  await s.api.faults.create({ sandbox: s.slug, name: 'down', method: 'PATCH', count: 1, effect: { kind: 'status', status: 500, detail: 'down', retryAfter: null } })
  await s.api.requests.send({ sandbox: s.slug, method: 'PATCH', path: `/Users/${id}`, body: JSON.stringify({ Operations: [{ op: 'replace', value: { active: false } }] }) })
  expect((await newest(s)).oktaError).toEqual({
    text: 'Error while deactivating user jane@acme.test: Internal Server Error. Errors reported by remote server: down', tag: 'A', shown: false, task: null, triesAgain: null,
  })
})

test('a request to another app is never replayed here, and its cURL leads there', async () => {
  const app = await startForeignApp()
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s, { kind: 'OIN', baseUrl: app.baseUrl, settings: { authentication: 'header' } })
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  const { row, request, curl } = await newest(s)
  expect(curl).toContain(`-X POST '${app.baseUrl}/Users'`)
  expect(curl).toContain('-H "Authorization: $SCIM_TOKEN"')
  expect(JSON.stringify(request)).not.toContain('secret-1')
  await expect(s.api.requests.send({ sandbox: s.slug, method: 'POST', path: row.path, body: request.body, replayOf: row.id })).rejects.toThrow(app.baseUrl)
  expect((await s.api.users.list({ sandbox: s.slug })).total).toBe(0)
  await app.close()
})

test('the test of the connection and an import', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s, { baseUrl: 'http://127.0.0.1:1/scim/v2' })
  const { message } = await okta.okta.apps.test(okta)
  expect((await newest(s)).oktaError).toMatchObject({ text: message, shown: true, task: null })
  await expect(okta.okta.imports.run(okta)).rejects.toThrow(message)
  expect((await newest(s)).oktaError).toMatchObject({ text: message, shown: true })
})
