import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepared } from '../../../src-main/core/db/open.ts'
import { openRegistry, type Registry } from '../../../src-main/core/sandboxes/registry.ts'
import type { Sandbox } from '../../../src-main/core/sandboxes/sandbox.ts'
import { createThreads } from '../../../src-main/core/sandboxes/threads.ts'
import { fileSecrets } from '../../../src-main/core/sandboxes/tokens.ts'

let directory: string
let registry: Registry
let sandbox: Sandbox

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'scimbox-batch-'))
  registry = openRegistry(directory, fileSecrets(directory), createThreads(new URL('file:///none.js')), () => undefined)
  registry.create({ slug: 's', name: 'S', profile: 'testmu', strictness: 'lenient' })
  sandbox = registry.find('s')!
})
afterEach(() => {
  registry.close()
  rmSync(directory, { recursive: true, force: true })
})

/** A write that adds an address and is then refused or not. Writes asked for in one go are one batch. */
const add = (address: string, refused = false) => sandbox.write(({ db, events }) => {
  prepared(db, 'INSERT INTO foreign_users (id, address, key) VALUES (?, ?, ?)').run(address, address, address)
  events.push({ type: 'foreign-user.added', address })
  if (refused) throw new Error(`${address} is refused`)
  return address
})
const stored = (sql: string) => prepared<{ value: string }>(sandbox.db, sql).all().map(({ value }) => value)

test.each([
  ['all go through', [false, false, false]],
  ['the first is refused', [true, false, false]],
  ['one in the middle is refused', [false, true, false]],
  ['all are refused', [true, true, true]],
  ['one alone goes through', [false]],
  ['one alone is refused', [true]],
])('of a batch %s: what was not refused is stored, with its events, once', async (_, refusals) => {
  const results = await Promise.allSettled(refusals.map((refused, nth) => add(`a${nth}`, refused)))
  expect(results.map(({ status }) => status)).toEqual(refusals.map((refused) => (refused ? 'rejected' : 'fulfilled')))
  const expected = refusals.flatMap((refused, nth) => (refused ? [] : [`a${nth}`]))
  expect(stored('SELECT address AS value FROM foreign_users ORDER BY address')).toEqual(expected)
  expect(stored("SELECT payload ->> '$.address' AS value FROM events ORDER BY id")).toEqual(expected)
})

test('a setting changed beside a refused write is in force', async () => {
  const before = sandbox.settings().name
  const [, refused] = await Promise.allSettled([sandbox.changeSettings('name', { name: 'changed' }), add('a', true)])
  expect(refused.status).toBe('rejected')
  expect([before, sandbox.settings().name]).toEqual(['S', 'changed'])
})
