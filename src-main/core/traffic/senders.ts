import type { Socket } from 'node:net'
import type { Action, ExchangeRow } from '../../../src-shared/api/requests.ts'

/** Who sends a request from this process, and the admin action that caused it. */
export interface Sender {
  actor: ExchangeRow['actor']
  action: Action | null
  /** Names one request of the simulated Okta; what it made of the answer is kept under that name. */
  call?: string
}

/**
 * Senders by the local port of their socket, which the listener sees as the remote one: nothing on the wire tells the simulator's
 * requests from Okta's (architecture, Writing without blocking).
 */
export interface Senders {
  /** Says, before the first byte of a request, who uses the socket from now on. */
  holds(socket: Socket, sender: Sender): void
  /** Who sends the request that came from this port; it counts as arrived from now on. */
  of(remotePort: number | undefined): Sender | undefined
  /** Whether the request that a socket was last held for came to a listener of this process. */
  hasArrived(socket: Socket): boolean
  /** Says that a request is on its way to a host, which may lead back here by the tunnel. Returns how to say that it was answered. */
  sends(request: Underway, sender: Sender): () => void
  /** Who of this process sends a request that came by the tunnel: its socket is not known, so its host, method and path tell. */
  ofUnderway(request: Underway): Sender | undefined
}

/** `path` with its query, as on the wire. */
export interface Underway { host: string; method: string; path: string }

export function createSenders(): Senders {
  const ports = new Map<number, { sender: Sender; socket: Socket }>()
  const arrived = new WeakSet<Socket>()
  const underway = new Map<string, Sender>()

  function remember(socket: Socket, sender: Sender): void {
    const port = socket.localPort!
    const known = ports.has(port)
    ports.set(port, { sender, socket })
    arrived.delete(socket)
    if (!known) socket.once('close', () => ports.delete(port))
  }

  return {
    holds(socket, sender) {
      if (socket.connecting) socket.once('connect', () => remember(socket, sender))
      else remember(socket, sender)
    },
    of(remotePort) {
      const held = remotePort === undefined ? undefined : ports.get(remotePort)
      if (held) arrived.add(held.socket)
      return held?.sender
    },
    hasArrived: (socket) => arrived.has(socket),
    sends(request, sender) {
      const key = keyOf(request)
      underway.set(key, sender)
      return () => {
        if (underway.get(key) === sender) underway.delete(key)
      }
    },
    ofUnderway: (request) => underway.get(keyOf(request)),
  }
}

function keyOf({ host, method, path }: Underway): string {
  return `${method} ${host.toLowerCase()} ${path}`
}
