import { BrowserWindow, nativeTheme } from 'electron'
import { consoleUrl } from './origin.ts'
import { readWindowState, writeWindowState } from './window-state.ts'

/** What a window needs to know of its host: where its place is kept, and the built preload. */
export interface WindowOptions {
  dataDir: string
  preload: string
}

/** Opens the console. Its preload is the bridge of `src-shared/desktop/bridge.ts` and nothing else. */
export function openWindow({ dataDir, preload }: WindowOptions): BrowserWindow {
  const { bounds, isMaximized } = readWindowState(dataDir)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 800,
    minHeight: 560,
    title: 'Scimbox',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171a' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // It would fetch dictionaries from the network.
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    // That shows it, so not before there is something to show.
    if (isMaximized) window.maximize()
    window.show()
    window.on('close', () => writeWindowState(dataDir, window))
  })
  window.loadURL(consoleUrl).catch((error: Error) => console.error(`scimbox: the console did not load: ${error.message}`))
  return window
}

/** Brings the open window forward, or opens one (macOS keeps the app when its window is closed). */
export function showWindow(options: WindowOptions): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) {
    openWindow(options)
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
