import { beforeEach, describe, expect, test, vi } from 'vitest'
import { setupGuard } from '../../src-main/desktop/guard.ts'
import { isConsole, isWebAddress } from '../../src-main/desktop/origin.ts'
import { app, fake, preventable, resetFake, WebContents } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

let contents: WebContents
beforeEach(() => {
  resetFake()
  setupGuard()
  contents = new WebContents()
  app.emit('web-contents-created', {}, contents)
})

const foreign = ['https://example.com/', 'app://console.evil/', 'app://console@evil/', 'app://x@console/', 'app://other/', 'app://console:1/', 'file:///etc/passwd', 'javascript:alert(1)', 'not an address', '']

describe('addresses are parsed', () => {
  test.each(foreign)('%j is not the console', (url) => expect(isConsole(url)).toBe(false))
  test.each(['app://console/', 'app://console/s/default/users?q=1#x', 'app://console'])('%j is', (url) => expect(isConsole(url)).toBe(true))
  test.each([['https://a.test', true], ['http://a.test', true], ['file:///x', false], ['smb://a/b', false], ['https', false]])('%j for the browser: %j', (url, yes) => {
    expect(isWebAddress(url)).toBe(yes)
  })
})

describe('navigation', () => {
  test.each(foreign)('to %j is prevented', (url) => {
    for (const name of ['will-navigate', 'will-redirect']) {
      const event = preventable({ url })
      contents.emit(name, event)
      expect(event.prevented, name).toBe(true)
    }
  })
  test('inside the console goes on', () => {
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      const event = preventable({ url: 'app://console/users', isMainFrame: true })
      contents.emit(name, event)
      expect(event.prevented, name).toBe(false)
    }
    expect(fake.opened).toEqual([])
  })
  test('of a frame inside the page is prevented', () => {
    const event = preventable({ url: 'app://console/users', isMainFrame: false })
    contents.emit('will-frame-navigate', event)
    expect(event.prevented).toBe(true)
  })
  test('a web address goes to the browser, other schemes nowhere', () => {
    for (const url of foreign) contents.emit('will-navigate', preventable({ url }))
    expect(fake.opened).toEqual(['https://example.com/'])
  })
  test('no webview is attached', () => {
    const event = preventable()
    contents.emit('will-attach-webview', event)
    expect(event.prevented).toBe(true)
  })
})

test('windows are denied; only web addresses leave', () => {
  for (const url of ['https://example.com/a', 'app://console/', 'file:///etc/passwd']) expect(contents.openHandler!({ url })).toEqual({ action: 'deny' })
  expect(fake.opened).toEqual(['https://example.com/a'])
})

describe('permissions', () => {
  const request = (permission: string, requestingUrl: string, isMainFrame = true) => {
    let answer: boolean | null = null
    const ask = fake.permission.request as unknown as (contents: object, name: string, done: (yes: boolean) => void, details: object) => void
    ask({}, permission, (yes) => { answer = yes }, { requestingUrl, isMainFrame })
    return answer
  }
  const check = (permission: string, origin: string, isMainFrame = true) =>
    (fake.permission.check as unknown as (contents: object, name: string, origin: string, details: object) => boolean)({}, permission, origin, { isMainFrame })

  test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'fileSystem', 'hid', 'usb', 'unknown'])('%s is denied', (name) => {
    expect(request(name, 'app://console/')).toBe(false)
    expect(check(name, 'app://console')).toBe(false)
  })
  test('the copy buttons of the console may write the clipboard, nobody else may', () => {
    expect([request('clipboard-sanitized-write', 'app://console/x'), check('clipboard-sanitized-write', 'app://console')]).toEqual([true, true])
    for (const [url, isMainFrame] of [['https://example.com/', true], ['app://console/', false]] as const) {
      expect([request('clipboard-sanitized-write', url, isMainFrame), check('clipboard-sanitized-write', url, isMainFrame)]).toEqual([false, false])
    }
  })
  test('no device is granted', () => expect((fake.permission.device as unknown as () => boolean)()).toBe(false))
})

describe('requests', () => {
  const page = { parent: null, url: 'app://console/users' }
  const rows: [string, object, boolean][] = [
    ['the page itself', { url: 'app://console/', resourceType: 'mainFrame', frame: null }, true],
    ['its API', { url: 'app://console/api/console/sandboxes', resourceType: 'xhr', frame: page, initiatorOrigin: 'app://console' }, true],
    ['a blob of the page', { url: 'blob:app://console/1', resourceType: 'xhr', frame: page }, true],
    ['another origin asking', { url: 'app://console/api/console/sandboxes', resourceType: 'xhr', frame: page, initiatorOrigin: 'https://evil.test' }, false],
    ['an opaque origin asking', { url: 'app://console/', resourceType: 'mainFrame', frame: page, initiatorOrigin: 'null' }, false],
    ['a frame inside the page', { url: 'app://console/api/console/sandboxes', resourceType: 'xhr', frame: { parent: page, url: 'app://console/' } }, false],
    ['a frame that is gone', { url: 'app://console/api/console/sandboxes', resourceType: 'xhr', frame: null }, false],
    ['a foreign page', { url: 'app://console/x.js', resourceType: 'script', frame: { parent: null, url: 'https://evil.test/' } }, false],
    ['the network', { url: 'https://example.com/', resourceType: 'xhr', frame: page, initiatorOrigin: 'app://console' }, false],
    ['another host', { url: 'app://other/', resourceType: 'mainFrame', frame: null }, false],
  ]
  test.each(rows)('%s: %#', (_name, details, goesOn) => {
    const answers: { cancel?: boolean }[] = []
    ;(fake.beforeRequest as unknown as (details: object, done: (answer: { cancel?: boolean }) => void) => void)(details, (answer) => answers.push(answer))
    expect(answers).toHaveLength(1)
    expect(!answers[0]!.cancel).toBe(goesOn)
  })
})
