import { safeStorage } from 'electron'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretStore } from '../core/sandboxes/tokens.ts'

/**
 * The desktop's recoverable copies of tokens, encrypted by the keyring of the system in `secrets.safe`. `warning` says so where the
 * keyring keeps them in plain text, or where there is none and nothing is kept.
 */
export function safeSecrets(dataDir: string): { store: SecretStore; warning: string | null } {
  if (!safeStorage.isEncryptionAvailable()) {
    return {
      store: { read: () => null, write: () => undefined },
      warning: 'this system has no keyring: tokens are not kept and cannot be shown again, only rotated.',
    }
  }
  const file = join(dataDir, 'secrets.safe')
  return { store: encryptedStore(file), warning: isPlaintext() ? 'the keyring of this system keeps tokens in plain text.' : null }
}

function encryptedStore(file: string): SecretStore {
  const load = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    } catch {
      return {}
    }
  }
  return {
    read(slug) {
      const sealed = load()[slug]
      if (sealed === undefined) return null
      try {
        return safeStorage.decryptString(Buffer.from(sealed, 'base64'))
      } catch {
        return null
      }
    },
    write(slug, token) {
      const { [slug]: _old, ...rest } = load()
      const sealed = token === null ? rest : { ...rest, [slug]: safeStorage.encryptString(token).toString('base64') }
      mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
      writeFileSync(`${file}.new`, JSON.stringify(sealed), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

/** Linux without a secret service falls back to `basic_text`, which anyone can read. */
function isPlaintext(): boolean {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
}
