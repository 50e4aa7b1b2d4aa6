import { hash as digest, timingSafeEqual } from 'node:crypto'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import type { Sandbox } from '../../sandboxes/sandbox.ts'

export function hashToken(token: string): Buffer {
  return digest('sha256', token, 'buffer')
}

/**
 * Lets a request with a live bearer token of this sandbox through. Compared by SHA-256 in constant time; expiry and overlap on the
 * sandbox clock (testmu-provisioning §1).
 * @throws ScimError 401
 */
export function authenticate(sandbox: Sandbox, authorization: string | undefined): void {
  const [, scheme, token] = /^(\S+)\s+(.+)$/.exec(authorization ?? '') ?? []
  if (!token || scheme!.toLowerCase() !== 'bearer') throw refused('The request carries no bearer token.')
  const hash = hashToken(token.trim())
  const now = sandbox.now()
  const found = sandbox.tokens().filter((candidate) => timingSafeEqual(candidate.hash, hash))[0]
  if (!found) throw refused('The bearer token is not one of this sandbox.')
  if (found.retires !== null && now >= found.retires) throw refused('The bearer token was rotated out.')
  if (found.expires !== null && now >= found.expires) throw refused('The bearer token has expired.')
}

function refused(detail: string): ScimError {
  return new ScimError(401, detail, undefined, 'testmu-provisioning §1')
}
