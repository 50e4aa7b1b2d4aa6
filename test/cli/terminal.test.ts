import { mkdirSync, mkdtempSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { inert } from '../../src-main/cli/terminal.ts'
import { runCli, startCli, startHost } from '../support/host.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'scimbox-terminal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = ['--data-dir', join(folder, 'data')]

test('control characters and turns of direction are written out; every other text stays as it is', () => {
  expect(inert('a\u001B[31mred\u0007\n\u009B\u007F\u202Eevil')).toBe(String.raw`a\u001b[31mred\u0007\u000a\u009b\u007f\u202eevil`)
  expect(inert('Zoë 日本 🦊 — “x”')).toBe('Zoë 日本 🦊 — “x”')
})

test('what a name holds does nothing to the terminal: saved, listed, looked for, compared', async () => {
  const name = 'a\u001B[31mred\u202E'
  const shown = String.raw`a\u001b[31mred\u202e`
  await runCli(['seed', '--users', '1', '--groups', '0', ...data])
  expect(await runCli(['snapshot', 'save', name, ...data])).toMatchObject({ code: 0, out: expect.stringContaining(shown) })
  expect((await runCli(['snapshot', 'list', ...data])).out).toContain(shown)
  const json = await runCli(['snapshot', 'list', '--json', ...data])
  expect([json.out.includes('\u202E'), JSON.parse(json.out)[0].name]).toEqual([false, name])
  expect((await runCli(['snapshot', 'diff', '@1', ...data])).out).toBe('0 added, 0 removed, 0 changed\n')
  expect((await runCli(['snapshot', 'restore', `${name}?`, ...data])).complaint).toContain(`There is no snapshot "${shown}?"`)
})

test('every command speaks to the terminal in one place', () => {
  const cli = resolve(import.meta.dirname, '../../src-main/cli')
  const others = readdirSync(cli).filter((file) => file !== 'terminal.ts')
  expect(others.filter((file) => /console\.(log|error)|stdout\.write|stderr\.write/.test(readFileSync(join(cli, file), 'utf8')))).toEqual([])
})

test('a snapshot is also known by @ and its number, whatever the others are called', async () => {
  await runCli(['snapshot', 'save', '1', ...data])
  await runCli(['snapshot', 'save', ...data, '--', '-dash'])
  const ids = async (...names: string[]) => JSON.parse((await runCli(['snapshot', 'diff', ...names, '--json', ...data])).out) as object
  expect(await ids('@1', '@2')).toMatchObject({ added: 0 })
  await runCli(['snapshot', 'remove', '@1', ...data])
  const left = JSON.parse((await runCli(['snapshot', 'list', '--json', ...data])).out) as { name: string }[]
  expect(left.map(({ name }) => name)).toEqual(['-dash', '1'])
  expect(await runCli(['snapshot', 'restore', '@9', ...data])).toMatchObject({ code: 1, complaint: expect.stringMatching(/no snapshot "@9"/) })
})

test('what is not accepted is named with its reason', async () => {
  expect((await runCli(['seed', '--users', '9999999', ...data])).complaint).toMatch(/^scimbox: users: .*1000000\n$/)
  expect((await runCli(['seed', '--domain', 'X', ...data])).complaint).toBe('scimbox: domain: a host name such as acme.test\n')
  expect((await runCli(['snapshot', 'save', 'x'.repeat(81), ...data])).complaint).toMatch(/^scimbox: name: .*80/)
})

test('an import reads from stdin what is named -', async () => {
  const fixture = (await runCli(['export', '-', ...data])).out
  const fresh = ['--data-dir', join(folder, 'fresh')]
  expect(await runCli(['import', '-', ...fresh])).toMatchObject({ code: 1, complaint: expect.stringMatching(/Name the format of what comes from stdin with --format/) })
  const reading = startCli(['import', '-', '--format', 'native', ...fresh], {}, fixture)
  expect(await reading.done).toMatchObject({ code: 0, out: expect.stringMatching(/Done\./) })
  expect((await runCli(['export', '-', ...fresh])).out).toBe(fixture)
})

test('an export to stdout is the file and nothing else, whatever the environment says', async () => {
  const plain = await runCli(['export', '-', ...data])
  expect(plain.code).toBe(0)
  expect(await runCli(['export', '-', ...data], { SCIMBOX_JSON: '1' })).toEqual(plain)
})

test.each(['false', '0', 'no', 'off', ''])('a flag that the environment sets to "%s" is off', async (value) => {
  const { out } = await runCli(['clock', ...data], { SCIMBOX_JSON: value })
  expect(out).toMatch(/^\d{4}-.* running\n$/)
  const host = await startHost([...data, '--console-host', '127.0.0.1'], { SCIMBOX_EPHEMERAL: value })
  onTestFinished(async () => void await host.stop())
  expect(existsSync(join(folder, 'data', 'instance.json'))).toBe(true)
})

test('a flag that the environment sets to anything else is on', async () => {
  expect(JSON.parse((await runCli(['clock', ...data], { SCIMBOX_JSON: 'true' })).out)).toMatchObject({ frozen: false })
})

test.each([
  ['export', '-'], ['snapshot', 'list'], ['snapshot', 'save', 'x'], ['reset'], ['clock'],
])('%s %s refuses a folder that holds no sandboxes, and makes none', async (...command) => {
  const nowhere = join(folder, 'typo')
  const empty = join(folder, 'empty')
  mkdirSync(empty, { recursive: true })
  for (const dataDir of [nowhere, empty]) {
    const { code, out, complaint } = await runCli([...command, '--data-dir', dataDir])
    expect([code, out, complaint]).toEqual([1, '', `scimbox: There are no sandboxes in ${dataDir}. Begin with: scimbox up, seed or import\n`])
  }
  expect([existsSync(nowhere), readdirSync(empty)]).toEqual([false, []])
})

test('healthcheck and the others ask the Scimbox of the folder, not another one at its old address', async () => {
  const one = await startHost(['--data-dir', join(folder, 'one')])
  await one.kill()
  const two = await startHost(['--data-dir', join(folder, 'two'), '--console-port', new URL(one.consoleUrl).port])
  onTestFinished(async () => void await two.stop())
  expect(await runCli(['healthcheck', '--data-dir', join(folder, 'one')])).toMatchObject({ code: 3 })
  expect(await runCli(['healthcheck', '--data-dir', join(folder, 'two')])).toMatchObject({ code: 0 })
  expect(await runCli(['clock', 'freeze', '--data-dir', join(folder, 'one')])).toMatchObject({ code: 0 })
  expect(await two.call('GET', '/sandboxes/default/settings/clock')).toMatchObject({ frozen: false })
})
