import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { root, specifiers, staticImports } from './sources.ts'

const out = join(root, 'out')

/** The file and everything it imports statically, by absolute path; packages are collected by name. */
function closure(entries: string[]) {
  const files = new Map<string, string>()
  const packages = new Set<string>()
  const queue = [...entries]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue
    const text = readFileSync(file, 'utf8')
    files.set(file, text)
    for (const name of staticImports(text)) {
      if (name.startsWith('.')) queue.push(resolve(dirname(file), name))
      else packages.add(name)
    }
  }
  return { files, packages }
}

test('the terminal host never loads electron', () => {
  const entry = join(out, 'main/cli.js')
  expect(existsSync(entry), 'run the build first').toBe(true)
  const { files, packages } = closure([entry])
  expect([...packages]).not.toContain('electron')
  for (const [file, text] of files) expect(specifiers(text), file).not.toContain('electron')
})

test('what the package manager installs for this platform stays outside the main bundle', () => {
  const files = readdirSync(join(out, 'main'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((name) => !name.endsWith('.js')), 'folders beside').toEqual(['chunks'])
  const named = files.filter((name) => name.endsWith('.js')).flatMap((name) => specifiers(readFileSync(join(out, 'main', name), 'utf8')))
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
  const native = ['better-sqlite3', ...Object.keys(optionalDependencies!)]
  expect(native.filter((name) => !named.includes(name))).toEqual([])
})

test('script of the first page is at most 350 kB gzip', () => {
  const page = join(out, 'renderer/index.html')
  expect(existsSync(page), 'run the build first').toBe(true)
  const html = readFileSync(page, 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map((match) => join(out, 'renderer', match[1]!))
  const first = closure(named)
  const home = [...first.files].flatMap(([file, text]) => specifiers(text)
    .filter((name) => /(?:^|\/)home[\w-]*\.js$/i.test(name)).map((name) => resolve(dirname(file), name)))
  const { files } = closure([...named, ...home])
  const bytes = [...files.values()].reduce((sum, text) => sum + gzipSync(text).length, 0)
  expect(files.size).toBeGreaterThan(0)
  expect(bytes).toBeLessThanOrEqual(350 * 1000)
})
