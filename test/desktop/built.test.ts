import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const built = join(root, 'out/main/desktop.js')

interface Answer { status: number; type: string | null; policy: string | null; text: string }
interface Report { answers: Record<'page' | 'script' | 'crashed' | 'deepLink' | 'api' | 'document' | 'filled' | 'refused', Answer>; urls: string[]; errors: string[] }

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-built-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** Boots the built host, lets `during` do something to it, and waits for its end. */
async function boot(args: string[], during: (pid: number) => void = () => undefined) {
  expect(existsSync(built), 'run the build first').toBe(true)
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(import.meta.dirname, 'boot.ts'), built, dataDir, ...args])
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value as string)
  const report = await next() as Report
  during(child.pid!)
  return { report, end: await next() as { code: number }, exit: await exited }
}

test('the built desktop host serves the console and its API, and quits', async () => {
  const { report: { answers, ...rest }, end } = await boot([])
  expect([rest, end]).toEqual([{ urls: ['app://console/'], errors: [] }, { code: 0 }])
  expect(answers.page).toMatchObject({ status: 200, type: 'text/html', policy: expect.stringMatching(/^default-src 'none'/) })
  expect(answers.page.text).toContain('<div id="root">')
  expect(answers.deepLink.text).toBe(answers.page.text)
  expect(answers.crashed).toMatchObject({ status: 200, text: expect.stringContaining('<a href="/">Load the console again</a>') })
  expect(answers.script).toMatchObject({ status: 200, type: 'text/javascript' })
  expect(answers.api.text).toContain('"default"')
  expect(answers.document).toMatchObject({ status: 200, type: 'application/json' })
  expect(answers.refused.status).toBe(400)
})

test.runIf(process.platform !== 'win32')('SIGTERM closes it as a quit does: nothing is left in a write-ahead log', async () => {
  const logs = () => readdirSync(dataDir, { recursive: true }).map(String).filter((name) => name.endsWith('-wal'))
  const { end, exit } = await boot(['--wait'], (pid) => {
    expect(logs()).not.toEqual([])
    process.kill(pid, 'SIGTERM')
  })
  expect([end, exit]).toEqual([{ code: 0 }, [0, null]])
  expect(logs()).toEqual([])
})
