import type { ProfileId, Strictness } from '../../src-shared/domain/switches.ts'
import { type Built, type Core, createCore } from '../core/core.ts'
import { type ConsoleHost, listenConsole } from '../hosts/console-host.ts'
import { defaultDataDir, removeInstance, writeInstance } from '../hosts/instance.ts'
import { overCore } from './connect.ts'
import { CommandFailure, reporting } from './exit-codes.ts'
import { openInBrowser } from './open-in-browser.ts'
import { complain, say, sayJson } from './terminal.ts'
import { exportTo, importFrom, reportWords } from './transfer.ts'

export interface UpOptions {
  dataDir?: string
  ephemeral?: boolean
  port: number
  consolePort: number
  host: string
  consoleHost: string
  allowHost: string[]
  profile: ProfileId
  strictness: Strictness
  seed?: string
  /** Epoch milliseconds. */
  clock?: number
  import?: string
  exportOnExit?: string
  json?: boolean
  open?: boolean
}

/** `scimbox up`: starts both listeners, says where they are, and ends cleanly on SIGINT and SIGTERM. */
export function up(options: UpOptions, built: Built): Promise<void> {
  return reporting(() => start(options, built))
}

async function start(options: UpOptions, built: Built): Promise<void> {
  const { host, port, profile, strictness, seed, clock } = options
  const dataDir = options.ephemeral ? null : (options.dataDir ?? defaultDataDir)
  const core = await createCore({ dataDir, host, port, profile, strictness, seed, clock, listening: false, ...built })
  let console_: ConsoleHost | null = null
  let closing: Promise<void> | null = null
  const closeAll = async () => {
    await console_?.close()
    removeInstance(core.dataDir)
    await core.close()
  }
  const close = () => (closing ??= closeAll())
  try {
    console_ = await listenConsole(core, { host: options.consoleHost, port: options.consolePort, allowHosts: options.allowHost })
    const unready = new AbortController()
    const isPrepared = stopOnSignals(core, close, unready, options)
    writeInstance(core.dataDir, { consoleUrl: console_.url, consoleToken: console_.token })
    await prepare(core, options, unready.signal)
    isPrepared()
    await core.listen()
    sayReady(core, console_, options)
  } catch (error) {
    await close()
    throw error
  }
}

/** What must be done before the first SCIM request. @throws CommandFailure when it was `stopped` or refused */
async function prepare(core: Core, { import: file, clock }: UpOptions, stopped: AbortSignal): Promise<void> {
  const connection = overCore(core)
  if (file !== undefined) {
    const report = await importFrom(connection, core.defaultSandbox, file, { preview: false, stopped })
    if (!report.applied) throw new CommandFailure(`${file} was not imported.\n${reportWords(report, false)}`)
  }
  if (clock !== undefined) await connection.api.settings.setClock({ sandbox: core.defaultSandbox, frozen: true, now: clock })
  if (stopped.aborted) throw new CommandFailure('It was stopped before it was ready.')
}

/**
 * Until what it returns is called, a signal ends the preparation by `unready`, and nothing is exported: what there is then is neither
 * what was nor what was wanted.
 */
function stopOnSignals(core: Core, close: () => Promise<void>, unready: AbortController, { exportOnExit }: UpOptions): () => void {
  let [prepared, stopping] = [false, false]
  const stop = async () => {
    if (!prepared) return unready.abort()
    if (stopping) return
    stopping = true
    await reporting(async () => {
      await core.stopListening()
      if (exportOnExit !== undefined) await exportTo(overCore(core), core.defaultSandbox, 'native', exportOnExit)
    })
    await close()
    process.exit()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return () => {
    prepared = true
  }
}

function sayReady(core: Core, console_: ConsoleHost, options: UpOptions): void {
  if (options.json) {
    const { scimUrl, token, defaultSandbox: sandbox } = core
    sayJson({ scimUrl, token, consoleUrl: console_.url, consoleToken: console_.token, sandbox })
  } else announce(core, console_, options)
  if (core.listenerProblem) complain(core.listenerProblem)
  if (options.open) openInBrowser(console_.link())
}

function announce(core: Core, console_: ConsoleHost, options: UpOptions): void {
  say(`SCIM Base URL   ${core.scimUrl ?? 'not listening'}`)
  say(`Console         ${console_.link()}`)
  say(`Console token   ${console_.token}   (signs in when the link was used)`)
  say(`Data            ${options.ephemeral ? 'temporary, removed at the end' : core.dataDir}`)
  say('The bearer token is on the Home page. Ctrl-C stops.')
}
