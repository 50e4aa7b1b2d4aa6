/** What waits for an instant of the sandbox clock. */
export interface Timers {
  /** Calls back once the sandbox clock has reached `due` (epoch milliseconds), in the order of the dues. Returns how to forget it. */
  at(due: number, run: () => void): () => void
  /** Looks again: the clock was moved, frozen or set going. */
  moved(): void
  close(): void
}

interface Waiting { due: number; run: () => void }

/** Longest wait of a `setTimeout`. */
const farthest = 2 ** 31 - 1

/** Timers on a clock that can be frozen and moved: while it is frozen, only moving it makes anything due. */
export function createTimers(now: () => number, frozen: () => boolean): Timers {
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | null = null

  function arm(): void {
    if (timer) clearTimeout(timer)
    timer = null
    const next = waiting[0]
    if (!next) return
    const left = next.due - now()
    if (left > 0 && frozen()) return
    timer = setTimeout(fire, Math.min(Math.max(left, 0), farthest))
  }

  function fire(): void {
    const instant = now()
    const due = waiting.filter((each) => each.due <= instant)
    waiting = waiting.filter((each) => each.due > instant)
    for (const { run } of due) run()
    arm()
  }

  return {
    at(due, run) {
      const entry = { due, run }
      const behind = waiting.findIndex((each) => each.due > due)
      waiting.splice(behind < 0 ? waiting.length : behind, 0, entry)
      if (waiting[0] === entry) arm()
      return () => {
        waiting = waiting.filter((each) => each !== entry)
        arm()
      }
    },
    moved: arm,
    close() {
      waiting = []
      arm()
    },
  }
}
