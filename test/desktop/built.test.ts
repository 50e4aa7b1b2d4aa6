import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bootBuilt } from './boot-built.ts'

const built = resolve(import.meta.dirname, '../../out/main/desktop.js')
let dataDir: string
beforeEach(() => {
  expect(existsSync(built), 'run the build first').toBe(true)
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-built-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('the built desktop host serves the console and its API, and quits', async () => {
  const { report: { answers, ...rest }, end } = await bootBuilt(built, [dataDir])
  expect([rest, end]).toEqual([{ urls: ['app://console/'], errors: [] }, { code: 0 }])
  expect(answers.page).toMatchObject({ status: 200, type: 'text/html', policy: expect.stringMatching(/^default-src 'none'/) })
  expect(answers.page.text).toContain('<div id="root">')
  expect(answers.deepLink.text).toBe(answers.page.text)
  expect(answers.crashed).toMatchObject({ status: 200, text: expect.stringContaining('<a href="/">Load the console again</a>') })
  expect(answers.script).toMatchObject({ status: 200, type: 'text/javascript' })
  expect(answers.api.text).toContain('"default"')
  expect(answers.document).toMatchObject({ status: 200, type: 'application/json' })
  expect(answers.filled).toMatchObject({ status: 200, text: '{"users":600,"groups":5}' })
  expect(answers.refused.status).toBe(400)
})

test.runIf(process.platform !== 'win32')('SIGTERM closes it as a quit does: nothing is left in a write-ahead log', async () => {
  const logs = () => readdirSync(dataDir, { recursive: true }).map(String).filter((name) => name.endsWith('-wal'))
  const { end, exit } = await bootBuilt(built, [dataDir, '--wait'], (pid) => {
    expect(logs()).not.toEqual([])
    process.kill(pid, 'SIGTERM')
  })
  expect([end, exit]).toEqual([{ code: 0 }, [0, null]])
  expect(logs()).toEqual([])
})
