import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ProfileId, Strictness } from '../../src-shared/domain/switches.ts'
import { type Built, createCore } from '../core/core.ts'
import { listenConsole } from './console-host.ts'

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
  json?: boolean
  open?: boolean
}

/** `scimbox up`: starts both listeners, says where they are, and ends cleanly on SIGINT and SIGTERM. */
export async function up(options: UpOptions, built: Built): Promise<void> {
  try {
    await start(options, built)
  } catch (error) {
    console.error(`scimbox: ${(error as Error).message}`)
    process.exitCode = 1
  }
}

async function start(options: UpOptions, built: Built): Promise<void> {
  const { host, port, profile, strictness } = options
  const dataDir = options.ephemeral ? null : (options.dataDir ?? join(homedir(), '.scimbox'))
  const core = await createCore({ dataDir, host, port, profile, strictness, ...built })
  const console_ = await listenConsole(core, { host: options.consoleHost, port: options.consolePort, allowHosts: options.allowHost })
    .catch(async (error: unknown) => {
      await core.close()
      throw error
    })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await console_.close()
    await core.close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (options.json) {
    const { scimUrl, token, defaultSandbox: sandbox } = core
    console.log(JSON.stringify({ scimUrl, token, consoleUrl: console_.url, consoleToken: console_.token, sandbox }))
  } else announce(core, console_, options)
  if (core.listenerProblem) console.error(`scimbox: ${core.listenerProblem}`)
  if (options.open) openInBrowser(console_.link())
}

function announce(core: Awaited<ReturnType<typeof createCore>>, console_: Awaited<ReturnType<typeof listenConsole>>, options: UpOptions): void {
  console.log(`SCIM Base URL   ${core.scimUrl ?? 'not listening'}`)
  console.log(`Console         ${console_.link()}`)
  console.log(`Console token   ${console_.token}   (signs in when the link was used)`)
  console.log(`Data            ${options.ephemeral ? 'temporary, removed at the end' : core.dataDir}`)
  console.log('The bearer token is on the Home page. Ctrl-C stops.')
}

function openInBrowser(link: string): void {
  const [command, args] = process.platform === 'darwin'
    ? ['open', [link]] as const
    : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', link]] as const : ['xdg-open', [link]] as const
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => console.error(`scimbox: no browser could be opened; open ${link}`))
  child.unref()
}
