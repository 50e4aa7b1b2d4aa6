import type { Action } from '../../../src-shared/api/requests.ts'
import type { Db } from '../db/open.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { labelOfAction, actionOf } from './actions.ts'
import { assumptionsOf } from './assumptions.ts'
import { errorOf, logAttempt, tagOf, type TaskFailure } from './outcome.ts'
import { perform, storeFailure } from './perform.ts'
import { finish, interruptPending, isPending, nextDue, pendingTasks, subjectKey, type TaskRow, wakeDue, waitingSubjects } from './tasks.ts'
import type { Client } from './wire/client.ts'
import { type Cause, OperationFailure, refused, Throttled } from './wire/failure.ts'

/** Performs the queued operations of one sandbox's Okta. */
export interface Runner {
  /** Looks at the queue again: something was added, retried or cancelled. */
  wake(): void
  /** Operations of an action that ended, per second, over the last seconds. */
  rateOf(actionId: number): number
  /** Operations that are being performed; one that was withdrawn meanwhile still is. */
  underWay(): TaskRow[]
  /** Does work while nothing is under way: what was is ended without an outcome, and begins again if it is still in the queue then. */
  aside<Result>(work: () => Promise<Result>): Promise<Result>
  /** Ends what is under way; what is not finished stays in the queue. */
  close(): Promise<void>
}

export interface RunnerOptions {
  sandbox: Sandbox
  /** A client for one operation of an app. @throws OperationFailure when there is nowhere to send to */
  clientFor(appSeq: number, action: Action, signal: AbortSignal): Client
  /** Says that the simulated Okta changed. */
  changed(): void
}

/** How an operation ended, as it is to be stored. */
interface Outcome { write: (writing: WriteContext) => void; waits: boolean }

/** Operations at a time; one, in order, while the clock is frozen, so that a frozen sandbox repeats (architecture, Conventions). */
const atOnce = 24
/** Pending operations that are looked at ahead. */
const ahead = 400
/** Wait after a 429 without Retry-After, and attempts before it fails (okta-wire §3). */
const throttled = { seconds: 300, attempts: 10 }
/** Milliseconds over which a rate is measured. */
const rateWindow = 3_000

export function createRunner({ sandbox, clientFor, changed }: RunnerOptions): Runner {
  let ending = new AbortController()
  /** Those who want nothing to be under way. */
  let halts = 0
  const running = new Map<number, { task: TaskRow; ended: Promise<void> }>()
  const busy = new Set<string>()
  const finished: { at: number; actionId: number }[] = []
  let queue: TaskRow[] = []
  let cursor = 0
  let isEmpty = false
  /** Subjects with an operation that waits: what comes after it waits as well. */
  let waiting = new Set<string>()
  /** The action whose operations were asked for last: mostly they come together. */
  let latest: { number: number; action: Action } | null = null
  let forgetDue = () => undefined as void

  function wake(): void {
    queue = []
    cursor = 0
    isEmpty = false
    armDue()
    pump()
  }

  function armDue(): void {
    forgetDue()
    waiting = waitingSubjects(sandbox.db)
    const due = nextDue(sandbox.db)
    forgetDue = due === null ? () => undefined : sandbox.timers.at(due, () => void sandbox.write(wakeDue).then(wake))
  }

  function pump(): void {
    const limit = sandbox.settings().clock.frozen ? 1 : atOnce
    while (!ending.signal.aborted && running.size < limit) {
      const task = next()
      if (task === null) return
      busy.add(subjectKey(task))
      const ended = run(task).catch(report).finally(() => {
        running.delete(task.id)
        busy.delete(subjectKey(task))
        pump()
      })
      running.set(task.id, { task, ended })
    }
  }

  /** The first operation whose subject has none before it. */
  function next(): TaskRow | null {
    const blocked = new Set(busy)
    for (let index = 0; ;) {
      if (index >= queue.length && !refill()) return null
      const task = queue[index]!
      if (blocked.has(subjectKey(task)) || waiting.has(subjectKey(task))) {
        blocked.add(subjectKey(task))
        index += 1
        continue
      }
      queue.splice(index, 1)
      // It may have been withdrawn since the queue was read.
      if (isPending(sandbox.db, task)) return task
    }
  }

  function refill(): boolean {
    const before = queue.length
    while (!isEmpty && queue.length === before && queue.length < ahead) {
      const more = pendingTasks(sandbox.db, cursor, ahead)
      isEmpty = more.length < ahead
      cursor = more.at(-1)?.id ?? cursor
      queue.push(...more.filter(({ id }) => !running.has(id)))
    }
    return queue.length > before
  }

  async function run(task: TaskRow): Promise<void> {
    const { signal } = ending
    const store = await attempt(task, actionFor(task.actionId), signal)
    if (signal.aborted) return
    await sandbox.write(store.write)
    // What was stored may have queued more.
    isEmpty = false
    finished.push({ at: performance.now(), actionId: task.actionId })
    if (finished.length > 20_000) finished.splice(0, 10_000)
    if (store.waits) armDue()
    changed()
  }

  function actionFor(id: number): Action {
    if (latest?.number !== id) latest = { number: id, action: actionOf(sandbox.slug, id, labelOfAction(sandbox.db, id)) }
    return latest.action
  }

  async function attempt(task: TaskRow, action: Action, signal: AbortSignal): Promise<Outcome> {
    let client: Client | undefined
    try {
      client = clientFor(task.appSeq, action, signal)
      const store = await perform(sandbox.db, client, task, (store) => learn(store, signal))
      return { waits: false, write: (writing) => succeed(writing, task, store) }
    } catch (error) {
      const call = client?.lastCall() ?? null
      if (error instanceof Throttled) return { waits: true, write: (writing) => waitOrFail(writing, task, error, call) }
      if (error instanceof OperationFailure) return { waits: false, write: (writing) => fail(writing, task, failureOf(writing.db, task, error.reason, call)) }
      report(error)
      const failure: TaskFailure = { error: `Scimbox itself failed: ${(error as Error).message}`, tag: 'A', call, due: null }
      return { waits: false, write: (writing) => fail(writing, task, failure) }
    }
  }

  async function learn(store: (writing: WriteContext) => void, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await sandbox.write(store)
  }

  function succeed(writing: WriteContext, task: TaskRow, store: (writing: WriteContext) => void): void {
    finish(writing, task, 'done')
    logAttempt(writing, task, 'SUCCESS', null)
    store(writing)
  }

  /**
   * 429: waits as long as the app says, else five minutes, and longer with every attempt; ten attempts (okta-wire §3). Any other failure
   * ends them, as it waits for an admin: all attempts since were answered 429.
   */
  function waitOrFail(writing: WriteContext, task: TaskRow, { seconds, answer }: Throttled, call: string | null): void {
    const failure = failureOf(writing.db, task, refused(answer).reason, call)
    if (task.attempts + 1 >= throttled.attempts) return fail(writing, task, failure)
    const { retryAfter, zeroRetryAfter } = assumptionsOf(writing.db)
    const asked = seconds === 0 && zeroRetryAfter === 'none' ? null : seconds
    const factor = asked !== null && retryAfter === 'asSent' ? 1 : 2 ** task.attempts
    const due = writing.now + (asked ?? throttled.seconds) * 1000 * factor
    if (finish(writing, task, 'waiting', { error: failure.error, due })) logAttempt(writing, task, 'DEFERRED', { ...failure, due })
  }

  function fail(writing: WriteContext, task: TaskRow, failure: TaskFailure): void {
    if (!finish(writing, task, 'error', { error: failure.error })) return
    logAttempt(writing, task, 'FAILURE', failure)
    storeFailure(writing, task, failure.error)
  }

  function report(error: unknown): void {
    if (!ending.signal.aborted) console.error('scimbox: an operation of the simulated Okta failed.', error)
  }

  async function halt(): Promise<void> {
    halts += 1
    ending.abort()
    forgetDue()
    await Promise.allSettled([ready, ...[...running.values()].map(({ ended }) => ended)])
  }

  function resume(): void {
    ending = new AbortController()
    wake()
  }

  const ready = sandbox.write(interruptPending).then(armDue)
  return {
    wake: () => void ready.then(wake),
    rateOf(actionId) {
      const from = performance.now() - rateWindow
      return finished.filter((each) => each.actionId === actionId && each.at >= from).length / (rateWindow / 1000)
    },
    underWay: () => [...running.values()].map(({ task }) => task),
    async aside(work) {
      await halt()
      try {
        return await work()
      } finally {
        halts -= 1
        if (halts === 0) resume()
      }
    },
    close: halt,
  }
}

function failureOf(db: Db, task: TaskRow, cause: Cause, call: string | null): TaskFailure {
  return { error: errorOf(db, task, cause), tag: tagOf(cause, task.kind), call, due: null }
}
