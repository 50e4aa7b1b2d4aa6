import { Agent, type ClientRequest, request, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip, inflate, inflateRaw } from 'node:zlib'
import type { Timers } from '../../sandboxes/timers.ts'
import type { Sender, Senders } from '../../traffic/senders.ts'

/** One request as it went out, for the traffic log of an app that is not ours. */
export interface Sent { call: string; method: string; path: string; headers: string[]; body: string; startedAt: bigint }

export interface Received { status: number; headers: Record<string, string>; text: string }

/** Keep-alive agents for both schemes. */
export interface Agents { http: Agent; https: TlsAgent }

/** What carries the requests of one operation. */
export interface Carrier {
  baseUrl: string
  agents: Agents
  sender: Sender
  senders: Senders
  now(): number
  timers: Timers
  signal: AbortSignal
}

/** Socket timeout, in milliseconds of the sandbox clock (okta-wire §2). */
const silence = 60_000
/** Bytes of an answer that are read. */
const largestAnswer = 64 * 1024 * 1024

const [unpackGzip, unpackDeflate, unpackRaw] = [promisify(gunzip), promisify(inflate), promisify(inflateRaw)]

export function createAgents(sockets: number): Agents {
  return { http: new Agent({ keepAlive: true, maxSockets: sockets }), https: new TlsAgent({ keepAlive: true, maxSockets: sockets }) }
}

/**
 * Sends a request and reads its answer. Where the app closed a socket of the pool meanwhile, it is sent once more over one of its own.
 * @throws Silence, Undecodable, TooLong, an error of Node's
 */
export async function exchange(carrier: Carrier, sent: Sent): Promise<Received> {
  const { baseUrl, agents, sender, senders, signal } = carrier
  const answered = senders.sends({ host: new URL(baseUrl).host, method: sent.method, path: pathOf(baseUrl, sent) }, sender)
  try {
    return await attempt(carrier, sent, agents)
  } catch (error) {
    if (!(error instanceof DeadSocket)) throw error
    return await attempt(carrier, sent, null)
  } finally {
    answered()
    // A listener of this process has what was sent by then: whatever ended the operation comes after it, and not before.
    if (signal.aborted) await turns(4)
  }
}

/** @throws DeadSocket when a socket of the pool was gone */
function attempt(carrier: Carrier, sent: Sent, agents: Agents | null): Promise<Received> {
  const { sender, senders } = carrier
  return new Promise((resolve, reject) => {
    const outgoing = open(carrier, sent, agents)
    const stopListening = endWhenSilent(outgoing, carrier)
    let isGone: (error: Error) => boolean = () => false
    let isOver = false
    const over = () => {
      isOver = true
      stopListening()
    }
    const fail = (error: Error) => {
      over()
      reject(isGone(error) ? new DeadSocket() : error)
    }
    outgoing.on('error', fail)
    outgoing.on('socket', (socket) => {
      senders.holds(socket, sender)
      const send = () => void (isOver || outgoing.end(sent.body))
      if (!outgoing.reusedSocket) return send()
      isGone = goneSince(socket, senders)
      void turns(2).then(send)
    })
    outgoing.on('response', (response) => {
      read(response).then((text) => {
        over()
        resolve({ status: response.statusCode ?? 0, headers: flat(response), text })
      }, fail)
    })
  })
}

function open({ baseUrl, signal }: Carrier, sent: Sent, agents: Agents | null): ClientRequest {
  const url = new URL(baseUrl)
  // Node's clients take an IPv6 address without its brackets.
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const given = { hostname, port: url.port, path: pathOf(baseUrl, sent), method: sent.method, headers: sent.headers, signal }
  return url.protocol === 'https:' ? tlsRequest({ ...given, agent: agents?.https ?? false }) : request({ ...given, agent: agents?.http ?? false })
}

function pathOf(baseUrl: string, { path }: Sent): string {
  return new URL(baseUrl).pathname.replace(/\/+$/, '') + path
}

/** Ends a request after 60 s without a byte, or without a connection. Returns how to stop listening. */
function endWhenSilent(outgoing: ClientRequest, { timers, now }: Carrier): () => void {
  let socket: Socket | null = null
  let heardAt = now()
  let forget = () => undefined as void
  const hear = () => {
    heardAt = now()
  }
  const listen = () => {
    const due = heardAt + silence
    forget = timers.at(due, () => (heardAt + silence > due ? listen() : void outgoing.destroy(new Silence(socket?.connecting ?? false))))
  }
  outgoing.once('socket', (given) => {
    socket = given.on('connect', hear).on('data', hear)
    hear()
  })
  listen()
  return () => {
    forget()
    socket?.off('connect', hear).off('data', hear)
  }
}

/** A socket of the pool that the app had closed. */
class DeadSocket extends Error {}

/** Whether an error says that the app closed the socket before it read anything, as Node documents `reusedSocket`. */
function goneSince(socket: Socket, senders: Senders): (error: NodeJS.ErrnoException) => boolean {
  const before = socket.bytesRead
  return ({ code }) => (code === 'ECONNRESET' || code === 'EPIPE') && socket.bytesRead === before && !senders.hasArrived(socket)
}

/**
 * Turns of the event loop, in which what came over sockets meanwhile is read: after two, that a socket of the pool was closed is known;
 * after four, a connection that was just made is accepted and its request read.
 */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn()
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > largestAnswer) throw new TooLong()
  }
  return (await unpacked(Buffer.concat(chunks), response.headers['content-encoding'])).toString('utf8')
}

async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (body.length === 0 || (encoding !== 'gzip' && encoding !== 'deflate')) return body
  // Some apps send “deflate” without the header of zlib, whose first byte ends in 8.
  const unpack = encoding === 'gzip' ? unpackGzip : (body[0]! & 0x0f) === 8 ? unpackDeflate : unpackRaw
  try {
    return await unpack(body, { maxOutputLength: largestAnswer })
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new TooLong() : new Undecodable()
  }
}

function flat({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

/** 60 s without a byte. */
export class Silence extends Error {
  readonly isConnecting: boolean
  constructor(isConnecting: boolean) {
    super('60 s of silence')
    this.isConnecting = isConnecting
  }
}

/** A body that is not in the encoding it names. */
export class Undecodable extends Error {}

/** A body of more than 64 MiB. */
export class TooLong extends Error {}
