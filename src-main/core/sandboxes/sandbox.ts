import type { Change } from '../../../src-shared/api/changes.ts'
import type { Progress } from '../../../src-shared/api/sandboxes.ts'
import type { Noun } from '../../../src-shared/api/stream.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { FaultRule } from '../../../src-shared/domain/faults.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { type Db, openDatabase } from '../db/open.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { loadModels } from '../scim/schema/store.ts'
import type { ScimAnswer, ScimRequest } from '../scim/http/message.ts'
import type { Arrival } from '../scim/http/perform.ts'
import { armedFaults } from '../traffic/faults.ts'
import { createRecorder, type Recorder } from '../traffic/record.ts'
import { readTokens, type StoredToken } from './tokens.ts'
import { movedClock, sandboxNow } from './clock.ts'
import { changesFaults, changesModel, nounsOf } from './outdated.ts'
import { seedFile } from '../snapshots/folder.ts'
import { createSnapshot } from './snapshot.ts'
import { readSettings, type Settings, switchesOf, writeSettings } from './settings.ts'
import { isLargeChange } from '../provisioning/change-size.ts'
import { labelOf, performChange } from '../provisioning/change.ts'
import type { FileDone, FileWork, Place, StateDone, StateWork } from '../fixtures/work.ts'
import type { Job, JobDone, Threads } from './threads.ts'
import { type Asked, createRunning } from './running.ts'
import { createTimers, type Timers } from './timers.ts'
import { createWriteQueue, type QueuedWrite } from './write-queue.ts'
import type { ReadContext, WriteContext } from './write-context.ts'

/** One open sandbox: a writing and a read-only connection to its file, and the settings in force. */
export interface Sandbox {
  slug: string
  /** The folder of its snapshots. */
  snapshots: string
  db: Db
  reader: Db
  recorder: Recorder
  settings(): Settings
  models(): readonly ResourceModel[]
  tokens(): readonly StoredToken[]
  /** The fault rules that can still hit a request. */
  faults(): readonly FaultRule[]
  /** What a read sees. */
  readContext(): ReadContext
  /**
   * Runs work in a transaction, one write after the other; a throw rolls all of it back, and it alone. Work that records an exchange
   * records its events too; the events of other work are recorded here. Resolves after the commit.
   */
  write<Result>(work: (context: WriteContext) => Result): Promise<Result>
  /** Performs a large write on the worker thread while it owns the queue; reads go on. @throws ScimError */
  writeInThread(request: ScimRequest, arrival: Arrival): Promise<ScimAnswer>
  /** Makes a change of provisioning, on the worker thread where it is a large one. Returns what `performChange` does. @throws ScimError */
  change(change: Change): Promise<number | null>
  /** The events a change would cause; nothing is stored. @throws ScimError */
  preview(change: Change): Promise<DomainEvent[]>
  /** Answers a read that would hold this thread up on another one. @throws ScimError */
  readInThread(request: ScimRequest): Promise<JobDone['read']>
  /** Replaces or fills the state on the worker thread while it owns the queue. `label` names it while it runs. @throws ScimError */
  changeState(label: string, work: StateWork, asked?: Asked): Promise<StateDone>
  /** How often its state was replaced: what was looked at before may be no more. */
  replaced(): number
  /** Writes a file of one look at the sandbox, on the thread for long reads. @throws ScimError */
  writeFile(label: string, work: FileWork, asked?: Asked): Promise<FileDone>
  /** Makes what is there now what a reset returns to. @throws ScimError 500, when it stays what it was */
  saveSeed(name: string): Promise<void>
  /** Ends the work of state or of a file that is running; false when there is none. */
  cancel(): boolean
  /** Changes settings, by values or from what they are then, and says so by an event named after `setting`. */
  changeSettings(setting: string, values: Partial<Settings> | ((before: Settings) => Partial<Settings>), then?: (context: WriteContext) => void): Promise<void>
  /** Freezes the sandbox clock, at the given instant or where it is, or lets it run from there. Epoch milliseconds. */
  moveClock(frozen: boolean, to: number | undefined): Promise<void>
  /** Moves the clock on by milliseconds; it stays frozen or running. What becomes due runs in the order of its dues. */
  advanceClock(by: number): Promise<void>
  now(): number
  timers: Timers
  /** Tells those who wait that the sandbox is closing. */
  closing: AbortSignal
  /** How far the long work is that is running. */
  progress(): Progress | null
  close(): void
}

/** Opens an existing, migrated sandbox file. `changed` hears which nouns are out of date after a commit. */
export function openSandbox(
  slug: string, { file, snapshots }: Place, threads: Threads, changed: (slug: string, nouns: Noun[]) => void,
): Sandbox {
  const db = openDatabase(file)
  const reader = openDatabase(file, { readonly: true })
  let settings = readSettings(db)
  let switches = switchesOf(settings)
  let models = loadModels(db)
  let tokens = readTokens(db)
  let faults = armedFaults(db)
  let replaced = 0
  const closing = new AbortController()
  const now = () => sandboxNow(settings.clock)
  const timers = createTimers(now, () => settings.clock.frozen)
  const running = createRunning(() => changed(slug, ['progress']))
  const snapshot = createSnapshot(reader)
  /** What the writes of the running batch make out of date. */
  const outdated = new Set<Noun>()
  const recorder = createRecorder(db, () => settings.keep, () => {
    snapshot.end()
    changed(slug, ['requests', 'connection'])
  })

  function context(connection: Db): ReadContext {
    return { db: connection, settings, switches, models, now: sandboxNow(settings.clock), findings: [] }
  }

  const attempt = db.transaction((work: () => unknown) => work())
  const queue = createWriteQueue((batch) => {
    recorder.flush()
    outdated.clear()
    if (!runTogether(batch)) commit(() => batch.forEach(runApart))
    snapshot.end()
    changed(slug, [...outdated])
  })

  /** Runs in one transaction. When it fails, what a reload saw of it is forgotten. */
  function commit(run: () => void): void {
    const before = { models, faults }
    try {
      attempt.immediate(run)
    } catch (error) {
      if (models !== before.models || faults !== before.faults) reload()
      throw error
    }
  }

  /** Most batches go through whole, which spares each write a savepoint. False, with nothing stored, when one of several is refused. */
  function runTogether(batch: readonly QueuedWrite[]): boolean {
    try {
      commit(() => batch.forEach((write) => write.run()))
      return true
    } catch (error) {
      if (batch.length === 1) batch[0]!.refuse(error)
      return batch.length === 1
    }
  }

  /** One write of a batch, in a savepoint of its own. */
  function runApart(write: QueuedWrite): void {
    try {
      attempt(() => write.run())
    } catch (error) {
      write.refuse(error)
    }
  }

  function perform<Result>(work: (context: WriteContext) => Result): Result {
    const writing: WriteContext = { ...context(db), events: [] }
    const recorded = recorder.count()
    const result = work(writing)
    if (recorder.count() === recorded) recorder.writeEvents(writing.events, null, writing.now)
    const types = writing.events.map((event) => event.type)
    if (types.some(changesModel)) reload()
    if (types.some(changesFaults)) faults = armedFaults(db)
    for (const noun of nounsOf(types, recorder.count() > recorded)) outdated.add(noun)
    return result
  }

  /** Lets the worker thread own the file for one job. */
  async function delegate<K extends 'write' | 'change' | 'state'>(
    label: string, job: Extract<Job, { kind: K }>, recorded: boolean, ending?: AbortSignal,
  ): Promise<JobDone[K]> {
    recorder.flush()
    recorder.pause()
    try {
      const done = await running.run(label, (job as Job).kind === 'state', (step, signal) => threads.run<K>(job, step, signal), ending)
      snapshot.end()
      if (done.types.some(changesModel)) reload()
      changed(slug, nounsOf(done.types, recorded))
      return done
    } finally {
      recorder.resume()
    }
  }

  function changeInThread(change: Change, preview: boolean): Promise<JobDone['change']> {
    const label = preview ? 'What if' : labelOf(change)
    return queue.alone(() => delegate<'change'>(label, { kind: 'change', file, change, preview }, false))
  }

  function reload(): void {
    settings = readSettings(db)
    switches = switchesOf(settings)
    models = loadModels(db)
    tokens = readTokens(db)
    faults = armedFaults(db)
    timers.moved()
  }

  return {
    slug, snapshots, db, reader, recorder,
    settings: () => settings,
    models: () => models,
    tokens: () => tokens,
    faults: () => faults,
    readContext() {
      snapshot.begin()
      return context(reader)
    },
    write: (work) => queue.join(() => perform(work)),
    async writeInThread(request, arrival) {
      const label = `${arrival.method} ${arrival.path}`
      return (await queue.alone(() => delegate<'write'>(label, { kind: 'write', file, request: sendable(request), arrival }, true))).answer
    },
    async change(change) {
      snapshot.begin()
      if (isLargeChange(reader, change)) return (await changeInThread(change, false)).result
      return this.write((writing) => performChange(writing, change))
    },
    async preview(change) {
      return (await changeInThread(change, true)).events
    },
    readInThread: (request) => threads.run({ kind: 'read', file, request: sendable(request) }),
    changeState: (label, work, asked) => queue.alone(async () => {
      const done = await delegate<'state'>(label, { kind: 'state', file, work, snapshots }, false, asked?.ending)
      if (done.types.includes('state.replaced') && work.task !== 'seed') replaced += 1
      return done
    }, AbortSignal.any([asked?.ending, asked?.gone].filter((signal) => signal !== undefined))),
    replaced: () => replaced,
    writeFile: (label, work, asked) => (
      running.run(label, true, (step, signal) => threads.run<'file'>({ kind: 'file', file, work }, step, signal), asked?.ending)
    ),
    async saveSeed(name) {
      const { resetProblem } = await this.writeFile('Seed', { task: 'seed', name, target: seedFile(snapshots) })
      if (resetProblem !== undefined) throw new ScimError(500, resetProblem)
    },
    cancel: () => running.cancel(),
    async changeSettings(setting, values, then) {
      await this.write((writing) => {
        const before = settings
        const given = typeof values === 'function' ? values(before) : values
        const keys = Object.keys(given) as (keyof Settings)[]
        const pick = (from: Partial<Settings>) => Object.fromEntries(keys.map((key) => [key, from[key] ?? null])) as JsonObject
        writeSettings(writing.db, given)
        writing.events.push({ type: 'setting.changed', setting, before: pick(before), after: pick(given) })
        const changed = { ...before, ...given }
        then?.({ ...writing, settings: changed, switches: switchesOf(changed) })
      })
    },
    moveClock(frozen, to) {
      return this.changeSettings('clock', { clock: movedClock(frozen, to ?? now()) })
    },
    advanceClock(by) {
      return this.changeSettings('clock', ({ clock }) => ({ clock: movedClock(clock.frozen, sandboxNow(clock) + by) }))
    },
    now,
    timers,
    closing: closing.signal,
    progress: () => running.progress(),
    close() {
      closing.abort()
      timers.close()
      recorder.close()
      snapshot.end()
      reader.close()
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    },
  }
}

function sendable(request: ScimRequest): Extract<Job, { kind: 'read' }>['request'] {
  return { ...request, query: request.query.toString() }
}
