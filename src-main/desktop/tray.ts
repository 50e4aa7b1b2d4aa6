import { app, clipboard, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import { join } from 'node:path'
import type { StreamMessage } from '../../src-shared/api/stream.ts'
import type { Core } from '../core/core.ts'
import { coreClient } from '../hosts/core-client.ts'
import { readTrayState, trayNouns, type TrayState } from './tray-state.ts'

/** Milliseconds between two readings, however much changes. */
const restMs = 1_000

/**
 * The icon in the tray or the menu bar with what a person wants to know of a Scimbox that is out of sight. It follows the changes of
 * the core. Where the desktop has no tray, Scimbox goes on without. Returns how to take it away.
 */
export function setupTray(core: Pick<Core, 'handle' | 'watch'>, { icons, show }: { icons: string; show: () => void }): () => void {
  const tray = createTray(icons)
  if (!tray) return () => undefined
  const api = coreClient(core)
  let timer: NodeJS.Timeout | null = null
  let closed = false

  async function refresh(): Promise<void> {
    const state = await readTrayState(api).catch(() => null)
    if (state && !closed) render(tray!, state, icons, show)
  }
  const stop = core.watch((changed) => {
    if (!concerns(changed)) return
    timer ??= setTimeout(() => {
      timer = null
      void refresh()
    }, restMs)
  })
  // There a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', show)
  void refresh()
  return () => {
    closed = true
    stop()
    if (timer) clearTimeout(timer)
    tray.destroy()
  }
}

function createTray(icons: string): Tray | null {
  try {
    return new Tray(imageOf(icons, false))
  } catch (error) {
    console.error(`scimbox: there is no tray: ${(error as Error).message}`)
    return null
  }
}

/** macOS colours a template itself, so there the words alone say that something needs attention. */
function imageOf(icons: string, needsAttention: boolean): Electron.NativeImage {
  const name = process.platform === 'darwin' ? 'trayTemplate' : needsAttention ? 'trayAttention' : 'tray'
  return nativeImage.createFromPath(join(icons, `${name}.png`))
}

function concerns(changed: StreamMessage[] | null): boolean {
  return changed === null || changed.some(({ nouns }) => nouns.some((noun) => trayNouns.includes(noun)))
}

function render(tray: Tray, state: TrayState, icons: string, show: () => void): void {
  tray.setImage(imageOf(icons, state.needsAttention))
  tray.setToolTip(['Scimbox', ...state.lines].join('\n'))
  tray.setContextMenu(Menu.buildFromTemplate(templateOf(state, show)))
}

function templateOf({ baseUrl, lines }: TrayState, show: () => void): MenuItemConstructorOptions[] {
  return [
    ...lines.map((label) => ({ label, enabled: false })),
    { type: 'separator' },
    { label: 'Show Scimbox', click: show },
    { label: 'Copy Base URL', enabled: baseUrl !== null, click: () => clipboard.writeText(baseUrl ?? '') },
    { type: 'separator' },
    { label: 'Quit Scimbox', click: () => app.quit() },
  ]
}
