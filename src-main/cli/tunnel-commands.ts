import type { Command } from 'commander'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Tunnel } from '../../src-shared/api/tunnel.ts'
import type { Check } from '../../src-shared/domain/tunnel.ts'
import type { Built } from '../core/core.ts'
import { connect, type Connection } from './connect.ts'
import { CommandFailure, reporting } from './exit-codes.ts'
import { running } from './running-commands.ts'
import { type SandboxOptions, sandboxCommand } from './sandbox-command.ts'
import { tell } from './terminal.ts'
import { settingsOf, type StartOptions, tunnelOptions } from './tunnel-options.ts'

/** Milliseconds between two looks at a tunnel that starts. */
const look = 200

/** `scimbox tunnel`: of a Scimbox that runs, as a tunnel ends with its process. */
export function addTunnelCommands(program: Command, built: Built): void {
  const tunnel = program.command('tunnel').description('The public address of a running Scimbox, for a real Okta.')
  const add = (name: string, description: string, work: (connection: Connection, options: SandboxOptions) => Promise<Tunnel>) => (
    sandboxCommand(tunnel, name).description(description).action((options: SandboxOptions) => perform(options, built, work))
  )
  tunnelOptions(sandboxCommand(tunnel, 'start'))
    .description('Choose a provider and start it; ends when the tunnel is up or has failed.')
    .action((options: StartOptions) => perform(options, built, ({ api }) => startTunnel(api, options)))
  tunnelOptions(sandboxCommand(tunnel, 'preflight'))
    .description('Check what can be known before a start; opens nothing.')
    .action((options: StartOptions) => perform(options, built, async ({ api }) => {
      await configure(api, options)
      return failing(await api.tunnel.preflight())
    }))
  add('stop', 'Stop it.', ({ api }) => api.tunnel.stop())
  add('status', 'Show its state, and the Base URL for Okta.', ({ api }) => api.tunnel.get())
  add('acknowledge', 'Say that the changed address is in Okta now.', ({ api }) => api.tunnel.acknowledge())
  sandboxCommand(tunnel, 'trust')
    .description('Trust a host key of the SSH server, as preflight shows it.')
    .argument('<fingerprint>', 'SHA256:…')
    .action((fingerprint: string, options: SandboxOptions) => (
      perform(options, built, ({ api }) => api.tunnel.trustHostKey({ fingerprint }))
    ))
}

type Api = Connection['api']

function perform(
  options: SandboxOptions, built: Built, work: (connection: Connection, options: SandboxOptions) => Promise<Tunnel>,
): Promise<void> {
  return reporting(async () => {
    const connection = await connect(await running(options), built)
    const state = await work(connection, options)
    const { publicUrl } = await connection.api.connection.get({ sandbox: options.sandbox })
    tell(options, { ...state, baseUrl: publicUrl }, words(state, publicUrl))
    if (state.state === 'failed') process.exitCode = 1
  })
}

async function configure(api: Api, options: StartOptions): Promise<void> {
  const secret = process.env.SCIMBOX_TUNNEL_SECRET
  const { settings, rehearsal } = await api.tunnel.get()
  const chosen = options.provider === undefined ? settings : settingsOf(options.provider, options)
  if (chosen === null) throw new CommandFailure('No provider is chosen. Choose one with --provider.')
  await api.tunnel.configure({
    settings: chosen, rehearsal: options.provider === undefined ? (options.rehearsal ?? rehearsal) : options.rehearsal === true,
    ...(secret !== undefined && { secret }),
  })
}

async function startTunnel(api: Api, options: StartOptions): Promise<Tunnel> {
  await configure(api, options)
  let state = await api.tunnel.start()
  while (state.state === 'starting') {
    await sleep(look)
    state = await api.tunnel.get()
  }
  return state
}

function failing(state: Tunnel): Tunnel {
  if (state.checks.some(({ outcome }) => outcome === 'bad')) process.exitCode = 1
  return state
}

const signs: Record<Check['outcome'], string> = { ok: '✓', warn: '!', bad: '✗', later: '·' }

function words({ state, problem, replaces, checks }: Tunnel, publicUrl: string | null): string {
  return [
    `Tunnel          ${state}`,
    ...(publicUrl === null ? [] : [`SCIM Base URL   ${publicUrl}`]),
    ...(replaces === null ? [] : [`URL changed     it was ${replaces}: update it in Okta, then: scimbox tunnel acknowledge`]),
    ...(problem === null ? [] : [`Problem         ${problem}`]),
    ...checks.map(({ outcome, title, text }) => `${signs[outcome]} ${title}: ${text}`),
  ].join('\n')
}
