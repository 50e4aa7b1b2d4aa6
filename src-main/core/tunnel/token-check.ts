import type { Check } from '../../../src-shared/domain/tunnel.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { SecretStore } from '../sandboxes/tokens.ts'
import { check } from './provider.ts'

/** Characters of a token that nobody guesses: 128 bits in base64. */
const shortest = 22
/** Different characters a random token of that length has at the very least. */
const fewest = 10
/** Days after which a token should be rotated. */
const oldest = 90
const day = 86_400_000

/** What the public could abuse about the tokens of the sandboxes: all of them can be reached through the tunnel. */
export function checkTokens(sandboxes: readonly Sandbox[], secrets: SecretStore): Check {
  const found = sandboxes.flatMap((sandbox) => problemsOf(sandbox, secrets, sandboxes).map((problem) => `${sandbox.settings().name}: ${problem}.`))
  const title = 'Tokens are strong, fresh and not shared'
  if (found.length === 0) return check('token', title, 'ok', 'Each opens one sandbox, and is younger than 90 days.')
  return check('token', title, 'warn', `${found.join(' ')} Rotate them under Settings › Tokens.`)
}

function problemsOf(sandbox: Sandbox, secrets: SecretStore, all: readonly Sandbox[]): string[] {
  const now = sandbox.now()
  const live = sandbox.tokens().filter(({ retires, expires }) => (retires ?? Infinity) > now && (expires ?? Infinity) > now)
  const sharing = all.filter((other) => other !== sandbox && other.tokens().some(({ hash }) => live.some((token) => token.hash.equals(hash))))
  return [
    ...(isWeak(secrets.read(sandbox.slug)) ? ['its token is short or repeats itself, so it can be guessed'] : []),
    ...(live.some(({ created }) => now - created > oldest * day) ? [`a token is older than ${oldest} days`] : []),
    ...(sharing.length > 0 ? [`its token also opens ${sharing.map((other) => other.settings().name).join(', ')}`] : []),
    ...(live.length === 0 ? ['no token is valid now, so every request is answered 401'] : []),
  ]
}

function isWeak(token: string | null): boolean {
  return token !== null && (token.length < shortest || new Set(token).size < fewest)
}
