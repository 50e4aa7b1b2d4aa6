import { expect, test } from 'vitest'
import { mapInTurns } from '../../../src-main/core/provisioning/turns.ts'

const hold = (milliseconds: number) => {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

test('maps in order, and lets others in between', async () => {
  const seen: string[] = []
  setImmediate(() => seen.push('somebody else'))
  const doubled = await mapInTurns([1, 2, 3], (item) => {
    hold(25)
    seen.push(String(item))
    return item * 2
  })
  expect(doubled).toEqual([2, 4, 6])
  expect(seen).toEqual(['1', 'somebody else', '2', '3'])
})
