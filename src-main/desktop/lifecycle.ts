import { app } from 'electron'

/** Whether this is the first instance over the data dir. A second one has told the first by asking, and ends. */
export function isFirstInstance(): boolean {
  const isFirst = app.requestSingleInstanceLock()
  if (!isFirst) app.quit()
  return isFirst
}

/** Quitting closes the core once, however often it is asked for, and goes on when that is done. */
export function setupQuit(close: () => Promise<void>): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void close()
      .catch((error: Error) => console.error(`scimbox: not everything was closed: ${error.message}`))
      .then(() => {
        state = 'closed'
        app.quit()
      })
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
