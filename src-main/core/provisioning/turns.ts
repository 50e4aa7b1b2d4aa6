import { setImmediate } from 'node:timers/promises'

/** As long as work holds the thread at a time, in milliseconds of real time. */
const turn = 20

/** Maps in turns between which others are served: a pattern over many long names takes seconds, though linear. */
export async function mapInTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Result): Promise<Result[]> {
  const results: Result[] = []
  let since = performance.now()
  for (const item of items) {
    results.push(work(item))
    if (performance.now() - since < turn) continue
    await setImmediate()
    since = performance.now()
  }
  return results
}
