import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runCli, startHost } from '../support/host.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 })

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimbox-ci-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const address = ({ consoleUrl, consoleToken }: { consoleUrl: string; consoleToken: string }) => ['--console-url', consoleUrl, '--console-token', consoleToken]

test('J10: ready after the import, healthy, exported on SIGTERM, and nothing is left of an ephemeral one', async () => {
  const fixture = join(folder, 'acme.scimbox.json')
  await runCli(['seed', '--users', '200', '--groups', '10', '--data-dir', join(folder, 'data')])
  expect((await runCli(['export', fixture, '--data-dir', join(folder, 'data')])).code).toBe(0)
  const after = join(folder, 'after.scimbox.json')
  const temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  vi.stubEnv('TMPDIR', temporary)
  const host = await startHost(['--ephemeral', '--import', fixture, '--export-on-exit', after])
  vi.unstubAllEnvs()
  expect(readdirSync(temporary)).toHaveLength(1)
  expect(await runCli(['healthcheck', ...address(host)])).toMatchObject({ code: 0, out: `Ready: ${host.consoleUrl}\n` })
  expect(await host.stop()).toBe(0)
  expect(readFileSync(after).equals(readFileSync(fixture))).toBe(true)
  expect(readdirSync(temporary)).toEqual([])
  expect(await runCli(['healthcheck', ...address(host)])).toMatchObject({ code: 3 })
})

test('healthcheck says why it is not ready: the SCIM port is taken', async () => {
  const first = await startHost(['--ephemeral'])
  const second = await startHost(['--ephemeral', '--port', new URL(first.scimUrl).port])
  const health = await runCli(['healthcheck', '--json', ...address(second)])
  await Promise.all([first.stop(), second.stop()])
  expect(health.code).toBe(3)
  expect(JSON.parse(health.out)).toMatchObject({ ready: false, reason: expect.stringMatching(/taken by another program/) })
})

test('snapshots, reset and the clock, with output for machines', async () => {
  const dataDir = ['--data-dir', join(folder, 'state')]
  const json = async (...args: string[]) => JSON.parse((await runCli([...args, '--json', ...dataDir])).out)
  expect(await json('seed', '--users', '20', '--groups', '2', '--clock', '2026-01-01T00:00:00Z')).toEqual({ users: 20, groups: 2 })
  expect(await json('snapshot', 'save', 'twenty')).toMatchObject({ name: 'twenty', users: 20, created: Date.UTC(2026, 0, 1) })
  expect(await json('clock', '+30s')).toEqual({ now: Date.UTC(2026, 0, 1, 0, 0, 30), frozen: true })
  expect(await json('seed', '--users', '5', '--groups', '0', '--domain', 'other.test')).toEqual({ users: 25, groups: 2 })
  expect((await runCli(['snapshot', 'diff', 'twenty', '--exit-code', ...dataDir])).code).toBe(1)
  expect(await json('snapshot', 'restore', 'twenty')).toEqual({ users: 20, groups: 2 })
  expect((await runCli(['snapshot', 'diff', '1', '--exit-code', ...dataDir])).out).toBe('0 added, 0 removed, 0 changed\n')
  expect(await json('clock')).toMatchObject({ now: Date.UTC(2026, 0, 1) })
  expect(await json('reset')).toEqual({ users: 25, groups: 2 })
  expect((await json('snapshot', 'list')).map(({ name }: { name: string }) => name)).toEqual(['before reset', 'before restore of twenty', 'twenty'])
  expect(await runCli(['snapshot', 'restore', 'nope', ...dataDir])).toMatchObject({ code: 1, complaint: expect.stringMatching(/no snapshot "nope"/) })
})

test('the console says it lives and is ready without a token, and nothing else', async () => {
  const host = await startHost(['--ephemeral'])
  const at = async (path: string) => (await fetch(new URL(`/api/console/${path}`, host.consoleUrl))).status
  const answers = [await at('live'), await at('ready'), await at('sandboxes'), await at('sandboxes/default/export?format=native')]
  await host.stop()
  expect(answers).toEqual([200, 200, 401, 401])
})

test('a fixture whose file is elsewhere is named in the refusal', async () => {
  writeFileSync(join(folder, 'acme.txt'), 'x')
  const { code, complaint } = await runCli(['import', join(folder, 'acme.txt'), '--data-dir', join(dirname(folder), 'never')])
  expect([code, complaint]).toEqual([1, expect.stringMatching(/Which format has .*--format.*\.scimbox\.json for native/)])
  rmSync(join(dirname(folder), 'never'), { recursive: true, force: true })
})
