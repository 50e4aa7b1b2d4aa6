import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { cloudflared, forwarderOf, programProvider } from '../../../src-main/core/tunnel/command.ts'
import type { TunnelFailure } from '../../../src-main/core/tunnel/provider.ts'
import type { SettingsOf } from '../../../src-shared/domain/tunnel.ts'
import { box, installProgram, isAlive } from './fake-program.ts'

const to = { host: '127.0.0.1', port: 7643 }
const never = new AbortController().signal

/** What a provider told. */
function listener() {
  const told = { lines: [] as string[], moved: [] as string[], down: [] as string[] }
  const watch = {
    output: (line: string) => void told.lines.push(line),
    moved: (url: string) => void told.moved.push(url),
    down: (failure: TunnelFailure) => void told.down.push(failure.message),
  }
  return { told, watch }
}

async function started(script: string, signal = never, patience = 10_000) {
  const folder = installProgram('cloudflared', script)
  const heard = listener()
  const tunnel = await programProvider(cloudflared, { patience }).start(to, heard.watch, signal)
  onTestFinished(() => tunnel.stop())
  return { ...heard, tunnel, folder }
}

test('the URL stands in a box, after others that are not it, and in pieces', async () => {
  const { tunnel, told } = await started(`
    say('INF Thank you for trying Cloudflare Tunnel: https://developers.cloudflare.com/cloudflare-one')
    say('INF Requesting new quick Tunnel on trycloudflare.com...')
    const text = ${JSON.stringify(box('https://quiet-river-42.trycloudflare.com'))} + '\\n'
    process.stderr.write(text.slice(0, 170))
    setTimeout(() => process.stderr.write(text.slice(170)), 50)
    say('INF arguments ' + args.join(' '))
    setInterval(() => undefined, 1000)
  `)
  expect(tunnel.url).toBe('https://quiet-river-42.trycloudflare.com')
  expect(told.lines.join('\n')).toContain('tunnel --no-autoupdate --url http://127.0.0.1:7643')
})

test('a new URL, and the end of the program with its last words, are told', async () => {
  const { tunnel, told } = await started(`
    say(${JSON.stringify(box('https://first.trycloudflare.com'))})
    say(${JSON.stringify(box('https://second.trycloudflare.com'))})
    say('ERR Unauthorized: Tunnel not found')
    process.exitCode = 3
  `)
  expect(tunnel.url).toBe('https://first.trycloudflare.com')
  await expect.poll(() => told.down).toEqual(['cloudflared is gone: it ended with code 3. The last that cloudflared wrote: ERR Unauthorized: Tunnel not found'])
  expect(told.moved).toEqual(['https://second.trycloudflare.com'])
})

test('a program that ends before it told a URL fails in its own words', async () => {
  await expect(started("say('ERR failed to request quick Tunnel: context deadline exceeded'); process.exit(1)"))
    .rejects.toThrow(/ended with code 1\. The last that cloudflared wrote: ERR failed to request quick Tunnel: context deadline exceeded/)
})

test('one that never tells a URL is given up, and ended', async () => {
  installProgram('cloudflared', "require('fs').writeFileSync(__filename + '.pid', String(process.pid)); say('INF waiting'); setInterval(() => undefined, 1000)")
  const folder = process.env.PATH!.split(':')[0]!
  const start = programProvider(cloudflared, { patience: 3_000 }).start(to, listener().watch, never)
  await expect(start).rejects.toThrow('cloudflared told no public URL. The last that cloudflared wrote: INF waiting')
  expect(isAlive(Number(readFileSync(join(folder, 'cloudflared.pid'), 'utf8')))).toBe(false)
})

test('megabytes on stderr, without the end of a line too, are read and not kept', async () => {
  const before = process.memoryUsage().heapUsed
  const { told, tunnel } = await started(`
    say(${JSON.stringify(box('https://busy.trycloudflare.com'))})
    const chunk = 'x'.repeat(1024 * 1024)
    for (let n = 0; n < 40; n += 1) process.stderr.write(chunk)
    say('')
    for (let n = 0; n < 50_000; n += 1) say('ERR line ' + n)
    say('the flood is over')
    setInterval(() => undefined, 1000)
  `)
  await expect.poll(() => told.lines.at(-1), { timeout: 20_000 }).toBe('the flood is over')
  expect(Math.max(...told.lines.map((line) => line.length))).toBeLessThanOrEqual(2_000)
  told.lines.length = 0
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024)
  await tunnel.stop()
  expect(told.down).toEqual([])
})

test('one that ignores SIGTERM is killed with what it started, and nothing is told after that', async () => {
  const { tunnel, told, folder } = await started(`
    process.on('SIGTERM', () => say('INF not now'))
    const child = require('child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000)'])
    require('fs').writeFileSync(__filename + '.pids', process.pid + ' ' + child.pid)
    say(${JSON.stringify(box('https://stubborn.trycloudflare.com'))})
    setInterval(() => undefined, 1000)
  `)
  const pids = readFileSync(join(folder, 'cloudflared.pids'), 'utf8').split(' ').map(Number)
  expect(pids.every(isAlive)).toBe(true)
  await tunnel.stop()
  await expect.poll(() => pids.some(isAlive)).toBe(false)
  expect(told.lines).toContain('INF not now')
  expect(told.down).toEqual([])
})

test('nothing of Scimbox is in its environment', async () => {
  vi.stubEnv('SCIMBOX_CONSOLE_TOKEN', 'secret-of-the-console')
  const { told } = await started(`
    say('ENV ' + Object.keys(process.env).filter((name) => name.startsWith('SCIMBOX')).join())
    say(${JSON.stringify(box('https://clean.trycloudflare.com'))})
    setInterval(() => undefined, 1000)
  `)
  expect(told.lines).toContain('ENV')
})

const own: SettingsOf<'command'> = { kind: 'command', program: 'bore', args: ['local', '{port}'], pattern: '' }

test('preflight finds the program and its version, or says what to do', async () => {
  expect(await programProvider(forwarderOf(own)).preflight(never)).toMatchObject([
    { id: 'program', outcome: 'bad', text: expect.stringMatching(/^There is no program bore on PATH\. Install it/) },
  ])
  const folder = installProgram('bore', 'setInterval(() => undefined, 1000)')
  expect(await programProvider(forwarderOf(own)).preflight(never)).toMatchObject([
    { outcome: 'ok', text: `${join(folder, 'bore')}: bore version 2026.1.0 (a stand-in of the tests)` },
  ])
  const check = async (given: Partial<typeof own>) => (await programProvider(forwarderOf({ ...own, ...given })).preflight(never))[0]
  expect(await check({ args: ['local'] })).toMatchObject({ outcome: 'bad', text: expect.stringMatching(/do not say where to forward/) })
  expect(await check({ pattern: 'https://[' })).toMatchObject({ outcome: 'bad', text: expect.stringMatching(/pattern for the URL is not accepted/) })
})

test('each stream has its own lines, and one without an end counts after a silence', async () => {
  installProgram('bore', `
    process.stdout.write('url=https://bore.exam')
    say('WARN a line between')
    process.stdout.write('ple:8443, and that is all')
    setInterval(() => undefined, 1000)
  `)
  const { watch, told } = listener()
  const tunnel = await programProvider(forwarderOf(own)).start(to, watch, never)
  await tunnel.stop()
  expect(tunnel.url).toBe('https://bore.example:8443')
  expect(told.lines).toEqual(['WARN a line between', 'url=https://bore.example:8443, and that is all'])
})

test('without a pattern the first URL is it, and what is logged later is none', async () => {
  installProgram('bore', `
    say('Visit https://bore.example.')
    say('GET /?u=https://evil.example/ 404')
    say('that was logged')
    setInterval(() => undefined, 1000)
  `)
  const { watch, told } = listener()
  const tunnel = await programProvider(forwarderOf(own)).start(to, watch, never)
  await expect.poll(() => told.lines).toContain('that was logged')
  await tunnel.stop()
  expect([tunnel.url, told.moved]).toEqual(['https://bore.example', []])
})

test('any program: its port in its arguments, the group of the pattern as the URL', async () => {
  installProgram('bore', "say('listening at bore.pub:' + args[1] + ' as https://bore.example:8443/x <secret>'); setInterval(() => undefined, 1000)")
  const provider = programProvider(forwarderOf({ ...own, args: ['local', '{port}'], pattern: String.raw`as (https://\S+)` }))
  const { watch, told } = listener()
  const tunnel = await provider.start(to, watch, never)
  await tunnel.stop()
  expect([tunnel.url, told.lines[0]]).toEqual(['https://bore.example:8443', 'listening at bore.pub:7643 as https://bore.example:8443/x <secret>'])
})
