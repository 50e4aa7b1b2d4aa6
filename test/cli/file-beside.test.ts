import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { writeBeside } from '../../src-main/cli/file-beside.ts'

const folder = mkdtempSync(join(tmpdir(), 'scimbox-beside-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

test('what breaks off leaves the file that was there, and nothing beside it', async () => {
  writeFileSync(at('kept'), 'what was there')
  const broken = Readable.from((function* () {
    yield 'half'
    throw new Error('the connection is gone')
  })())
  await expect(writeBeside(at('kept'), broken)).rejects.toThrow('the connection is gone')
  expect([readFileSync(at('kept'), 'utf8'), readdirSync(folder)]).toEqual(['what was there', ['kept']])
})

test('a file keeps its mode, a link its target, and a device is no file to replace', async () => {
  writeFileSync(at('private'), 'old', { mode: 0o600 })
  symlinkSync('private', at('link'))
  await writeBeside(at('link'), Readable.from(['new']))
  expect([readFileSync(at('private'), 'utf8'), readlinkSync(at('link')), statSync(at('private')).mode & 0o777]).toEqual(['new', 'private', 0o600])
  await writeBeside('/dev/null', Readable.from(['new']))
  expect(statSync('/dev/null').isFile()).toBe(false)
})
