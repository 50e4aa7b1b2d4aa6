import { createHash } from 'node:crypto'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Finding } from '../../../src-shared/domain/findings.ts'
import { type Db, prepared } from '../db/open.ts'
import { effectOf, sentenceOf } from './explain.ts'
import type { FaultNote } from './fault-note.ts'
import { redactAnswer, redactBody, redactHeaders, redactPath, redactText } from './redact.ts'
import type { Sender } from './senders.ts'

/** A finished exchange, as the endpoint saw it. `at` in epoch milliseconds of the sandbox clock, `duration` in microseconds of real time. */
export interface Exchange extends Sender {
  at: number
  duration: number
  /** Base URL of the app it went to, null for this sandbox's own endpoint. */
  target: string | null
  method: string
  path: string
  status: number
  /** Names and values in turn, as they came. */
  requestHeaders: readonly string[]
  requestBody: string
  responseHeaders: Readonly<Record<string, string>>
  responseBody: string
  findings: readonly Finding[]
  /** The detail of a SCIM error answer. */
  refusal: string | null
  /** Results of a list, when the answer is one. */
  total: number | null
  /** The fault rule it met; `status` and the answer are then what the rule let out, 0 and nothing where that is no answer. */
  fault?: Pick<FaultNote, 'sentence' | 'carriedOut'> | undefined
}

export interface Recorder {
  /** Writes an exchange and its events now: call it inside the transaction of the write. Returns its id. */
  write(exchange: Exchange, events: readonly DomainEvent[], sandboxNow: number): number
  writeEvents(events: readonly DomainEvent[], exchangeId: number | null, sandboxNow: number): void
  /** Writes a read or a refusal within 100 ms. */
  later(exchange: Exchange): void
  flush(): void
  /** Exchanges written so far by this recorder. */
  count(): number
  /** Holds buffered exchanges back while another thread owns the file, and lets them go again. */
  pause(): void
  resume(): void
  close(): void
}

/** Bytes of a body that are stored; of a longer one the head, its size and its hash (architecture, Recording). */
const largestBody = 256 * 1024

/** Records exchanges. `keep` is the size of the ring; `flushed` hears of buffered exchanges that were written. */
export function createRecorder(db: Db, keep: () => number, flushed: () => void): Recorder {
  let buffer: Exchange[] = []
  let timer: NodeJS.Timeout | null = null
  let written = 0
  let paused = false

  function write(exchange: Exchange, events: readonly DomainEvent[], sandboxNow: number): number {
    const id = insertExchange(db, exchange, events)
    insertEvents(db, events, id, sandboxNow)
    written += 1
    if (written % 200 === 0) trim(db, keep())
    return id
  }

  function flush(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (paused) return
    const pending = buffer
    buffer = []
    if (pending.length === 0) return
    db.transaction(() => {
      for (const exchange of pending) write(exchange, [], exchange.at)
    }).immediate()
    flushed()
  }

  return {
    write,
    writeEvents: (events, exchangeId, now) => insertEvents(db, events, exchangeId, now),
    later(exchange) {
      buffer.push(exchange)
      timer ??= setTimeout(flush, 80)
    },
    flush,
    count: () => written,
    pause() {
      paused = true
    },
    resume() {
      paused = false
      if (buffer.length > 0) timer ??= setTimeout(flush, 0)
    },
    close: flush,
  }
}

function insertExchange(db: Db, exchange: Exchange, events: readonly DomainEvent[]): number {
  const { lastInsertRowid } = prepared(
    db,
    `INSERT INTO exchanges (at, duration, actor, action, action_label, call, target, method, path, status, effect, sentence, request, response, findings)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    exchange.at, exchange.duration, exchange.actor, exchange.action?.id ?? null, exchange.action?.label ?? null, exchange.call ?? null,
    exchange.target, exchange.method, redactPath(exchange.path), exchange.status,
    effectOf(exchange, events), redactText(sentenceOf(exchange, events)),
    stored(redactHeaders(exchange.requestHeaders), redactBody(exchange.requestBody)),
    stored(redactHeaders(Object.entries(exchange.responseHeaders).flat()), redactAnswer(exchange.responseBody)),
    JSON.stringify(exchange.findings, (_, value: unknown) => (typeof value === 'string' ? redactText(value) : value)),
  )
  return Number(lastInsertRowid)
}

function insertEvents(db: Db, events: readonly DomainEvent[], exchangeId: number | null, now: number): void {
  const insert = prepared(db, 'INSERT INTO events (at, exchange_id, type, user_id, group_id, payload) VALUES (?, ?, ?, ?, ?, ?)')
  for (const event of events) {
    const userId = 'userId' in event ? event.userId : null
    const groupId = 'groupId' in event ? event.groupId : null
    insert.run(now, exchangeId, event.type, userId, groupId, JSON.stringify(event))
  }
}

function trim(db: Db, keep: number): void {
  const cut = prepared<{ id: number }>(db, 'SELECT id FROM exchanges ORDER BY id DESC LIMIT 1 OFFSET +?').get(keep)
  if (cut) prepared(db, 'DELETE FROM exchanges WHERE id <= ? AND pinned = 0').run(cut.id)
}

function stored(headers: [string, string][], body: string): string {
  const size = Buffer.byteLength(body)
  if (size <= largestBody) return JSON.stringify({ headers, body, size, cut: null })
  return JSON.stringify({ headers, body: body.slice(0, largestBody / 4), size, cut: createHash('sha256').update(body).digest('hex') })
}
