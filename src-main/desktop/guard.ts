import { app, session, shell, type WebContents } from 'electron'
import { consoleOrigin } from './scheme.ts'

/** No page gets a permission, leaves the console, opens a window or holds a webview; links go to the browser (bars, Security). */
export function setupGuards(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents))
  app.whenReady().then(() => {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
    session.defaultSession.setPermissionCheckHandler(() => false)
  }).catch(() => app.exit(1))
}

function guard(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isConsole(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isConsole(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isWeb(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** By its parsed origin: a prefix of the text would let `app://console.evil/` through. */
function isConsole(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}` === consoleOrigin
}

function isWeb(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
}
