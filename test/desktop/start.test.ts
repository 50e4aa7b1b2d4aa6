import Database from 'better-sqlite3'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCore } from '../../src-main/core/core.ts'
import { readFlags } from '../../src-main/desktop/flags.ts'
import { setupQuit } from '../../src-main/desktop/lifecycle.ts'
import { setupSecrets } from '../../src-main/desktop/secrets.ts'
import { type BuiltDesktop, start } from '../../src-main/desktop/start.ts'
import { readInstance } from '../../src-main/hosts/instance.ts'
import { app, becomeReady, fake, powerMonitor, preventable, resetFake, safeStorage } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const worker = new URL('../../src-main/worker.ts', import.meta.url)
const built = { worker, preload: '/out/preload/preload.cjs', trayIcons: '/resources/tray' }
let dataDir: string
const argv = process.argv
const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined)
beforeEach(() => {
  resetFake({ isStarted: false })
  complaint.mockClear()
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-desktop-'))
  fake.paths.userData = dataDir
  process.argv = ['electron', '.', '--port=0']
})
afterEach(async () => {
  if (app.listenerCount('before-quit') > 0 && fake.exits.length === 0) await quit()
  process.argv = argv
  rmSync(dataDir, { recursive: true, force: true })
})

/** Starts it as Electron does: ready only after the main module was run. */
async function launch(given: BuiltDesktop = built): Promise<void> {
  const started = start(given)
  becomeReady()
  await started
}

/** Asks to quit and waits for the end. */
async function quit(): Promise<void> {
  const ended = new Promise<void>((resolve) => { fake.onExit = () => resolve() })
  app.quit()
  await ended
}
/** The write-ahead logs that hold something. */
const logs = () => readdirSync(dataDir, { recursive: true }).map(String)
  .filter((name) => name.endsWith('-wal') && statSync(join(dataDir, name)).size > 0)
/** Writes into the sandbox, so that there is something to checkpoint. */
async function fill(): Promise<void> {
  const { status } = await fake.handlers.get('app')!(new Request('app://console/api/console/sandboxes/default/sample-company', { method: 'POST' }))
  expect([status, logs()]).toEqual([200, [join('sandboxes', 'default.sqlite-wal')]])
}
const post = (path: string, body: object) => fake.handlers.get('app')!(new Request(`app://console${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
const ask = (path: string) => fake.handlers.get('app')!(new Request(`app://console${path}`))

test('one window over the API of a real core in the profile folder', async () => {
  await launch({ ...built, rendererDir: join(dataDir, 'no-renderer') })
  expect(fake.windows.map(({ url }) => url)).toEqual(['app://console/'])
  const sandboxes = await (await ask('/api/console/sandboxes')).json() as object
  expect(JSON.stringify(sandboxes)).toContain('"default"')
  expect(existsSync(join(dataDir, 'desktop-secrets.json'))).toBe(true)
  expect(existsSync(join(dataDir, 'secrets.json'))).toBe(false)
})

test.runIf(process.platform === 'linux')('the API says how the tokens are kept without a keyring, and nothing with one', async () => {
  const warning = async () => ((await (await ask('/api/console/sandboxes/default/connection')).json()) as { tokenWarning: string | null }).tokenWarning
  await launch()
  expect(await warning()).toBeNull()
  await quit()
  resetFake({ isStarted: false })
  Object.assign(fake.storage, { backend: 'basic_text' })
  fake.paths.userData = dataDir
  await launch()
  expect(await warning()).toContain('no keyring')
})

test('quitting closes the core once, checkpoints, gives the folder back, then quits', async () => {
  await launch()
  await fill()
  const ended = quit()
  app.quit()
  await ended
  expect(fake.exits).toEqual([0])
  expect(logs()).toEqual([])
  const file = readdirSync(join(dataDir, 'sandboxes'), { recursive: true }).map(String).find((name) => name.endsWith('.sqlite'))!
  const db = new Database(join(dataDir, 'sandboxes', file), { readonly: true })
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  const again = await createCore({ dataDir, port: 0, worker })
  await again.close()
})

test('quitting waits until a new token is kept', async () => {
  await launch()
  await fill()
  const encrypt = safeStorage.encryptStringAsync
  const gate = Promise.withResolvers<void>()
  const keyring = vi.spyOn(safeStorage, 'encryptStringAsync').mockImplementationOnce((text) => gate.promise.then(() => encrypt(text)))
  const rotated = await post('/api/console/sandboxes/default/tokens', { overlapSeconds: 0, expiresInSeconds: null })
  const { token } = await rotated.json() as { token: string }
  const ended = quit()
  await expect.poll(logs).toEqual([])
  expect(fake.exits).toEqual([])
  gate.resolve()
  await ended
  keyring.mockRestore()
  resetFake()
  expect((await setupSecrets(dataDir)).read('default')).toBe(token)
})

test('quitting takes the tray away, and the port of scripts where there is one', async () => {
  writeFileSync(join(dataDir, 'desktop.json'), JSON.stringify({ automation: true }))
  await launch()
  const { consoleUrl } = readInstance(dataDir)!
  expect((await fetch(new URL('/api/console/live', consoleUrl))).status).toBe(200)
  await quit()
  expect([readInstance(dataDir), fake.trays.map(({ destroyed }) => destroyed)]).toEqual([null, [true]])
  await expect(fetch(new URL('/api/console/live', consoleUrl))).rejects.toThrow()
})

const asked = [
  ['the system that shuts down', (event: object) => powerMonitor.emit('shutdown', event)],
  ['a Windows session that is about to end', (event: object) => fake.windows[0]!.emit('query-session-end', event)],
] as const
test.each(asked)('%s waits for the checkpoint, and for nothing after it', async (_who, ask) => {
  await launch()
  await fill()
  const first = preventable()
  const ended = new Promise<void>((resolve) => { fake.onExit = () => resolve() })
  ask(first)
  await ended
  expect([first.prevented, fake.exits, logs()]).toEqual([true, [0], []])
  const second = preventable()
  ask(second)
  expect([second.prevented, fake.quits]).toEqual([false, 2])
})

test('a Windows session that ends regardless is closed as far as it lets us', async () => {
  await launch()
  await fill()
  const ended = new Promise<void>((resolve) => { fake.onExit = () => resolve() })
  fake.windows[0]!.emit('session-end')
  await ended
  expect([fake.exits, logs()]).toEqual([[0], []])
})

test('signals are listened to until it is closed, and no longer', async () => {
  const before = process.listenerCount('SIGTERM')
  await launch()
  expect(process.listenerCount('SIGTERM')).toBe(before + 1)
  await quit()
  expect(process.listenerCount('SIGTERM')).toBe(before)
})

test('a close that fails is said, and the app still quits', async () => {
  const close = vi.fn(async () => { throw new Error('disk full') })
  setupQuit(close)
  await quit()
  expect(close).toHaveBeenCalledOnce()
  expect(complaint.mock.lastCall?.[0]).toContain('disk full')
  expect(fake.exits).toEqual([0])
})

test('a second start shows the first window; the second instance opens nothing', async () => {
  await launch()
  fake.windows[0]!.minimized = true
  app.emit('second-instance')
  expect(fake.windows[0]!.calls).toEqual(['restore', 'show', 'focus'])
  await quit()
  resetFake({ isStarted: false })
  fake.paths.userData = dataDir
  fake.isFirst = false
  await launch()
  expect([fake.windows, fake.errors, fake.quits, fake.handlers.size]).toEqual([[], [], 1, 0])
})

test('a folder held by another host: a dialog and exit 1, no window', async () => {
  const other = await createCore({ dataDir, port: 0, worker })
  await launch()
  await other.close()
  expect(fake.errors).toEqual([expect.stringContaining('in use by another Scimbox')])
  expect([fake.exits, fake.windows]).toEqual([[1], []])
})

test('a taken port is a state that the console shows', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  process.argv = ['electron', '.', `--port=${(taken.address() as AddressInfo).port}`]
  await launch()
  taken.close()
  expect([fake.windows.length, fake.errors]).toEqual([1, []])
  expect(complaint.mock.lastCall?.[0]).toContain('is taken by another program')
  const connection = await (await ask('/api/console/sandboxes/default/connection')).json() as { listener: { state: string } }
  expect(connection.listener.state).toBe('failed')
})

test('a window without the sandbox of Chromium is said', async () => {
  await launch()
  expect(complaint).not.toHaveBeenCalled()
  await quit()
  resetFake({ isStarted: false })
  fake.paths.userData = dataDir
  fake.switches = ['no-sandbox']
  await launch()
  expect(complaint.mock.lastCall?.[0]).toContain('without the sandbox')
})

test('closing the last window quits, except on macOS', async () => {
  await launch()
  const ended = new Promise<void>((resolve) => { fake.onExit = () => resolve() })
  const platform = vi.spyOn(process, 'platform', 'get')
  platform.mockReturnValue('darwin')
  app.emit('window-all-closed')
  expect(fake.quits).toBe(0)
  platform.mockReturnValue('linux')
  app.emit('window-all-closed')
  platform.mockRestore()
  await ended
  expect(fake.exits).toEqual([0])
})

test.each([
  [['electron', '.'], 7643],
  [['scimbox', '--port', '0', '--enable-logging'], 0],
  [['electron', '--inspect=0', '.', '--port=9000'], 9000],
])('%j listens on %i', (args, port) => expect(readFlags(args)).toEqual({ dataDir, port }))

test('--data-dir moves the profile too', () => {
  const moved = join(dataDir, 'moved')
  expect(readFlags(['electron', '.', '--data-dir', moved])).toEqual({ dataDir: moved, port: 7643 })
  expect(fake.paths.userData).toBe(moved)
})

test.each(['=-1', '=65536', '=x', '=1.5', '=', ''])('--port%s is refused in a dialog', async (given) => {
  process.argv = ['electron', '.', `--port${given}`]
  await launch()
  expect(fake.errors).toEqual([expect.stringContaining('is not a port')])
  expect(fake.exits).toEqual([1])
})
