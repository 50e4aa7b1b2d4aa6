import type { Noun } from '../../../src-shared/api/stream.ts'

type Listener = (id: number, nouns: Noun[]) => void

/** Collects what changed per sandbox and tells the open consoles at most every 60 ms. */
export interface Changes {
  push(slug: string, nouns: Noun[]): void
  listen(slug: string, listener: Listener): () => void
  close(): void
}

export function createChanges(): Changes {
  const listeners = new Map<Listener, string>()
  const pending = new Map<string, Set<Noun>>()
  let timer: NodeJS.Timeout | null = null
  let id = 0

  function flush(): void {
    timer = null
    for (const [slug, nouns] of pending) {
      id += 1
      for (const [listener, wanted] of listeners) {
        if (wanted === slug || nouns.has('sandboxes')) listener(id, [...nouns])
      }
    }
    pending.clear()
  }

  return {
    push(slug, nouns) {
      if (nouns.length === 0) return
      const known = pending.get(slug) ?? new Set<Noun>()
      for (const noun of nouns) known.add(noun)
      pending.set(slug, known)
      timer ??= setTimeout(flush, 60)
    },
    listen(slug, listener) {
      listeners.set(listener, slug)
      return () => listeners.delete(listener)
    },
    close() {
      if (timer) clearTimeout(timer)
      listeners.clear()
    },
  }
}
