import type { Request, Response } from 'express'
import { notFound, ScimError } from '../../../../src-shared/scim/errors.ts'
import type { JsonValue } from '../../../../src-shared/scim/types.ts'
import type { Sandbox } from '../../sandboxes/sandbox.ts'
import type { Outside, Visit } from '../../traffic/outside.ts'
import type { Sender, Senders } from '../../traffic/senders.ts'
import type { Probes } from '../../tunnel/probes.ts'
import { errorAnswer, send } from './answer.ts'
import { authenticate } from './auth.ts'
import { misread, withoutScimError } from './bugs.ts'
import type { FailedAuthentication } from './failed-authentication.ts'
import { meetFault, sufferFault } from './fault.ts'
import type { ScimAnswer, ScimRequest } from './message.ts'
import { type Arrival, performWrite, toExchange } from './perform.ts'
import { isRead, planRead } from './route.ts'
import { isLargeWrite } from './size.ts'

/** What the listener needs to answer. */
export interface Listening {
  /** The sandbox of a slug, or the default one for null. */
  sandbox(slug: string | null): Sandbox | undefined
  senders: Senders
  outside: Outside
  origin: string
  /** The public address, when a Host header is that of the tunnel. */
  publicOrigin(host: string | undefined): string | null
  probes: Probes
  failedAuthentication: FailedAuthentication
}

/** Path of a request: the sandbox it names and the SCIM path below the Base URL. */
const scimPath = /^(?:\/s\/([^/]+))?\/api\/scim(?=\/|$)/i

/** Answers one HTTP exchange and records it. Nothing but SCIM paths exists here. */
export async function handleScim(listening: Listening, request: Request, response: Response, text: string): Promise<void> {
  const started = process.hrtime.bigint()
  const [path = '', queryText = ''] = splitOnce(request.originalUrl, '?')
  const match = scimPath.exec(path)
  const sandbox = match ? listening.sandbox(match[1] ?? null) : undefined
  if (!match || !sandbox || listening.probes.notes(path)) return send(response, errorAnswer(notFound(path)))

  const below = path.slice(match[0].length) || '/'
  const publicOrigin = listening.publicOrigin(request.headers.host)
  const known = senderOf(listening.senders, request, publicOrigin !== null)
  const sender = known ?? fromOutside(request)
  const arrival: Arrival = {
    started, method: request.method, path: queryText === '' ? below : `${below}?${queryText}`, headers: request.rawHeaders, body: text, sender,
  }
  const visit = known ? null : listening.outside.came(sandbox.slug, {
    client: sender.actor === 'okta' ? 'okta' : 'client', method: request.method, path: below,
    userAgent: request.headers['user-agent'] ?? null, isPublic: publicOrigin !== null,
  })
  let refusal: string | null = null
  try {
    const admitted = admit(listening, sandbox, request, below, queryText, `${publicOrigin ?? listening.origin}${match[0]}`)
    const carryOut = (seen: Arrival) => carriedOut(sandbox, request, admitted, seen, visit)
    const rule = await meetFault(sandbox, admitted, arrival)
    if (rule) await sufferFault(sandbox, rule, arrival, response, carryOut)
    else send(response, await carryOut(arrival))
  } catch (error) {
    refusal = (error as Error).message
    send(response, refused(sandbox, arrival, error))
  } finally {
    visit?.answered(response.headersSent ? response.statusCode : 0, refusal)
  }
}

/** Carries a request out as the sandbox takes it, and records it. A refusal is an answer too. */
async function carriedOut(
  sandbox: Sandbox, request: Request, admitted: Admitted, arrival: Arrival, visit: Visit | null,
): Promise<ScimAnswer> {
  try {
    const parsed = { ...admitted, body: parseBody(request, arrival.body) }
    visit?.body(parsed.body)
    const { request: taken, noticed } = misread(sandbox.settings().bugs, parsed)
    const seen = noticed.length > 0 ? { ...arrival, noticed } : arrival
    return isRead(taken) ? await read(sandbox, taken, seen) : await write(sandbox, taken, seen)
  } catch (error) {
    return refused(sandbox, arrival, error)
  }
}

/** The recorded answer to a refused request. @throws what is no SCIM error */
function refused(sandbox: Sandbox, arrival: Arrival, error: unknown): ScimAnswer {
  if (!(error instanceof ScimError)) throw error
  const answer = withoutScimError(sandbox.settings().bugs, errorAnswer(error), error.message)
  sandbox.recorder.later(toExchange(arrival, answer, sandbox.now(), [], error.message))
  return answer
}

/** Who of this process sends it: over a socket of its own, or by the tunnel, as the simulated Okta may. */
function senderOf(senders: Senders, { socket, headers, method, originalUrl }: Request, isPublic: boolean): Sender | undefined {
  return senders.of(socket.remotePort) ?? (isPublic ? senders.ofUnderway({ host: headers.host!, method, path: originalUrl }) : undefined)
}

function fromOutside({ headers }: Request): Sender {
  return { actor: /^Okta SCIM Client/i.test(headers['user-agent'] ?? '') ? 'okta' : 'client', action: null }
}

async function read(sandbox: Sandbox, request: ScimRequest, arrival: Arrival): Promise<ScimAnswer> {
  const context = sandbox.readContext()
  const planned = planRead(context, request)
  const { answer, findings } = planned.isLong
    ? await sandbox.readInThread(request)
    : { answer: planned.answer(), findings: context.findings }
  sandbox.recorder.later(toExchange(arrival, answer, context.now, findings, null))
  return answer
}

function write(sandbox: Sandbox, request: ScimRequest, arrival: Arrival): Promise<ScimAnswer> {
  if (isLargeWrite(sandbox.readContext(), request)) return sandbox.writeInThread(request, arrival)
  return sandbox.write((context) => performWrite(context, request, arrival, sandbox.recorder))
}

/** A request that may pass, its body not read yet. */
type Admitted = Omit<ScimRequest, 'body'>

/** @throws ScimError 401, 414, 429 */
function admit({ failedAuthentication }: Listening, sandbox: Sandbox, request: Request, below: string, query: string, base: string): Admitted {
  const segments = segmentsOf(below)
  const open = isDiscovery(segments) && sandbox.readContext().switches.discovery === 'open'
  if (!open) failedAuthentication.limit(sandbox, () => authenticate(sandbox, request.headers.authorization))
  if (request.originalUrl.length > 64 * 1024) throw new ScimError(414, 'The URL is longer than 64 kB.')
  const headers = { 'if-match': request.headers['if-match'], 'if-none-match': request.headers['if-none-match'] }
  const method = request.method === 'HEAD' ? 'GET' : request.method
  return { method, segments, query: new URLSearchParams(query), headers, base }
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

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
