import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import type { Client, ClientErrorExtensions, ConnectConfig } from 'ssh2'
import type { SettingsOf } from '../../../src-shared/domain/tunnel.ts'
import { TunnelFailure } from './provider.ts'

export interface SshOptions {
  /** Password or passphrase. */
  secret: string | null
  /** The fingerprint this server must have, null when none is trusted yet. */
  trusted: string | null
  /** A server that leaves so many questions unanswered, that many milliseconds apart, is dead. */
  keepalive?: { interval: number; count: number }
}

/** The key of the server is not the one that is trusted. */
export class HostKeyFailure extends TunnelFailure {
  readonly fingerprint: string
  readonly trusted: string | null

  constructor({ host, port }: SettingsOf<'ssh'>, fingerprint: string, trusted: string | null) {
    super(trusted === null
      ? `${host}:${port} shows the host key ${fingerprint}, which is not trusted yet. Compare it with the one its admin knows, and trust it.`
      : `The host key of ${host}:${port} is another one: it was ${trusted}, it is ${fingerprint}. Somebody may be in between, or the server was `
        + 'set up anew. Ask its admin before you trust the new one.', { isFinal: true })
    this.fingerprint = fingerprint
    this.trusted = trusted
  }
}

/** There is nothing here to sign in with. */
class CredentialFailure extends TunnelFailure {
  constructor(message: string) {
    super(message, { isFinal: true })
  }
}

/** Connects, checks the key of the server and signs in. `told` hears what the server says meanwhile. @throws TunnelFailure */
export async function connectSsh(
  settings: SettingsOf<'ssh'>, options: SshOptions, told: (text: string) => void, signal: AbortSignal,
): Promise<Client> {
  const { Client } = await import('ssh2')
  const login = loginOf(settings, options.secret)
  const { interval, count } = options.keepalive ?? { interval: 10_000, count: 3 }
  const client = new Client()
  let keyFailure: HostKeyFailure | null = null
  const hostVerifier = (key: Buffer) => {
    const fingerprint = fingerprintOf(key)
    if (fingerprint === options.trusted) return true
    keyFailure = new HostKeyFailure(settings, fingerprint, options.trusted)
    return false
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error & ClientErrorExtensions) => {
      client.destroy()
      reject(keyFailure ?? inWords(settings, error))
    }
    const giveUp = () => fail(signal.reason as Error)
    signal.addEventListener('abort', giveUp, { once: true })
    client.on('banner', told)
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) => answer(answersTo(prompts, options.secret)))
    // Errors may follow each other; one without a listener would end the process.
    client.on('error', fail)
    client.once('ready', () => {
      signal.removeEventListener('abort', giveUp)
      resolve(client)
    })
    const { host, port, user: username } = settings
    try {
      client.connect({ host, port, username, ...login, hostVerifier, keepaliveInterval: interval, keepaliveCountMax: count, readyTimeout: 20_000 })
    } catch (error) {
      reject(new CredentialFailure(`${(error as Error).message}. Check the private key and its passphrase.`))
    }
  })
}

/** As OpenSSH shows it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

function loginOf({ authentication, keyFile }: SettingsOf<'ssh'>, secret: string | null): ConnectConfig {
  switch (authentication) {
    case 'none': return {}
    case 'agent': return { agent: agentSocket() }
    case 'password':
      if (secret === null) throw new CredentialFailure('There is no password. Give it again.')
      // Many servers ask for it by the other method only (PAM).
      return { password: secret, tryKeyboard: true }
    case 'key': return { privateKey: readKey(keyFile), ...(secret !== null && { passphrase: secret }) }
  }
}

/** The password, where it is all that is asked for and would not be shown: any other question is nothing that was given (RFC 4256). */
function answersTo(prompts: readonly { echo?: boolean }[], secret: string | null): string[] {
  return prompts.length === 1 && prompts[0]!.echo === false && secret !== null ? [secret] : prompts.map(() => '')
}

function agentSocket(): string {
  const socket = process.env.SSH_AUTH_SOCK ?? (process.platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : undefined)
  if (!socket) throw new CredentialFailure('There is no SSH agent: SSH_AUTH_SOCK is not set. Start Scimbox where an agent runs, or use a key file.')
  return socket
}

function readKey(keyFile: string): Buffer {
  const file = keyFile.replace(/^~(?=\/|\\|$)/, homedir())
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CredentialFailure(`The private key ${file} cannot be read: ${(error as Error).message}. Give the path of one that can.`)
  }
}

function inWords({ host, port, user }: SettingsOf<'ssh'>, { message, level }: Error & ClientErrorExtensions): TunnelFailure {
  if (level === 'client-authentication') {
    // Not final: while a server starts it refuses everybody (pam_nologin).
    return new TunnelFailure(`${host}:${port} does not let ${user} in: ${message}. Check the user and how it signs in.`)
  }
  return new TunnelFailure(`${host}:${port}: ${message}. Check that an SSH server listens there.`)
}
