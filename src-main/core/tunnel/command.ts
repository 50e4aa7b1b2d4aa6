import type { Check, SettingsOf } from '../../../src-shared/domain/tunnel.ts'
import { askProgram, findProgram, type Running, runProgram } from './program.ts'
import { check, type LocalEnd, type OpenTunnel, type Provider, TunnelFailure, type Watch } from './provider.ts'
import { createUrlFinder } from './url-pattern.ts'

/** A program that forwards, and how its public URL is found in what it writes. */
export interface Forwarder {
  program: string
  /** `{url}` and `{port}` become the address and the port of the SCIM listener. */
  args: readonly string[]
  /** RE2: its first group, or all of the match. Null for the first URL that it writes: what comes later may be anything, such as a log. */
  pattern: string | null
  /** How it is asked for its version. */
  versionArgs: readonly string[]
  /** What to do where it is not installed. */
  remedy: string
}

/** Quick tunnels; the URL stands in a box, and not every https:// that it writes is the URL. Source: what cloudflared 2022.12 writes. */
export const cloudflared: Forwarder = {
  program: 'cloudflared',
  args: ['tunnel', '--no-autoupdate', '--url', '{url}'],
  pattern: String.raw`\|\s+(https://[a-z0-9-]+\.trycloudflare\.com)\s+\|`,
  versionArgs: ['--version'],
  remedy: 'Install cloudflared, then check again.',
}

export function forwarderOf({ program, args, pattern }: SettingsOf<'command'>): Forwarder {
  return {
    program, args, pattern: pattern || null, versionArgs: ['--version'],
    remedy: 'Install it, or put its folder on the PATH that Scimbox was started with, then check again.',
  }
}

const firstUrl = String.raw`https://[^\s"'|<>]+`

/** Milliseconds a program may take to write its URL. */
const patience = 60_000

/** A program on PATH that forwards while it runs and writes its public URL. */
export function programProvider(forwarder: Forwarder, limits: { patience: number } = { patience }): Provider {
  const { program, args, pattern } = forwarder
  return {
    expectedUrl: () => null,
    preflight: (signal) => checkProgram(forwarder, signal),
    async start(to, watch, signal) {
      const file = findProgram(program)
      if (!file) throw new TunnelFailure(notFound(forwarder), { isFinal: true })
      const finding = { find: createUrlFinder(pattern ?? firstUrl), moves: pattern !== null }
      return open(file, args.map((arg) => filled(arg, to)), finding, watch, AbortSignal.any([signal, AbortSignal.timeout(limits.patience)]), program)
    },
  }
}

async function checkProgram(forwarder: Forwarder, signal: AbortSignal): Promise<Check[]> {
  const title = `${forwarder.program} is installed`
  const bad = (text: string) => [check('program', title, 'bad', text)]
  const file = findProgram(forwarder.program)
  if (!file) return bad(notFound(forwarder))
  if (!forwarder.args.some((arg) => /\{(url|port)\}/.test(arg))) {
    return bad('Its arguments do not say where to forward. Put {url} or {port} where it takes the local address.')
  }
  try {
    createUrlFinder(forwarder.pattern ?? firstUrl)
  } catch (error) {
    return bad(`${(error as Error).message}.`)
  }
  const version = await askProgram(file, forwarder.versionArgs, signal)
  return [check('program', title, 'ok', `${file}: ${version ?? 'it does not tell its version'}`)]
}

function notFound({ program, remedy }: Forwarder): string {
  return `There is no program ${program} on PATH. ${remedy}`
}

function filled(arg: string, { host, port }: LocalEnd): string {
  return arg.replaceAll('{url}', `http://${host}:${port}`).replaceAll('{port}', String(port))
}

/** Runs it until its URL is known. `signal` ends the wait. @throws TunnelFailure */
function open(
  file: string, args: string[], { find, moves }: { find(line: string): string | null; moves: boolean }, watch: Watch, signal: AbortSignal, name: string,
): Promise<OpenTunnel> {
  return new Promise((resolve, reject) => {
    let url: string | null = null
    let last = ''
    let stopping = false
    const running: Running = runProgram(file, args, (line) => {
      watch.output(line)
      last = line
      const found = find(line)
      if (found === null || found === url) return
      if (url === null) resolve({ url: found, stop })
      else if (moves) watch.moved(found)
      url = found
    })
    const stop = () => {
      stopping = true
      return running.stop()
    }
    const give = async () => {
      if (url !== null) return
      await stop()
      reject(new TunnelFailure(`${name} told no public URL. ${saying(name, last)}`))
    }
    signal.addEventListener('abort', () => void give(), { once: true })
    void running.ended.then((how) => {
      if (stopping) return
      const failure = new TunnelFailure(`${name} is gone: ${how}. ${saying(name, last)}`)
      if (url === null) reject(failure)
      else watch.down(failure)
    })
  })
}

function saying(name: string, line: string): string {
  return line === '' ? 'It wrote nothing.' : `The last that ${name} wrote: ${line}`
}
