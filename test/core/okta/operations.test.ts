import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { AppKind } from '../../../src-shared/domain/okta.ts'
import { simulatedOkta } from '../../support/okta.ts'
import { rehearsal as inLab, scimError as error } from '../../support/rehearsal.ts'
import { startLab, type Lab } from '../../support/sandbox.ts'

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

const rehearsal = (kind?: AppKind) => inLab(lab, kind)
const isCreate = (line: string) => line.startsWith('POST')

describe('okta-wire §3: what an answer does to an assignment', () => {
  test.each([400, 403, 404, 409, 500, 503])('%i: a task in error that keeps its words until Retry selected', async (status) => {
    const { app, okta, task } = await rehearsal()
    let isBroken = true
    app.refuse((line) => (isBroken && isCreate(line) ? { status, body: error('the reason') } : null))
    await okta.person('jane')
    await okta.assign('jane')
    await okta.idle()
    expect(await task()).toMatchObject({ state: 'error', attempts: 1, kind: 'user.assign', subject: 'jane@acme.test', error: expect.stringContaining('the reason') as string })
    expect(app.arrived.filter(({ line }) => isCreate(line))).toHaveLength(1)
    isBroken = false
    expect(await okta.okta.tasks.retry({ sandbox: okta.sandbox, ids: [(await task())!.id] })).toEqual({ retried: 1 })
    await okta.idle()
    expect(await okta.tasks()).toEqual([])
    expect([...app.users.values()].map(({ userName }) => userName)).toEqual(['jane@acme.test'])
  })

  test('429 waits Retry-After by the sandbox clock and doubles; three attempts are one operation in the log', async () => {
    const { app, okta, advance, task } = await rehearsal()
    let refusals = 2
    app.refuse((line) => (isCreate(line) && refusals-- > 0 ? { status: 429, headers: { 'retry-after': '30' } } : null))
    await okta.person('bob')
    await okta.assign('bob')
    await okta.idle()
    expect(await task()).toMatchObject({ state: 'waiting', attempts: 1, due: 1_800_000_030_000 })
    await advance(29)
    expect(await task()).toMatchObject({ state: 'waiting', attempts: 1 })
    await advance(1)
    await vi.waitFor(async () => expect(await task()).toMatchObject({ state: 'waiting', attempts: 2, due: 1_800_000_090_000 }))
    await advance(60)
    await vi.waitFor(async () => expect(await task()).toBeUndefined())
    const { items } = await okta.okta.log.list({ sandbox: okta.sandbox, search: 'bob@acme.test' })
    expect(items.map(({ outcome }) => outcome)).toEqual(['SUCCESS', 'DEFERRED', 'DEFERRED'])
    expect(new Set(items.map(({ taskId }) => taskId)).size).toBe(1)
    expect(app.users.size).toBe(1)
  })

  test('429 without Retry-After: 5 minutes, doubled each time, failed after 10 attempts', async () => {
    const { app, okta, advance, task } = await rehearsal()
    app.refuse((line) => (isCreate(line) ? { status: 429 } : null))
    await okta.person('bob')
    await okta.assign('bob')
    const waits: number[] = []
    for (let attempt = 1; attempt < 10; attempt += 1) {
      await vi.waitFor(async () => expect(await task()).toMatchObject({ attempts: attempt, state: 'waiting' }))
      const { now } = await okta.okta.tasks.list({ sandbox: okta.sandbox }).then(async ({ items }) => ({ now: (items[0]!.due! - (await lab.api.settings.clock({ sandbox: okta.sandbox })).now) / 1000 }))
      waits.push(now)
      await advance(now)
    }
    await vi.waitFor(async () => expect(await task()).toMatchObject({ attempts: 10, state: 'error' }))
    expect(waits).toEqual([300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 76_800])
  })

  test('attempts before a Retry count for nothing, neither in the wait nor in the ten', async () => {
    const { app, okta, advance, task } = await rehearsal()
    let status = 500
    app.refuse((line) => (isCreate(line) ? { status, headers: { 'retry-after': '10' } } : null))
    const retry = async () => {
      await okta.okta.tasks.retry({ sandbox: okta.sandbox })
      await okta.idle()
    }
    await okta.person('bob')
    await okta.assign('bob')
    await okta.idle()
    for (let again = 0; again < 3; again += 1) await retry()
    status = 429
    await retry()
    for (let attempt = 1, wait = 10; attempt < 10; attempt += 1, wait *= 2) {
      await vi.waitFor(async () => expect(await task()).toMatchObject({ state: 'waiting', attempts: attempt }))
      expect((await task())!.due! - (await lab.api.settings.clock({ sandbox: okta.sandbox })).now).toBe(wait * 1000)
      await advance(wait)
    }
    await vi.waitFor(async () => expect(await task()).toMatchObject({ state: 'error', attempts: 10 }))
    await retry()
    expect(await task()).toMatchObject({ state: 'waiting', attempts: 1 })
  })

  test.each([
    ['none', { state: 'waiting', attempts: 1, due: 1_800_000_300_000 }],
    ['now', { state: 'error', attempts: 10 }],
  ] as const)('Retry-After: 0, assumed to mean %s', async (assumed, expected) => {
    const { app, okta, task } = await rehearsal()
    await okta.assume('zeroRetryAfter', assumed)
    app.refuse((line) => (isCreate(line) ? { status: 429, headers: { 'retry-after': '0' } } : null))
    await okta.person('bob')
    await okta.assign('bob')
    await vi.waitFor(async () => expect(await task()).toMatchObject(expected))
  })

  test('60 s of silence by the sandbox clock end in an error; what was sent stays sent', async () => {
    const { app, okta, advance, task } = await rehearsal()
    const silent = await startSilentApp()
    onTestFinished(silent.close)
    await okta.okta.apps.change({ ...okta, settings: { target: { kind: 'url', baseUrl: silent.baseUrl } } })
    await okta.person('jane')
    await okta.assign('jane')
    await vi.waitFor(() => expect(silent.requests()).toBe(1))
    await advance(59)
    expect(await task()).toMatchObject({ state: 'pending' })
    await advance(1)
    await vi.waitFor(async () => expect(await task()).toMatchObject({ state: 'error' }))
    await okta.okta.apps.change({ ...okta, settings: { target: { kind: 'url', baseUrl: app.baseUrl } } })
    await okta.okta.tasks.retry({ sandbox: okta.sandbox })
    await okta.idle()
    expect(app.users.size).toBe(1)
  })

  test.each([
    ['a body that is no JSON', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['a 201 that is no JSON', { status: 201, body: 'created' }],
    ['a 201 without a body', { status: 201, body: '' }],
    ['a 201 without an id', { status: 201, body: '{"userName":"jane@acme.test"}' }],
  ])('%s is an error', async (_name, refusal) => {
    const { app, okta, task } = await rehearsal()
    app.refuse((line) => (isCreate(line) ? refusal : null))
    await okta.person('jane')
    await okta.assign('jane')
    await okta.idle()
    expect(await task()).toMatchObject({ state: 'error' })
  })

  test('lookup 404 with a SCIM error counts as nobody found', async () => {
    const { app, okta } = await rehearsal()
    app.refuse((line) => (line.includes('filter=') ? { status: 404, body: error('none') } : null))
    await okta.person('jane')
    await okta.assign('jane')
    await okta.idle()
    expect(app.users.size).toBe(1)
  })

  test.each([['of another kind', '{"message":"Cannot GET /Users"}'], ['without a body', '']])('lookup 404 %s is an error, and nobody is created', async (_kind, body) => {
    const { app, okta, task } = await rehearsal()
    app.refuse((line) => (line.includes('filter=') ? { status: 404, body } : null))
    await okta.person('jane')
    await okta.assign('jane')
    await okta.idle()
    expect(await task()).toMatchObject({ state: 'error', error: expect.stringMatching(/Error while verifying if user jane@acme.test exists: Not Found\.$/) as string })
    expect(app.arrived.filter(({ line }) => isCreate(line))).toEqual([])
  })
})

describe('okta-wire §2: Save on Integration', () => {
  const changed = async (okta: Awaited<ReturnType<typeof rehearsal>>['okta']) => {
    const { settings } = await okta.okta.apps.get(okta)
    return okta.okta.apps.saveIntegration({ ...okta, settings: { ...settings, supported: { ...settings.supported, importGroups: true } } })
  }

  test.each([['kept', true], ['refused', false]] as const)('a failing test, and the settings are %s (assumed)', async (assumed, isSaved) => {
    const { app, okta } = await rehearsal()
    app.refuse(() => ({ status: 401, body: error('the token is wrong') }))
    await okta.assume('failedTest', assumed)
    expect(await changed(okta)).toMatchObject({ isSaved, test: { ok: false, status: 401 }, app: { settings: { supported: { importGroups: isSaved } } } })
    expect((await okta.okta.apps.get(okta)).settings.supported.importGroups).toBe(isSaved)
    const { items: [entry] } = await okta.okta.log.list({ sandbox: okta.sandbox })
    expect(entry).toMatchObject({ outcome: 'FAILURE', action: { label: 'Save the integration of TestMu AI' } })
  })

  test('what is to be saved is what is tested; without a credential nothing is', async () => {
    const { app, okta } = await rehearsal()
    const { settings } = await okta.okta.apps.get(okta)
    const elsewhere = { ...settings, target: { kind: 'url' as const, baseUrl: `${app.baseUrl}/moved` } }
    app.refuse(() => ({ status: 404, body: error('moved') }))
    expect((await okta.okta.apps.saveIntegration({ ...okta, settings: elsewhere })).test).toMatchObject({ ok: false, status: 404 })
    expect(app.arrived.map(({ line }) => line)).toEqual(['GET /scim/v2/moved/Users?startIndex=1&count=2'])
    await okta.okta.apps.setCredential({ ...okta, credential: '' })
    const before = app.arrived.length
    expect(await okta.okta.apps.saveIntegration({ ...okta, settings })).toMatchObject({ isSaved: true, test: null })
    expect(app.arrived).toHaveLength(before)
  })
})

test.each([
  ['http://app.test/scim?x=1', /query/], ['http://app.test/scim#top', /query/], ['http://me:secret@app.test/scim', /name or a password/], ['http://me@app.test/scim', /name or a password/],
])('the Base URL %s is refused with the reason, as no request would carry all of it', async (baseUrl, reason) => {
  const { okta } = await rehearsal()
  const { settings } = await okta.okta.apps.get(okta)
  const target = { kind: 'url' as const, baseUrl }
  await expect(okta.okta.apps.saveIntegration({ ...okta, settings: { ...settings, target } })).rejects.toMatchObject({ status: 400, message: expect.stringMatching(reason) as string })
  await expect(okta.okta.apps.create({ sandbox: okta.sandbox, label: 'Other', kind: 'OIN', target })).rejects.toMatchObject({ status: 400 })
  expect((await okta.okta.apps.get(okta)).settings.target).toEqual(settings.target)
})

test('the error of an expression ends in one full stop', async () => {
  const { okta, task } = await rehearsal()
  await okta.okta.apps.change({ ...okta, settings: { userNameFormat: 'user.nickName + "@acme.test"' } })
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  expect((await task())!.error).toMatch(/Application username format: “\+” has nothing on one side: an attribute without a value\.$/)
})

test('a task and its entries of the log are found by their numbers; others are not there', async () => {
  const { okta, task } = await rehearsal()
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  const { sandbox } = okta
  const { items: [entry] } = await okta.okta.log.list({ sandbox, search: 'jane@acme.test' })
  expect(await okta.okta.log.get({ sandbox, id: entry!.id })).toEqual(entry)
  expect(await task()).toBeUndefined()
  expect(await okta.okta.tasks.get({ sandbox, id: entry!.taskId! })).toMatchObject({ kind: 'user.assign', subject: 'jane@acme.test', state: 'done' })
  await expect(okta.okta.tasks.get({ sandbox, id: 999 })).rejects.toMatchObject({ status: 404 })
  await expect(okta.okta.log.get({ sandbox, id: 999 })).rejects.toMatchObject({ status: 404 })
})

test('operations of one person keep their order; those of others go on while one waits', async () => {
  const { app, okta, advance } = await rehearsal()
  app.refuse((line) => (line.includes('jane') && app.users.size === 0 ? { status: 429, headers: { 'retry-after': '10' } } : null))
  await okta.person('jane')
  await okta.person('bob')
  await okta.assign('jane')
  await okta.unassign('jane')
  await okta.assign('jane')
  await okta.assign('bob')
  await okta.idle()
  expect([...app.users.values()].map(({ userName }) => userName)).toEqual(['bob@acme.test'])
  await advance(600)
  await vi.waitFor(async () => expect(await okta.tasks()).toEqual([]))
  expect([...app.users.values()].map(({ userName, active }) => `${String(userName)} ${String(active)}`)).toEqual(['bob@acme.test true', 'jane@acme.test true'])
})

test('a profile changed while the account is made follows as an update', async () => {
  const { app, okta, advance } = await rehearsal()
  let refusals = 1
  app.refuse((line) => (isCreate(line) && refusals-- > 0 ? { status: 429, headers: { 'retry-after': '10' } } : null))
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  await okta.change('jane', { lastName: 'Roe' })
  await advance(10)
  await vi.waitFor(async () => expect(await okta.tasks()).toEqual([]))
  expect([...app.users.values()].map(({ displayName }) => displayName)).toEqual(['Jane Roe'])
})

test('an action is cancelled: what is not sent yet is not sent, and Provision User brings it later', async () => {
  const { app, okta } = await rehearsal()
  const names = Array.from({ length: 40 }, (_, n) => `p${n}`)
  await okta.okta.people.create({ sandbox: okta.sandbox, people: names.map((name) => ({ login: `${name}@acme.test`, firstName: name, lastName: 'Doe' })) })
  const { items } = await okta.okta.people.list({ sandbox: okta.sandbox, limit: 500 })
  const { actionId } = await okta.okta.assignments.assignPeople({ ...okta, personIds: items.map(({ id }) => id) })
  const { cancelled } = await okta.okta.tasks.cancel({ sandbox: okta.sandbox, id: actionId })
  await okta.idle()
  await vi.waitFor(() => expect(app.users.size).toBe(40 - cancelled))
  await okta.okta.assignments.provision(okta)
  await okta.idle()
  await vi.waitFor(() => expect(app.users.size).toBe(40))
})

test('requests to this sandbox are recorded as the simulator’s, grouped by what the admin did', async () => {
  const sandbox = await lab.sandbox()
  const okta = await simulatedOkta(sandbox)
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  const { items } = await vi.waitFor(async () => {
    const page = await sandbox.api.requests.list({ sandbox: sandbox.slug })
    expect(page.total).toBe(2)
    return page
  })
  expect(items.map(({ actor, method, action, target }) => ({ actor, method, label: action?.label, target }))).toEqual([
    { actor: 'simulator', method: 'POST', label: 'Assign Jane Doe', target: null },
    { actor: 'simulator', method: 'GET', label: 'Assign Jane Doe', target: null },
  ])
  expect(new Set(items.map(({ action }) => action!.id)).size).toBe(1)
  const filtered = await sandbox.api.requests.list({ sandbox: sandbox.slug, filter: `action:${items[0]!.action!.id}` })
  expect(filtered.total).toBe(2)
})

test('requests to another app are recorded here, without the credential', async () => {
  const { okta, sandbox, app } = await rehearsal()
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  const { items } = await vi.waitFor(async () => {
    const page = await sandbox.api.requests.list({ sandbox: sandbox.slug })
    expect(page.total).toBe(2)
    return page
  })
  expect(items[0]).toMatchObject({ method: 'POST', path: '/Users', status: 201, target: app.baseUrl, effect: 'sent' })
  const detail = await sandbox.api.requests.get({ sandbox: sandbox.slug, id: items[0]!.id })
  expect(JSON.stringify(detail)).not.toContain('secret-1')
  expect(detail.request.body).not.toContain('Aa1!')
})

async function startSilentApp() {
  const { createServer } = await import('node:http')
  let count = 0
  const server = createServer(() => { count += 1 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests: () => count,
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

test('a person or an app is not deleted while something is under way to the app', async () => {
  const { app, okta, advance } = await rehearsal()
  let isThrottled = true
  app.refuse((line) => (isThrottled && line.startsWith('PUT') ? { status: 429, headers: { 'retry-after': '5' } } : null))
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  await okta.lifecycle('jane', 'deactivate')
  await okta.idle()
  await expect(okta.okta.people.remove({ sandbox: okta.sandbox, id: okta.people.jane! })).rejects.toThrow('still to be told')
  await expect(okta.okta.apps.remove(okta)).rejects.toThrow('under way')
  await expect(okta.assign('jane')).rejects.toThrow('deactivated in Okta')
  isThrottled = false
  await advance(5)
  await vi.waitFor(async () => expect(await okta.tasks()).toEqual([]))
  await okta.okta.people.remove({ sandbox: okta.sandbox, id: okta.people.jane! })
  await okta.okta.apps.remove(okta)
  expect(await okta.okta.apps.list({ sandbox: okta.sandbox })).toEqual([])
})
