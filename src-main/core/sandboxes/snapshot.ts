import type { Db } from '../db/open.ts'

/**
 * A read transaction that stays open between reads, so that they share one look at the file instead of taking its locks
 * statement by statement. Every commit of this process ends it.
 */
export function createSnapshot(reader: Db): { begin(): void; end(): void } {
  const begin = reader.prepare('BEGIN')
  const end = reader.prepare('COMMIT')
  return {
    begin: () => void (reader.inTransaction || begin.run()),
    end: () => void (reader.inTransaction && end.run()),
  }
}
