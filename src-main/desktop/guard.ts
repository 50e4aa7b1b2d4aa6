import { app, type Session, session, shell, type WebContents, type WebFrameMain } from 'electron'
import { isConsole, isOwnInitiator, isWebAddress } from './origin.ts'

/** Keeps every page in the console: navigation, windows, permissions and requests (bars, Security). */
export function setupGuard(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  guardPermissions(session.defaultSession)
  guardRequests(session.defaultSession)
}

/** The page itself: not a frame inside it, not another page. Whatever the window asks the host for is judged by this. */
export function isConsoleFrame(frame: WebFrameMain | null | undefined): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && isConsole(frame.url)
}

function guardContents(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-navigate', (event) => {
    if (isConsole(event.url)) return
    event.preventDefault()
    openOutside(event.url)
  })
  contents.on('will-redirect', (event) => {
    if (!isConsole(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
}

function openOutside(url: string): void {
  if (!isWebAddress(url)) return
  shell.openExternal(url).catch((error: Error) => console.error(`scimbox: ${url} could not be opened: ${error.message}`))
}

/** The copy buttons write to the clipboard (sanitized, on a click); the console needs nothing else, so nothing else is granted. */
const granted = 'clipboard-sanitized-write'

function guardPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(permission === granted && details.isMainFrame && isConsole(details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    return permission === granted && details.isMainFrame && isConsole(origin)
  })
  session.setDevicePermissionHandler(() => false)
}

const ownSchemes = ['blob:', 'data:', 'devtools:']

/** The protocol handler does not learn which frame asks, so foreign ones are turned away here, with foreign origins. */
function guardRequests(session: Session): void {
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, (details, callback) => {
    if (ownSchemes.includes(new URL(details.url).protocol)) return callback({})
    const asked = details.resourceType === 'mainFrame' || isConsoleFrame(details.frame)
    callback({ cancel: !isConsole(details.url) || !asked || !isOwnInitiator(details.initiatorOrigin) })
  })
}
