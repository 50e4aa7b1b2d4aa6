import { request } from 'node:http'
import type { ExchangeRow } from '../../../src-shared/api/requests.ts'
import type { Senders } from './senders.ts'

/** A request to this sandbox's own endpoint, over real HTTP so that it is what any client would get. */
export interface Outgoing { method: string; url: string; headers: [string, string][]; body: string; actor: ExchangeRow['actor'] }

/**
 * Sends it, and tells the listener who does. Status 0 is no answer: a fault may close or reset the connection.
 * @throws when the listener cannot be reached
 */
export function send(outgoing: Outgoing, senders: Senders): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = [...outgoing.headers, ...(outgoing.body === '' ? [] : [['Content-Length', String(Buffer.byteLength(outgoing.body))]])]
    const sending = request(outgoing.url, { method: outgoing.method, headers: Object.fromEntries(headers), agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      response.on('error', reject)
    })
    let connected = false
    sending.on('error', (error) => (connected ? resolve({ status: 0, body: '' }) : reject(error)))
    sending.on('socket', (socket) => {
      socket.once('connect', () => {
        connected = true
      })
      senders.holds(socket, { actor: outgoing.actor, action: null })
    })
    sending.end(outgoing.body)
  })
}
