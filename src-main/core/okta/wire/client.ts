import { randomUUID } from 'node:crypto'
import type { RemoteAnswer } from '../../../../src-shared/domain/okta-remote-errors.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { type Carrier, exchange, type Received, type Sent, Silence, TooLong, Undecodable } from './exchange.ts'
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

export interface ClientOptions extends Carrier {
  /** The value of the Authorization header, null without a credential. */
  authorization: string | null
  /** Hears of every exchange; the answer is null where none came. */
  heard(sent: Sent, answer: Answer | null): void
}

/** Okta's client: `call` resolves with any answer that is JSON or empty. @throws OperationFailure without one */
export interface Client {
  call(method: string, path: string, body?: JsonValue): Promise<Answer>
  /** Name of the request that was sent last, null before the first. */
  lastCall(): string | null
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
        const answer = toAnswer(sent, await exchange({ ...options, sender: { ...options.sender, call } }, sent))
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

function problemOf(error: NodeJS.ErrnoException): NonNullable<RemoteAnswer['problem']> {
  if (error instanceof Silence) return error.isConnecting ? 'unreachable' : 'timeout'
  if (error instanceof Undecodable) return 'undecodable'
  if (error instanceof TooLong) return 'tooLong'
  return problems[error.code ?? ''] ?? 'reset'
}

/** By the code of Node's error. A machine without a network knows no host: EAI_AGAIN. */
const problems: Record<string, RemoteAnswer['problem']> = {
  ECONNREFUSED: 'refused', ENOTFOUND: 'unknownHost', EAI_AGAIN: 'unknownHost',
  EHOSTUNREACH: 'unreachable', ENETUNREACH: 'unreachable', ETIMEDOUT: 'unreachable',
}
