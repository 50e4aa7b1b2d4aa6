import { createHash } from 'node:crypto'
import { prepared } from '../db/open.ts'
import { nextNumber } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Okta's prefixes: users, groups, applications. */
const tables = { '00u': 'okta_people', '00g': 'okta_groups', '0oa': 'okta_apps' }

/** An id as Okta makes them, 20 characters; derived from the seed of the sandbox and a counter, so that fixtures repeat. */
export function oktaId(writing: WriteContext, prefix: keyof typeof tables): string {
  const { db, settings } = writing
  const bytes = createHash('sha256').update(`${settings.seed}:${prefix}:${nextNumber(db, `okta ${prefix}`)}`).digest()
  const id = prefix + Array.from(bytes.subarray(0, 17), (byte) => alphabet[byte % alphabet.length]).join('')
  // An import may have brought it.
  return prepared(db, `SELECT 1 FROM ${tables[prefix]} WHERE id = ?`).get(id) ? oktaId(writing, prefix) : id
}
