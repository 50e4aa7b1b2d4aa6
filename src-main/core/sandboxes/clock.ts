import type { Settings } from './settings.ts'

/** Epoch milliseconds by the sandbox clock: frozen, or running with an offset. */
export function sandboxNow(clock: Settings['clock']): number {
  return clock.frozen ? clock.at : Date.now() + clock.offset
}

/** The clock of a new sandbox: the machine's. */
export const runningClock: Settings['clock'] = { frozen: false, at: 0, offset: 0 }

/** A clock that stands at, or runs on from, the given instant. */
export function movedClock(frozen: boolean, at: number): Settings['clock'] {
  return frozen ? { frozen, at, offset: 0 } : { frozen, at: 0, offset: at - Date.now() }
}
