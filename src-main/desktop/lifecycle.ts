import { app, type BrowserWindow, powerMonitor } from 'electron'

/** Whether this is the first instance over the data dir. A second one has told the first by asking, and ends. */
export function isFirstInstance(): boolean {
  const isFirst = app.requestSingleInstanceLock()
  if (!isFirst) app.quit()
  return isFirst
}

const quit = () => app.quit()
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Quitting closes the core once, however often and by whomever it is asked for, and goes on when that is done: a person, a signal,
 * or the end of the session, which is held up for as long. Call after Electron is ready.
 */
export function setupQuit(close: () => Promise<void>): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  for (const signal of signals) process.on(signal, quit)
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void close()
      .catch((error: Error) => console.error(`scimbox: not everything was closed: ${error.message}`))
      .then(() => {
        state = 'closed'
        for (const signal of signals) process.off(signal, quit)
        app.quit()
      })
  })
  quitWithSession(() => state === 'closed')
}

/** Linux and macOS ask the app, Windows asks each window: twice, and after the second time there is nothing to hold up. */
function quitWithSession(isClosed: () => boolean): void {
  const hold = (event?: { preventDefault(): void }) => {
    if (isClosed()) return
    event?.preventDefault()
    app.quit()
  }
  // Its event is missing from Electron's types, not from its documentation.
  powerMonitor.on('shutdown', hold as () => void)
  app.on('browser-window-created', (_event, window: BrowserWindow) => {
    window.on('query-session-end', hold)
    window.on('session-end', () => hold())
  })
}

/** A second start shows the window. Closing the last one quits, except on macOS, where the dock opens it again. */
export function setupWindows(show: () => void): void {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('activate', show)
  app.on('second-instance', show)
}
