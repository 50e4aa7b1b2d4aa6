import type { Connection } from '../../../src-shared/api/connection.ts'
import type { LocalEnd } from '../tunnel/provider.ts'
import { listenScim, type ScimListener } from '../scim/http/listener.ts'

type Options = Parameters<typeof listenScim>[0]

/** The SCIM listener as the console shows it: listening, or why not and what to do. */
export interface ListenerState {
  listen(): Promise<void>
  state(): Connection['listener']
  origin(): string | null
  /** Where it takes connections of this machine, null while it does not listen. */
  localEnd(): LocalEnd | null
  close(): Promise<void>
}

export function createListenerState(options: Options): ListenerState {
  let listener: ScimListener | null = null
  let problem: string | null = null
  const wanted = `${options.host}:${options.port}`
  return {
    async listen() {
      if (listener) return
      try {
        listener = await listenScim(options)
        problem = null
      } catch (error) {
        problem = explain(error as NodeJS.ErrnoException, wanted)
      }
    },
    state: () => ({ state: listener ? 'listening' : 'failed', address: listener?.address() ?? wanted, problem }),
    origin: () => listener?.origin() ?? null,
    localEnd: () => (listener ? localEndOf(listener.origin()) : null),
    async close() {
      await listener?.close()
      listener = null
    },
  }
}

/** One that listens on every address is reached at the loopback one. */
function localEndOf(origin: string): LocalEnd {
  const { hostname, port } = new URL(origin)
  const host = hostname.replaceAll(/[[\]]/g, '')
  return { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port: Number(port) }
}

function explain(error: NodeJS.ErrnoException, address: string): string {
  if (error.code === 'EADDRINUSE') return `${address} is taken by another program. Stop it and try again, or start with another --port.`
  if (error.code === 'EACCES') return `This account may not listen on ${address}. Choose a --port above 1023.`
  return `Cannot listen on ${address}: ${error.message}.`
}
