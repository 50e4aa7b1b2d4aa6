import { randomBytes } from 'node:crypto'
import type { Noun, StreamMessage } from '../../../src-shared/api/stream.ts'

/**
 * What changed last, per sandbox and noun: enough to tell any client what it missed, in memory that does not grow with what happens.
 * Ids are positions in the order of changes, with an epoch, so that one of an earlier start is not taken for one of this start.
 */
export interface Changes {
  push(slug: string, nouns: Noun[]): void
  /** Calls back at most every 60 ms when there is something new. Returns how to stop that. */
  listen(listener: () => void): () => void
  /** The id of the newest change. */
  newest(): string
  /** What changed after `id`, one message per sandbox; null when that cannot be told. */
  since(id: string): StreamMessage[] | null
  /** What changed in the last milliseconds of real time. */
  within(milliseconds: number): StreamMessage[]
  close(): void
}

interface Change { position: number; at: number }

/** Sandboxes of which the last changes are remembered. */
const remembered = 1_000

export function createChanges(): Changes {
  const epoch = randomBytes(6).toString('hex')
  const listeners = new Set<() => void>()
  /** The sandbox that changed last comes last. */
  const sandboxes = new Map<string, Map<Noun, Change>>()
  let position = 0
  /** Changes up to here may be missing from `sandboxes`. */
  let forgotten = 0
  let timer: NodeJS.Timeout | null = null

  function flush(): void {
    timer = null
    for (const listener of listeners) listener()
  }

  function forgetOldest(): void {
    const [slug, changes] = sandboxes.entries().next().value!
    forgotten = Math.max(forgotten, ...[...changes.values()].map((change) => change.position))
    sandboxes.delete(slug)
  }

  function tell(isNew: (change: Change) => boolean): StreamMessage[] {
    return [...sandboxes].flatMap(([sandbox, changes]) => {
      const nouns = [...changes].filter(([, change]) => isNew(change)).map(([noun]) => noun)
      return nouns.length > 0 ? [{ sandbox, nouns }] : []
    })
  }

  function positionOf(id: string): number {
    const [, start, digits] = /^([0-9a-f]+)-(\d{1,15})$/.exec(id) ?? []
    return start === epoch ? Number(digits) : Number.NaN
  }

  return {
    push(slug, nouns) {
      if (nouns.length === 0) return
      position += 1
      const changes = sandboxes.get(slug) ?? new Map<Noun, Change>()
      for (const noun of nouns) changes.set(noun, { position, at: performance.now() })
      sandboxes.delete(slug)
      sandboxes.set(slug, changes)
      if (sandboxes.size > remembered) forgetOldest()
      timer ??= setTimeout(flush, 60)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    newest: () => `${epoch}-${position}`,
    since(id) {
      const known = positionOf(id)
      return known >= forgotten && known <= position ? tell((change) => change.position > known) : null
    },
    within(milliseconds) {
      const from = performance.now() - milliseconds
      return tell(({ at }) => at >= from)
    },
    close() {
      if (timer) clearTimeout(timer)
      listeners.clear()
    },
  }
}
