import { cancelled } from './running.ts'

/** Writes of one sandbox, in the order they came. */
export interface WriteQueue {
  /** Runs with the other writes that wait, in one transaction of which each is a part that can fail alone. */
  join<Result>(work: () => Result): Promise<Result>
  /**
   * Runs when all before it are done, and keeps those after it waiting. `givenUp` before its turn, it never runs.
   * @throws ScimError 409 when it was given up
   */
  alone<Result>(job: () => Promise<Result>, givenUp?: AbortSignal): Promise<Result>
}

/** One write of a batch: `settle` tells its caller how it ended. */
export interface QueuedWrite {
  /** Does the work, from the start when it is asked to again. @throws what the work throws */
  run(): void
  refuse(error: unknown): void
  settle(): void
}

/**
 * A queue whose waiting writes share a commit: the commit is what a small write costs. `commit` runs every write of a batch inside one
 * transaction; callers hear of their result only after it.
 */
export function createWriteQueue(commit: (batch: readonly QueuedWrite[]) => void): WriteQueue {
  let tail: Promise<unknown> = Promise.resolve()
  let waiting: QueuedWrite[] | null = null

  /** Lets the requests that have arrived join before the batch begins. */
  async function runBatch(batch: QueuedWrite[]): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    if (waiting === batch) waiting = null
    try {
      commit(batch)
    } catch (error) {
      for (const write of batch) write.refuse(error)
    }
    for (const write of batch) write.settle()
  }

  return {
    join<Result>(work: () => Result) {
      return new Promise<Result>((resolve, reject) => {
        const write = queued(work, resolve, reject)
        if (waiting) return void waiting.push(write)
        const batch = [write]
        waiting = batch
        tail = tail.then(() => runBatch(batch))
      })
    },
    alone(job, givenUp) {
      waiting = null
      const before = tail
      const turn = givenUp ? inTime(before, givenUp).then(job) : before.then(job)
      // Those after it wait for those before it, even when it is given up.
      tail = Promise.allSettled([before, turn]).then(() => undefined)
      return turn
    },
  }
}

/** Resolves with `before`. @throws ScimError 409 as soon as it is given up */
function inTime(before: Promise<unknown>, givenUp: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(cancelled())
    if (givenUp.aborted) return refuse()
    givenUp.addEventListener('abort', refuse, { once: true })
    void before.then(resolve)
  })
}

function queued<Result>(work: () => Result, resolve: (result: Result) => void, reject: (error: unknown) => void): QueuedWrite {
  let end = () => undefined as void
  return {
    run() {
      const result = work()
      end = () => resolve(result)
    },
    refuse(error) {
      end = () => reject(error)
    },
    settle: () => end(),
  }
}
