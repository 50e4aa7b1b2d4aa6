import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { errorAnswer, send } from './answer.ts'

/** What Node's parser says of bytes it cannot read, or of a request that did not arrive in time. */
export type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer }

/**
 * Answers what Node cannot read as a SCIM error, not with an empty page (bars, Reliability), and closes the connection.
 * @param response of the last request that was read on the connection
 */
export function refuseUnreadable(error: ParserError, socket: Socket, response: ServerResponse | undefined): void {
  if (error.code === 'ECONNRESET') return void socket.destroy()
  if (!socket.writable) return discard(error, socket)
  if (!response || response.writableEnded) return refuseHead(error, socket)
  response.shouldKeepAlive = false
  // A request that was read is answered as it deserves; what cannot be read came after it.
  if (!response.req.complete) send(response, errorAnswer(refusalOf(error)))
}

/** Who still sends reads the answer later: a connection that is closed at once would take it away. The time limit ends that. */
function discard(error: ParserError, socket: Socket): void {
  if (isLate(error)) socket.destroy()
}

/** Without a request there is no response either: the answer is written by hand. */
function refuseHead(error: ParserError, socket: Socket): void {
  const { status, headers, body } = errorAnswer(refusalOf(error))
  const isHead = isHeadRequest(error, socket)
  const length = isHead === 'unknown' ? 0 : Buffer.byteLength(body)
  const fields = { 'Content-Type': 'application/scim+json', ...headers, 'Content-Length': length, Connection: 'close' }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${isHead === 'no' ? body : ''}`)
  if (isLate(error)) socket.destroySoon()
}

/** The answer to HEAD has no body. Only the first packet of a request names its method. */
function isHeadRequest({ rawPacket }: ParserError, { bytesRead }: Socket): 'yes' | 'no' | 'unknown' {
  const [, method] = /^\s*([A-Z]+) /.exec(rawPacket?.toString('latin1', 0, 32) ?? '') ?? []
  if (method !== undefined) return method === 'HEAD' ? 'yes' : 'no'
  return rawPacket?.length === bytesRead ? 'no' : 'unknown'
}

function isLate({ code }: ParserError): boolean {
  return code === 'ERR_HTTP_REQUEST_TIMEOUT'
}

function refusalOf(error: ParserError): ScimError {
  if (error.code === 'HPE_HEADER_OVERFLOW') return new ScimError(431, 'The request line or the headers are too long.')
  if (isLate(error)) return new ScimError(408, 'The request did not arrive in time.')
  return new ScimError(400, 'The request is not HTTP.', 'invalidSyntax')
}
