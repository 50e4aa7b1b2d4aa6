import { createHash } from 'node:crypto'
import { nextNumber } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Okta's prefixes: users, groups, applications. */
type Prefix = '00u' | '00g' | '0oa'

/** An id as Okta makes them, 20 characters; derived from the seed of the sandbox and a counter, so that fixtures repeat. */
export function oktaId({ db, settings }: WriteContext, prefix: Prefix): string {
  const bytes = createHash('sha256').update(`${settings.seed}:${prefix}:${nextNumber(db, `okta ${prefix}`)}`).digest()
  return prefix + Array.from(bytes.subarray(0, 17), (byte) => alphabet[byte % alphabet.length]).join('')
}
