import { safeStorage } from 'electron'
import { join } from 'node:path'
import { readPrivateJson, writePrivateJson } from '../core/private-file.ts'
import { type SecretStore, secretsSchema, unreadableSecrets } from '../core/sandboxes/tokens.ts'

/** The copies are in memory; what is written into it is on the disk a little later. */
export interface DesktopSecrets extends SecretStore {
  /** Resolves when all that was written so far is on the disk, or was said to be not. */
  settled(): Promise<void>
}

/**
 * The recoverable tokens, encrypted with the keyring of the operating system in `desktop-secrets.json`. Without a keyring on Linux
 * the key is a fixed one and the warning says so; where nothing can be encrypted, copies live until the end of this run. A copy
 * that cannot be decrypted is no copy, and stays where it is. Call after Electron is ready.
 */
export async function setupSecrets(dataDir: string): Promise<DesktopSecrets> {
  const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (isPlain) safeStorage.setUsePlainTextEncryption(true)
  if (!await safeStorage.isAsyncEncryptionAvailable()) return inMemory()
  return encrypted(join(dataDir, 'desktop-secrets.json'), isPlain ? plainWarning : null)
}

const plainWarning = 'There is no keyring, so the copies of the tokens are protected by the permissions of their file only.'
const memoryWarning = 'The keyring cannot be used, so the tokens are kept until Scimbox quits. Then rotate them on the Home page.'

function inMemory(): DesktopSecrets {
  const tokens = new Map<string, string>()
  return {
    warning: memoryWarning,
    read: (slug) => tokens.get(slug) ?? null,
    write: (slug, token) => void (token === null ? tokens.delete(slug) : tokens.set(slug, token)),
    settled: () => Promise.resolve(),
  }
}

async function encrypted(file: string, warning: string | null): Promise<DesktopSecrets> {
  const copies = load(file)
  const tokens = new Map<string, string>()
  const encrypt = async (token: string) => (await safeStorage.encryptStringAsync(token)).toString('base64')

  async function keep(slug: string, token: string | null): Promise<void> {
    // A copy of the token before would be taken for that of this one.
    copies.delete(slug)
    try {
      if (token !== null) copies.set(slug, await encrypt(token))
    } finally {
      save(file, copies)
    }
  }

  async function renew(slug: string, token: string): Promise<void> {
    copies.set(slug, await encrypt(token))
    save(file, copies)
  }

  // One after the other, so that the last one is what is on the disk.
  let turn = Promise.resolve()
  function next(slug: string, work: () => Promise<void>): void {
    turn = turn.then(work).catch((error: Error) => console.error(`scimbox: the secret of ${slug} is not in ${file}: ${error.message}`))
  }

  for (const [slug, copy] of copies) {
    const decrypted = await decrypt(copy)
    if (!decrypted) continue
    tokens.set(slug, decrypted.result)
    if (decrypted.shouldReEncrypt) next(slug, () => renew(slug, decrypted.result))
  }
  return {
    warning,
    read: (slug) => tokens.get(slug) ?? null,
    write(slug, token) {
      if (token === null) tokens.delete(slug)
      else tokens.set(slug, token)
      next(slug, () => keep(slug, token))
    },
    settled: () => turn,
  }
}

/** Null for a copy of another keyring, and while the keyring is locked. */
async function decrypt(copy: string): Promise<Electron.DecryptStringAsyncReturnValue | null> {
  return safeStorage.decryptStringAsync(Buffer.from(copy, 'base64')).catch(() => null)
}

function load(file: string): Map<string, string> {
  return new Map(Object.entries(readPrivateJson(file, secretsSchema, unreadableSecrets) ?? {}))
}

function save(file: string, copies: Map<string, string>): void {
  writePrivateJson(file, Object.fromEntries(copies))
}
