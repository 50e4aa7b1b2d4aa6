import Database from 'better-sqlite3'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Core, createCore } from '../../src-main/core/core.ts'
import { consoleClient, personBody } from '../support/sandbox.ts'
import { send } from '../support/wire.ts'

const worker = new URL('../../src-main/worker.ts', import.meta.url)
let dataDir: string
const open: Core[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-core-'))
})
afterEach(async () => {
  for (const core of open.splice(0)) await core.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(options: Partial<Parameters<typeof createCore>[0]> = {}): Promise<Core> {
  const core = await createCore({ dataDir, port: 0, worker, ...options })
  open.push(core)
  return core
}
const stop = (core: Core) => open.splice(open.indexOf(core), 1)[0]!.close()
const scim = (core: Core, method: string, path: string, body?: object, token = core.token!) => send(core.scimUrl + path, method, [
  ['Authorization', `Bearer ${token}`], ['Content-Type', 'application/scim+json'],
], body && JSON.stringify(body))

test('a restart finds users, requests and the token', async () => {
  const first = await start()
  await scim(first, 'POST', '/Users', personBody('jane'))
  await stop(first)
  const second = await start()
  expect(second.token).toBe(first.token)
  expect((await scim(second, 'GET', '/Users')).body.totalResults).toBe(1)
  const { items } = await consoleClient(second).requests.list({ sandbox: 'default' })
  expect(items.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /Users', 'POST /Users'])
})

test('one data dir, one host: the second is told, and let in when the first is gone', async () => {
  const first = await start()
  await expect(createCore({ dataDir, port: 0, worker })).rejects.toThrow(/in use by another Scimbox/)
  await stop(first)
  await expect(start()).resolves.toMatchObject({ defaultSandbox: 'default' })
})

test('a taken port is a state with a way out, not a crash', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const core = await start({ port })
  expect(core.scimUrl).toBeNull()
  const api = consoleClient(core)
  expect((await api.connection.get({ sandbox: 'default' })).listener).toMatchObject({
    state: 'failed', problem: expect.stringMatching(/taken by another program.*--port/),
  })
  await new Promise((resolve) => other.close(resolve))
  expect(await api.connection.retryListener()).toMatchObject({ state: 'listening', address: `127.0.0.1:${port}`, problem: null })
})

test('a sandbox file holds the hash of the token, the secret store the token, readable by its owner only', async () => {
  const core = await start()
  const token = core.token!
  await scim(core, 'POST', '/Users', { ...personBody('jane'), password: 'hunter2-secret' })
  await stop(core)
  for (const name of readdirSync(join(dataDir, 'sandboxes'))) {
    const bytes = readFileSync(join(dataDir, 'sandboxes', name)).toString('latin1')
    expect([name, bytes.includes(token), bytes.includes('hunter2-secret')]).toEqual([name, false, false])
  }
  expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toContain(token)
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
})

test('without a recoverable copy the token is null, and only a rotation makes a new one', async () => {
  await stop(await start())
  writeFileSync(join(dataDir, 'secrets.json'), '{}')
  const core = await start()
  expect(core.token).toBeNull()
  const api = consoleClient(core)
  expect((await api.connection.get({ sandbox: 'default' })).token).toBeNull()
  const { token } = await api.tokens.rotate({ sandbox: 'default' })
  expect((await scim(core, 'GET', '/Users', undefined, token)).status).toBe(200)
})

test('rotation with an overlap, and expiry, on the sandbox clock', async () => {
  const core = await start()
  const old = core.token!
  const api = consoleClient(core)
  const { now } = await api.settings.setClock({ sandbox: 'default', frozen: true })
  const { token } = await api.tokens.rotate({ sandbox: 'default', overlapSeconds: 60, expiresInSeconds: 3600 })
  const status = async (given: string) => (await scim(core, 'GET', '/Users', undefined, given)).status
  expect([await status(old), await status(token)]).toEqual([200, 200])
  await api.settings.setClock({ sandbox: 'default', frozen: true, now: now + 60_000 })
  expect([await status(old), await status(token)]).toEqual([401, 200])
  await api.settings.setClock({ sandbox: 'default', frozen: true, now: now + 3_600_000 })
  expect(await status(token)).toBe(401)
  expect((await api.tokens.list({ sandbox: 'default' })).map(({ state }) => state)).toEqual(['expired', 'retired'])
})

test('a foreign or newer file is shown with its problem and left as it is; the others go on', async () => {
  await stop(await start())
  const broken = join(dataDir, 'sandboxes', 'broken.sqlite')
  writeFileSync(broken, 'not a database, but somebody’s file '.repeat(40))
  const newer = new Database(join(dataDir, 'sandboxes', 'newer.sqlite'))
  newer.pragma('user_version = 999')
  newer.close()
  const core = await start()
  const listed = await consoleClient(core).sandboxes.list()
  expect(listed.map(({ slug, problem }) => [slug, problem === null])).toEqual([['default', true], ['broken', false], ['newer', false]])
  expect(listed[2]!.problem).toMatch(/schema version 999.*newer Scimbox/)
  expect(readFileSync(broken, 'utf8')).toMatch(/^not a database/)
  expect((await scim(core, 'GET', '/Users')).status).toBe(200)
})

test('an ephemeral core leaves nothing', async () => {
  const core = await start({ dataDir: null })
  expect(existsSync(core.dataDir)).toBe(true)
  await stop(core)
  expect(existsSync(core.dataDir)).toBe(false)
})

test('sandboxes: created, renamed, duplicated with a token of its own, deleted; a token opens only its sandbox', async () => {
  const core = await start()
  const api = consoleClient(core)
  await scim(core, 'POST', '/Users', personBody('jane'))
  const copy = await api.sandboxes.duplicate({ sandbox: 'default', name: 'What if' })
  expect(copy).toMatchObject({ slug: 'what-if', name: 'What if', isDefault: false, counts: { users: 1, requests: 0 } })
  const { baseUrl, token } = await api.connection.get({ sandbox: 'what-if' })
  expect(token).not.toBe(core.token)
  const at = (given: string) => send(`${baseUrl}/Users`, 'GET', [['Authorization', `Bearer ${given}`]])
  expect([(await at(token!)).status, (await at(core.token!)).status]).toEqual([200, 401])
  expect(await api.sandboxes.rename({ sandbox: 'what-if', name: 'Then' })).toMatchObject({ slug: 'what-if', name: 'Then' })
  await api.sandboxes.remove({ sandbox: 'what-if' })
  expect((await at(token!)).status).toBe(404)
  expect((await api.sandboxes.list()).map(({ slug }) => slug)).toEqual(['default'])
  await expect(api.sandboxes.remove({ sandbox: 'default' })).rejects.toThrow(/default sandbox stays/)
})
