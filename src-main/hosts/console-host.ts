import { createRequestListener } from '@remix-run/node-fetch-server'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Core } from '../core/core.ts'
import { unknownHost } from '../core/tunnel/public-url.ts'

export interface ConsoleHost {
  /** Carries no secret. */
  url: string
  /** Bearer for scripts, anew at every start. */
  token: string
  /** The link that opens the console: a one-time code in its fragment. */
  link(): string
  close(): Promise<void>
}

const session = '/api/console/session'
/** Answered without signing in: the process lives; it answers SCIM requests. The first refuses a token that is not its own. */
const live = '/api/console/live'
const ready = '/api/console/ready'

/**
 * The console over HTTP: loopback, a token per start (cookie for the browser, Bearer for scripts), Host allow-list against DNS
 * rebinding, Origin check on writes, no CORS (bars, Security).
 * @throws the listen error, in words
 */
export async function listenConsole(core: Core, options: { host: string; port: number; allowHosts: string[] }): Promise<ConsoleHost> {
  const token = randomBytes(24).toString('base64url')
  const cookie = randomBytes(24).toString('base64url')
  const codes = new Set<string>()
  const newCode = () => {
    const code = randomBytes(18).toString('base64url')
    codes.add(code)
    return code
  }
  let port = options.port

  const signedIn = (request: Request) => same(bearerOf(request), token) || same(cookieOf(request, cookieName(port)), cookie)

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    if (!isAllowedHost(request.headers.get('host') ?? '', port, options.allowHosts)) return refuse(421, unknownHost)
    if (isWrite(request) && !isSameOrigin(request)) return refuse(403, 'A write from another origin is refused.')
    if (url.pathname === session && request.method === 'POST') return openSession(request)
    if (!url.pathname.startsWith('/api/console')) return core.handle(request)
    if (url.pathname === live && bearerOf(request) === '') return Response.json({ live: true })
    if (url.pathname === ready) return core.handle(request)
    if (!signedIn(request)) return refuse(401, 'Sign in with the console token.')
    if (url.pathname === live) return Response.json({ live: true })
    if (url.pathname === `${session}/code` && request.method === 'POST') return Response.json({ code: newCode() })
    return core.handle(request)
  }

  async function openSession(request: Request): Promise<Response> {
    const given = await request.json().catch(() => null) as { code?: unknown; token?: unknown } | null
    const byCode = typeof given?.code === 'string' && codes.delete(given.code)
    const byToken = typeof given?.token === 'string' && same(given.token, token)
    if (!byCode && !byToken) return refuse(401, 'The code was used already, or the token is not the one of this start.')
    return new Response(null, { status: 204, headers: { 'Set-Cookie': `${cookieName(port)}=${cookie}; Path=/; HttpOnly; SameSite=Strict` } })
  }

  const server = createServer(createRequestListener(answer))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE'
      ? new Error(`${options.host}:${options.port} is taken by another program. Start with another --console-port.`)
      : error))
    server.listen(options.port, options.host, resolve)
  })
  port = (server.address() as AddressInfo).port
  const url = `http://${options.host}:${port}/`
  return {
    url, token,
    link: () => `${url}#code=${newCode()}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/** Cookies ignore ports, so two Scimboxes on one host need two names. */
function cookieName(port: number): string {
  return `scimbox_${port}`
}

function isAllowedHost(host: string, port: number, extra: string[]): boolean {
  const allowed = ['127.0.0.1', 'localhost', '[::1]', ...extra].map((name) => `${name}:${port}`)
  return allowed.includes(host) || extra.includes(host)
}

function isWrite({ method }: Request): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/** Browsers always send Origin with a write; scripts that send none are judged by their token alone. */
function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  return origin === null || (URL.canParse(origin) && new URL(origin).host === request.headers.get('host'))
}

function bearerOf(request: Request): string {
  return /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
}

function cookieOf(request: Request, name: string): string {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}

function same(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(wanted))
}

function refuse(status: number, message: string): Response {
  return Response.json({ code: status === 401 ? 'UNAUTHORIZED' : 'FORBIDDEN', message }, { status })
}
