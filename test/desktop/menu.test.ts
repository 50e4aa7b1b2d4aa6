import { beforeEach, expect, test, vi } from 'vitest'
import { setupMenu } from '../../src-main/desktop/menu.ts'
import { openWindow } from '../../src-main/desktop/window.ts'
import { channels } from '../../src-shared/desktop/bridge.ts'
import type { MenuCommand } from '../../src-shared/desktop/messages.ts'
import { fake, ipcMain, type MenuItem, resetFake } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined)
const show = vi.fn()
const page = { parent: null, url: 'app://console/default' }
const users: MenuCommand = { id: 'go.users', label: 'Users', keys: 'g u', group: 'Go to', enabled: true }
const palette: MenuCommand = { id: 'palette', label: 'Search and commands', keys: 'mod+k', group: 'Do', enabled: true }
const replay: MenuCommand = { id: 'request.replay', label: 'Replay', keys: 'r', group: 'Request', enabled: false }

beforeEach(() => {
  resetFake()
  complaint.mockClear()
  show.mockClear()
  setupMenu(show)
})
const from = (senderFrame: object | null, commands: unknown) => ipcMain.emit(channels.commands, { senderFrame }, commands)
const titles = () => fake.menu.map(({ role, label }) => role ?? label).filter((title) => title !== 'appMenu')
const itemsOf = (title: string): MenuItem[] => fake.menu.find(({ label }) => label === title)?.submenu ?? []

test('before the console is there the menu is made of roles', () => {
  expect(titles()).toEqual(['fileMenu', 'editMenu', 'View', 'windowMenu'])
})

test.each([['darwin', ['appMenu', 'fileMenu']], ['win32', ['fileMenu']], ['linux', ['fileMenu']]])('on %s a person can close the window or quit by the menu', (name, roles) => {
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue(name as NodeJS.Platform)
  setupMenu(show)
  platform.mockRestore()
  expect(fake.menu.slice(0, roles.length + 1).map(({ role }) => role)).toEqual([...roles, 'editMenu'])
})

test('the commands of the console come under their groups, with their labels and what is enabled', () => {
  from(page, [users, palette, replay])
  expect(titles()).toEqual(['fileMenu', 'editMenu', 'View', 'Go', 'Request', 'Do', 'windowMenu'])
  expect(itemsOf('Request')).toMatchObject([{ label: 'Replay', enabled: false }])
})

test('only a chord is an accelerator, and the page hears it itself', () => {
  from(page, [users, palette, replay])
  expect(itemsOf('Do')).toMatchObject([{ accelerator: 'CmdOrCtrl+K', registerAccelerator: false }])
  for (const item of [...itemsOf('Go'), ...itemsOf('Request')]) expect(item).not.toHaveProperty('accelerator')
})

test('an ampersand is a letter', () => {
  from(page, [{ ...users, label: 'Import & Export' }])
  expect(itemsOf('Go')[0]!.label).toBe('Import && Export')
})

test('a click brings the window forward and runs the command in the page', () => {
  openWindow({ dataDir: '/nowhere', preload: '' })
  from(page, [users])
  itemsOf('Go')[0]!.click!()
  expect(show).toHaveBeenCalledOnce()
  expect(fake.windows[0]!.webContents.sent).toEqual([[channels.command, 'go.users']])
})

test('a page that is not the console is told nothing', () => {
  openWindow({ dataDir: '/nowhere', preload: '' })
  from(page, [users])
  fake.windows[0]!.webContents.url = 'https://evil.test/'
  itemsOf('Go')[0]!.click!()
  expect(fake.windows[0]!.webContents.sent).toEqual([])
})

test('the commands go with their window', () => {
  openWindow({ dataDir: '/nowhere', preload: '' })
  from(page, [users])
  fake.windows[0]!.emit('closed')
  expect(titles()).toEqual(['fileMenu', 'editMenu', 'View', 'windowMenu'])
})

test.each<[string, object | null, unknown]>([
  ['a frame inside the page', { parent: page, url: 'app://console/' }, [users]],
  ['a foreign page', { parent: null, url: 'https://evil.test/' }, [users]],
  ['a frame that is gone', null, [users]],
  ['no list', page, 'users'],
  ['a command without a label', page, [{ ...users, label: '' }]],
  ['a role smuggled in as a group', page, [{ ...users, group: 'File' }]],
  ['more commands than any page has', page, Array.from({ length: 301 }, (_, index) => ({ ...users, id: `${index}` }))],
])('%s changes nothing, and is said', (_name, frame, commands) => {
  from(frame, commands)
  expect(titles()).toEqual(['fileMenu', 'editMenu', 'View', 'windowMenu'])
  expect(complaint).toHaveBeenCalledOnce()
})
