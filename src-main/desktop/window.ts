import { BrowserWindow, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { consoleOrigin } from './scheme.ts'

const boundsSchema = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(640), height: z.number().int().min(480) })
type Bounds = z.infer<typeof boundsSchema>

/** Opens the console, or shows it when it is open. Size and place are kept in `window.json` of the data dir. */
export function openWindow(dataDir: string): void {
  if (BrowserWindow.getAllWindows().length > 0) return focusWindow()
  const window = new BrowserWindow({
    ...(readBounds(dataDir) ?? { width: 1280, height: 840 }),
    minWidth: 640,
    minHeight: 480,
    title: 'Scimbox',
    show: false,
    webPreferences: {
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, webviewTag: false, navigateOnDragDrop: false, spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeFileSync(stateFile(dataDir), JSON.stringify(window.getNormalBounds())))
  void window.loadURL(`${consoleOrigin}/`)
}

/** Brings the window to the front: what a second start of the program does. */
export function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** The kept bounds, if they still are on a screen. */
function readBounds(dataDir: string): Bounds | undefined {
  try {
    const bounds = boundsSchema.parse(JSON.parse(readFileSync(stateFile(dataDir), 'utf8')))
    return screen.getAllDisplays().some(({ workArea }) => overlaps(bounds, workArea)) ? bounds : undefined
  } catch {
    return undefined
  }
}

function overlaps(a: Bounds, b: Bounds): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function stateFile(dataDir: string): string {
  return join(dataDir, 'window.json')
}
