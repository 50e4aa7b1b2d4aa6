import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export interface HostLine {
  scimUrl: string
  token: string | null
  consoleUrl: string
  consoleToken: string
  sandbox: string
}

const root = resolve(import.meta.dirname, '../..')

/** The Node of the project. On Windows what npm puts there is a command file, which nothing but a shell starts. */
export const node = process.platform === 'win32' ? process.execPath : join(root, 'node_modules/.bin/node')

/** Starts the built terminal host and waits for its ready line. `stop` sends SIGTERM and resolves with the exit code. */
export async function startHost(args: string[], env: Record<string, string> = {}) {
  const cli = join(root, 'out/main/cli.js')
  if (!existsSync(cli)) throw new Error('The host is not built: run `npm run build` first.')
  const child = spawn(node, [cli, 'up', '--port', '0', '--console-port', '0', '--json', ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit') as Promise<[number | null]>
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString() })
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text as string),
    exited.then(([code]) => { throw new Error(`The host ended with ${code} before it was ready. ${complaint}`) }),
  ])
  const ready = JSON.parse(line) as HostLine

  /** One call of the console API. */
  async function call<Result>(method: string, path: string, body?: object): Promise<Result> {
    const response = await fetch(new URL(`/api/console${path}`, ready.consoleUrl), {
      method,
      headers: { authorization: `Bearer ${ready.consoleToken}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${await response.text()}`)
    const text = await response.text()
    return (text ? JSON.parse(text) : undefined) as Result
  }

  return {
    ...ready,
    pid: child.pid!,
    call,
    /** The address that signs a browser in, good once. */
    async signInUrl(): Promise<string> {
      const { code } = await call<{ code: string }>('POST', '/session/code')
      return `${ready.consoleUrl.replace(/\/?$/, '/')}#code=${code}`
    },
    /** Ends the process as a power cut would, as far as the process goes. */
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await exited
    },
    async stop(): Promise<number | null> {
      child.kill('SIGTERM')
      return (await exited)[0]
    },
  }
}
/** Runs one command of the built terminal host to its end. */
export function runCli(args: string[], env: Record<string, string> = {}): Promise<CliDone> {
  return startCli(args, env).done
}

export interface CliDone { code: number | null; out: string; complaint: string }

/** Starts one command, with what it reads from stdin; `end` sends it a signal: SIGINT is Ctrl-C. */
export function startCli(args: string[], env: Record<string, string> = {}, input = ''): { done: Promise<CliDone>; end(signal: NodeJS.Signals): void } {
  const child = spawn(node, [join(root, 'out/main/cli.js'), ...args], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  const [out, complaint] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray())
  const done = (once(child, 'close') as Promise<[number | null]>).then(async ([code]) => (
    { code, out: (await out!).join(''), complaint: (await complaint!).join('') }
  ))
  return { done, end: (signal) => void child.kill(signal) }
}

export type Host = Awaited<ReturnType<typeof startHost>>
