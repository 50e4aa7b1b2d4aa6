import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { enlarged } from '../support/fixtures.ts'
import { type Host, runCli, startCli, startHost } from '../support/host.ts'
import { personBody } from '../support/sandbox.ts'
import { send } from '../support/wire.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'scimbox-cancel-'))
const at = (name: string) => join(folder, name)
const data = ['--data-dir', at('data')]
let host: Host

/** A sandbox large enough that nothing about it is over before it can be cancelled. */
beforeAll(async () => {
  host = await startHost(data)
  const headers: [string, string][] = [['Authorization', `Bearer ${host.token}`], ['Content-Type', 'application/scim+json']]
  await send(`${host.scimUrl}/Users`, 'POST', headers, JSON.stringify(personBody('jane')))
  await runCli(['export', at('small.scimbox.json'), ...data])
  writeFileSync(at('large.scimbox.json'), enlarged(readFileSync(at('small.scimbox.json'), 'utf8'), 60_000))
  expect((await runCli(['import', at('large.scimbox.json'), ...data])).code).toBe(0)
})
afterAll(async () => {
  await host.stop()
  rmSync(folder, { recursive: true, force: true })
})

const api = (method: string, path: string, body?: Buffer) => fetch(new URL(`/api/console/sandboxes/default${path}`, host.consoleUrl), {
  method, headers: { authorization: `Bearer ${host.consoleToken}` }, ...(body && { body: new Uint8Array(body) }),
})

async function underWay(label: RegExp): Promise<void> {
  await vi.waitFor(async () => {
    const progress = await host.call<{ label: string; done: number; cancellable: boolean } | null>('GET', '/sandboxes/default/progress')
    expect(progress).toMatchObject({ label: expect.stringMatching(label), cancellable: true })
    expect(progress!.done).toBeGreaterThan(0)
  }, { timeout: 60_000, interval: 10 })
}

const users = async () => (await host.call<{ total: number }>('GET', '/sandboxes/default/users')).total
/** What an import or a reset that was carried out would leave is one user. */
const everybody = 60_001

describe('cancelled while it runs, nothing is changed and nothing half-written stays', () => {
  test('an import, by the API', async () => {
    const importing = api('POST', '/import?format=native&name=large', readFileSync(at('large.scimbox.json')))
    await underWay(/^Import large/)
    expect(await host.call('DELETE', '/sandboxes/default/progress')).toEqual({ cancelled: true })
    const answer = await importing
    expect([answer.status, (await answer.json() as { message: string }).message]).toEqual([409, 'It was cancelled; nothing was changed.'])
    expect(await users()).toBe(everybody)
  })

  test('an import, by Ctrl-C', async () => {
    const importing = startCli(['import', at('large.scimbox.json'), ...data])
    await underWay(/^Import large/)
    importing.end('SIGINT')
    expect(await importing.done).toMatchObject({ code: 1, complaint: expect.stringMatching(/cancelled; nothing was changed/) })
    expect(await users()).toBe(everybody)
  })

  test('an export, by the API', async () => {
    const exporting = api('GET', '/export?format=native')
    await underWay(/^Export native/)
    expect(await host.call('DELETE', '/sandboxes/default/progress')).toEqual({ cancelled: true })
    expect((await exporting).status).toBe(409)
  })

  test('an export, by Ctrl-C', async () => {
    const exporting = startCli(['export', at('cancelled.csv'), '--format', 'csv', ...data])
    await underWay(/^Export csv/)
    exporting.end('SIGINT')
    expect(await exporting.done).toMatchObject({ code: 1, complaint: expect.stringMatching(/cancelled/) })
    expect(existsSync(at('cancelled.csv'))).toBe(false)
  })

  test('of two that wait for one another, Ctrl-C ends its own and at once', async () => {
    const first = api('POST', '/import?format=native&name=first', readFileSync(at('large.scimbox.json')))
    await underWay(/^Import first/)
    const second = startCli(['import', at('small.scimbox.json'), ...data])
    await vi.waitFor(() => expect(readdirSync(join(at('data'), 'transfers'))).toHaveLength(2), { timeout: 60_000, interval: 10 })
    second.end('SIGINT')
    expect(await second.done).toMatchObject({ code: 1, complaint: expect.stringMatching(/cancelled; nothing was changed/) })
    await underWay(/^Import first/)
    expect((await first).status).toBe(200)
    expect(await users()).toBe(everybody)
  })

  test('what was cancelled goes through when asked again', async () => {
    expect((await runCli(['import', at('small.scimbox.json'), ...data])).code).toBe(0)
    expect(await users()).toBe(1)
    expect((await runCli(['export', '-', ...data])).out).toBe(readFileSync(at('small.scimbox.json'), 'utf8'))
  })
})

describe('stopped before it is ready, `up` imports nothing and writes nothing', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s', async (signal) => {
    const [dataDir, fixture] = [at(`stopped-${signal}`), at(`${signal}.scimbox.json`)]
    writeFileSync(fixture, readFileSync(at('large.scimbox.json')))
    const ports = ['--port', '0', '--console-port', '0']
    const up = startCli(['up', ...ports, '--data-dir', dataDir, '--import', fixture, '--export-on-exit', fixture])
    const { consoleUrl, consoleToken } = await vi.waitFor(() => JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')) as Host, { timeout: 60_000 })
    await vi.waitFor(async () => {
      const response = await fetch(new URL('/api/console/sandboxes/default/progress', consoleUrl), { headers: { authorization: `Bearer ${consoleToken}` } })
      expect(await response.json()).toMatchObject({ label: expect.stringMatching(/^Import/) })
    }, { timeout: 60_000, interval: 10 })
    up.end(signal)
    expect(await up.done).toEqual({ code: 1, out: '', complaint: 'scimbox: It was cancelled; nothing was changed.\n' })
    expect(readFileSync(fixture).equals(readFileSync(at('large.scimbox.json')))).toBe(true)
    expect(readdirSync(dataDir)).not.toContain('instance.json')
  })
})

test('an export that is cut off leaves the file that was there', async () => {
  const target = at('kept.csv')
  writeFileSync(target, 'what was there')
  expect((await runCli(['import', at('large.scimbox.json'), ...data])).code).toBe(0)
  const exporting = startCli(['export', target, '--format', 'csv', ...data])
  await underWay(/^Export csv/)
  exporting.end('SIGINT')
  expect((await exporting.done).code).toBe(1)
  expect(readFileSync(target, 'utf8')).toBe('what was there')
  expect((await runCli(['export', target, '--format', 'csv', ...data])).code).toBe(0)
  expect(readFileSync(target, 'utf8')).toMatch(/^."resourceType"/)
  expect(readdirSync(folder).filter((name) => name.startsWith('kept'))).toEqual(['kept.csv'])
})
