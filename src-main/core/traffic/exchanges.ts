import { type Db, prepared } from '../db/open.ts'
import { notKeptInPath } from './redact.ts'

/** A recorded message, without its secrets. */
export interface Message { headers: [string, string][]; body: string; size: number; cut: string | null }

export interface StoredExchange {
  /** Epoch milliseconds of the sandbox clock. */
  at: number
  /** Microseconds. */
  duration: number
  /** Base URL of another app it went to, null for this sandbox. */
  target: string | null
  method: string
  path: string
  status: number
  sentence: string
  request: Message
  response: Message
}

/** Every recorded exchange, oldest first. */
export function* exchanges(db: Db): Generator<StoredExchange> {
  const rows = prepared<Omit<StoredExchange, 'request' | 'response'> & { request: string; response: string }>(
    db, 'SELECT at, duration, target, method, path, status, sentence, request, response FROM exchanges ORDER BY id',
  ).iterate()
  for (const { request, response, ...row } of rows) {
    yield { ...row, request: JSON.parse(request) as Message, response: JSON.parse(response) as Message }
  }
}

export function countExchanges(db: Db): number {
  return prepared<{ n: number }>(db, 'SELECT count(*) AS n FROM exchanges').get()!.n
}

/** What was never recorded, or only in part, in words: secrets are taken out when a request comes in. */
export function listLeftOut(db: Db): string[] {
  const count = (condition: string) => prepared<{ n: number }>(db, `SELECT count(*) AS n FROM exchanges WHERE ${condition}`).get()!.n
  const kinds: [count: number, what: string][] = [
    [count("instr(request, '(not recorded)') + instr(response, '(not recorded)') > 0"), 'the value of headers with credentials'],
    [count(`instr(request, '(not kept') + instr(response, '(not kept') + instr(path, '${notKeptInPath}') > 0`), 'passwords and tokens'],
    [count("request ->> '$.cut' IS NOT NULL OR response ->> '$.cut' IS NOT NULL"), 'the rest of bodies over 256 kB'],
  ]
  return kinds.filter(([found]) => found > 0).map(([found, what]) => `${what} (${found} request${found === 1 ? '' : 's'})`)
}
