import { protocol } from 'electron'

export const consoleOrigin = 'app://console'

/** Before the app is ready: `app:` gets an origin, as `https:` has, and nothing that page content could use to reach out. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }])
}

/** `app://console/` is the console and its API, answered in this process: no port. */
export function serveConsole(handle: (request: Request) => Promise<Response>): void {
  protocol.handle('app', (request) => (isOwn(request) ? handle(request) : new Response('Not found', { status: 404 })))
}

/** The console's own host, asked for by the console's own pages. */
function isOwn(request: Request): boolean {
  const { host } = new URL(request.url)
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  return host === 'console' && (origin === null || origin === consoleOrigin) && (site === null || site === 'same-origin' || site === 'none')
}
