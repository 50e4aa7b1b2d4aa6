import type { Noun } from '../../../src-shared/api/stream.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { type Db, openDatabase } from '../db/open.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { loadModels } from '../scim/schema/store.ts'
import type { ScimAnswer, ScimRequest } from '../scim/http/message.ts'
import type { Arrival } from '../scim/http/perform.ts'
import { createRecorder, type Recorder } from '../traffic/record.ts'
import { readTokens, type StoredToken } from './tokens.ts'
import { movedClock, sandboxNow } from './clock.ts'
import { readSettings, type Settings, switchesOf, writeSettings } from './settings.ts'
import type { Writer } from './worker.ts'
import type { ReadContext, WriteContext } from './write-context.ts'

/** One open sandbox: a writing and a read-only connection to its file, and the settings in force. */
export interface Sandbox {
  slug: string
  db: Db
  reader: Db
  recorder: Recorder
  settings(): Settings
  models(): readonly ResourceModel[]
  tokens(): readonly StoredToken[]
  /** What a read sees. */
  readContext(): ReadContext
  /**
   * Runs work in one immediate transaction, one write at a time; a throw rolls everything back. Work that records an exchange
   * records its events too; the events of other work are recorded here.
   */
  write<Result>(work: (context: WriteContext) => Result): Promise<Result>
  /** Performs a large write on the worker thread while it owns the queue; reads go on. @throws ScimError */
  writeInWorker(request: ScimRequest, arrival: Arrival): Promise<ScimAnswer>
  /** Changes settings and says so by an event named after `setting`. */
  changeSettings(setting: string, values: Partial<Settings>, then?: (context: WriteContext) => void): Promise<void>
  /** Freezes the sandbox clock, at the given instant or where it is, or lets it run from there. Epoch milliseconds. */
  moveClock(frozen: boolean, to: number | undefined): Promise<void>
  now(): number
  close(): void
}

/** Opens an existing, migrated sandbox file. `changed` hears which nouns are out of date after a commit. */
export function openSandbox(slug: string, file: string, writer: Writer, changed: (slug: string, nouns: Noun[]) => void): Sandbox {
  const db = openDatabase(file)
  const reader = openDatabase(file, { readonly: true })
  let settings = readSettings(db)
  let switches = switchesOf(settings)
  let models = loadModels(db)
  let tokens = readTokens(db)
  const snapshot = createSnapshot(reader)
  let queue: Promise<unknown> = Promise.resolve()
  const recorder = createRecorder(db, () => settings.keep, () => {
    snapshot.end()
    changed(slug, ['requests', 'connection'])
  })

  function context(connection: Db): ReadContext {
    return { db: connection, settings, switches, models, now: sandboxNow(settings.clock), findings: [] }
  }

  function commit<Result>(work: (context: WriteContext) => Result): Result {
    recorder.flush()
    const writing: WriteContext = { ...context(db), events: [] }
    const recorded = recorder.count()
    const result = db.transaction(() => {
      const done = work(writing)
      if (recorder.count() === recorded) recorder.writeEvents(writing.events, null, writing.now)
      return done
    }).immediate()
    settle(writing.events.map((event) => event.type), recorder.count() > recorded)
    return result
  }

  async function delegate(request: ScimRequest, arrival: Arrival): Promise<ScimAnswer> {
    recorder.flush()
    recorder.pause()
    try {
      const { answer, types } = await writer.run({ file, request: { ...request, query: request.query.toString() }, arrival })
      settle(types, true)
      return answer
    } finally {
      recorder.resume()
    }
  }

  /** After a commit: what was read is out of date, and so are the consoles. */
  function settle(types: DomainEvent['type'][], recorded: boolean): void {
    snapshot.end()
    if (types.some(changesModel)) [settings, models, tokens] = [readSettings(db), loadModels(db), readTokens(db)]
    if (types.includes('setting.changed')) switches = switchesOf(settings)
    changed(slug, nounsOf(types, recorded))
  }

  function enqueue<Result>(job: () => Result | Promise<Result>): Promise<Result> {
    const turn = queue.then(job)
    queue = turn.catch(() => undefined)
    return turn
  }

  return {
    slug, db, reader, recorder,
    settings: () => settings,
    models: () => models,
    tokens: () => tokens,
    readContext() {
      snapshot.begin()
      return context(reader)
    },
    write: (work) => enqueue(() => commit(work)),
    writeInWorker: (request, arrival) => enqueue(() => delegate(request, arrival)),
    async changeSettings(setting, values, then) {
      const before = settings
      const keys = Object.keys(values) as (keyof Settings)[]
      const pick = (from: Partial<Settings>) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null])) as JsonObject
      await this.write((writing) => {
        writeSettings(writing.db, values)
        writing.events.push({ type: 'setting.changed', setting, before: pick(before), after: pick(values) })
        const changed = { ...before, ...values }
        then?.({ ...writing, settings: changed, switches: switchesOf(changed) })
      })
    },
    moveClock(frozen, to) {
      return this.changeSettings('clock', { clock: movedClock(frozen, to ?? sandboxNow(settings.clock)) })
    },
    now: () => sandboxNow(settings.clock),
    close() {
      recorder.close()
      snapshot.end()
      reader.close()
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    },
  }
}

/**
 * A read transaction that stays open between reads, so that they share one look at the file instead of taking its locks
 * statement by statement. Every commit of this process ends it.
 */
function createSnapshot(reader: Db): { begin(): void; end(): void } {
  const begin = reader.prepare('BEGIN')
  const end = reader.prepare('COMMIT')
  return {
    begin: () => void (reader.inTransaction || begin.run()),
    end: () => void (reader.inTransaction && end.run()),
  }
}

function changesModel(type: DomainEvent['type']): boolean {
  return /^(setting|token|schema|resource-type)\./.test(type)
}

function nounsOf(types: readonly DomainEvent['type'][], recorded: boolean): Noun[] {
  const nouns = new Set<Noun>(recorded ? ['requests', 'connection'] : [])
  for (const type of types) {
    if (/^(user|role|concurrency-group|organization)\b/.test(type)) nouns.add('users')
    if (type.startsWith('group')) nouns.add('groups').add('users')
    if (/^(schema|resource)/.test(type)) nouns.add('schemas')
    if (/^(setting|entity|foreign-user)/.test(type)) nouns.add('settings').add('sandboxes').add('users')
    if (type.startsWith('token')) nouns.add('connection')
  }
  return [...nouns]
}
