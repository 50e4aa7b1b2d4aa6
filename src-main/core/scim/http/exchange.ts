import type { Request, Response } from 'express'
import type { ExchangeRow } from '../../../../src-shared/api/requests.ts'
import { notFound, ScimError } from '../../../../src-shared/scim/errors.ts'
import type { JsonValue } from '../../../../src-shared/scim/types.ts'
import type { Finding } from '../../../../src-shared/domain/findings.ts'
import type { Sandbox } from '../../sandboxes/sandbox.ts'
import type { Exchange } from '../../traffic/record.ts'
import { authenticate } from './auth.ts'
import type { ScimAnswer, ScimRequest } from './message.ts'
import { answerRead, answerWrite, isRead } from './route.ts'

/** What the listener needs to answer. */
export interface Listening {
  /** The sandbox of a slug, or the default one for null. */
  sandbox(slug: string | null): Sandbox | undefined
  /** Who holds the other end of a socket, where this process knows. */
  actorOf(remotePort: number): ExchangeRow['actor'] | undefined
  origin: string
}

/** Path of a request: the sandbox it names and the SCIM path below the Base URL. */
const scimPath = /^(?:\/s\/([^/]+))?\/api\/scim(?=\/|$)/i

/** Answers one HTTP exchange and records it. Nothing but SCIM paths exists here. */
export async function handleScim(listening: Listening, request: Request, response: Response, text: string): Promise<void> {
  const started = process.hrtime.bigint()
  const [path = '', queryText = ''] = splitOnce(request.originalUrl, '?')
  const match = scimPath.exec(path)
  const sandbox = match ? listening.sandbox(match[1] ?? null) : undefined
  if (!match || !sandbox) return send(response, errorAnswer(notFound(path)))

  const below = path.slice(match[0].length) || '/'
  const findings: Finding[] = []
  let refusal: string | null = null
  const record = (answer: ScimAnswer): Exchange => ({
    at: Date.now(), duration: Number((process.hrtime.bigint() - started) / 1000n),
    actor: listening.actorOf(request.socket.remotePort ?? 0) ?? (/^Okta SCIM Client/i.test(request.headers['user-agent'] ?? '') ? 'okta' : 'client'),
    method: request.method, path: queryText === '' ? below : `${below}?${queryText}`, status: answer.status,
    requestHeaders: pairs(request.rawHeaders), requestBody: text,
    responseHeaders: Object.entries({ ...contentType(answer), ...answer.headers }), responseBody: answer.body,
    findings, refusal, total: answer.total ?? null,
  })

  try {
    const parsed = authenticated(sandbox, request, below, queryText, text, `${listening.origin}${match[0]}`)
    if (isRead(parsed)) {
      const context = sandbox.readContext()
      const answer = answerRead(context, parsed)
      findings.push(...context.findings)
      sandbox.recorder.later(record(answer))
      return send(response, answer)
    }
    const answer = await sandbox.write(
      (context) => answerWrite(context, parsed),
      (context, done) => {
        findings.push(...context.findings)
        sandbox.recorder.write(record(done), context.events, context.now)
      },
    )
    send(response, answer)
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    refusal = error.message
    const answer = errorAnswer(error)
    sandbox.recorder.later(record(answer))
    send(response, answer)
  }
}

function authenticated(sandbox: Sandbox, request: Request, below: string, query: string, text: string, base: string): ScimRequest {
  const segments = segmentsOf(below)
  const open = isDiscovery(segments) && sandbox.readContext().switches.discovery === 'open'
  if (!open) authenticate(sandbox, request.headers.authorization)
  if (request.originalUrl.length > 64 * 1024) throw new ScimError(414, 'The URL is longer than 64 kB.')
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
  return { method: request.method, segments, query: new URLSearchParams(query), headers, body: parseBody(request, text), base }
}

function isDiscovery(segments: string[]): boolean {
  return /^(serviceproviderconfig|resourcetypes|schemas)$/i.test(segments[0] ?? '')
}

function segmentsOf(path: string): string[] {
  try {
    return path.split('/').filter((segment) => segment !== '').map((segment) => decodeURIComponent(segment))
  } catch {
    throw new ScimError(400, 'The path is not valid percent-encoding.', 'invalidSyntax')
  }
}

/** @throws ScimError 415 for a body that is not JSON by its type, 400 invalidSyntax for one that is not JSON */
function parseBody(request: Request, text: string): JsonValue | undefined {
  if (text.trim() === '') return undefined
  const type = (request.headers['content-type'] ?? 'application/scim+json').split(';')[0]!.trim().toLowerCase()
  if (type !== 'application/scim+json' && type !== 'application/json') {
    throw new ScimError(415, `Content-Type "${type}" is not accepted; send application/scim+json.`)
  }
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    throw new ScimError(400, 'The body is not valid JSON.', 'invalidSyntax', 'RFC 7644 §3.12')
  }
}

function errorAnswer(error: ScimError): ScimAnswer {
  const headers: Record<string, string> = error.status === 401 ? { 'WWW-Authenticate': 'Bearer realm="SCIM"' } : {}
  return { status: error.status, headers, body: JSON.stringify(error) }
}

/** Exactly the registered type, without the charset a framework would add (bars, Conformance). */
function contentType(answer: ScimAnswer): Record<string, string> {
  return answer.body === '' ? {} : { 'Content-Type': 'application/scim+json' }
}

function send(response: Response, answer: ScimAnswer): void {
  // With its length known the answer leaves in one write instead of in chunks.
  const length = answer.body === '' ? {} : { 'Content-Length': Buffer.byteLength(answer.body) }
  response.writeHead(answer.status, { ...contentType(answer), ...answer.headers, ...length }).end(answer.body)
}

function pairs(raw: string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[index * 2]!, raw[index * 2 + 1]!])
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
