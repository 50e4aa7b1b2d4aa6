import type { Connection } from '../../../src-shared/api/connection.ts'
import { listenScim, type ScimListener } from '../scim/http/listener.ts'

type Options = Parameters<typeof listenScim>[0]

/** The SCIM listener as the console shows it: listening, or why not and what to do. */
export interface ListenerState {
  listen(): Promise<void>
  state(): Connection['listener']
  origin(): string | null
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
    async close() {
      await listener?.close()
      listener = null
    },
  }
}

function explain(error: NodeJS.ErrnoException, address: string): string {
  if (error.code === 'EADDRINUSE') return `${address} is taken by another program. Stop it and try again, or start with another --port.`
  if (error.code === 'EACCES') return `This account may not listen on ${address}. Choose a --port above 1023.`
  return `Cannot listen on ${address}: ${error.message}.`
}
