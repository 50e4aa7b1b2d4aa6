import type { Progress } from '../../../src-shared/api/sandboxes.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { Step } from './threads.ts'

/** How whoever asked for long work may end it. */
export interface Asked {
  ending: AbortSignal
  /** Tells that nobody waits for it any more: it is not begun then, but goes on where it has. */
  gone: AbortSignal | undefined
}

/** What work is refused with that was ended by whoever asked for it. */
export function cancelled(): ScimError {
  return new ScimError(409, 'It was cancelled; nothing was changed.')
}

type LongWork<Result> = (progressed: (step: Step) => void, signal: AbortSignal) => Promise<Result>

/** The long work of one sandbox that is running: how far it is, and how to end it. */
export interface Running {
  run<Result>(label: string, cancellable: boolean, work: LongWork<Result>, ending?: AbortSignal): Promise<Result>
  /** Of what began last and told how far it is. */
  progress(): Progress | null
  /** Ends the one whose progress is told, else what began last, if it can be; false otherwise. */
  cancel(): boolean
}

interface Work { label: string; started: number; cancellable: boolean; step: Step; ending: AbortController }

/** `changed` hears of every step. */
export function createRunning(changed: () => void): Running {
  const works: Work[] = []
  // What has not told how far it is waits for another, or may be over before anybody reads it.
  const told = () => works.findLast(({ step }) => step.total > 0)

  return {
    async run(label, cancellable, work, ending) {
      const own: Work = { label, started: performance.now(), cancellable, step: { done: 0, total: 0 }, ending: new AbortController() }
      works.push(own)
      try {
        return await work((step) => {
          own.step = step
          changed()
        }, ending ? AbortSignal.any([own.ending.signal, ending]) : own.ending.signal)
      } finally {
        works.splice(works.indexOf(own), 1)
        changed()
      }
    },
    progress() {
      const last = told()
      if (!last) return null
      const { label, cancellable, step, started } = last
      return { label, ...step, elapsed: Math.round(performance.now() - started), cancellable }
    },
    cancel() {
      const last = told() ?? works.at(-1)
      if (!last?.cancellable) return false
      last.ending.abort()
      return true
    },
  }
}
