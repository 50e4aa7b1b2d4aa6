import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
    importing.interrupt()
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
    exporting.interrupt()
    expect(await exporting.done).toMatchObject({ code: 1, complaint: expect.stringMatching(/cancelled/) })
    expect(existsSync(at('cancelled.csv'))).toBe(false)
  })

  test('what was cancelled goes through when asked again', async () => {
    expect((await runCli(['import', at('small.scimbox.json'), ...data])).code).toBe(0)
    expect(await users()).toBe(1)
    expect((await runCli(['export', '-', ...data])).out).toBe(readFileSync(at('small.scimbox.json'), 'utf8'))
  })
})
