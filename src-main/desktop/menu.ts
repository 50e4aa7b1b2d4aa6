import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { channels } from '../../src-shared/desktop/bridge.ts'
import { type CommandGroup, commandGroups, type MenuCommand, menuCommandsSchema } from '../../src-shared/desktop/messages.ts'
import { hear, tell } from './ipc.ts'

/**
 * The menu of the operating system: roles, which copy and paste need on macOS, and the commands of the console, the same objects as
 * in its palette. They run in the page. `show` brings its window forward first.
 */
export function setupMenu(show: () => void): void {
  const run = (id: string) => {
    show()
    tell(channels.command, id)
  }
  const build = (commands: MenuCommand[]) => Menu.setApplicationMenu(Menu.buildFromTemplate(templateOf(commands, run)))
  build([])
  hear(channels.commands, menuCommandsSchema, build)
  app.on('browser-window-created', (_event, window) => window.on('closed', () => build([])))
}

function templateOf(commands: MenuCommand[], run: (id: string) => void): MenuItemConstructorOptions[] {
  // On macOS the file menu closes the window (Cmd+W), elsewhere it quits.
  const first: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'fileMenu' }] : [{ role: 'fileMenu' }]
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' },
      { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
  return [...first, { role: 'editMenu' }, view, ...commandGroups.flatMap((group) => submenuOf(group, commands, run)), { role: 'windowMenu' }]
}

const titles: Record<CommandGroup, string> = { 'Go to': 'Go', List: 'List', Request: 'Request', Do: 'Do' }

function submenuOf(group: CommandGroup, commands: MenuCommand[], run: (id: string) => void): MenuItemConstructorOptions[] {
  const submenu = commands.filter((command) => command.group === group).map(({ id, label, keys, enabled }) => ({
    // A lone & would underline the letter after it.
    id, label: label.replaceAll('&', '&&'), enabled, ...acceleratorOf(keys), click: () => run(id),
  }))
  return submenu.length === 0 ? [] : [{ label: titles[group], submenu }]
}

/**
 * Only chords with Ctrl or Cmd: a single key would be taken from whoever types. The page hears the chord itself, so it is shown and
 * not registered; macOS, which cannot do that, asks the menu only about keys that the page did not take.
 */
function acceleratorOf(keys: string | undefined): Pick<MenuItemConstructorOptions, 'accelerator' | 'registerAccelerator'> {
  const chord = /^mod\+((?:shift\+)?[a-z0-9])$/.exec(keys ?? '')?.[1]
  return chord === undefined ? {} : { accelerator: `CmdOrCtrl+${chord.toUpperCase()}`, registerAccelerator: false }
}
