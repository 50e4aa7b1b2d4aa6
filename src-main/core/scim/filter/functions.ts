import type { Database } from 'better-sqlite3'
import { foldCase } from '../../../../src-shared/scim/types.ts'
import { parseInstant } from './instant.ts'

/**
 * Registers what compiled filters and sort orders call, on every connection that runs them: `fold(text)`, the
 * comparison form of a case-insensitive text, and `instant(text)`, a dateTime as epoch milliseconds. NULL for the rest.
 */
export function registerFilterFunctions(database: Database): void {
  const options = { deterministic: true }
  database.function('fold', options, (value: unknown) => (typeof value === 'string' ? foldCase(value) : null))
  database.function('instant', options, (value: unknown) =>
    (typeof value === 'string' ? (parseInstant(value) ?? null) : null))
}
