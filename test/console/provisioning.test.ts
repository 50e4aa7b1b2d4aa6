import { expect, test } from 'vitest'
import { assignmentWords } from '../../src-renderer/lib/assignment-words.ts'
import { summarize } from '../../src-renderer/lib/effects.ts'
import { progressWords } from '../../src-renderer/lib/progress-words.ts'
import { moved, namesIn, positionIn, previewWords, splitAt } from '../../src-renderer/lib/rule-words.ts'

test('many events in a few words', () => {
  const counts = {
    'mapping.rejected': { events: 1, users: 0 }, 'team.member.removed': { events: 4, users: 2 }, 'role.changed': { events: 1, users: 1 },
    'conflict.resolved': { events: 3, users: 2 },
  }
  expect(summarize(counts)).toEqual(['2 users leave a team', '1 user changes role', '3 conflicts close'])
  expect(summarize({})).toEqual([])
})

test('a pattern is cut where its problem is, its end included', () => {
  expect(positionIn('missing closing ) at position 5 ("(").')).toBe(4)
  expect(positionIn('The pattern is empty.')).toBeNull()
  expect(splitAt('eng-(', 4)).toEqual(['eng-', '(', ''])
  expect(splitAt('eng', 9)).toEqual(['eng', '', ''])
})

test('a preview says who decides and that nothing changes', () => {
  const group = { groupId: '1', displayName: 'eng-a', decidedBy: 'Prefix "eng-"', decides: false, now: 'Approved' as const }
  expect(previewWords(group)).toEqual({ decision: 'Prefix "eng-" decides first', stays: 'stays Approved' })
  expect(previewWords({ ...group, decides: true, now: null })).toEqual({ decision: 'this rule decides', stays: 'stays without a mapping' })
})

test('names one a line', () => {
  expect(namesIn(' eng-a \n\nqa-b\r\n')).toEqual(['eng-a', 'qa-b'])
})

test('a rule moves by one place and stays inside the list', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

test('set by hand is a place, overridden by hand is a claim that waits', () => {
  const via = { groupId: '1', displayName: 'qa-pool', mappingId: 2 }
  expect(assignmentWords({ state: 'assigned', via })).toEqual({ applies: true, word: '', attention: false })
  expect(assignmentWords({ state: 'byHand', via: null })).toEqual({ applies: true, word: 'Set by hand', attention: true })
  expect(assignmentWords({ state: 'byHand', via })).toEqual({ applies: false, word: 'overridden by hand', attention: false })
  expect(assignmentWords({ state: 'conflict', via }).attention).toBe(true)
})

test('progress says what runs and how far it is', () => {
  const step = { label: 'Approve mapping', done: 1660, total: 10_000, elapsed: 100, cancellable: false }
  expect(progressWords(step)).toBe('Approve mapping · 1,660 of 10,000')
  expect(progressWords({ ...step, unit: 'kB', elapsed: 4_000 })).toBe('Approve mapping · 1,660 of 10,000 kB · 415/s · 21 s left')
})
