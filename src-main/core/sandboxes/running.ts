import type { Progress } from '../../../src-shared/api/sandboxes.ts'
import type { Step } from './threads.ts'

type LongWork<Result> = (progressed: (step: Step) => void, signal: AbortSignal) => Promise<Result>

/** The long work of one sandbox that is running: how far it is, and how to end it. */
export interface Running {
  run<Result>(label: string, cancellable: boolean, work: LongWork<Result>): Promise<Result>
  /** Of what began last. */
  progress(): Progress | null
  /** Ends what began last, if it can be; false otherwise. */
  cancel(): boolean
}

interface Work { label: string; started: number; cancellable: boolean; step: Step; ending: AbortController }

/** `changed` hears of every step. */
export function createRunning(changed: () => void): Running {
  const works: Work[] = []

  return {
    async run(label, cancellable, work) {
      const own: Work = { label, started: performance.now(), cancellable, step: { done: 0, total: 0 }, ending: new AbortController() }
      works.push(own)
      try {
        return await work((step) => {
          own.step = step
          changed()
        }, own.ending.signal)
      } finally {
        works.splice(works.indexOf(own), 1)
        changed()
      }
    },
    progress() {
      const last = works.at(-1)
      // What has not told how far it is may be over before anybody reads it.
      if (!last || last.step.total === 0) return null
      const { label, cancellable, step, started } = last
      return { label, ...step, elapsed: Math.round(performance.now() - started), cancellable }
    },
    cancel() {
      const last = works.at(-1)
      if (!last?.cancellable) return false
      last.ending.abort()
      return true
    },
  }
}
