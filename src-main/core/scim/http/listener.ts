import express, { type Request, type Response } from 'express'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { handleScim, type Listening } from './exchange.ts'
import { createFailedAuthentication } from './failed-authentication.ts'

/** Bytes a SCIM body may have (bars, Reliability). */
const largestBody = 16 * 1024 * 1024
/** Bytes of request line and headers, so that a URL of 64 kB still arrives. */
const maxHeaderSize = 80 * 1024

export interface ScimListener {
  address(): string
  origin(): string
  close(): Promise<void>
}

/**
 * The only listener a tunnel may reach: `/s/<slug>/api/scim/…` of every sandbox and `/api/scim/…` of the default one.
 * @throws the listen error (EADDRINUSE, EACCES) when the port is not to be had
 */
export async function listenScim(options: { port: number; host: string } & Omit<Listening, 'origin' | 'failedAuthentication'>): Promise<ScimListener> {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  const server = createServer({ maxHeaderSize }, app)
  const listening: Listening = { ...options, origin: '', failedAuthentication: createFailedAuthentication() }
  app.use((request: Request, response: Response) => {
    const answer = async () => {
      const body = hasBody(request) ? await readBody(request, response) : ''
      if (body !== null) await handleScim(listening, request, response, body)
    }
    answer().catch((error: unknown) => answerBroken(response, error))
  })
  server.on('clientError', refuseUnreadable)
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

/** A bug of ours: said so on stderr, and to the client in the form it understands. */
function answerBroken(response: Response, error: unknown): void {
  console.error('scimbox: a request could not be answered', error)
  if (response.headersSent) return void response.destroy()
  response.writeHead(500, { 'Content-Type': 'application/scim+json' }).end(JSON.stringify(new ScimError(500, 'Internal error.')))
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

/** The body as text; null when it was too large and 413 has been answered. */
function readBody(request: Request, response: Response): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= largestBody) chunks.push(chunk)
    })
    request.on('error', reject)
    request.on('end', () => {
      if (size <= largestBody) return resolve(Buffer.concat(chunks).toString('utf8'))
      const error = new ScimError(413, `A body may have ${largestBody} bytes.`)
      response.writeHead(413, { 'Content-Type': 'application/scim+json' }).end(JSON.stringify(error))
      resolve(null)
    })
  })
}

/** What Node cannot parse is answered as a SCIM error, not with an empty page (bars, Reliability). */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW'
  const refusal = tooLong ? new ScimError(431, 'The request line or the headers are too long.') : new ScimError(400, 'The request is not HTTP.', 'invalidSyntax')
  const body = JSON.stringify(refusal)
  const reason = tooLong ? 'Request Header Fields Too Large' : 'Bad Request'
  socket.end(
    `HTTP/1.1 ${refusal.status} ${reason}\r\nContent-Type: application/scim+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
