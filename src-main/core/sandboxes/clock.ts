import type { Settings } from './settings.ts'

/** Epoch milliseconds by the sandbox clock: frozen, or running with an offset. */
export function sandboxNow(clock: Settings['clock']): number {
  return clock.frozen ? clock.at : Date.now() + clock.offset
}
