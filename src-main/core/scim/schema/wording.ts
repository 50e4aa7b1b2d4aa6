import { closest, distance } from 'fastest-levenshtein'
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

/** The same, but only where it is so much alike that it was probably meant. */
export function likely(given: string, candidates: readonly string[]): string | undefined {
  const found = nearest(given, candidates)
  if (found === undefined) return undefined
  const [short, folded] = [clip(given, 200).toLowerCase(), found.toLowerCase()]
  return distance(short, folded) <= Math.max(2, folded.length / 4) || isShortFor(short, folded) ? found : undefined
}

/** `orgrole` for `organizationrole`: every letter is there, in order. */
function isShortFor(short: string, long: string): boolean {
  let at = -1
  return short.length > 3 && [...short].every((letter) => (at = long.indexOf(letter, at + 1)) >= 0)
}
