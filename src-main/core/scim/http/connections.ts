import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Connections that wait for their client, below what an operating system lets a process open. */
const most = 4_096

/** The connections of a server: when too many wait for their client, the one that waited longest makes room for the newcomer. */
export interface Connections {
  /** Does the work of answering; meanwhile the connection is not given up. */
  answering(socket: Socket, work: () => Promise<void>): Promise<void>
}

export function limitConnections(server: Server, limit = most): Connections {
  /** The one that waited longest comes first. */
  const waiting = new Set<Socket>()

  server.on('connection', (socket: Socket) => {
    waiting.add(socket)
    socket.once('close', () => waiting.delete(socket))
    if (waiting.size > limit) giveUp(waiting.values().next().value!)
  })

  function giveUp(socket: Socket): void {
    waiting.delete(socket)
    socket.destroy()
  }

  return {
    async answering(socket, work) {
      waiting.delete(socket)
      try {
        await work()
      } finally {
        if (!socket.destroyed) waiting.add(socket)
      }
    },
  }
}
