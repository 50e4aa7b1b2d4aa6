import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** One request as its bytes came. */
export interface RawRequest { line: string; head: string; body: string }

/** An HTTP server without any HTTP of Node's: what is answered, and what becomes of the connection, is up to `answer`. */
export async function startRawApp(answer: (request: RawRequest, socket: Socket) => void, host = '127.0.0.1') {
  const requests: RawRequest[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    let bytes = Buffer.alloc(0)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // The other end may be gone: that is what is tried.
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      for (let taken = take(bytes); taken !== null; taken = take(bytes)) {
        bytes = bytes.subarray(taken.length)
        requests.push(taken.request)
        answer(taken.request, socket)
      }
    })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    requests,
    lines: () => requests.map(({ line }) => line),
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    }),
  }
}

/** An answer with a body of this length. */
export function rawAnswer(body: string | Buffer, { status = 200, headers = [] as string[] } = {}): Buffer {
  const head = [`HTTP/1.1 ${status} Whatever`, 'Content-Type: application/scim+json', `Content-Length: ${Buffer.byteLength(body)}`, ...headers]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)])
}

function take(bytes: Buffer): { request: RawRequest; length: number } | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const length = end + 4 + Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
  if (bytes.length < length) return null
  return { request: { line: head.slice(0, head.indexOf(' HTTP/')), head, body: bytes.toString('utf8', end + 4, length) }, length }
}
