import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Agent, createServer as createHttpServer } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { TunnelFailure } from '../../../src-main/core/tunnel/provider.ts'
import { sshProvider } from '../../../src-main/core/tunnel/ssh.ts'
import type { ProviderSettings } from '../../../src-shared/domain/tunnel.ts'
import { createOktaClient } from '../../support/okta-client.ts'
import { exchangeBytes } from '../../support/raw.ts'
import { startLab } from '../../support/sandbox.ts'
import { send } from '../../support/wire.ts'
import { startSshd, withoutSshd, type Sshd } from '../../support/sshd.ts'

vi.setConfig({ testTimeout: 90_000 })

type SshSettings = Extract<ProviderSettings, { kind: 'ssh' }>

const settingsOf = (sshd: Sshd, given: Partial<SshSettings> = {}): SshSettings => ({
  kind: 'ssh', host: '127.0.0.1', port: sshd.port, user: sshd.user, authentication: 'key', keyFile: sshd.keyFile,
  bindHost: '127.0.0.1', bindPort: 0, urlFrom: 'plain', template: '', pattern: '', ...given,
})

async function startAll(lines: string[] = []) {
  const sshd = await startSshd(lines)
  onTestFinished(() => sshd.close())
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const { api } = lab
  const state = () => api.tunnel.get()
  const becomes = (expected: object) => expect.poll(state, { timeout: 30_000 }).toMatchObject(expected)

  /** Trusts the key it is shown, as an admin does. */
  async function trust() {
    const { checks } = await api.tunnel.preflight()
    await api.tunnel.trustHostKey({ fingerprint: checks.find(({ hostKey }) => hostKey)!.hostKey!.fingerprint })
  }

  /** Starts a rehearsal and returns its public address. */
  async function up(given: Partial<SshSettings> = {}): Promise<string> {
    await api.tunnel.configure({ settings: settingsOf(sshd, given), rehearsal: true })
    await trust()
    await api.tunnel.start()
    await becomes({ state: 'up' })
    return (await state()).url!
  }

  return { sshd, lab, api, state, becomes, trust, up }
}

const outcomes = (checks: { id: string; outcome: string }[]) => Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]))

test.skipIf(withoutSshd)('preflight shows an unknown host key, then signs in; plain http is refused with what to do', async () => {
  const { api, sshd, becomes } = await startAll()
  await api.tunnel.configure({ settings: settingsOf(sshd) })
  const first = await api.tunnel.preflight()
  expect(outcomes(first.checks)).toMatchObject({ listener: 'ok', token: 'ok', hostKey: 'bad', login: 'later', https: 'bad' })
  const { hostKey, text } = first.checks.find(({ id }) => id === 'hostKey')!
  expect(hostKey).toEqual({ fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/), trusted: null })
  expect(text).toContain(hostKey!.fingerprint)
  await api.tunnel.start()
  await becomes({ state: 'failed', problem: expect.stringContaining('not trusted yet') })

  await api.tunnel.trustHostKey({ fingerprint: hostKey!.fingerprint })
  const second = await api.tunnel.preflight()
  expect(outcomes(second.checks)).toMatchObject({ hostKey: 'ok', login: 'ok', https: 'bad' })
  expect(second.checks.find(({ id }) => id === 'https')!.text).toMatch(/plain http.*TLS must end on the remote host.*reverse proxy/)
  await api.tunnel.start()
  await becomes({ state: 'failed', problem: expect.stringContaining('TLS must end on the remote host') })
})

test.skipIf(withoutSshd)('a user that is not let in, a key that is not there and a server that is not there are named', async () => {
  const { api, sshd, trust, becomes } = await startAll()
  const login = async (given: Partial<SshSettings>) => {
    await api.tunnel.configure({ settings: settingsOf(sshd, given), rehearsal: true })
    return (await api.tunnel.preflight()).checks.find(({ id }) => id === 'login')
  }
  await login({})
  await trust()
  expect(await login({ user: 'nobody-here' })).toMatchObject({ outcome: 'bad', text: expect.stringMatching(/does not let nobody-here in/) })
  expect(await login({ keyFile: '/none/id_rsa' })).toMatchObject({ outcome: 'bad', text: expect.stringMatching(/private key \/none\/id_rsa cannot be read/) })
  expect(await login({ authentication: 'password' })).toMatchObject({ outcome: 'bad', text: expect.stringMatching(/There is no password/) })
  expect(await login({ port: 1 })).toMatchObject({ outcome: 'bad', text: expect.stringMatching(/127\.0\.0\.1:1: .*ECONNREFUSED/) })
  await api.tunnel.start()
  await becomes({ state: 'failed', problem: expect.stringContaining('ECONNREFUSED') })
})

test.skipIf(withoutSshd)('a key with a passphrase, and a key that an agent holds, sign in', async () => {
  const { api, sshd, trust } = await startAll()
  const login = async (given: Partial<SshSettings>, secret?: string) => {
    await api.tunnel.configure({ settings: settingsOf(sshd, given), rehearsal: true, secret })
    return (await api.tunnel.preflight()).checks.find(({ id }) => id === 'login')
  }
  await login({})
  await trust()
  const socket = join(sshd.folder, 'agent')
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  onTestFinished(() => void agent.kill())
  await expect.poll(() => existsSync(socket)).toBe(true)
  vi.stubEnv('SSH_AUTH_SOCK', socket)
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(await login({ authentication: 'agent' })).toMatchObject({ outcome: 'bad' })
  execFileSync('ssh-add', ['-q', sshd.keyFile], { stdio: 'pipe' })
  expect(await login({ authentication: 'agent' })).toMatchObject({ outcome: 'ok' })

  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'correct horse', '-f', sshd.keyFile])
  expect(await login({})).toMatchObject({ outcome: 'bad', text: expect.stringMatching(/Check the private key and its passphrase/) })
  expect(await login({}, 'wrong horse')).toMatchObject({ outcome: 'bad' })
  expect(await login({}, 'correct horse')).toMatchObject({ outcome: 'ok' })
})

test.skipIf(withoutSshd)('nothing but SCIM answers through it, in both forms of the path, and locations are public', async () => {
  const { up, lab, api } = await startAll()
  const url = await up()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const { token, baseUrl, publicUrl } = await api.connection.get({ sandbox: 'default' })
  expect(publicUrl).toBe(`${url}/api/scim`)
  for (const path of ['/', '/api/console/sandboxes', '/api/console/live', '/index.html', '/api', '/api/scimx/Users', '/s/none/api/scim/Users']) {
    const answer = await send(url + path, 'GET', [['Authorization', `Bearer ${token}`]])
    expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 404, 'application/scim+json'])
  }
  const sandbox = await lab.sandbox()
  const other = createOktaClient({ baseUrl: `${url}/s/${sandbox.slug}/api/scim`, token: sandbox.token }, 'OIN')
  const jane = await other.assign({ userName: 'jane@acme.test', givenName: 'Jane', familyName: 'Doe' })
  other.close()
  expect([jane.status, jane.headers.location, jane.body.meta.location]).toEqual([201, ...Array(2).fill(`${url}/s/${sandbox.slug}/api/scim/Users/${jane.body.id}`)])
  const here = await sandbox.scim('GET', `/Users/${jane.body.id}`)
  expect(here.body.meta.location).toBe(`${sandbox.baseUrl}/Users/${jane.body.id}`)
  const forged = await exchangeBytes(baseUrl, `GET /api/scim/Users HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`)
  expect([forged.status, forged.body]).toEqual([200, expect.not.stringContaining('evil.example')])
})

test.skipIf(withoutSshd)('1,000 requests at once through the tunnel lose nothing', async () => {
  const { up, api } = await startAll()
  const url = await up()
  const { token } = await api.connection.get({ sandbox: 'default' })
  const headers: [string, string][] = [['Authorization', `Bearer ${token}`], ['Content-Type', 'application/scim+json'], ['User-Agent', 'Okta SCIM Client 1.0.0']]
  const agent = new Agent({ maxSockets: 1_000 })
  onTestFinished(() => agent.destroy())
  const post = (index: number) => {
    const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `u${index}@acme.test`, name: { givenName: 'U', familyName: 'V' } })
    return send(`${url}/api/scim/Users`, 'POST', headers, body, agent)
  }
  const answers = await Promise.all(Array.from({ length: 1_000 }, (_, index) => post(index)))
  expect(answers.filter(({ status }) => status !== 201)).toEqual([])
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1_000)
  expect((await api.sandboxes.get({ sandbox: 'default' })).counts.users).toBe(1_000)
  const { meter } = await api.tunnel.arrivals({ sandbox: 'default' })
  expect(meter.requests).toBe(1_000)
  expect(meter.atOnce).toBeGreaterThan(1)
})

test.skipIf(withoutSshd)('large bodies go both ways at the pace of their readers', async () => {
  const { up, api } = await startAll()
  const url = await up()
  const { token } = await api.connection.get({ sandbox: 'default' })
  const authorization: [string, string] = ['Authorization', `Bearer ${token}`]
  const answer = await send(`${url}/api/scim/Users`, 'POST', [authorization, ['Content-Type', 'application/scim+json']], Buffer.alloc(17 * 1024 * 1024, 0x20))
  expect([answer.status, answer.body.detail]).toEqual([413, 'A body may have 16777216 bytes.'])
  await api.fixtures.seed({ sandbox: 'default', users: 1_500, groups: 0, seed: '1', domain: 'acme.test', edgeCases: false })
  const lists = await Promise.all(Array.from({ length: 8 }, () => send(`${url}/api/scim/Users?count=1000`, 'GET', [authorization])))
  expect(lists.map(({ body }) => [body.totalResults, body.Resources.length])).toEqual(Array.from({ length: 8 }, () => [1_500, 1_000]))
})

test.skipIf(withoutSshd)('a server that stands still is noticed by its silence', async () => {
  const sshd = await startSshd()
  onTestFinished(() => sshd.close())
  const settings = settingsOf(sshd)
  const patient = { secret: null, trusted: null }
  const signal = new AbortController().signal
  const [shown] = await sshProvider(settings, patient).preflight(signal)
  const down = Promise.withResolvers<TunnelFailure>()
  const watch = { output: () => undefined, moved: () => undefined, down: down.resolve }
  const provider = sshProvider(settings, { ...patient, trusted: shown!.hostKey!.fingerprint, keepalive: { interval: 100, count: 2 } })
  const tunnel = await provider.start({ host: '127.0.0.1', port: 1 }, watch, signal)
  sshd.freeze()
  expect((await down.promise).message).toMatch(/is gone: Keepalive timeout/)
  await tunnel.stop()
})

test.skipIf(withoutSshd)('a restart of the server: reconnected on another port, told until acknowledged', async () => {
  const { up, api, sshd, state, becomes } = await startAll()
  const first = await up()
  await sshd.stop()
  await becomes({ state: 'reconnecting', url: null, problem: expect.stringMatching(/^127\.0\.0\.1:\d+( is gone)?: /) })
  await sshd.start()
  await becomes({ state: 'up', replaces: first })
  const second = (await state()).url!
  expect(second).not.toBe(first)
  const { token } = await api.connection.get({ sandbox: 'default' })
  expect((await send(`${second}/api/scim/Users`, 'GET', [['Authorization', `Bearer ${token}`]])).status).toBe(200)
  await api.tunnel.acknowledge()
  await becomes({ replaces: null })
})

test.skipIf(withoutSshd)('another host key stops it with both fingerprints', async () => {
  const { up, sshd, state, becomes } = await startAll()
  await up()
  await sshd.stop()
  sshd.changeHostKey()
  await sshd.start()
  await becomes({ state: 'failed', problem: expect.stringMatching(/host key of 127\.0\.0\.1:\d+ is another one: it was SHA256:.* it is SHA256:/) })
  expect((await state()).url).toBeNull()
})

test.skipIf(withoutSshd)('what a service writes in the session is the URL', async () => {
  const { up, state } = await startAll(["ForceCommand echo 'Welcome, see https://docs.example/'; echo 'a1b2.lhr.example tunneled with tls termination, https://a1b2.lhr.example'; sleep 600"])
  expect(await up({ urlFrom: 'output' })).toBe('https://a1b2.lhr.example')
  expect((await state()).output).toContain('Welcome, see https://docs.example/')
})

test.skipIf(withoutSshd)('a port that is taken on the server is told in words', async () => {
  const { sshd, api, trust, becomes } = await startAll()
  const taken = createHttpServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await expect.poll(() => taken.listening).toBe(true)
  await api.tunnel.configure({ settings: settingsOf(sshd, { bindPort: (taken.address() as { port: number }).port }), rehearsal: true })
  await trust()
  await api.tunnel.start()
  await becomes({ state: 'failed', problem: expect.stringMatching(/does not forward 127\.0\.0\.1:\d+: .*The port is taken there/) })
})
