import type { Progress } from '../../src-shared/api/sandboxes.ts'
import { count } from './format.ts'

type Counted = Pick<Progress, 'done' | 'total'> & Partial<Pick<Progress, 'unit' | 'elapsed'>>

/** Below this a rate says more about the start than about the work. */
const steadyMs = 2_000

/** `1,660 of 10,000 kB`, and after a while also `· 830/s · 10 s left`. */
export function progressCount({ done, total, unit, elapsed = 0 }: Counted): string {
  const sofar = `${count(done)} of ${count(total)}${unit === undefined ? '' : ` ${unit}`}`
  if (elapsed < steadyMs || done === 0) return sofar
  const perSecond = done / (elapsed / 1_000)
  return `${sofar} · ${count(Math.round(perSecond))}/s · ${count(Math.ceil((total - done) / perSecond))} s left`
}

/** `Import acme.json · 1,660 of 10,000 kB`. */
export function progressWords({ label, ...progress }: Counted & Pick<Progress, 'label'>): string {
  return `${label} · ${progressCount(progress)}`
}
