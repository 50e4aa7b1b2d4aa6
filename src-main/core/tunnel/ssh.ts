import { connect, type Socket } from 'node:net'
import type { Client, ClientChannel } from 'ssh2'
import type { Check, SettingsOf } from '../../../src-shared/domain/tunnel.ts'
import { createLines } from './output.ts'
import { check, type LocalEnd, type OpenTunnel, type Provider, TunnelFailure, type Watch } from './provider.ts'
import { connectSsh, HostKeyFailure, type SshOptions } from './ssh-connect.ts'
import { createUrlFinder } from './url-pattern.ts'

/**
 * What public services write in the session: localhost.run “… tunneled with tls termination, https://…”, serveo “Forwarding HTTP traffic
 * from https://…”. An assumption: no service was asked.
 */
const usualPattern = String.raw`(?:tls termination, |Forwarding HTTP traffic from )(https://[^\s,]+)`
/** Milliseconds a service may take to write its URL. */
const patience = 30_000
/** Milliseconds the server may take to close the connection. */
const grace = 2_000

/** Remote forwarding (RFC 4254 §7) by a host of the admin's, or a public service. */
export function sshProvider(settings: SettingsOf<'ssh'>, options: SshOptions): Provider {
  return {
    preflight: (signal) => checkServer(settings, options, signal),
    expectedUrl: () => (settings.urlFrom === 'template' && (settings.bindPort !== 0 || !settings.template.includes('{port}'))
      ? addressOf(settings, settings.bindPort) : null),
    async start(to, watch, signal) {
      const client = await connectSsh(settings, options, watch.output, signal)
      try {
        return await forward(client, settings, to, watch, signal)
      } catch (error) {
        client.destroy()
        throw error
      }
    },
  }
}

export const tlsRemedy = 'SSH only carries bytes, so TLS must end on the remote host: put a reverse proxy with a certificate there, which '
  + 'forwards to the port that is bound, and give its URL. Without Okta, a rehearsal can go on without.'

async function checkServer(settings: SettingsOf<'ssh'>, options: SshOptions, signal: AbortSignal): Promise<Check[]> {
  const ofLogin = await checkLogin(settings, options, signal)
  if (settings.urlFrom !== 'plain') return ofLogin
  const words = `The URL would be plain http, and Okta calls https only. ${tlsRemedy}`
  return [...ofLogin, check('https', 'The public URL is https', 'bad', words)]
}

async function checkLogin(settings: SettingsOf<'ssh'>, options: SshOptions, signal: AbortSignal): Promise<Check[]> {
  const keyTitle = 'The host key is trusted'
  const loginTitle = `${settings.user} may sign in`
  try {
    if (settings.urlFrom === 'template') addressOf(settings, settings.bindPort)
    const client = await connectSsh(settings, options, () => undefined, signal)
    client.end()
    const letIn = `${settings.host}:${settings.port} let ${settings.user} in.`
    return [check('hostKey', keyTitle, 'ok', options.trusted!), check('login', loginTitle, 'ok', letIn)]
  } catch (error) {
    const { message } = error as TunnelFailure
    if (!(error instanceof HostKeyFailure)) return [check('login', loginTitle, 'bad', message)]
    const { fingerprint, trusted } = error
    return [
      { ...check('hostKey', keyTitle, 'bad', message), hostKey: { fingerprint, trusted } },
      check('login', loginTitle, 'later', 'Checked as soon as the host key is trusted.'),
    ]
  }
}

/** @throws TunnelFailure when the template is not an address */
function addressOf({ urlFrom, template, host }: SettingsOf<'ssh'>, port: number): string {
  const given = urlFrom === 'template' ? template.replaceAll('{port}', String(port)) : `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  if (/^https?:\/\//i.test(given) && URL.canParse(given)) return new URL(given).origin
  throw new TunnelFailure(`The public URL “${template}” is no address. Give one such as https://scim.example.com.`, { isFinal: true })
}

/** @throws TunnelFailure */
async function forward(client: Client, settings: SettingsOf<'ssh'>, to: LocalEnd, watch: Watch, signal: AbortSignal): Promise<OpenTunnel> {
  const sockets = new Set<Socket>()
  client.on('tcp connection', (_details, accept, reject) => {
    const socket = connect({ ...to, allowHalfOpen: true })
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      join(socket, accept())
    })
  })
  let reason = 'it closed the connection'
  let stopping = false
  const closed = new Promise<void>((resolve) => {
    client.on('error', ({ message }) => {
      reason = message
    })
    client.once('close', () => {
      for (const socket of sockets) socket.destroy()
      if (!stopping) watch.down(new TunnelFailure(`${settings.host}:${settings.port} is gone: ${reason}.`))
      resolve()
    })
  })
  return {
    url: await urlOf(client, settings, await bind(client, settings), watch, signal),
    async stop() {
      stopping = true
      client.end()
      const timer = setTimeout(() => client.destroy(), grace)
      await closed
      clearTimeout(timer)
    },
  }
}

/** The port that is bound on the server. @throws TunnelFailure when the server does not forward, or the port is taken there */
function bind(client: Client, { host, bindHost, bindPort }: SettingsOf<'ssh'>): Promise<number> {
  return new Promise((resolve, reject) => {
    client.forwardIn(bindHost, bindPort, (error, port) => {
      if (!error) return resolve(port)
      reject(new TunnelFailure(`${host} does not forward ${bindHost}:${bindPort}: ${error.message}. The port is taken there, or the server does `
        + 'not allow it (AllowTcpForwarding, GatewayPorts, PermitListen of OpenSSH).'))
    })
  })
}

/** Carries the bytes of one connection both ways, each at the pace of its reader; one half may end before the other. */
function join(socket: Socket, channel: ClientChannel): void {
  socket.pipe(channel).pipe(socket)
  channel.once('close', () => socket.destroySoon())
  channel.on('error', () => socket.destroy())
  socket.on('error', () => channel.close())
  socket.once('close', () => channel.close())
}

async function urlOf(client: Client, settings: SettingsOf<'ssh'>, port: number, watch: Watch, signal: AbortSignal): Promise<string> {
  if (settings.urlFrom !== 'output') return addressOf(settings, port)
  const find = createUrlFinder(settings.pattern || usualPattern)
  return readUrl(client, find, watch, AbortSignal.any([signal, AbortSignal.timeout(patience)]))
}

/** Reads a public URL from what the server writes in a session. @throws TunnelFailure when none came in time */
function readUrl(client: Client, find: (line: string) => string | null, watch: Watch, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let url: string | null = null
    const fail = (why: string) => reject(new TunnelFailure(`The server told no public URL: ${why}.`))
    const hear = (line: string) => {
      watch.output(line)
      const found = find(line)
      if (found === null || found === url) return
      if (url === null) resolve(found)
      else watch.moved(found)
      url = found
    }
    signal.addEventListener('abort', () => fail('nothing that fits the pattern was written in time'), { once: true })
    client.once('close', () => fail('it closed the connection'))
    client.shell(false, (error, session) => {
      if (error) return fail(error.message)
      const lines = [session, session.stderr].map((stream) => {
        const { push, end } = createLines(hear)
        stream.on('data', push)
        return end
      })
      session.once('close', () => {
        for (const end of lines) end()
        fail('the session ended')
      })
    })
  })
}
