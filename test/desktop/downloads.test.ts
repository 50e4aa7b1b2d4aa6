import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { setupDownloads } from '../../src-main/desktop/downloads.ts'
import { openWindow } from '../../src-main/desktop/window.ts'
import { channels } from '../../src-shared/desktop/bridge.ts'
import { DownloadItem, fake, preventable, resetFake, session } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const page = { parent: null, url: 'app://console/default/transfer' }
const exportUrl = 'app://console/api/console/sandboxes/default/export?format=native'

beforeEach(() => {
  resetFake()
  fake.paths.downloads = '/home/jane/Downloads'
  setupDownloads()
  openWindow({ dataDir: '/nowhere', preload: '' })
})
const told = () => fake.windows[0]!.webContents.sent
const reveal = (senderFrame: object | null, id: unknown) => fake.answers.get(channels.reveal)!({ senderFrame }, id)

function download(item: DownloadItem, state?: string) {
  const event = preventable()
  session.defaultSession.emit('will-download', event, item)
  if (state !== undefined) item.emit('done', {}, state)
  return event
}

test('a native dialog begins at the name of the file in the folder for downloads', () => {
  const item = new DownloadItem(exportUrl)
  expect(download(item).prevented).toBe(false)
  expect(item.dialog).toEqual({ title: 'Save', defaultPath: join('/home/jane/Downloads', 'default.scimbox.json') })
})

test('a saved file is told without its path, and shown in its folder by its number', () => {
  download(new DownloadItem(exportUrl, '/home/jane/one.json'), 'completed')
  download(new DownloadItem('blob:app://console/5f1c', '/home/jane/two.json'), 'completed')
  expect(told()).toEqual([[1, 'one.json'], [2, 'two.json']].map(([id, name]) => [channels.saved, { id, name, problem: null }]))
  expect(JSON.stringify(told())).not.toContain('/home')
  reveal(page, 2)
  expect(fake.revealed).toEqual(['/home/jane/two.json'])
})

test('a download that broke off says what to do, and is not shown', () => {
  download(new DownloadItem(exportUrl), 'interrupted')
  expect(told()).toEqual([[channels.saved, { id: 1, name: 'mine.scimbox.json', problem: expect.stringMatching(/ended before it was whole.*try again/) }]])
  reveal(page, 1)
  expect(fake.revealed).toEqual([])
})

test('one that broke off before a place was chosen has its own name', () => {
  download(new DownloadItem(exportUrl, ''), 'interrupted')
  expect(told()).toEqual([[channels.saved, expect.objectContaining({ id: 1, name: 'default.scimbox.json' })]])
})

test('a dialog that was cancelled is nothing to tell', () => {
  download(new DownloadItem(exportUrl), 'cancelled')
  expect(told()).toEqual([])
})

test.each(['https://evil.test/a.exe', 'blob:https://evil.test/1', 'file:///etc/passwd', 'data:text/plain,x'])('%s is not downloaded', (url) => {
  expect(download(new DownloadItem(url)).prevented).toBe(true)
})

test.each<[string, object | null, unknown]>([
  ['another frame', { parent: page, url: 'app://console/' }, 1],
  ['a foreign page', { parent: null, url: 'https://evil.test/' }, 1],
  ['a path', page, '/etc/passwd'],
  ['nothing', page, undefined],
])('%s shows nothing in a folder', (_name, frame, id) => {
  download(new DownloadItem(exportUrl), 'completed')
  expect(() => reveal(frame, id)).toThrow()
  expect(fake.revealed).toEqual([])
})

test('a number that was never given shows nothing', () => {
  reveal(page, 7)
  expect(fake.revealed).toEqual([])
})
