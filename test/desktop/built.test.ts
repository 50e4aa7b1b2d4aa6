import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

interface Answer { status: number; type: string | null; policy: string | null; text: string }
interface Report { answers: Record<'page' | 'script' | 'deepLink' | 'api' | 'document' | 'refused', Answer>; urls: string[]; errors: string[]; code: number }

test('the built desktop host serves the console and its API, and quits', async () => {
  const built = join(root, 'out/main/desktop.js')
  expect(existsSync(built), 'run the build first').toBe(true)
  const dataDir = mkdtempSync(join(tmpdir(), 'scimbox-built-'))
  const node = join(root, 'node_modules/.bin/node')
  const { stdout } = await promisify(execFile)(node, [join(import.meta.dirname, 'boot.ts'), built, dataDir])
  rmSync(dataDir, { recursive: true, force: true })
  const { answers, ...rest } = JSON.parse(stdout) as Report
  expect(rest).toEqual({ urls: ['app://console/'], errors: [], code: 0 })
  expect(answers.page).toMatchObject({ status: 200, type: 'text/html', policy: expect.stringMatching(/^default-src 'none'/) })
  expect(answers.page.text).toContain('<div id="root">')
  expect(answers.deepLink.text).toBe(answers.page.text)
  expect(answers.script).toMatchObject({ status: 200, type: 'text/javascript' })
  expect(answers.api.text).toContain('"default"')
  expect(answers.document).toMatchObject({ status: 200, type: 'application/json' })
  expect(answers.refused.status).toBe(400)
})
