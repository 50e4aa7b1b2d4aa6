import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Core, createCore } from '../../src-main/core/core.ts'
import { setupAutomation } from '../../src-main/desktop/automation.ts'
import { type Instance, readInstance } from '../../src-main/hosts/instance.ts'
import { channels } from '../../src-shared/desktop/bridge.ts'
import type { AutomationState } from '../../src-shared/desktop/messages.ts'
import { fake, resetFake } from './fake-electron.ts'
import { runCli } from '../support/host.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const worker = new URL('../../src-main/worker.ts', import.meta.url)
const page = { parent: null, url: 'app://console/default/settings/automation' }
const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined)
let dataDir: string
let core: Core
let close: () => Promise<void>

beforeEach(async () => {
  resetFake()
  complaint.mockClear()
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-automation-'))
  core = await createCore({ dataDir, port: 0, worker })
  close = await setupAutomation(core)
})
afterEach(async () => {
  await close()
  await core.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const ask = async () => (fake.answers.get(channels.automation)!({ senderFrame: page }, undefined)) as AutomationState
const change = async (on: boolean, kept = false) => (await fake.answers.get(channels.setAutomation)!({ senderFrame: page }, { on, kept })) as AutomationState
const reach = ({ consoleUrl, consoleToken }: Instance) => fetch(new URL('/api/console/sandboxes', consoleUrl), { headers: { authorization: `Bearer ${consoleToken}` } }).then(({ status }) => status, () => null)
/** What the next start makes of the folder. */
async function restart() {
  await close()
  close = await setupAutomation(core)
}

test('it is off: no port, no address, no token', async () => {
  expect(await ask()).toEqual({ on: false, kept: false, url: null, dataDir, problem: null })
  expect(readInstance(dataDir)).toBeNull()
})

test('turned on, the address and the token of instance.json open the API, and another token does not', async () => {
  const { on, url } = await change(true)
  const instance = readInstance(dataDir)!
  expect([on, url]).toEqual([true, instance.consoleUrl])
  expect(new URL(url!).hostname).toBe('127.0.0.1')
  expect([await reach(instance), await reach({ ...instance, consoleToken: 'other' })]).toEqual([200, 401])
})

test.skipIf(process.platform === 'win32')('only its owner can read where it is (Windows has no mode bits)', async () => {
  await change(true)
  expect(statSync(join(dataDir, 'instance.json')).mode & 0o777).toBe(0o600)
})

test('the command finds it by its folder', async () => {
  await change(true)
  expect(await runCli(['healthcheck', '--data-dir', dataDir])).toMatchObject({ code: 0 })
  expect(JSON.parse((await runCli(['seed', '--users', '3', '--groups', '0', '--json', '--data-dir', dataDir])).out)).toMatchObject({ users: 3 })
})

test('turned off, nothing answers there any more', async () => {
  await change(true)
  const instance = readInstance(dataDir)!
  expect(await change(false)).toMatchObject({ on: false, url: null })
  expect([await reach(instance), existsSync(join(dataDir, 'instance.json'))]).toEqual([null, false])
})

test('it is off after a restart, unless it is to be kept; the token is another', async () => {
  await change(true)
  await restart()
  expect(await ask()).toMatchObject({ on: false, kept: false })
  await change(true, true)
  const before = readInstance(dataDir)!
  await restart()
  expect(await ask()).toMatchObject({ on: true, kept: true })
  const after = readInstance(dataDir)!
  expect(after.consoleToken).not.toBe(before.consoleToken)
  expect(await reach(after)).toBe(200)
})

test('turned off, it is not kept either', async () => {
  await change(true, true)
  await change(false, true)
  await restart()
  expect(await ask()).toMatchObject({ on: false, kept: false })
})

test('what an ended one left behind is gone at the start', async () => {
  writeFileSync(join(dataDir, 'instance.json'), JSON.stringify({ consoleUrl: 'http://127.0.0.1:9/', consoleToken: 'old' }))
  await restart()
  expect(readInstance(dataDir)).toBeNull()
})

test('an address that cannot be written turns it off again and says so', async () => {
  mkdirSync(join(dataDir, 'instance.json.new'))
  const state = await change(true)
  rmSync(join(dataDir, 'instance.json.new'), { recursive: true })
  expect(state).toMatchObject({ on: false, url: null, problem: expect.stringMatching(/EISDIR.*then try again/) })
  expect(await change(true)).toMatchObject({ on: true, problem: null })
})

test('an address that cannot be taken away is an error, and not one for good', async () => {
  await change(true)
  rmSync(join(dataDir, 'instance.json'))
  mkdirSync(join(dataDir, 'instance.json'))
  await expect(change(false)).rejects.toThrow(/instance.json/)
  rmSync(join(dataDir, 'instance.json'), { recursive: true })
  expect(await change(false)).toMatchObject({ on: false, url: null })
})

test('a file of settings that is none means off', async () => {
  writeFileSync(join(dataDir, 'desktop.json'), '{"automation":"yes"}')
  await restart()
  expect(await ask()).toMatchObject({ on: false, kept: false })
  await change(true, true)
  expect(JSON.parse(readFileSync(join(dataDir, 'desktop.json'), 'utf8'))).toEqual({ automation: true })
})

test('changes come one after the other', async () => {
  await Promise.all([change(true), change(false), change(true), change(false)])
  expect([await ask(), readInstance(dataDir)]).toMatchObject([{ on: false }, null])
})

test.each<[string, object, unknown]>([
  ['another frame', { parent: page, url: 'app://console/' }, { on: true, kept: true }],
  ['a foreign page', { parent: null, url: 'https://evil.test/' }, { on: true, kept: true }],
  ['something else', page, { on: 'yes', kept: true }],
])('%s turns nothing on', async (_name, senderFrame, wanted) => {
  expect(() => fake.answers.get(channels.setAutomation)!({ senderFrame }, wanted)).toThrow()
  expect(await ask()).toMatchObject({ on: false })
})
