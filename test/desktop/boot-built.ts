import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { node } from '../support/host.ts'
import type { Driven } from './drive.ts'

interface Answer { status: number; type: string | null; policy: string | null; text: string }
type Asked = 'page' | 'script' | 'crashed' | 'deepLink' | 'api' | 'document' | 'filled' | 'outside' | 'otherHost' | 'otherOrigin'
export interface Report {
  /** Addresses and preloads of the windows. */
  urls: string[]
  preloads: string[]
  errors: string[]
  /** The schemes that have an origin, and those that are served. */
  privileged: { scheme: string; privileges: Record<string, boolean> }[]
  handled: string[]
  /** Null where no window was opened. */
  answers: Record<Asked, Answer> | null
  driven: Driven | null
}

/** Boots a built desktop host (boot.ts) in a process of its own, lets `during` do something to it, and waits for its end. */
export async function bootBuilt(built: string, args: string[], during: (pid: number) => void = () => undefined) {
  const child = spawn(node, [join(import.meta.dirname, 'boot.ts'), built, ...args])
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  const complaint = child.stderr.setEncoding('utf8').toArray()
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`It ended too early. ${(await complaint).join('')}`)
    return JSON.parse(value) as unknown
  }
  const report = await next() as Report
  during(child.pid!)
  return { report, end: await next() as { code: number }, exit: await exited }
}
