import { expect, test } from 'vitest'
import { parseInstant } from '../../../../src-main/core/scim/filter/instant.ts'
import { afterPrefix, compareText } from '../../../../src-main/core/scim/filter/text-order.ts'

test.each<[string, string | undefined]>([
  ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.000Z'],
  ['2011-05-13t04:42:34z', '2011-05-13T04:42:34.000Z'],
  ['2011-05-13T04:42:34', '2011-05-13T04:42:34.000Z'],
  ['2011-05-13T04:42:34.5+02:30', '2011-05-13T02:12:34.500Z'],
  ['2011-05-13T04:42:34.1239-14:00', '2011-05-13T18:42:34.123Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2023-02-29T00:00:00Z', undefined],
  ['2023-13-01T00:00:00Z', undefined],
  ['2023-00-01T00:00:00Z', undefined],
  ['2023-01-01T25:00:00Z', undefined],
  ['2023-01-01T00:00:00+14:01', undefined],
  ['2023-01-01T00:00:00+01:60', undefined],
  ['2023-01-01', undefined],
  ['yesterday', undefined],
])('%s is the instant %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant && Date.parse(instant))
})

test.each([['a', 'b'], ['a', 'aa'], ['～', '🙂'], ['\ud7ff', '\ue000'], ['Z', 'a']])('%s comes before %s', (first, second) => {
  expect(compareText(first, second)).toBeLessThan(0)
  expect(compareText(second, first)).toBeGreaterThan(0)
  expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBeLessThan(0)
})

test.each<[string, string | null]>([
  ['ab', 'ac'], ['\ud7ff', '\ue000'], ['🙂', '🙃'], ['a\u{10ffff}', 'b'], ['\uffff', '\u{10000}'], ['', null], ['\u{10ffff}', null],
])('the texts that start with %j end before %j', (prefix, end) => expect(afterPrefix(prefix)).toBe(end))
