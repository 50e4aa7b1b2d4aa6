import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWindow, showWindow } from '../../src-main/desktop/window.ts'
import { fake, resetFake } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

let dataDir: string
const options = () => ({ dataDir, preload: '/out/preload/preload.cjs' })
beforeEach(() => {
  resetFake()
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-window-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('the renderer is sandboxed, isolated and without Node; its preload is the bridge', () => {
  openWindow(options())
  const [window] = fake.windows
  expect(window!.options.webPreferences).toEqual({
    preload: '/out/preload/preload.cjs', sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
    webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, navigateOnDragDrop: false,
    spellcheck: false,
  })
  expect(window!.url).toBe('app://console/')
})

test('it shows when there is something to show', () => {
  openWindow(options())
  const [window] = fake.windows
  expect([window!.options.show, window!.calls]).toEqual([false, []])
  window!.emit('ready-to-show')
  expect(window!.calls).toEqual(['show'])
})

test('size, place and maximized state are kept', () => {
  openWindow(options())
  fake.windows[0]!.emit('ready-to-show')
  fake.windows[0]!.maximized = true
  fake.windows[0]!.emit('close')
  openWindow(options())
  expect(fake.windows[1]!.options).toMatchObject({ x: 30, y: 40, width: 1000, height: 700 })
  expect(fake.windows[1]!.calls).toEqual([])
  fake.windows[1]!.emit('ready-to-show')
  expect(fake.windows[1]!.calls).toEqual(['maximize', 'show'])
})

test('a window that was never shown changes nothing of it', () => {
  const kept = '{"bounds":{"x":30,"y":40,"width":1000,"height":700},"isMaximized":true}'
  writeFileSync(join(dataDir, 'window.json'), kept)
  openWindow(options())
  fake.windows[0]!.emit('close')
  expect(readFileSync(join(dataDir, 'window.json'), 'utf8')).toBe(kept)
})

test.each([
  ['nothing kept', null],
  ['no JSON', '{'],
  ['another shape', '{"bounds":{"width":"wide"}}'],
  ['no size at all', '{"bounds":{"x":0,"y":0,"width":0,"height":0},"isMaximized":false}'],
  ['a screen that is gone', '{"bounds":{"x":9000,"y":0,"width":800,"height":600},"isMaximized":false}'],
])('the default place for %s', (_name, kept) => {
  if (kept !== null) writeFileSync(join(dataDir, 'window.json'), kept)
  openWindow(options())
  expect(fake.windows[0]!.options).toMatchObject({ width: 1280, height: 840 })
  expect(fake.windows[0]!.options).not.toHaveProperty('x')
})

test('a place that cannot be written does not keep the window open', () => {
  const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined)
  openWindow({ ...options(), dataDir: join(dataDir, 'gone') })
  fake.windows[0]!.emit('ready-to-show')
  fake.windows[0]!.emit('close')
  expect(complaint.mock.lastCall?.[0]).toContain('could not be kept')
  expect(() => readFileSync(join(dataDir, 'gone/window.json'))).toThrow()
  complaint.mockRestore()
})

test('showing restores and focuses the open window, or opens one', () => {
  showWindow(options())
  expect(fake.windows).toHaveLength(1)
  fake.windows[0]!.minimized = true
  showWindow(options())
  expect(fake.windows).toHaveLength(1)
  expect(fake.windows[0]!.calls).toEqual(['restore', 'show', 'focus'])
})
