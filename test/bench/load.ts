import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import autocannon from 'autocannon'

/** Seconds of one round, and rounds of which the median counts. */
export const seconds = Number(process.env.BENCH_SECONDS ?? 3)
export const rounds = 3
const connections = 10

export interface Work {
  name: string
  bar: number
  method: 'GET' | 'POST' | 'PATCH'
  /** Path and body of the nth request. */
  request: (n: number) => { path: string; body?: object }
  connections?: number
}

/** Answers per second of one round. @throws when one of them is no 2xx */
export async function load(baseUrl: string, token: string, work: Work): Promise<number> {
  let n = 1
  const base = new URL(baseUrl).pathname.replace(/\/$/, '')
  const result = await autocannon({
    url: new URL(baseUrl).origin, duration: seconds, connections: work.connections ?? connections,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    requests: [{
      method: work.method,
      setupRequest: (request) => {
        const { path, body } = work.request(n)
        n += 1
        return { ...request, path: base + path, ...(body && { body: JSON.stringify(body) }) }
      },
    }],
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${work.name}: ${result.non2xx} answers were not 2xx, ${result.errors} errors`)
  return result.requests.average
}

/** Bare Express, answering each method with the same bytes. */
export async function startBare(answers: Record<string, { status: number; body: string }>): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.ts')], {
    env: { ...process.env, BENCH_ANSWERS: JSON.stringify(answers) }, stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout! }), 'line') as [string]
  return { child, port: (JSON.parse(line) as { port: number }).port }
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
