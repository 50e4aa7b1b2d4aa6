import { app, dialog } from 'electron'
import { type Built, createCore } from '../core/core.ts'
import { setupCrash } from './crash.ts'
import { type Flags, readFlags } from './flags.ts'
import { setupGuard } from './guard.ts'
import { isFirstInstance, setupQuit, setupWindows } from './lifecycle.ts'
import { setupMenu } from './menu.ts'
import { registerScheme, setupProtocol } from './protocol.ts'
import { setupSecrets } from './secrets.ts'
import { openWindow, showWindow } from './window.ts'

/** The desktop host: one window over `app://console/`. What goes wrong at the start is said in a dialog, and ends it with 1. */
export async function start(built: Built): Promise<void> {
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

async function run({ dataDir, port }: Flags, built: Built): Promise<void> {
  if (!isFirstInstance()) return
  await app.whenReady()
  const secrets = setupSecrets(dataDir)
  const core = await createCore({ dataDir, port, secrets, ...built })
  setupQuit(core.close)
  setupProtocol(core.handle)
  setupGuard()
  setupCrash()
  setupMenu()
  setupWindows(() => showWindow(dataDir))
  if (secrets.warning) console.error(`scimbox: ${secrets.warning}`)
  if (core.listenerProblem) console.error(`scimbox: ${core.listenerProblem}`)
  openWindow(dataDir)
}
