import { app, dialog, Menu } from 'electron'
import { type Core, createCore } from '../core/core.ts'
import { setupGuards } from './guard.ts'
import { menuTemplate } from './menu.ts'
import { registerScheme, serveConsole } from './scheme.ts'
import { safeSecrets } from './secrets.ts'
import { focusWindow, openWindow } from './window.ts'

/** Where the build put what the core needs beside itself. */
export interface Built {
  rendererDir: string
  writer: URL
}

/** The desktop host: one instance, one core, one window over `app://console/`. Ends with the core closed. */
export function startDesktop(built: Built): void {
  if (!app.requestSingleInstanceLock()) return app.quit()
  registerScheme()
  setupGuards()
  app.on('second-instance', focusWindow)
  app.on('window-all-closed', () => app.quit())
  app.whenReady().then(() => run(built)).catch(refuseToStart)
}

async function run(built: Built): Promise<void> {
  const dataDir = app.getPath('userData')
  const secrets = safeSecrets(dataDir)
  if (secrets.warning) console.error(`scimbox: ${secrets.warning}`)
  const core = await createCore({ dataDir, secrets: secrets.store, ...built })
  if (core.listenerProblem) console.error(`scimbox: ${core.listenerProblem}`)
  closeBeforeQuit(core)
  serveConsole(core.handle)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)))
  openWindow(dataDir)
  app.on('activate', () => openWindow(dataDir))
}

/** Quitting waits once for the listeners to close and the databases to be checkpointed. */
function closeBeforeQuit(core: Core): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    core.close().catch((error: unknown) => console.error('scimbox: not everything could be closed', error)).finally(() => {
      state = 'closed'
      app.quit()
    })
  })
}

function refuseToStart(error: Error): void {
  dialog.showErrorBox('Scimbox cannot start', error.message)
  app.exit(1)
}
