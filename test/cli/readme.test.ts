import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimbox-readme-'))
  for (const name of ['node_modules', 'out']) symlinkSync(join(root, name), join(folder, name))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(['first', 'second'])('the CI recipe of the README runs as it is printed, in a folder for the %s time', async () => {
  const [, recipe] = /### In CI\n.*?```sh\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8'))!
  const child = spawn('sh', { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const [out, complaint] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray())
  child.stdin.end(recipe)
  const [code] = await once(child, 'close') as [number]
  // Said by the health checks before it is ready.
  const early = /^scimbox: (No Scimbox runs there|It does not listen yet).*\n/gm
  expect([code, (await complaint!).join('').replaceAll(early, '')]).toEqual([0, ''])
  expect((await out!).join('')).toMatch(/~ resources .*\n {4}body\.active: false → true.*as it was\n$/s)
}, 120_000)
