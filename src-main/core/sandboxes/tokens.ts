import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Db, prepared } from '../db/open.ts'
import { readPrivateJson, writePrivateJson } from '../private-file.ts'
import { hashToken } from '../scim/http/auth.ts'

/** Where a host keeps the recoverable copy of each sandbox's token. A sandbox's own file holds only the hash. */
export interface SecretStore {
  /** How the copies are kept where that is less than the host means to, as a sentence for the console; null where it is not. */
  readonly warning: string | null
  read(slug: string): string | null
  write(slug: string, token: string | null): void
}

/** What the file of a host's secret store holds. */
export const secretsSchema = z.record(z.string(), z.string())
export const unreadableSecrets = {
  what: 'a file of secrets', remedy: 'Rotate the tokens on the Home page, and give those of apps and of the tunnel again.',
}

/** The headless store: `secrets.json`, readable by its owner only, replaced in one step. */
export function fileSecrets(dataDir: string): SecretStore {
  const file = join(dataDir, 'secrets.json')
  const load = () => readPrivateJson(file, secretsSchema, unreadableSecrets) ?? {}
  return {
    warning: null,
    read: (slug) => load()[slug] ?? null,
    write(slug, token) {
      const { [slug]: _old, ...rest } = load()
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
      writePrivateJson(file, token === null ? rest : { ...rest, [slug]: token })
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
