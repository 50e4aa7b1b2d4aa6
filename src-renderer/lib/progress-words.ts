import type { Progress } from '../../src-shared/api/sandboxes.ts'
import { count } from './format.ts'

/** Below this a rate says more about the start than about the work. */
const steadyMs = 2_000

/** `Import acme.json · 1,660 of 10,000 kB`, and after a while also `· 830/s · 10 s left`. */
export function progressWords({ label, done, total, unit, elapsed }: Progress): string {
  const sofar = `${label} · ${count(done)} of ${count(total)}${unit === undefined ? '' : ` ${unit}`}`
  if (elapsed < steadyMs || done === 0) return sofar
  const perSecond = done / (elapsed / 1_000)
  return `${sofar} · ${count(Math.round(perSecond))}/s · ${count(Math.ceil((total - done) / perSecond))} s left`
}
