import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { openDatabase } from '../../../src-main/core/db/open.ts'
import { saveFreshState } from '../../../src-main/core/snapshots/prepare.ts'
import { compareStates } from '../../../src-main/core/snapshots/compare.ts'
import { runningClock } from '../../../src-main/core/sandboxes/clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'scimbox-compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const meanwhile = vi.hoisted(() => ({ write: () => undefined as void }))
vi.mock(import('../../../src-main/core/scim/schema/changes.ts'), async (original) => {
  const { changesBetween, ...rest } = await original()
  return { ...rest, changesBetween: (...states) => {
    meanwhile.write()
    return changesBetween(...states)
  } }
})

test('what is written while two states are compared is in neither', () => {
  const [from, to] = [join(folder, 'from.sqlite'), join(folder, 'to.sqlite')]
  for (const file of [from, to]) saveFreshState(file, 0, { profile: 'testmu', strictness: 'lenient', overrides: {}, seed: 'x', clock: runningClock })
  const writer = openDatabase(to)
  const setSeed = writer.prepare("UPDATE settings SET value = ? WHERE key = 'seed'")
  setSeed.run('"y"')
  meanwhile.write = () => void writer.prepare("INSERT INTO entities (kind, name, key, is_default) VALUES ('team', 'late', 'late', 0)").run()
  const compared = compareStates(from, to)
  writer.close()
  expect(compared).toMatchObject({ added: 0, removed: 0, changed: 1 })
})
