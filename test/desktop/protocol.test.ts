import { beforeEach, expect, test, vi } from 'vitest'
import { registerScheme, setupProtocol } from '../../src-main/desktop/protocol.ts'
import { fake, resetFake } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const reached = vi.fn(async (request: Request) => new Response(request.url))
beforeEach(() => {
  resetFake()
  reached.mockClear()
  setupProtocol(reached)
})
const ask = (url: string, init?: RequestInit, initiatorOrigin?: string) => fake.handlers.get('app')!(new Request(url, init), initiatorOrigin)

test('the scheme has an origin and fetch, is secure, and is not readable from other origins', () => {
  resetFake({ isStarted: false })
  registerScheme()
  expect(fake.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }])
})

test.each<[string, RequestInit | undefined]>([
  ['app://console/', undefined],
  ['app://console/users?q=../x#..', undefined],
  ['app://console/api/console/sandboxes', { method: 'POST', body: '{}', headers: { origin: 'app://console' } }],
  ['app://console/api/console/sandboxes', { headers: { 'sec-fetch-site': 'same-origin' } }],
])('%s is answered by the core', async (url, init) => {
  expect((await ask(url, init)).status).toBe(200)
  expect(reached).toHaveBeenCalledOnce()
})

test.each<[string, RequestInit | undefined, number]>([
  ['app://other/', undefined, 404],
  ['app://console.evil/', undefined, 404],
  ['app://console:81/', undefined, 404],
  ['app://console/..%2f..%2fetc/passwd', undefined, 400],
  ['app://console/assets/%2e%2e%5csecrets.json', undefined, 400],
  ['app://console/%', undefined, 400],
  ['app://console/api/console/sandboxes', { method: 'POST', body: '{}', headers: { origin: 'https://evil.test' } }, 403],
  ['app://console/api/console/sandboxes', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
])('%s with %j is refused with %i', async (url, init, status) => {
  expect((await ask(url, init)).status).toBe(status)
  expect(reached).not.toHaveBeenCalled()
})

const api = 'app://console/api/console/sandboxes'
test('whoever asks is judged by what Electron says of it', async () => {
  expect((await ask(api, { method: 'POST', body: '{}' }, 'app://console')).status).toBe(200)
  reached.mockClear()
  for (const initiator of ['https://evil.test', 'app://console.evil', 'app://other', 'null', '']) expect((await ask(api, undefined, initiator)).status, initiator).toBe(403)
  // A form of a sandboxed frame: its `Origin: null` is gone by then.
  expect((await ask(api, { method: 'POST', body: '{}', headers: { origin: 'null' } }, 'null')).status).toBe(403)
  expect(reached).not.toHaveBeenCalled()
})

test('an answer that fails while closing is 503', async () => {
  reached.mockRejectedValueOnce(new Error('The database connection is not open'))
  expect((await ask('app://console/')).status).toBe(503)
})
