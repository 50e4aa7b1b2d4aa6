import type { Progress } from '../../src-shared/api/sandboxes.ts'
import { count } from './format.ts'

/** `Approve mapping · 1,660 of 10,000`. */
export function progressWords({ label, done, total }: Progress): string {
  return `${label} · ${count(done)} of ${count(total)}`
}
