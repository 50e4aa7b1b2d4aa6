import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  providerKinds, type ProviderKind, type ProviderSettings, providerSettingsSchema, sshAuthentications, sshUrlSources,
} from '../../src-shared/domain/tunnel.ts'
import { CommandFailure, exitCodes } from './exit-codes.ts'
import type { SandboxOptions } from './sandbox-command.ts'

export interface StartOptions extends SandboxOptions {
  provider?: ProviderKind
  rehearsal?: boolean
  url?: string
  program?: string
  arg: string[]
  pattern?: string
  host?: string
  port?: number
  user?: string
  auth?: (typeof sshAuthentications)[number]
  key?: string
  bindHost?: string
  bindPort?: number
  publicUrl?: string
  domain?: string
}

/** What the fields of the console ask for, under their names on the command line. */
export function tunnelOptions(command: Command): Command {
  const argument = new Option('--arg <text>', 'command: one argument, as often as needed; {url} and {port} are the SCIM listener')
    .argParser(oneMore).default([])
  return command
    .addOption(new Option('--provider <kind>', 'who forwards; without it, what was chosen before').choices(providerKinds))
    .option('--rehearsal', 'go on where Okta would refuse the public URL: plain http, a certificate that is not trusted')
    .option('--url <url>', 'url: the public address that leads to the SCIM listener')
    .option('--program <name>', 'command: a program on PATH')
    .addOption(argument)
    .option('--pattern <re2>', 'command, ssh: finds the public URL in what is written')
    .option('--host <host>', 'ssh: the server')
    .addOption(new Option('--port <number>', 'ssh: its port').argParser(number))
    .option('--user <name>', 'ssh: who signs in')
    .addOption(new Option('--auth <how>', 'ssh: how').choices(sshAuthentications))
    .option('--key <file>', 'ssh: the private key')
    .option('--bind-host <address>', 'ssh: where the server listens')
    .addOption(new Option('--bind-port <number>', 'ssh: on which port, 0 for any').argParser(number))
    .option('--public-url <url>', 'ssh: of the reverse proxy there; or "output", as a public service writes it, or "plain"')
    .option('--domain <domain>', 'ngrok: a domain of yours')
    .addHelpText('after', '\nSCIMBOX_TUNNEL_SECRET: SSH password or passphrase, ngrok authtoken. It is kept, and no argument.')
}

function oneMore(text: string, before: string[]): string[] {
  return [...before, text]
}

function number(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
  throw new InvalidArgumentError('A port is 0 to 65535.')
}

/** The provider that the options say. @throws CommandFailure where they do not say enough */
export function settingsOf(kind: ProviderKind, options: StartOptions): ProviderSettings {
  const { url, program, arg: args, pattern = '', host, port, user, auth: authentication = 'agent', domain } = options
  const { key: keyFile, bindHost, bindPort, publicUrl } = options
  const source = sshUrlSources.find((each) => each === publicUrl)
  const parsed = providerSettingsSchema.safeParse({
    kind, url, program, args, pattern, host, port, user, authentication, keyFile, bindHost, bindPort, domain,
    urlFrom: source ?? 'template', template: source === undefined ? publicUrl : undefined,
  })
  if (parsed.success) return parsed.data
  const wrong = parsed.error.issues.map(({ path, message }) => `${optionNames[String(path[0])] ?? `--${String(path[0])}`}: ${message}`)
  throw new CommandFailure(`The provider ${kind} needs more. ${wrong.join('; ')}`, exitCodes.usage)
}

const optionNames: Record<string, string> = {
  args: '--arg', authentication: '--auth', keyFile: '--key', bindHost: '--bind-host', bindPort: '--bind-port', template: '--public-url',
}
