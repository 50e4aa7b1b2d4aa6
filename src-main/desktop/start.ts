import { app, dialog } from 'electron'
import { type Built, createCore } from '../core/core.ts'
import { setupAutomation } from './automation.ts'
import { setupCrash } from './crash.ts'
import { setupDownloads } from './downloads.ts'
import { type Flags, readFlags } from './flags.ts'
import { setupGuard } from './guard.ts'
import { isFirstInstance, setupQuit, setupWindows } from './lifecycle.ts'
import { setupMenu } from './menu.ts'
import { registerScheme, setupProtocol } from './protocol.ts'
import { setupSecrets } from './secrets.ts'
import { setupTray } from './tray.ts'
import { openWindow, showWindow } from './window.ts'

/** What the build put beside the host, on top of what the core needs. */
export interface BuiltDesktop extends Built {
  /** The preload of the window. */
  preload: string
  /** The folder of the tray's icons. */
  trayIcons: string
}

/** The desktop host: one window over `app://console/`. What goes wrong at the start is said in a dialog, and ends it with 1. */
export async function start(built: BuiltDesktop): Promise<void> {
  registerScheme()
  app.setName('Scimbox')
  try {
    await run(readFlags(process.argv), built)
  } catch (error) {
    const { message } = error as Error
    console.error(`scimbox: ${message}`)
    dialog.showErrorBox('Scimbox could not start', message)
    app.exit(1)
  }
}

/** An AppImage adds the switch by itself where it may not make user namespaces. */
const withoutSandbox = 'The window runs without the sandbox of Chromium (--no-sandbox). The deb has a profile that lets it have one.'

async function run({ dataDir, port }: Flags, built: BuiltDesktop): Promise<void> {
  if (!isFirstInstance()) return
  await app.whenReady()
  const secrets = await setupSecrets(dataDir)
  // Also where it fails, as a sandbox that was made keeps no token itself.
  const core = await createCore({ dataDir, port, secrets, worker: built.worker, rendererDir: built.rendererDir }).finally(secrets.settled)
  const window = { dataDir, preload: built.preload }
  const show = () => showWindow(window)
  const closeAutomation = await setupAutomation(core)
  const closeTray = setupTray(core, { icons: built.trayIcons, show })
  setupQuit(async () => {
    closeTray()
    await closeAutomation().finally(core.close).finally(secrets.settled)
  })
  setupProtocol(core.handle)
  setupGuard()
  setupCrash()
  setupDownloads()
  setupMenu(show)
  setupWindows(show)
  if (app.commandLine.hasSwitch('no-sandbox')) console.error(`scimbox: ${withoutSandbox}`)
  if (secrets.warning) console.error(`scimbox: ${secrets.warning}`)
  if (core.listenerProblem) console.error(`scimbox: ${core.listenerProblem}`)
  openWindow(window)
}
