import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { check, type OpenTunnel, type Provider, TunnelFailure, type Watch } from '../../../src-main/core/tunnel/provider.ts'
import { openTunnelStore } from '../../../src-main/core/tunnel/store.ts'
import { createTunnel, type TunnelOptions } from '../../../src-main/core/tunnel/tunnel.ts'
import type { Check, ProviderSettings } from '../../../src-shared/domain/tunnel.ts'

const cloudflared: ProviderSettings = { kind: 'cloudflared' }
const ssh: ProviderSettings = {
  kind: 'ssh', host: 'scim.example', port: 22, user: 'ada', authentication: 'password', keyFile: '', bindHost: 'localhost', bindPort: 0,
  urlFrom: 'plain', template: '', pattern: '',
}

const waits = { first: 20, most: 80, reach: 5, reachTries: 3, look: 60_000, lookAgain: 5 }

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-tunnel-'))
  return () => rmSync(dataDir, { recursive: true, force: true })
})

/** A provider that the test plays: each start waits for what the test says. */
function play(given: Partial<TunnelOptions> = {}) {
  const starts: { opened: PromiseWithResolvers<string>; watch: Watch; signal: AbortSignal }[] = []
  let stops = 0
  let checks: Check[] = []
  const provider: Provider = {
    preflight: () => Promise.resolve([check('program', 'It is installed', 'ok', 'yes')]),
    expectedUrl: () => null,
    async start(_to, watch, signal): Promise<OpenTunnel> {
      const opened = Promise.withResolvers<string>()
      signal.addEventListener('abort', () => opened.reject(new TunnelFailure('aborted')))
      starts.push({ opened, watch, signal })
      return { url: await opened.promise, stop: () => Promise.resolve(void (stops += 1)) }
    },
  }
  const secrets = new Map<string, string>()
  const tunnel = createTunnel({
    store: openTunnelStore(dataDir),
    secrets: {
      read: ({ kind }) => secrets.get(kind) ?? null,
      write: ({ kind }, secret) => void (secret === null ? secrets.delete(kind) : secrets.set(kind, secret)),
    },
    provider: () => provider,
    listener: () => ({ host: '127.0.0.1', port: 1 }),
    checkUrl: () => Promise.resolve(checks),
    checkHere: () => [],
    cameUp: () => undefined,
    changed: () => undefined,
    waits,
    ...given,
  })
  onTestFinished(() => tunnel.stop())
  return {
    tunnel, starts, stops: () => stops,
    found: (next: Check[]) => {
      checks = next
    },
    /** Waits for the nth start and lets it end in a URL. */
    async up(n: number, url: string) {
      await expect.poll(() => starts.length).toBe(n)
      starts[n - 1]!.opened.resolve(url)
      await expect.poll(() => tunnel.view()).toMatchObject({ state: 'up', url })
    },
  }
}

test('off, starting, up, off; the public host is known by its Host header only while it is up', async () => {
  const { tunnel, up, stops } = play()
  expect(tunnel.view()).toMatchObject({ state: 'off', settings: null, url: null })
  expect(() => tunnel.start()).toThrow('No provider is chosen')
  tunnel.configure(cloudflared, false, undefined)
  tunnel.start()
  expect(tunnel.view().state).toBe('starting')
  expect(() => tunnel.start()).toThrow('The tunnel is on')
  expect(() => tunnel.configure(ssh, false, undefined)).toThrow('The tunnel is on')
  await up(1, 'https://a.example')
  expect(['A.example', 'a.example:443', 'a.example:80', 'b.example', undefined].map(tunnel.originOf))
    .toEqual(['https://a.example', 'https://a.example', null, null, null])
  await tunnel.stop()
  expect(tunnel.view()).toMatchObject({ state: 'off', url: null })
  expect([stops(), tunnel.originOf('a.example')]).toEqual([1, null])
})

test('what fails before it was up has failed, with its reason, and is not tried again', async () => {
  const { tunnel, starts } = play()
  tunnel.configure(cloudflared, false, undefined)
  tunnel.start()
  await expect.poll(() => starts.length).toBe(1)
  starts[0]!.opened.reject(new TunnelFailure('cloudflared is gone: it ended with code 1.'))
  await expect.poll(() => tunnel.view()).toMatchObject({ state: 'failed', problem: 'cloudflared is gone: it ended with code 1.', url: null })
  expect(starts).toHaveLength(1)
})

test('what was up is tried again, after waits that double up to the most, until a final failure', async () => {
  const now = vi.spyOn(Date, 'now').mockReturnValue(1_000_000)
  onTestFinished(() => now.mockRestore())
  const waits: number[] = []
  const { tunnel, starts, up, stops } = play({
    changed: () => {
      const { retryAt } = tunnel.view()
      if (retryAt !== null) waits.push(retryAt - 1_000_000)
    },
  })
  tunnel.configure(cloudflared, false, undefined)
  tunnel.start()
  await up(1, 'https://a.example')
  starts[0]!.watch.down(new TunnelFailure('it died'))
  await expect.poll(() => tunnel.view()).toMatchObject({ state: 'reconnecting', problem: 'it died', url: null })
  for (let n = 2; n <= 5; n += 1) {
    await expect.poll(() => starts.length).toBe(n)
    starts[n - 1]!.opened.reject(new TunnelFailure(`try ${n}`))
  }
  await up(6, 'https://a.example')
  expect(waits).toEqual([20, 40, 80, 80, 80])
  expect(stops()).toBe(1)
  expect(tunnel.view()).toMatchObject({ problem: null, replaces: null })
  starts[5]!.watch.down(new TunnelFailure('The host key is another one', { isFinal: true }))
  await expect.poll(() => tunnel.view()).toMatchObject({ state: 'failed', problem: 'The host key is another one' })
  expect(starts).toHaveLength(6)
})

test('a wait between two tries ends with stop', async () => {
  const { tunnel, starts, up } = play({ waits: { ...waits, first: 60_000, most: 60_000 } })
  tunnel.configure(cloudflared, false, undefined)
  tunnel.start()
  await up(1, 'https://a.example')
  starts[0]!.watch.down(new TunnelFailure('it died'))
  await expect.poll(() => tunnel.view().state).toBe('reconnecting')
  await tunnel.stop()
  expect(tunnel.view()).toMatchObject({ state: 'off', problem: null, retryAt: null })
})

test('a changed URL is told until it is acknowledged, also after a restart of Scimbox', async () => {
  const first = play()
  first.tunnel.configure(cloudflared, false, undefined)
  first.tunnel.start()
  await first.up(1, 'https://a.example')
  expect(first.tunnel.view().replaces).toBeNull()
  first.starts[0]!.watch.moved('https://b.example')
  await expect.poll(() => first.tunnel.view()).toMatchObject({ url: 'https://b.example', replaces: 'https://a.example' })
  expect(first.tunnel.originOf('a.example')).toBeNull()
  await first.tunnel.stop()

  const second = play()
  second.tunnel.start()
  await second.up(1, 'https://c.example')
  expect(second.tunnel.view().replaces).toBe('https://a.example')
  second.tunnel.acknowledge()
  expect(second.tunnel.view().replaces).toBeNull()
  await second.tunnel.stop()
  second.tunnel.start()
  await second.up(2, 'https://c.example')
  expect(second.tunnel.view().replaces).toBeNull()
})

test('a public URL that Okta would refuse ends the start and what it opened; a rehearsal goes on', async () => {
  const { tunnel, starts, stops, found, up } = play()
  found([check('https', 'The public URL is https', 'bad', 'It is plain http.')])
  tunnel.configure(cloudflared, false, undefined)
  tunnel.start()
  await expect.poll(() => starts.length).toBe(1)
  starts[0]!.opened.resolve('http://a.example')
  await expect.poll(() => tunnel.view()).toMatchObject({ state: 'failed', problem: '“The public URL is https” failed. It is plain http.' })
  expect(stops()).toBe(1)
  tunnel.configure(cloudflared, true, undefined)
  tunnel.start()
  await up(2, 'http://a.example')
  await tunnel.stop()
  found([check('scimOnly', 'Only SCIM answers', 'bad', 'This URL leads to the console.')])
  tunnel.start()
  await expect.poll(() => starts.length).toBe(3)
  starts[2]!.opened.resolve('http://a.example')
  await expect.poll(() => tunnel.view()).toMatchObject({ state: 'failed', problem: expect.stringContaining('leads to the console') })
})

test('a new URL may be unreachable for a moment', async () => {
  let asked = 0
  const { tunnel, up } = play({
    checkUrl: () => Promise.resolve([check('reach', 'It answers', ++asked < 3 ? 'bad' : 'ok', 'ENOTFOUND')]),
  })
  tunnel.configure(cloudflared, false, undefined)
  tunnel.start()
  await up(1, 'https://slow.example')
  expect(asked).toBe(3)
})

test('what gets no better by waiting is told at once', async () => {
  let asked = 0
  const { tunnel, starts } = play({
    checkUrl: () => {
      asked += 1
      return Promise.resolve([check('https', 'It is https', 'bad', 'The host a_b.example has an underscore.'), check('reach', 'It leads here', 'bad', 'ENOTFOUND')])
    },
  })
  tunnel.configure(cloudflared, false, undefined)
  tunnel.start()
  await expect.poll(() => starts.length).toBe(1)
  starts[0]!.opened.resolve('https://a_b.example')
  await expect.poll(() => tunnel.view()).toMatchObject({ state: 'failed', problem: expect.stringContaining('underscore') })
  expect(asked).toBe(1)
})

test('a look that ends after its tunnel is gone, or was stopped, changes nothing', async () => {
  const looks: PromiseWithResolvers<Check[]>[] = []
  const { tunnel, starts } = play({
    checkUrl: () => {
      looks.push(Promise.withResolvers<Check[]>())
      return looks.at(-1)!.promise
    },
  })
  tunnel.configure(cloudflared, true, undefined)
  tunnel.start()
  await expect.poll(() => starts.length).toBe(1)
  starts[0]!.opened.resolve('https://a.example')
  await expect.poll(() => looks.length).toBe(1)
  starts[0]!.watch.down(new TunnelFailure('it ended with code 3'))
  await expect.poll(() => tunnel.view().state).toBe('failed')
  looks[0]!.resolve([check('reach', 'It leads here', 'ok', '')])
  await looks[0]!.promise
  await new Promise(setImmediate)
  expect(tunnel.view()).toMatchObject({ state: 'failed', problem: 'it ended with code 3', url: null })

  tunnel.start()
  await expect.poll(() => starts.length).toBe(2)
  starts[1]!.opened.resolve('https://a.example')
  await expect.poll(() => looks.length).toBe(2)
  await tunnel.stop()
  looks[1]!.resolve([check('reach', 'It leads here', 'ok', '')])
  await looks[1]!.promise
  await new Promise(setImmediate)
  expect([tunnel.view().state, tunnel.originOf('a.example')]).toEqual(['off', null])
})

test('a public end that is gone while the provider runs on is noticed, not by one look alone', async () => {
  let asked = 0
  const gone = (n: number) => n === 3 || n >= 5
  const { tunnel, starts, up, stops } = play({
    waits: { ...waits, look: 5 },
    checkUrl: () => {
      asked += 1
      return Promise.resolve([check('reach', 'It leads here', gone(asked) && asked <= 7 ? 'bad' : 'ok', 'It answered 530.')])
    },
  })
  tunnel.configure(cloudflared, true, undefined)
  tunnel.start()
  await expect.poll(() => starts.length).toBe(1)
  starts[0]!.opened.resolve('https://a.example')
  await expect.poll(() => starts.length).toBe(2)
  expect([asked, stops()]).toEqual([7, 1])
  expect(tunnel.view()).toMatchObject({ state: 'reconnecting', problem: 'The public URL was there and is not any more. It answered 530.' })
  await up(2, 'https://b.example')
})

test('a rehearsal that leads nowhere from its beginning goes on', async () => {
  let asked = 0
  const { tunnel, up, starts } = play({
    waits: { ...waits, look: 5 },
    checkUrl: () => {
      asked += 1
      return Promise.resolve([check('reach', 'It leads here', 'bad', 'ENOTFOUND')])
    },
  })
  tunnel.configure(cloudflared, true, undefined)
  tunnel.start()
  await up(1, 'https://a.example')
  await expect.poll(() => asked).toBeGreaterThan(6)
  expect([tunnel.view().state, starts.length]).toEqual(['up', 1])
})

test('a failed preflight opens nothing', async () => {
  const { tunnel, starts } = play({ checkHere: () => [check('listener', 'The SCIM listener is there', 'bad', '127.0.0.1:7643 is taken.')] })
  tunnel.configure(cloudflared, true, undefined)
  await tunnel.preflight()
  expect(tunnel.view().checks.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['listener', 'bad'], ['program', 'ok'], ['https', 'later'], ['certificate', 'later'], ['reach', 'later'],
  ])
  tunnel.start()
  await expect.poll(() => tunnel.view()).toMatchObject({ state: 'failed', problem: expect.stringContaining('127.0.0.1:7643 is taken') })
  expect(starts).toEqual([])
})

test('a secret is kept for whom it was given, never shown, and hidden in the output', async () => {
  const { tunnel, starts } = play()
  tunnel.configure(ssh, true, 'correct horse')
  tunnel.start()
  await expect.poll(() => starts.length).toBe(1)
  starts[0]!.watch.output('password correct horse was refused')
  expect(tunnel.view()).toMatchObject({ hasSecret: true, output: ['password (secret) was refused'] })
  expect(JSON.stringify(tunnel.view())).not.toContain('correct horse')
  await tunnel.stop()
  tunnel.configure({ ...ssh, bindPort: 8080 }, true, undefined)
  expect(tunnel.view().hasSecret).toBe(true)
  tunnel.configure({ ...ssh, host: 'elsewhere.example' }, true, undefined)
  expect(tunnel.view().hasSecret).toBe(false)
  expect(readFileSync(join(dataDir, 'tunnel.json'), 'utf8')).not.toContain('correct horse')
  expect(statSync(join(dataDir, 'tunnel.json')).mode & 0o777).toBe(0o600)
})

test('settings that cannot be read are put aside and said', () => {
  writeFileSync(join(dataDir, 'tunnel.json'), '{"settings": {"kind": "carrier pigeon"}}')
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => said.mockRestore())
  expect(play().tunnel.view().settings).toBeNull()
  expect(said.mock.calls[0]![0]).toMatch(/is not a file of tunnel settings; it is kept as/)
  expect(readdirSync(dataDir)).toEqual(['tunnel.json.unreadable'])
})
