import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { setupSecrets } from '../../src-main/desktop/secrets.ts'
import { fake, resetFake } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

let dataDir: string
let file: string
beforeEach(() => {
  resetFake()
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-secrets-'))
  file = join(dataDir, 'desktop-secrets.json')
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

describe('with a keyring', () => {
  test('a copy outlives the run, encrypted, readable by its owner only', () => {
    const secrets = setupSecrets(dataDir)
    expect([secrets.warning, secrets.read('default')]).toEqual([null, null])
    secrets.write('default', 'scimbox_one')
    secrets.write('other', 'scimbox_two')
    expect(readFileSync(file, 'utf8')).not.toContain('scimbox_')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = setupSecrets(dataDir)
    expect([again.read('default'), again.read('other')]).toEqual(['scimbox_one', 'scimbox_two'])
    again.write('other', null)
    expect([again.read('default'), again.read('other')]).toEqual(['scimbox_one', null])
  })
  test.each([['another key', JSON.stringify({ default: Buffer.from('noise').toString('base64') })], ['no JSON', 'x']])('%s is no copy, and the next one is kept', (_name, text) => {
    writeFileSync(file, text)
    const secrets = setupSecrets(dataDir)
    expect(secrets.read('default')).toBeNull()
    secrets.write('default', 'scimbox_new')
    expect(setupSecrets(dataDir).read('default')).toBe('scimbox_new')
  })
})

test.runIf(process.platform === 'linux')('without a keyring on Linux the copies are kept with a warning', () => {
  fake.storage.backend = 'basic_text'
  const secrets = setupSecrets(dataDir)
  secrets.write('default', 'scimbox_one')
  expect(secrets.warning).toContain('no keyring')
  expect(setupSecrets(dataDir).read('default')).toBe('scimbox_one')
})

test('where nothing can be encrypted, nothing is written and the warning says so', () => {
  fake.storage.available = false
  const secrets = setupSecrets(dataDir)
  secrets.write('default', 'scimbox_one')
  expect(secrets.warning).toContain('until Scimbox quits')
  expect(secrets.read('default')).toBe('scimbox_one')
  expect(existsSync(file)).toBe(false)
  expect(setupSecrets(dataDir).read('default')).toBeNull()
})
