import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createLines } from './output.ts'
import { TunnelFailure } from './provider.ts'

/** Milliseconds a program may take to end after SIGTERM; then it is killed. */
const grace = 3_000
/** Milliseconds in which the rest of its output comes once it has ended. */
const rest = 1_000

/** An app that the Finder starts does not get the PATH of the shell, and so not where Homebrew puts programs. */
const homebrew = ['/opt/homebrew/bin', '/usr/local/bin']

function searchPath(): string {
  const path = process.env.PATH ?? ''
  if (process.platform !== 'darwin') return path
  return [path, ...homebrew].filter((folder) => folder !== '').join(delimiter)
}

/**
 * The file of a program on PATH, null when there is none. On Windows a `.cmd` is none: Node starts it through a shell only, which
 * would take the arguments for its own.
 */
export function findProgram(name: string, path = searchPath()): string | null {
  const names = process.platform === 'win32' && !/\.(exe|com)$/i.test(name) ? [`${name}.exe`, `${name}.com`] : [name]
  const files = path.split(delimiter).filter((folder) => folder !== '').flatMap((folder) => names.map((each) => join(folder, each)))
  return files.find(isExecutable) ?? null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** A program that runs until it ends or is ended, with the processes it started. */
export interface Running {
  /** How it ended, in words. */
  ended: Promise<string>
  /** Ends all of it: asked first, killed after 3 s. */
  stop(): Promise<void>
}

/** Starts a program without a shell. `hear` gets the lines it writes to stdout and stderr; nothing of ours is in its environment. @throws TunnelFailure */
export function runProgram(file: string, args: readonly string[], hear: (line: string) => void): Running {
  const child = begin(file, args)
  const lines = [child.stdout!, child.stderr!].map((stream) => {
    const { push, end } = createLines(hear)
    stream.on('data', push)
    return end
  })
  const kill = (signal: NodeJS.Signals) => end(child, signal)
  const killNow = () => kill('SIGKILL')
  process.once('exit', killNow)
  const ended = howItEnds(child).finally(() => {
    process.off('exit', killNow)
    for (const end of lines) end()
  })
  return {
    ended,
    async stop() {
      kill('SIGTERM')
      const timer = setTimeout(killNow, grace)
      await ended
      clearTimeout(timer)
      killNow()
      for (const stream of [child.stdout!, child.stderr!]) stream.destroy()
    },
  }
}

function begin(file: string, args: readonly string[]): ChildProcess {
  try {
    // A group of its own, so that what a wrapper started ends with it.
    return spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment(), detached: process.platform !== 'win32' })
  } catch (error) {
    throw new TunnelFailure(`${file} could not be started: ${(error as Error).message}.`, { isFinal: true })
  }
}

/** Resolves when it has ended and all it wrote was heard; a process that got away may hold its output open, and is not waited for. */
function howItEnds(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`it could not be started: ${error.message}`))
    child.once('exit', (code, signal) => {
      const words = signal ? `it was ended by ${signal}` : `it ended with code ${code}`
      const timer = setTimeout(() => resolve(words), rest)
      child.once('close', () => {
        clearTimeout(timer)
        resolve(words)
      })
    })
  })
}

/** What the program said when it was asked once, such as for its version. Null when it said nothing within 5 s. */
export async function askProgram(file: string, args: readonly string[], signal: AbortSignal): Promise<string | null> {
  let first: string | null = null
  const running = runProgram(file, args, (line) => {
    first ??= line.trim().slice(0, 200)
  })
  const patience = AbortSignal.any([signal, AbortSignal.timeout(5_000)])
  patience.addEventListener('abort', () => void running.stop(), { once: true })
  await running.ended
  await running.stop()
  return first
}

/** Without what is meant for Scimbox itself, which holds its console token. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SCIMBOX_')))
  return process.platform === 'darwin' ? { ...own, PATH: searchPath() } : own
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid!, signal)
  } catch {
    // It has ended already, or never began.
  }
}
