import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.ts'

const text = readFileSync(join(root, 'Containerfile'), 'utf8')
const instructions = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => {
  const [word = '', ...rest] = line.split(' ')
  return { word, rest: rest.join(' ') }
})
const all = (word: string) => instructions.filter((instruction) => instruction.word === word).map(({ rest }) => rest)

test('the container file says that it was not built here', () => {
  expect(text).toMatch(/^# Not built here/)
})

test('the container runs as another than root, on a slim image of the Node the product runs on', () => {
  expect(all('FROM').every((image) => /^node:24-\w+-slim( AS build)?$/.test(image))).toBe(true)
  const last = instructions.map(({ word }) => word)
  expect(last.lastIndexOf('USER')).toBeGreaterThan(last.lastIndexOf('RUN'))
  expect(all('USER')).toEqual(['node'])
})

test('what the container copies and starts is there', () => {
  const files = all('COPY').filter((rest) => !rest.startsWith('--from')).flatMap((rest) => rest.split(' ').slice(0, -1))
  for (const file of files) expect(existsSync(join(root, file)), file).toBe(true)
  expect(all('ENTRYPOINT')).toEqual(['["node", "out/main/cli.js"]'])
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(bin.scimbox).toBe('out/main/cli.js')
})

test('the health of the container is the command, and SIGTERM stops it', () => {
  expect(all('HEALTHCHECK')).toEqual([expect.stringMatching(/CMD \["node", "out\/main\/cli.js", "healthcheck"\]$/)])
  expect(all('STOPSIGNAL')).toEqual(['SIGTERM'])
})
