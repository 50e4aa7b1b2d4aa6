import { describe, expect, test } from 'vitest'
import { sources, type Source } from './sources.ts'

const shared = sources('src-shared')
const main = sources('src-main')
const renderer = sources('src-renderer')

/** "importer → imported" for every import that breaks the rule. */
const breaking = (files: Source[], wrong: (imported: string, importer: Source) => boolean) =>
  files.flatMap((file) => file.imports.filter((imported) => wrong(imported, file)).map((imported) => `${file.path} → ${imported}`))

const inside = (...folders: string[]) => (path: string) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`))
const inDesktop = ({ path }: Source) => path === 'src-main/desktop.ts' || path.startsWith('src-main/desktop/')

describe('import direction (ARCHITECTURE.md)', () => {
  test('there is something to check', () => {
    for (const files of [shared, main, renderer]) expect(files.length).toBeGreaterThan(5)
  })
  test('shared imports only itself and pure packages', () => {
    expect(breaking(shared, (name) => inside('src-main', 'src-renderer')(name) || /^(node:|electron)/.test(name) || /^(express|better-sqlite3|react)/.test(name))).toEqual([])
  })
  test('core imports no host', () => {
    expect(breaking(main.filter(({ path }) => path.startsWith('src-main/core/')), inside('src-main/hosts', 'src-main/cli', 'src-main/cli.ts', 'src-main/desktop', 'src-main/desktop.ts'))).toEqual([])
  })
  test('the main process imports no renderer, the renderer no main process', () => {
    expect(breaking(main, inside('src-renderer'))).toEqual([])
    expect(breaking(renderer, (name) => inside('src-main')(name) || name.startsWith('node:'))).toEqual([])
  })
  test('electron only in the desktop host', () => {
    expect(breaking([...shared, ...renderer, ...main.filter((file) => !inDesktop(file))], (name) => name === 'electron' || name.startsWith('electron/'))).toEqual([])
  })
  test('what both hosts use knows neither', () => {
    expect(breaking(main.filter(({ path }) => path.startsWith('src-main/hosts/')), inside('src-main/cli', 'src-main/cli.ts', 'src-main/desktop', 'src-main/desktop.ts'))).toEqual([])
    expect(breaking(main.filter(inDesktop), inside('src-main/cli', 'src-main/cli.ts'))).toEqual([])
  })
  test('the terminal host imports nothing of the desktop', () => {
    expect(breaking(main.filter((file) => !inDesktop(file)), inside('src-main/desktop'))).toEqual([])
  })
  test('no page imports another page', () => {
    const page = (path: string) => /^src-renderer\/pages\/([^/]+)\//.exec(path)?.[1]
    expect(breaking(renderer, (name, { path }) => page(name) !== undefined && page(path) !== undefined && page(name) !== page(path))).toEqual([])
  })
  test('shared parts of the console import no page', () => {
    expect(breaking(renderer.filter(({ path }) => /^src-renderer\/(ui|lib)\//.test(path)), inside('src-renderer/pages', 'src-renderer/app'))).toEqual([])
  })
})

test('no file is longer than 300 lines', () => {
  const long = [...shared, ...main, ...renderer].map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length })).filter(({ lines }) => lines > 300)
  expect(long).toEqual([])
})
