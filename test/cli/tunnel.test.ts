import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { box, installProgram } from '../core/tunnel/fake-program.ts'
import { createAuthority, proxyTo, withoutOpenssl } from '../support/certificates.ts'
import { runCli, startHost } from '../support/host.ts'
import { freePort, startSshd, withoutSshd } from '../support/sshd.ts'
import { send } from '../support/wire.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 })

let dataDir: string
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-tunnel-cli-'))
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const scimbox = (...args: string[]) => runCli(['tunnel', ...args, '--data-dir', dataDir])

test('without a Scimbox that runs there is no tunnel', async () => {
  expect(await scimbox('start', '--provider', 'cloudflared')).toMatchObject({ code: 3, complaint: expect.stringMatching(/Start it with: scimbox up/) })
})

test('started, asked, stopped; a failure is told and ends with 1', async () => {
  const host = await startHost(['--data-dir', dataDir])
  onTestFinished(async () => void await host.stop())
  const { origin } = new URL(host.scimUrl)

  const refused = await scimbox('start', '--provider', 'url', '--url', origin)
  expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(/^Tunnel +failed\n.*plain http, and Okta calls https only/s)])
  const up = await scimbox('start', '--provider', 'url', '--url', origin, '--rehearsal', '--json')
  expect([up.code, JSON.parse(up.out)]).toMatchObject([0, { state: 'up', url: origin, baseUrl: host.scimUrl, replaces: null }])
  expect((await scimbox('status')).out).toMatch(new RegExp(`^Tunnel +up\nSCIM Base URL +${host.scimUrl}\n✓ The SCIM listener is there: `))
  expect(await scimbox('start')).toMatchObject({ code: 1, complaint: expect.stringMatching(/The tunnel is on\. Stop it first/) })
  expect((await scimbox('stop', '--json')).out).toMatch(/"state":"off"/)

  expect(await scimbox('preflight', '--provider', 'ssh', '--host', '127.0.0.1', '--port', '1', '--user', 'ada', '--auth', 'none', '--public-url', 'plain'))
    .toMatchObject({ code: 1, out: expect.stringMatching(/✗ ada may sign in: 127\.0\.0\.1:1: .*ECONNREFUSED/) })
  expect(await scimbox('start', '--provider', 'ssh', '--host', 'https://x')).toMatchObject({ code: 2, complaint: expect.stringMatching(/--host: .*--user: /) })
  expect(await scimbox('trust', 'SHA256:short')).toMatchObject({ code: 1 })
})

test('a secret comes by the environment and is in no answer and no settings', async () => {
  const host = await startHost(['--data-dir', dataDir])
  onTestFinished(async () => void await host.stop())
  const secret = { SCIMBOX_TUNNEL_SECRET: 'authtoken-of-somebody' }
  const { out } = await runCli(['tunnel', 'preflight', '--provider', 'ngrok', '--json', '--data-dir', dataDir], secret)
  expect(JSON.parse(out)).toMatchObject({ hasSecret: true, settings: { kind: 'ngrok' } })
  const files = ['tunnel.json', 'secrets.json'].map((name) => readFileSync(join(dataDir, name), 'utf8').includes('authtoken-of-somebody'))
  expect([out.includes('authtoken-of-somebody'), ...files]).toEqual([false, false, true])
})

test('the program is ended with Scimbox', async () => {
  installProgram('quicktunnel', `process.on('SIGTERM', () => undefined); say(${JSON.stringify(box('https://a.trycloudflare.com'))}); say('pid ' + process.pid); setInterval(() => undefined, 1000)`)
  const host = await startHost(['--data-dir', dataDir])
  const up = await scimbox('start', '--provider', 'command', '--program', 'quicktunnel', '--arg=--to', '--arg', '{port}', '--rehearsal', '--json')
  const { state, url, output } = JSON.parse(up.out)
  expect([state, url]).toEqual(['up', 'https://a.trycloudflare.com'])
  const pid = Number(/pid (\d+)/.exec((output as string[]).join('\n'))![1])
  const { status } = await send(`${host.scimUrl}/Users`, 'GET', [['Authorization', `Bearer ${host.token}`]])
  expect([status, await host.stop()]).toEqual([200, 0])
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
})

test.skipIf(withoutSshd || withoutOpenssl)('https from end to end: TLS ends on a reverse proxy beside a real SSH server', async () => {
  const [sshd, authority, port] = [await startSshd(), createAuthority(), await freePort()]
  const proxy = createServer(authority.issue('DNS:localhost'), proxyTo(`http://127.0.0.1:${port}`)).listen(0, '127.0.0.1')
  onTestFinished(async () => {
    await sshd.close()
    authority.remove()
    proxy.closeAllConnections()
    proxy.close()
  })
  await once(proxy, 'listening')
  // As a company does whose proxy has a certificate of its own authority.
  vi.stubEnv('NODE_EXTRA_CA_CERTS', authority.caFile)
  const host = await startHost(['--data-dir', dataDir])
  vi.unstubAllEnvs()
  onTestFinished(async () => void await host.stop())
  const publicUrl = `https://localhost:${(proxy.address() as AddressInfo).port}`
  const to = ['--host', '127.0.0.1', '--port', String(sshd.port), '--user', sshd.user, '--auth', 'key', '--key', sshd.keyFile]
  const options = ['--provider', 'ssh', ...to, '--bind-host', '127.0.0.1', '--bind-port', String(port), '--public-url', publicUrl]

  const first = await scimbox('preflight', ...options, '--json')
  const { checks } = JSON.parse(first.out) as { checks: { id: string; outcome: string; hostKey?: { fingerprint: string } }[] }
  expect(checks.find(({ id }) => id === 'certificate')).toMatchObject({ outcome: 'ok' })
  expect((await scimbox('trust', checks.find(({ hostKey }) => hostKey)!.hostKey!.fingerprint)).code).toBe(0)
  const up = await scimbox('start', '--json')
  expect([up.code, JSON.parse(up.out)]).toMatchObject([0, { state: 'up', rehearsal: false, baseUrl: `${publicUrl}/api/scim` }])
  expect(JSON.parse(up.out).checks.filter(({ outcome }: { outcome: string }) => outcome !== 'ok')).toEqual([])

  const config = { ca: authority.ca, method: 'POST', headers: { Authorization: `Bearer ${host.token}`, 'Content-Type': 'application/scim+json' } }
  const posting = request(`${publicUrl}/api/scim/Users`, config)
  posting.end(JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'jane@acme.test', name: { givenName: 'J', familyName: 'D' } }))
  const [created] = await once(posting, 'response') as [{ statusCode: number; headers: Record<string, string> }]
  expect([created.statusCode, created.headers.location]).toEqual([201, expect.stringMatching(new RegExp(`^${publicUrl}/api/scim/Users/\\d+$`))])
})
