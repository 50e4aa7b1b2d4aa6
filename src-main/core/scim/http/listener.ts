import express, { type Request, type Response } from 'express'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { errorAnswer, send } from './answer.ts'
import { limitConnections } from './connections.ts'
import { handleScim, type Listening } from './exchange.ts'
import { createFailedAuthentication } from './failed-authentication.ts'
import { refuseUnreadable } from './unreadable.ts'

/** Bytes a SCIM body may have (bars, Reliability). */
const largestBody = 16 * 1024 * 1024
/** Bytes of request line and headers, so that a URL of 64 kB still arrives. */
const largestHead = 80 * 1024
/** Up to here a head that is too large is read nevertheless, so that the answer can be what its method wants. */
const maxHeaderSize = 1024 * 1024

/**
 * Milliseconds a client may take, so that slow ones hurt nobody else (bars, Reliability).
 * An idle connection outlives the ones a tunnel keeps (cloudflared: 90 s), which so never writes into one that closes.
 */
const timeLimits = {
  headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 100_000, connectionsCheckingInterval: 5_000,
}
/** Milliseconds without a byte in either direction: a client that does not read its answer. */
const stalledTimeout = 300_000

interface ListenOptions extends Omit<Listening, 'origin' | 'failedAuthentication'> {
  port: number
  host: string
  /** Other time limits than the usual ones. */
  limits?: Partial<typeof timeLimits>
}

export interface ScimListener {
  address(): string
  origin(): string
  close(): Promise<void>
}

/**
 * The only listener a tunnel may reach: `/s/<slug>/api/scim/…` of every sandbox and `/api/scim/…` of the default one.
 * @throws the listen error (EADDRINUSE, EACCES) when the port is not to be had
 */
export async function listenScim(options: ListenOptions): Promise<ScimListener> {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  const server = createServer({ maxHeaderSize, ...timeLimits, ...options.limits }, app)
  server.timeout = stalledTimeout
  const connections = limitConnections(server)
  const listening: Listening = { ...options, origin: '', failedAuthentication: createFailedAuthentication() }
  const latest = new WeakMap<Duplex, Response>()
  app.use((request: Request, response: Response) => {
    latest.set(request.socket, response)
    const answer = async () => {
      if (sizeOfHead(request) > largestHead) throw new ScimError(431, 'The request line or the headers are too long.')
      const body = hasBody(request) ? await readBody(request) : ''
      if (body !== null) await connections.answering(request.socket, () => handleScim(listening, request, response, body))
    }
    answer().catch((error: unknown) => answerError(response, error))
  })
  server.on('clientError', (error, socket) => refuseUnreadable(error, socket as Socket, latest.get(socket)))
  await listen(server, options.port, options.host)
  const { address, port, family } = server.address() as AddressInfo
  const origin = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  listening.origin = origin
  return {
    address: () => `${address}:${port}`,
    origin: () => origin,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/** A request that is too large, or a bug of ours: that one is said on stderr too. */
function answerError(response: Response, error: unknown): void {
  if (error instanceof ScimError) return send(response, errorAnswer(error))
  console.error('scimbox: a request could not be answered', error)
  if (response.headersSent) return void response.destroy()
  send(response, errorAnswer(new ScimError(500, 'Internal error.')))
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** RFC 9112 §6.3: without a length or an encoding there is no body to wait for. */
function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

function sizeOfHead({ originalUrl, rawHeaders }: Request): number {
  return rawHeaders.reduce((size, text) => size + text.length, originalUrl.length)
}

/** The body as text; null when the client went away before its end. @throws ScimError 413 */
function readBody(request: Request): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= largestBody) chunks.push(chunk)
    })
    request.on('error', () => resolve(null))
    request.on('end', () => {
      if (size <= largestBody) resolve(Buffer.concat(chunks).toString('utf8'))
      else reject(new ScimError(413, `A body may have ${largestBody} bytes.`))
    })
  })
}
