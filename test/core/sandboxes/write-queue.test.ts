import { expect, test } from 'vitest'
import { createWriteQueue } from '../../../src-main/core/sandboxes/write-queue.ts'

test('work that is given up before its turn is refused at once and never begins; one that began goes on', async () => {
  const queue = createWriteQueue(() => undefined)
  const [first, second] = [new AbortController(), new AbortController()]
  const began: string[] = []
  let finish = () => undefined as void
  const one = queue.alone(async () => {
    began.push('one')
    await new Promise<void>((resolve) => { finish = resolve })
    return 'done'
  }, first.signal)
  const two = queue.alone(async () => void began.push('two'), second.signal)
  await Promise.resolve()
  first.abort()
  second.abort()
  await expect(two).rejects.toMatchObject({ status: 409, message: 'It was cancelled; nothing was changed.' })
  finish()
  expect(await one).toBe('done')
  await expect(queue.alone(async () => void began.push('three'), second.signal)).rejects.toMatchObject({ status: 409 })
  await queue.alone(async () => undefined)
  expect(began).toEqual(['one'])
})
