import type { Progress } from '../../src-shared/api/sandboxes.ts'
import { count } from './format.ts'

/** `1,660 of 10,000`. */
export function progressCount({ done, total }: Pick<Progress, 'done' | 'total'>): string {
  return `${count(done)} of ${count(total)}`
}

/** `Approve mapping · 1,660 of 10,000`. */
export function progressWords({ label, ...progress }: Progress): string {
  return `${label} · ${progressCount(progress)}`
}
