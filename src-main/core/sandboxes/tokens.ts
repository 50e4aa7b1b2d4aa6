import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Db, prepared } from '../db/open.ts'
import { hashToken } from '../scim/http/auth.ts'

/** Where a host keeps the recoverable copy of each sandbox's token. A sandbox's own file holds only the hash. */
export interface SecretStore {
  /** How the copies are kept where that is less than the host means to, as a sentence for the console; null where it is not. */
  readonly warning: string | null
  read(slug: string): string | null
  write(slug: string, token: string | null): void
}

/** The headless store: `secrets.json`, readable by its owner only, replaced in one step. */
export function fileSecrets(dataDir: string): SecretStore {
  const file = join(dataDir, 'secrets.json')
  const load = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    } catch {
      return {}
    }
  }
  return {
    warning: null,
    read: (slug) => load()[slug] ?? null,
    write(slug, token) {
      const { [slug]: _old, ...rest } = load()
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      writeFileSync(`${file}.new`, JSON.stringify(token === null ? rest : { ...rest, [slug]: token }), { mode: 0o600 })
      chmodSync(`${file}.new`, 0o600)
      renameSync(`${file}.new`, file)
    },
  }
}

/** A token as a sandbox knows it. Times in epoch milliseconds of the sandbox clock. */
export interface StoredToken { hash: Buffer; created: number; expires: number | null; retires: number | null }

export function readTokens(db: Db): StoredToken[] {
  return prepared<StoredToken>(db, 'SELECT hash, created, expires, retires FROM tokens').all()
}

/** Makes a token, stores its hash and returns it: the only moment it is known. Times in epoch milliseconds of the sandbox clock. */
export function issueToken(db: Db, now: number, expires: number | null): string {
  const token = `scimbox_${randomBytes(24).toString('base64url')}`
  prepared(db, 'INSERT INTO tokens (hash, created, expires) VALUES (?, ?, ?)').run(hashToken(token), now, expires)
  return token
}
