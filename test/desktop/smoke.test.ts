import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { root } from '../house/sources.ts'
import { node } from '../support/host.ts'

const smoke = (...command: string[]) => promisify(execFile)(node, [join(root, 'scripts/smoke.mjs'), ...command])
const boot = join(root, 'test/desktop/boot.ts')

test.skipIf(process.platform === 'win32')('what is tried of a packed Scimbox holds for the built one (Windows ends it by its window, which the fake has not)', async () => {
  const built = join(root, 'out/main/desktop.js')
  expect(existsSync(built), 'run the build first').toBe(true)
  const { stdout } = await smoke(node, boot, built, join(tmpdir(), 'scimbox-smoke-unused'), '--wait')
  expect(stdout).toContain('wrote on a worker thread and quit')
})

test('one that does not start fails with its reason', async () => {
  await expect(smoke(node, '--eval', 'process.exit(7)', '--')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('It ended with 7 before it was ready.') })
})
