import type { Noun } from '../../../src-shared/api/stream.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Switches } from '../../../src-shared/domain/switches.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { type Db, openDatabase } from '../db/open.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { loadModels } from '../scim/schema/store.ts'
import { createRecorder, type Recorder } from '../traffic/record.ts'
import { readTokens, type StoredToken } from './tokens.ts'
import { movedClock, sandboxNow } from './clock.ts'
import { readSettings, type Settings, switchesOf, writeSettings } from './settings.ts'
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
   * Runs work in one immediate transaction, one write at a time; a throw rolls everything back. `finish` runs inside it, after the
   * work, and is where the exchange is recorded: acknowledged is recorded.
   */
  write<Result>(work: (context: WriteContext) => Result, finish?: (context: WriteContext, result: Result) => void): Promise<Result>
  /** Changes settings and says so by an event named after `setting`. */
  changeSettings(setting: string, values: Partial<Settings>, then?: (context: WriteContext) => void): Promise<void>
  /** Freezes the sandbox clock, at the given instant or where it is, or lets it run from there. Epoch milliseconds. */
  moveClock(frozen: boolean, to: number | undefined): Promise<void>
  now(): number
  close(): void
}

/** Opens an existing, migrated sandbox file. `changed` hears which nouns are out of date after a commit. */
export function openSandbox(slug: string, file: string, changed: (slug: string, nouns: Noun[]) => void): Sandbox {
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

  function commit<Result>(work: (context: WriteContext) => Result, finish?: (context: WriteContext, result: Result) => void): Result {
    recorder.flush()
    const writing: WriteContext = { ...context(db), events: [] }
    const result = db.transaction(() => {
      const done = work(writing)
      if (finish) finish(writing, done)
      else recorder.writeEvents(writing.events, null, writing.now)
      return done
    }).immediate()
    snapshot.end()
    if (writing.events.some(changesModel)) [settings, models, tokens] = [readSettings(db), loadModels(db), readTokens(db)]
    switches = refreshed(settings, switches, writing.events)
    changed(slug, nounsOf(writing.events, finish !== undefined))
    return result
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
    write(work, finish) {
      const turn = queue.then(() => commit(work, finish))
      queue = turn.catch(() => undefined)
      return turn
    },
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

function changesModel({ type }: DomainEvent): boolean {
  return /^(setting|token|schema|resource-type)\./.test(type)
}

function refreshed(settings: Settings, switches: Switches, events: readonly DomainEvent[]): Switches {
  return events.some((event) => event.type === 'setting.changed') ? switchesOf(settings) : switches
}

function nounsOf(events: readonly DomainEvent[], recorded: boolean): Noun[] {
  const nouns = new Set<Noun>(recorded ? ['requests', 'connection'] : [])
  for (const { type } of events) {
    if (/^(user|role|concurrency-group|organization)\b/.test(type)) nouns.add('users')
    if (type.startsWith('group')) nouns.add('groups').add('users')
    if (/^(schema|resource)/.test(type)) nouns.add('schemas')
    if (/^(setting|entity|foreign-user)/.test(type)) nouns.add('settings').add('sandboxes').add('users')
    if (type.startsWith('token')) nouns.add('connection')
  }
  return [...nouns]
}
