import { ScimError } from '../../../src-shared/scim/errors.ts'

/** The refusal for an error of SQLite or of the file system that found no room; null for every other error. */
export function diskFull(error: unknown): ScimError | null {
  const { code } = error as { code?: unknown }
  return ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(String(code)) ? new ScimError(507, 'The disk is full; nothing was changed.') : null
}
