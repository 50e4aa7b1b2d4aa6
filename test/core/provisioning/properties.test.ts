import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { action, type Drawn, opening } from './actions.ts'
import { checkInvariants } from './invariants.ts'
import { checkAnswers, checkForesight, checkRebuild, checkRestore, checkSameName } from './laws.ts'
import { type Attempt, openWorld } from './world.ts'

const people = ['jane', 'bob', 'mia', 'ann']
const world = openWorld(people)
afterAll(() => world.db.close())

const histories = fc.array(action, { minLength: 30, maxLength: 38 })

/** Plays histories; a failing one is told as the actions it came to. */
function play(numRuns: number, check: (attempt: Attempt, drawn: Drawn, index: number) => void): void {
  fc.assert(fc.property(histories, (history) => world.play((attempt) => {
    const told: string[] = []
    const telling: Attempt = (wanted, undo) => {
      const events = attempt(wanted, undo)
      told.push(`${JSON.stringify(wanted)}${undo ? ' (what if)' : ''}${events ? '' : ' refused'}`)
      return events
    }
    try {
      for (const drawn of opening) telling(drawn(world.db))
      history.forEach((drawn, index) => check(telling, drawn, index))
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${told.join('\n')}`, { cause: error })
    }
  })), { numRuns })
}

test('engine §3, §6, §9: what must hold along 5,000 histories of 30 actions and more', () => {
  const seen = { answers: 0, restores: 0 }
  play(5_000, (attempt, drawn, index) => {
    const wanted = drawn(world.db)
    if (index % 10 === 5) checkForesight(world.db, attempt, wanted)
    else attempt(wanted)
    if (index % 3 === 2) checkInvariants(world.db)
    if (index % 15 !== 14) return
    checkRebuild(world.db)
    checkSameName(world.db, attempt)
    if (checkAnswers(world.db, attempt)) seen.answers += 1
    if (checkRestore(world.db, attempt)) seen.restores += 1
  })
  expect(seen.answers).toBeGreaterThan(1_000)
  expect(seen.restores).toBeGreaterThan(500)
}, 900_000)
