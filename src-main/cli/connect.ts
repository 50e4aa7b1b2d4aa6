import { type Built, type Core, createCore } from '../core/core.ts'
import { type ConsoleClient, consoleClient } from '../hosts/core-client.ts'
import { defaultDataDir, type Instance, readInstance } from '../hosts/instance.ts'
import { CommandFailure, exitCodes } from './exit-codes.ts'

export interface ConnectOptions {
  dataDir?: string
  consoleUrl?: string
  consoleToken?: string
}

/** The console API, of a running Scimbox or of one opened for this command alone. */
export interface Connection {
  api: ConsoleClient
  /** One call; `path` is below `/api/console`. */
  call(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

/**
 * Connects to the address given, else to the Scimbox that runs on the data dir, else opens the data dir itself.
 * @throws CommandFailure when nothing answers at the address given
 */
export async function connect(
  { dataDir = defaultDataDir, consoleUrl, consoleToken = '' }: ConnectOptions, built: Built,
): Promise<Connection> {
  if (consoleUrl !== undefined) {
    const instance = { consoleUrl, consoleToken }
    if (await isLive(instance)) return overHttp(instance)
    throw new CommandFailure(`Nothing answers at ${consoleUrl}. Start it with: scimbox up`, exitCodes.notReady)
  }
  const running = readInstance(dataDir)
  return running && (await isLive(running)) ? overHttp(running) : inProcess(dataDir, built)
}

/** Whether the process that wrote the address still lives. */
export async function isLive({ consoleUrl }: Pick<Instance, 'consoleUrl'>): Promise<boolean> {
  return fetch(new URL('/api/console/live', consoleUrl)).then(({ ok }) => ok, () => false)
}

function overHttp({ consoleUrl, consoleToken }: Instance): Connection {
  const authorized = (request: Request) => {
    request.headers.set('authorization', `Bearer ${consoleToken}`)
    return fetch(request)
  }
  return { ...connectionOf(new URL('/api/console', consoleUrl).href, authorized), close: () => Promise.resolve() }
}

async function inProcess(dataDir: string, built: Built): Promise<Connection> {
  return overCore(await createCore({ dataDir, listening: false, ...built }))
}

/** The console API of a core of this process, which ends with the connection. */
export function overCore(core: Core): Connection {
  return { ...connectionOf('http://console.invalid/api/console', core.handle), close: core.close }
}

function connectionOf(base: string, fetch: (request: Request) => Promise<Response>): Omit<Connection, 'close'> {
  return { api: consoleClient(base, fetch), call: (path, init) => fetch(new Request(base + path, init)) }
}
