import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The menu of the operating system, by roles alone: copy and paste need it on macOS. */
export function setupMenu(): void {
  const application: MenuItemConstructorOptions = process.platform === 'darwin' ? { role: 'appMenu' } : { role: 'fileMenu' }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' },
      { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate([application, { role: 'editMenu' }, view, { role: 'windowMenu' }]))
}
