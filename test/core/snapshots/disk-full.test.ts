import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/db/open.ts'
import { diskFull } from '../../../src-main/core/db/disk-full.ts'
import { runJob } from '../../../src-main/core/sandboxes/run-job.ts'
import { startLab } from '../../support/sandbox.ts'
import { exported, imported } from '../../support/transfer.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const withoutFullDevice = !existsSync('/dev/full')

test.skipIf(withoutFullDevice)('a file that finds no room is refused with a sentence', async () => {
  const { core } = await lab
  const s = await (await lab).sandbox()
  const file = join(core.dataDir, 'sandboxes', `${s.slug}.sqlite`)
  const work = { task: 'export', format: 'native', target: '/dev/full', base: '' } as const
  expect(runJob({ kind: 'file', file, work }, () => undefined, () => false)).toEqual({
    refusal: { status: 507, detail: 'The disk is full; nothing was changed.', scimType: undefined, rule: undefined },
  })
})

test('what SQLite says when it finds no room is understood too', () => {
  const db = openDatabase(':memory:')
  onTestFinished(() => void db.close())
  db.pragma('max_page_count = 2')
  let thrown: unknown
  try {
    db.exec('CREATE TABLE a (x); INSERT INTO a VALUES (zeroblob(100000))')
  } catch (error) {
    thrown = error
  }
  expect(diskFull(thrown)).toMatchObject({ status: 507 })
  expect(diskFull(new Error('no such table'))).toBeNull()
})

test('an import and a seed that cannot be kept for a reset stay, and say so; nothing is left half-written', async () => {
  const { api, sandbox, core } = await lab
  const s = await sandbox()
  const text = await exported(core, s)
  const folder = join(core.dataDir, 'snapshots', s.slug)
  // No file can have this name now.
  mkdirSync(join(folder, 'seed.sqlite', 'taken'), { recursive: true })
  const resetProblem = expect.stringMatching(/^It was carried out, but a reset returns to what it did before: /)
  expect(await imported(core, s, text)).toMatchObject({ applied: true, resetProblem })
  expect(await api.fixtures.seed({ sandbox: s.slug, users: 3, groups: 0 })).toMatchObject({ users: 3, resetProblem })
  await expect(api.sandboxes.loadSampleCompany({ sandbox: s.slug })).rejects.toThrow(/^It was carried out, but a reset/)
  expect(readdirSync(folder)).toEqual(['seed.sqlite'])
  rmSync(join(folder, 'seed.sqlite'), { recursive: true })
  expect(await imported(core, s, text)).not.toHaveProperty('resetProblem')
})
