import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { readPrivateJson, writePrivateJson } from '../../src-main/core/private-file.ts'
import { fileSecrets } from '../../src-main/core/sandboxes/tokens.ts'

const schema = z.record(z.string(), z.string())
const spoken = { what: 'a file of the test', remedy: 'Do this.' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimbox-private-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

function hearing() {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => said.mockRestore())
  return said
}

test('what was written is read, and null where nothing was', () => {
  const file = join(folder, 'a.json')
  expect(readPrivateJson(file, schema, spoken)).toBeNull()
  writePrivateJson(file, { a: 'b' })
  expect(readPrivateJson(file, schema, spoken)).toEqual({ a: 'b' })
  expect(readdirSync(folder)).toEqual(['a.json'])
})

test.runIf(process.platform !== 'win32')('only its owner can read it, whatever the mode of one left unfinished (POSIX modes)', () => {
  const file = join(folder, 'a.json')
  writeFileSync(`${file}.new`, 'half')
  chmodSync(`${file}.new`, 0o644)
  writePrivateJson(file, {})
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.each([['no JSON', '{"a":'], ['another shape', '{"a":1}']])('one that holds %s is put aside and said', (_, text) => {
  const said = hearing()
  const file = join(folder, 'a.json')
  writeFileSync(file, text)
  expect(readPrivateJson(file, schema, spoken)).toBeNull()
  expect(said.mock.calls).toEqual([[`scimbox: ${file} is not a file of the test; it is kept as ${file}.unreadable. Do this.`]])
  expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(text)
})

test('a broken secrets.json is not lost to the next token', () => {
  hearing()
  writeFileSync(join(folder, 'secrets.json'), '{"default":"scimbox_of_before"')
  const secrets = fileSecrets(folder)
  secrets.write('other', 'scimbox_new')
  expect([secrets.read('default'), secrets.read('other')]).toEqual([null, 'scimbox_new'])
  expect(readFileSync(join(folder, 'secrets.json.unreadable'), 'utf8')).toContain('scimbox_of_before')
})
