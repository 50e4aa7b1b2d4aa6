import { closest } from 'fastest-levenshtein'
import type { JsonValue } from '../../../../src-shared/scim/types.ts'

const longestShown = 80

/** A value as a message shows it: JSON, cut where it grows long. */
export function quote(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  return clip(typeof value === 'string' ? `"${clip(value)}"` : JSON.stringify(value), longestShown + 3)
}

export function clip(text: string, length = longestShown): string {
  return text.length > length ? `${text.slice(0, length)}…` : text
}

/** The candidate most like the given text: a difference of case first, then the fewest edits. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const short = clip(given, 200)
  const folded = short.toLowerCase()
  return candidates.find((candidate) => candidate.toLowerCase() === folded) ?? closest(short, candidates)
}
