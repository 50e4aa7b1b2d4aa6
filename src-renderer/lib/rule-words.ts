import type { RulePreview } from '../../src-shared/api/rules.ts'

/** Where in a pattern the problem is, from 0; null where the sentence names no position. */
export function positionIn(problem: string): number | null {
  const found = /at position (\d+)/.exec(problem)
  return found === null ? null : Number(found[1]) - 1
}

/** The pattern before, at and after a position: past its end there is nothing at it. */
export function splitAt(pattern: string, position: number): [string, string, string] {
  const at = Math.min(position, pattern.length)
  return [pattern.slice(0, at), pattern.slice(at, at + 1), pattern.slice(at + 1)]
}

/** What a rule means for a group that exists: who decides, and that it stays as it is. */
export function previewWords({ decides, decidedBy, now }: RulePreview['groups'][number]): {
  decision: string
  stays: string
} {
  return {
    decision: decides ? 'this rule decides' : `${decidedBy} decides first`,
    stays: now === null ? 'stays without a mapping' : `stays ${now}`,
  }
}

/** The names somebody typed, one a line. */
export function namesIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 100)
}

/** The list with one item moved by one place; the same list where there is no such place. */
export function moved<Item>(list: readonly Item[], index: number, by: -1 | 1): Item[] {
  const next = [...list]
  const [item] = next.splice(index, 1)
  if (item === undefined || index + by < 0 || index + by >= list.length) return [...list]
  next.splice(index + by, 0, item)
  return next
}
