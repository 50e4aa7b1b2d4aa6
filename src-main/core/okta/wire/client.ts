import { randomUUID } from 'node:crypto'
import { Agent, request, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { createGunzip, createInflate } from 'node:zlib'
import type { RemoteAnswer } from '../../../../src-shared/domain/okta-remote-errors.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import type { Timers } from '../../sandboxes/timers.ts'
import type { Sender, Senders } from '../../traffic/senders.ts'
import { OperationFailure, refused } from './failure.ts'

export interface Answer {
  method: string
  path: string
  status: number
  /** Null for an empty body. */
  body: JsonObject | null
  text: string
  headers: Record<string, string>
  retryAfter: string | null
}

/** One request as it went out, for the traffic log of an app that is not ours. */
export interface Sent { call: string; method: string; path: string; headers: string[]; body: string; startedAt: bigint }

export interface ClientOptions {
  baseUrl: string
  /** The value of the Authorization header, null without a credential. */
  authorization: string | null
  agents: Agents
  sender: Sender
  senders: Senders
  now(): number
  timers: Timers
  /** Hears of every exchange; the answer is null where none came. */
  heard(sent: Sent, answer: Answer | null): void
  signal: AbortSignal
}

/** Keep-alive agents for both schemes. */
export interface Agents { http: Agent; https: TlsAgent }

/** Okta's client: `call` resolves with any answer that is JSON or empty. @throws OperationFailure without one */
export interface Client {
  call(method: string, path: string, body?: JsonValue): Promise<Answer>
  /** Name of the request that was sent last, null before the first. */
  lastCall(): string | null
}

/** Socket timeout, in milliseconds of the sandbox clock (okta-wire §2). */
const silence = 60_000
/** Bytes of an answer that are read. */
const largestAnswer = 64 * 1024 * 1024

export function createAgents(sockets: number): Agents {
  return { http: new Agent({ keepAlive: true, maxSockets: sockets }), https: new TlsAgent({ keepAlive: true, maxSockets: sockets }) }
}

/** A client for one operation on one app. */
export function createClient(options: ClientOptions): Client {
  let last: string | null = null
  return {
    lastCall: () => last,
    async call(method, path, body) {
      const call = (last = randomUUID())
      const text = body === undefined ? '' : JSON.stringify(body)
      const sent: Sent = { call, method, path, headers: headersOf(options, text), body: text, startedAt: process.hrtime.bigint() }
      try {
        const answer = toAnswer(sent, await exchange(options, sent))
        options.heard(sent, answer)
        return readable(answer)
      } catch (error) {
        if (error instanceof OperationFailure) throw error
        options.heard(sent, null)
        throw new OperationFailure({ kind: 'exchange', method, path, status: null, body: null, problem: problemOf(error as Error) })
      }
    },
  }
}

/** Exactly these headers, in this order (okta-wire §2). */
function headersOf({ baseUrl, authorization }: ClientOptions, body: string): string[] {
  return [
    ...(authorization === null ? [] : ['Authorization', authorization]),
    'Accept', 'application/scim+json',
    'Accept-Charset', 'utf-8',
    ...(body === '' ? [] : ['Content-Type', 'application/scim+json; charset=utf-8', 'Content-Length', String(Buffer.byteLength(body))]),
    'Accept-Encoding', 'gzip,deflate',
    'User-Agent', 'Okta SCIM Client 1.0.0',
    'Host', new URL(baseUrl).host,
    'Connection', 'Keep-Alive',
  ]
}

interface Received { status: number; headers: Record<string, string>; text: string }

function exchange({ baseUrl, agents, senders, timers, now, signal, ...options }: ClientOptions, sent: Sent): Promise<Received> {
  const sender = { ...options.sender, call: sent.call }
  const url = new URL(baseUrl)
  const isTls = url.protocol === 'https:'
  const path = url.pathname.replace(/\/+$/, '') + sent.path
  return new Promise((resolve, reject) => {
    const given = { hostname: url.hostname, port: url.port, path, method: sent.method, headers: sent.headers, signal }
    const outgoing = isTls ? tlsRequest({ ...given, agent: agents.https }) : request({ ...given, agent: agents.http })
    const answered = senders.sends({ host: url.host, method: sent.method, path }, sender)
    const forgetSilence = timers.at(now() + silence, () => outgoing.destroy(new Silence()))
    const forget = () => {
      forgetSilence()
      answered()
    }
    const fail = (error: Error) => {
      forget()
      reject(error)
    }
    outgoing.on('socket', (socket) => senders.holds(socket, sender))
    outgoing.on('error', fail)
    outgoing.on('response', (response) => {
      read(response).then((text) => {
        forget()
        resolve({ status: response.statusCode ?? 0, headers: flat(response), text })
      }, fail)
    })
    outgoing.end(sent.body)
  })
}

async function read(response: IncomingMessage): Promise<string> {
  const encoding = response.headers['content-encoding']
  const unpack = encoding === 'gzip' ? createGunzip() : encoding === 'deflate' ? createInflate() : null
  if (unpack) response.on('error', (error) => unpack.destroy(error))
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of unpack ? response.pipe(unpack) : response) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > largestAnswer) throw new Error('The answer is longer than 64 MiB.')
  }
  return Buffer.concat(chunks).toString('utf8')
}

function flat({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

/** Leaves the body null where it is no JSON object: `readable` decides what that means. */
function toAnswer({ method, path }: Sent, { status, headers, text }: Received): Answer {
  let body: JsonValue | undefined
  try {
    body = text.trim() === '' ? undefined : (JSON.parse(text) as JsonValue)
  } catch {
    body = undefined
  }
  return { method, path, status, headers, text, body: isObject(body) ? body : null, retryAfter: headers['retry-after'] ?? null }
}

/** A body that is no JSON is an error whatever the status says (okta-wire §2); a 429 is one by its status alone. */
function readable(answer: Answer): Answer {
  const isEmpty = answer.text.trim() === ''
  if (answer.body === null && !isEmpty && answer.status !== 429) throw refused(answer)
  return answer
}

class Silence extends Error {}

function problemOf(error: NodeJS.ErrnoException): NonNullable<RemoteAnswer['problem']> {
  if (error instanceof Silence) return 'timeout'
  if (error.code === 'ECONNREFUSED') return 'refused'
  return error.code === 'ENOTFOUND' || error.code === 'EHOSTUNREACH' || error.code === 'ETIMEDOUT' ? 'unreachable' : 'reset'
}
