import { expect, it } from 'vitest'
import { clockStep, commandText } from '../../src-renderer/lib/command-text.ts'

it.each([
  [['snapshot', 'save'], ['before bob'], 'default', "scimbox snapshot save 'before bob'"],
  [['snapshot', 'restore'], ['@12'], 'acme', 'scimbox snapshot restore @12 --sandbox acme'],
  [['snapshot', 'save'], ['-dash'], 'acme', 'scimbox snapshot save --sandbox acme -- -dash'],
  [['import', '--format', 'csv', '--preview'], ["it's.csv"], 'default', String.raw`scimbox import --format csv --preview 'it'\''s.csv'`],
  [['reset'], [], 'default', 'scimbox reset'],
])('%j of %j in %s is a command that means the same', (words, given, sandbox, text) => {
  expect(commandText(words, given, sandbox)).toBe(text)
})

it.each([[30_000, '+30s'], [300_000, '+5m'], [3_600_000, '+1h'], [172_800_000, '+2d'], [90_000, '+90s'], [1_500, null], [0, null]])('a step of %d ms is %s', (by, step) => {
  expect(clockStep(by)).toBe(step)
})
