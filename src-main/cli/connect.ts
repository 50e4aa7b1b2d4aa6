import { type Built, type Core, createCore } from '../core/core.ts'
import { type ConsoleClient, consoleClient } from '../hosts/core-client.ts'
import { defaultDataDir, type Instance, isDataDir, readInstance } from '../hosts/instance.ts'
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
 * Connects to the address given, else to the Scimbox that runs on the data dir, else opens the data dir itself, which is only made where
 * the command `begins` one.
 * @throws CommandFailure when nothing answers at the address given, or there is no data dir
 */
export async function connect(
  { dataDir = defaultDataDir, consoleUrl, consoleToken = '' }: ConnectOptions, built: Built, begins = false,
): Promise<Connection> {
  if (consoleUrl !== undefined) {
    if (await isLive(consoleUrl)) return overHttp({ consoleUrl, consoleToken })
    throw new CommandFailure(`Nothing answers at ${consoleUrl}. Start it with: scimbox up`, exitCodes.notReady)
  }
  const running = await runningOn(dataDir)
  if (running) return overHttp(running)
  if (!begins && !isDataDir(dataDir)) throw new CommandFailure(`There are no sandboxes in ${dataDir}. Begin with: scimbox up, seed or import`)
  return inProcess(dataDir, built)
}

/** The Scimbox that runs on a data dir: another one may have got the address of one that died. */
export async function runningOn(dataDir: string): Promise<Instance | null> {
  const instance = readInstance(dataDir)
  return instance && (await isLive(instance.consoleUrl, instance.consoleToken)) ? instance : null
}

/** Whether a Scimbox answers there; with a token, the one that gave it. */
export async function isLive(consoleUrl: string, token?: string): Promise<boolean> {
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` })
  return fetch(new URL('/api/console/live', consoleUrl), { headers }).then(({ ok }) => ok, () => false)
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
