import { BrowserWindow, nativeTheme } from 'electron'
import { consoleUrl } from './origin.ts'
import { readWindowState, writeWindowState } from './window-state.ts'

/** Opens the console. There is no preload: the page needs nothing that a browser cannot do. */
export function openWindow(dataDir: string): BrowserWindow {
  const { bounds, isMaximized } = readWindowState(dataDir)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 800,
    minHeight: 560,
    title: 'Scimbox',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171a' : '#ffffff',
    webPreferences: {
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
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeWindowState(dataDir, window))
  window.loadURL(consoleUrl).catch((error: Error) => console.error(`scimbox: the console did not load: ${error.message}`))
  return window
}

/** Brings the open window forward, or opens one (macOS keeps the app when its window is closed). */
export function showWindow(dataDir: string): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) {
    openWindow(dataDir)
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
