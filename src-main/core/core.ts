import Database from 'better-sqlite3'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StreamMessage } from '../../src-shared/api/stream.ts'
import type { ProfileId, Strictness } from '../../src-shared/domain/switches.ts'
import { createConsole } from './api/console.ts'
import { createChanges } from './api/changes.ts'
import { createJobs } from './api/jobs.ts'
import { createListenerState } from './api/listener-state.ts'
import { createSimulators } from './okta/simulator.ts'
import { defaultSlug, openRegistry } from './sandboxes/registry.ts'
import { createThreads } from './sandboxes/threads.ts'
import { fileSecrets, type SecretStore } from './sandboxes/tokens.ts'
import { createOutside } from './traffic/outside.ts'
import { createSenders } from './traffic/senders.ts'
import { createProbes } from './tunnel/probes.ts'
import { setUpTunnel } from './tunnel/set-up.ts'

export interface CoreOptions {
  /** Null for a temporary one that is removed on close. */
  dataDir: string | null
  /** SCIM port, 0 for any. */
  port?: number
  host?: string
  /** Profile of the default sandbox, when it is made now. */
  profile?: ProfileId
  strictness?: Strictness
  /** From which a new default sandbox derives its UUIDs; its slug when absent. */
  seed?: string
  /** Epoch milliseconds at which the clock of a new default sandbox stands; the machine's clock when absent. */
  clock?: number
  /** False to answer no SCIM request before `listen` is called. */
  listening?: boolean
  /** The entry of the worker threads (`src-main/worker.ts`, built or as it is). */
  worker: URL
  /** The built console; without it only the API answers. */
  rendererDir?: string
  secrets?: SecretStore
}

/** Where the build put what the core needs beside itself: each host's entry knows. */
export type Built = Pick<CoreOptions, 'worker' | 'rendererDir'>

/** One running Scimbox, knowing no host. */
export interface Core {
  /** Base URL of the default sandbox; null while the listener has no port. */
  readonly scimUrl: string | null
  /** Why there is no listener. */
  readonly listenerProblem: string | null
  listen(): Promise<void>
  /** Answers no further SCIM request. */
  stopListening(): Promise<void>
  token: string | null
  defaultSandbox: string
  dataDir: string
  /** The console API and the renderer. Who may call it is the host's business. */
  handle(request: Request): Promise<Response>
  /**
   * Hears, at most every 60 ms, what changed, as the event stream tells it; null when that is more than can be told. Returns how to
   * stop that.
   */
  watch(listener: (changed: StreamMessage[] | null) => void): () => void
  close(): Promise<void>
}

/**
 * Opens a data dir and starts listening for SCIM. A taken port is a state, not an error.
 * @throws when the data dir is in use by another Scimbox or cannot be written
 */
export async function createCore(options: CoreOptions): Promise<Core> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'scimbox-'))
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = takeLock(dataDir)
  const secrets = options.secrets ?? fileSecrets(dataDir)
  const changes = createChanges()
  const threads = createThreads(options.worker)
  const registry = openRegistry(dataDir, secrets, threads, changes.push)
  if (!registry.describe(defaultSlug)) {
    const { profile = 'testmu', strictness = 'lenient', seed, clock } = options
    registry.create({ slug: defaultSlug, name: 'Default sandbox', profile, strictness, seed, clock })
  }
  const senders = createSenders()
  const outside = createOutside()
  const probes = createProbes()
  const listener = createListenerState({
    port: options.port ?? 7643, host: options.host ?? '127.0.0.1', publicOrigin: (host) => tunnel.originOf(host),
    sandbox: (slug) => registry.find(slug), senders, outside, probes,
  })
  const tunnel = setUpTunnel({ dataDir, secrets, registry, listener, outside, probes, changed: () => changes.push(defaultSlug, ['tunnel']) })
  if (options.listening !== false) await listener.listen()
  const okta = createSimulators({ registry, secrets, senders, origin: listener.origin, changed: (slug) => changes.push(slug, ['okta']) })
  okta.start()
  const transfers = emptyFolder(join(dataDir, 'transfers'))
  const handle = createConsole({ transfers, jobs: createJobs(), registry, secrets, changes, listener, senders, okta, tunnel, outside, rendererDir: options.rendererDir })
  return {
    get scimUrl() {
      return listener.origin() === null ? null : `${listener.origin()}/api/scim`
    },
    get listenerProblem() {
      return listener.state().problem
    },
    listen: () => listener.listen(),
    async stopListening() {
      await tunnel.stop()
      await listener.close()
    },
    token: secrets.read(defaultSlug),
    defaultSandbox: defaultSlug,
    dataDir,
    handle,
    watch(listener) {
      let known = changes.newest()
      return changes.listen(() => {
        const before = known
        known = changes.newest()
        listener(changes.since(before))
      })
    },
    async close() {
      changes.close()
      await okta.close()
      await tunnel.stop()
      await listener.close()
      await threads.close()
      registry.close()
      lock.close()
      if (options.dataDir === null) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** What an earlier start left there is of no use any more. */
function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { mode: 0o700 })
  return path
}

/** One data dir, one host: an exclusive SQLite lock that ends with the process, however it ends. */
function takeLock(dataDir: string): Database.Database {
  const lock = new Database(join(dataDir, 'lock.sqlite'), { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (x); COMMIT; BEGIN EXCLUSIVE')
    return lock
  } catch {
    lock.close()
    throw new Error(`${dataDir} is in use by another Scimbox. Stop it, or choose another folder with --data-dir.`)
  }
}
