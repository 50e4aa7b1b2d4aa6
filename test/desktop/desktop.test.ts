import Database from 'better-sqlite3'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCore } from '../../src-main/core/core.ts'
import { fakeElectron } from '../support/electron.ts'

const writer = new URL('../../src-main/writer.ts', import.meta.url)
const rendererDir = fileURLToPath(new URL('../../out/renderer', import.meta.url))
let dataDir: string
let electron: ReturnType<typeof fakeElectron>

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-desktop-'))
  electron = fakeElectron(dataDir)
  vi.resetModules()
  vi.doMock('electron', () => electron.module)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(async () => {
  if (electron.handlers.scheme) await quit()
  vi.restoreAllMocks()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start() {
  const { startDesktop } = await import('../../src-main/desktop/app.ts')
  startDesktop({ rendererDir, writer })
  electron.ready()
}
async function started() {
  await start()
  await vi.waitFor(() => expect(electron.windows).toHaveLength(1))
  return electron.windows[0]!
}
async function quit() {
  electron.module.app.quit()
  await vi.waitFor(() => expect(electron.module.app.ended).toBe(true))
}
const ask = async (url: string, headers: Record<string, string> = {}) => electron.handlers.scheme!(new Request(url, { headers }))
const emitted = (target: { emit(name: string, event: object): boolean }, name: string, details: object) => {
  const event = { ...details, preventDefault: vi.fn<() => void>() }
  target.emit(name, event)
  return event.preventDefault.mock.calls.length > 0 ? 'prevented' : 'allowed'
}

test('the window is sandboxed, isolated, without Node, and over app://console/', async () => {
  const window = await started()
  expect(window.url).toBe('app://console/')
  expect(window.options.webPreferences).toMatchObject({
    sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
    webSecurity: true, webviewTag: false,
  })
  expect(window.options.webPreferences).not.toHaveProperty('preload')
  expect(electron.module.protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
  window.emit('ready-to-show')
  expect(window.shown).toBe(true)
})

test('app://console/ serves the console under its policy, and the API', async () => {
  await started()
  const page = await ask('app://console/')
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html'])
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none';/)
  expect(await (await ask('app://console/api/console/sandboxes')).json()).toMatchObject([{ slug: 'default', isDefault: true }])
})

test.each([
  ['another host', 'app://elsewhere/', {}],
  ['a foreign origin', 'app://console/api/console/sandboxes', { origin: 'https://evil.test' }],
  ['a foreign frame', 'app://console/api/console/sandboxes', { 'sec-fetch-site': 'cross-site' }],
  ['a path out of the folder', 'app://console/..%2f..%2fpackage.json', {}],
])('%s gets nothing', async (_name, url, headers: Record<string, string>) => {
  await started()
  expect((await ask(url, headers)).status).toBe(404)
})

test('permissions are denied, asked for or checked', async () => {
  await started()
  const answer = vi.fn<(allowed: boolean) => void>()
  electron.handlers.permission!({}, 'geolocation', answer)
  expect(answer).toHaveBeenCalledWith(false)
  expect(electron.handlers.check!()).toBe(false)
})

test('navigation stays in the console by its parsed origin; no webview', async () => {
  const { webContents } = await started()
  const ways = ['will-navigate', 'will-redirect'].flatMap((name) => [
    ['app://console/default/users', 'allowed'], ['app://console.evil/', 'prevented'], ['https://evil.test/', 'prevented'], ['file:///etc/passwd', 'prevented'],
  ].map(([url, outcome]) => [emitted(webContents, name, { url: url! }), outcome]))
  expect(ways.map(([seen]) => seen)).toEqual(ways.map(([, wanted]) => wanted))
  expect(emitted(webContents, 'will-attach-webview', {})).toBe('prevented')
})

test('windows are denied; only http and https go to the browser', async () => {
  const { webContents } = await started()
  const urls = ['https://okta.com/', 'http://okta.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'ms-settings:x']
  expect(urls.map((url) => webContents.openHandler!({ url }).action)).toEqual(urls.map(() => 'deny'))
  expect(electron.module.shell.openExternal.mock.calls).toEqual([['https://okta.com/'], ['http://okta.com/']])
})

test('a second start hands over: the running window comes to the front, the second ends', async () => {
  const window = await started()
  window.minimized = true
  electron.module.app.emit('second-instance')
  expect([window.minimized, window.focused]).toEqual([false, 1])
  await quit()
  electron.handlers.scheme = undefined
  electron.module.app.lock = false
  electron.module.app.ended = false
  vi.resetModules()
  await start()
  expect([electron.module.app.ended, electron.handlers.scheme]).toEqual([true, undefined])
})

test('quitting waits for the core once: lock released, WAL checkpointed, window state kept', async () => {
  const window = await started()
  window.emit('close')
  electron.module.app.quit()
  electron.module.app.quit()
  expect(electron.module.app.ended).toBe(false)
  await vi.waitFor(() => expect(electron.module.app.ended).toBe(true))
  electron.handlers.scheme = undefined
  expect(existsSync(join(dataDir, 'sandboxes', 'default.sqlite-wal'))).toBe(false)
  const db = new Database(join(dataDir, 'sandboxes', 'default.sqlite'))
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  expect(JSON.parse(readFileSync(join(dataDir, 'window.json'), 'utf8'))).toEqual({ x: 10, y: 20, width: 1000, height: 700 })
  await (await createCore({ dataDir, port: 0, writer })).close()
})

test('a data dir in use is said in a dialog, and the program ends', async () => {
  const other = await createCore({ dataDir, port: 0, writer })
  await start()
  await vi.waitFor(() => expect(electron.module.app.exit).toHaveBeenCalledWith(1))
  expect(electron.module.dialog.showErrorBox).toHaveBeenCalledWith('Scimbox cannot start', expect.stringMatching(/in use by another Scimbox/))
  await other.close()
})

test('tokens are kept sealed by the keyring', async () => {
  await started()
  const connection = await (await ask('app://console/api/console/sandboxes/default/connection')).json() as { token: string }
  expect(connection.token).toMatch(/^scimbox_/)
  expect(readFileSync(join(dataDir, 'secrets.safe'), 'utf8')).not.toContain(connection.token)
  expect(existsSync(join(dataDir, 'secrets.json'))).toBe(false)
})

test.each([
  ['no keyring: nothing is kept, and said', { available: false, backend: 'unknown' }, /not kept/, false],
  ['a plain-text keyring: kept, and said', { available: true, backend: 'basic_text' }, /plain text/, true],
])('%s', async (_name, storage, warning, kept) => {
  Object.assign(electron.storage, storage)
  await started()
  expect(vi.mocked(console.error).mock.calls.flat()).toEqual(expect.arrayContaining([expect.stringMatching(warning)]))
  const connection = await (await ask('app://console/api/console/sandboxes/default/connection')).json() as { token: string | null }
  expect(connection.token !== null).toBe(kept)
})
