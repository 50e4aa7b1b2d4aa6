import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { setupSecrets } from '../../src-main/desktop/secrets.ts'
import { fake, resetFake, safeStorage } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined)
let dataDir: string
let file: string
beforeEach(() => {
  resetFake()
  complaint.mockClear()
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-secrets-'))
  file = join(dataDir, 'desktop-secrets.json')
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

/** What another run reads. */
async function kept(...slugs: string[]) {
  const secrets = await setupSecrets(dataDir)
  return slugs.map(secrets.read)
}
const copies = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>

describe('with a keyring', () => {
  test('a copy is there at once, and outlives the run encrypted', async () => {
    const secrets = await setupSecrets(dataDir)
    expect([secrets.warning, secrets.read('default')]).toEqual([null, null])
    secrets.write('default', 'scimbox_one')
    secrets.write('other', 'scimbox_two')
    expect([secrets.read('default'), secrets.read('other')]).toEqual(['scimbox_one', 'scimbox_two'])
    await secrets.settled()
    expect(readFileSync(file, 'utf8')).not.toContain('scimbox_')
    expect(await kept('default', 'other')).toEqual(['scimbox_one', 'scimbox_two'])
  })

  test.skipIf(process.platform === 'win32')('only its owner can read the file (Windows has no mode bits)', async () => {
    const secrets = await setupSecrets(dataDir)
    writeFileSync(`${file}.new`, '', { mode: 0o644 })
    secrets.write('default', 'scimbox_one')
    await secrets.settled()
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('of several changes the last one stays', async () => {
    const secrets = await setupSecrets(dataDir)
    secrets.write('default', 'scimbox_one')
    secrets.write('other', 'scimbox_two')
    secrets.write('default', 'scimbox_three')
    secrets.write('other', null)
    expect([secrets.read('default'), secrets.read('other')]).toEqual(['scimbox_three', null])
    await secrets.settled()
    expect(await kept('default', 'other')).toEqual(['scimbox_three', null])
    expect(Object.keys(copies())).toEqual(['default'])
  })

  test('a copy of an earlier key is read, and encrypted again', async () => {
    const secrets = await setupSecrets(dataDir)
    secrets.write('default', 'scimbox_one')
    await secrets.settled()
    const before = copies().default
    fake.storage.key = 2
    const later = await setupSecrets(dataDir)
    expect(later.read('default')).toBe('scimbox_one')
    await later.settled()
    expect(copies().default).not.toBe(before)
    expect(await kept('default')).toEqual(['scimbox_one'])
  })

  test('a copy of another keyring is no copy, and the next one is kept', async () => {
    writeFileSync(file, JSON.stringify({ default: Buffer.from('noise').toString('base64') }))
    const secrets = await setupSecrets(dataDir)
    expect(secrets.read('default')).toBeNull()
    secrets.write('default', 'scimbox_new')
    await secrets.settled()
    expect(await kept('default')).toEqual(['scimbox_new'])
  })

  test('a keyring that is locked loses nothing that it holds', async () => {
    const secrets = await setupSecrets(dataDir)
    secrets.write('default', 'scimbox_one')
    secrets.write('other', 'scimbox_two')
    await secrets.settled()
    fake.storage.locked = true
    const locked = await setupSecrets(dataDir)
    expect(locked.read('default')).toBeNull()
    locked.write('other', 'scimbox_three')
    expect(locked.read('other')).toBe('scimbox_three')
    await locked.settled()
    expect(complaint.mock.lastCall?.[0]).toMatch(/the secret of other is not in .*Error while encrypting/)
    fake.storage.locked = false
    expect(await kept('default', 'other')).toEqual(['scimbox_one', null])
  })

  test('a copy that cannot be encrypted again stays as it is', async () => {
    const secrets = await setupSecrets(dataDir)
    secrets.write('default', 'scimbox_one')
    await secrets.settled()
    const before = copies()
    fake.storage.key = 2
    const keyring = vi.spyOn(safeStorage, 'encryptStringAsync').mockRejectedValueOnce(new Error('the keyring is gone'))
    const later = await setupSecrets(dataDir)
    await later.settled()
    keyring.mockRestore()
    expect(complaint.mock.lastCall?.[0]).toContain('the keyring is gone')
    expect([later.read('default'), copies()]).toEqual(['scimbox_one', before])
  })

  test.each([['no JSON', 'x'], ['no names and copies', '{"default":1}'], ['a list', '["x"]']])('a file that holds %s is put aside, and that is said', async (_name, text) => {
    writeFileSync(file, text)
    const secrets = await setupSecrets(dataDir)
    expect(complaint.mock.lastCall?.[0]).toMatch(/kept as .*\.unreadable\. Rotate the tokens/)
    secrets.write('default', 'scimbox_new')
    await secrets.settled()
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(text)
    expect(await kept('default')).toEqual(['scimbox_new'])
  })

  test('one that cannot be read at all is not taken for none', async () => {
    mkdirSync(file)
    await expect(setupSecrets(dataDir)).rejects.toThrow('EISDIR')
  })
})

test.runIf(process.platform === 'linux')('without a keyring on Linux the copies are kept with a warning', async () => {
  fake.storage.backend = 'basic_text'
  const secrets = await setupSecrets(dataDir)
  secrets.write('default', 'scimbox_one')
  await secrets.settled()
  expect(secrets.warning).toContain('no keyring')
  expect(await kept('default')).toEqual(['scimbox_one'])
})

test('where nothing can be encrypted, nothing is written and the warning says so', async () => {
  fake.storage.available = false
  const secrets = await setupSecrets(dataDir)
  secrets.write('default', 'scimbox_one')
  await secrets.settled()
  expect(secrets.warning).toContain('until Scimbox quits')
  expect(secrets.read('default')).toBe('scimbox_one')
  expect(existsSync(file)).toBe(false)
  expect(await kept('default')).toEqual([null])
})
