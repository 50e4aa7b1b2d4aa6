import { safeStorage } from 'electron'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretStore } from '../core/sandboxes/tokens.ts'

/**
 * The recoverable tokens, encrypted with the keyring of the operating system in `desktop-secrets.json`. Without a keyring on Linux
 * the key is a fixed one and the warning says so; where nothing can be encrypted, copies live until the end of this run. A copy
 * that cannot be decrypted is no copy. Call after Electron is ready.
 */
export function setupSecrets(dataDir: string): SecretStore {
  const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (isPlain) safeStorage.setUsePlainTextEncryption(true)
  if (!safeStorage.isEncryptionAvailable()) return inMemory()
  return encrypted(join(dataDir, 'desktop-secrets.json'), isPlain ? plainWarning : null)
}

const plainWarning = 'There is no keyring, so the copies of the tokens are protected by the permissions of their file only.'
const memoryWarning = 'The keyring cannot be used, so the tokens are kept until Scimbox quits. Then rotate them on the Home page.'

function inMemory(): SecretStore {
  const copies = new Map<string, string>()
  return {
    warning: memoryWarning,
    read: (slug) => copies.get(slug) ?? null,
    write: (slug, token) => void (token === null ? copies.delete(slug) : copies.set(slug, token)),
  }
}

function encrypted(file: string, warning: string | null): SecretStore {
  const load = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    } catch {
      return {}
    }
  }
  return {
    warning,
    read(slug) {
      const copy = load()[slug]
      return copy === undefined ? null : decrypt(copy)
    },
    write(slug, token) {
      const { [slug]: _old, ...rest } = load()
      const next = token === null ? rest : { ...rest, [slug]: safeStorage.encryptString(token).toString('base64') }
      writeFileSync(`${file}.new`, JSON.stringify(next), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}

function decrypt(copy: string): string | null {
  try {
    return safeStorage.decryptString(Buffer.from(copy, 'base64'))
  } catch {
    return null
  }
}
