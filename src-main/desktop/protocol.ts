import { protocol } from 'electron'
import { consoleOrigin, isConsole, isOwnInitiator, scheme } from './origin.ts'

/**
 * Makes `app:` a secure standard scheme, so the page has an origin, storage and fetch. `corsEnabled` stays off: that is what keeps
 * other origins from reading it. Must run before Electron is ready.
 */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }])
}

interface ProtocolRequest extends Request {
  /** Missing from Electron's types, not from its documentation. */
  initiatorOrigin?: string
}

/** Serves `app://console/` from the handler of the core, without a port. */
export function setupProtocol(handle: (request: Request) => Promise<Response>): void {
  protocol.handle(scheme, async (request: ProtocolRequest) => {
    const refusal = refuse(request)
    if (refusal) return refusal
    try {
      return await handle(request)
    } catch {
      return new Response('Scimbox is closing.', { status: 503 })
    }
  })
}

function refuse(request: ProtocolRequest): Response | null {
  if (!isConsole(request.url)) return new Response('There is only app://console/ here.', { status: 404 })
  if (leavesFolder(request.url)) return new Response('The path leaves the console.', { status: 400 })
  if (!isOwn(request)) return new Response('A request from another origin is refused.', { status: 403 })
  return null
}

/** Parsers resolve `..` before this point; what is left over hides behind an encoded slash. */
function leavesFolder(url: string): boolean {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, '')).split(/[/\\]/).includes('..')
  } catch {
    return true
  }
}

/** Electron tells who asks, whatever the page says. What the page says has to agree; `Origin: null` does not get this far. */
function isOwn({ initiatorOrigin, headers }: ProtocolRequest): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  return isOwnInitiator(initiatorOrigin) && (origin === null || origin === consoleOrigin) && (site === null || site === 'same-origin' || site === 'none')
}
