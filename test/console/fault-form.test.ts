import { describe, expect, it } from 'vitest'
import { describeFault, type FaultGiven } from '../../src-shared/domain/faults.ts'
import { blankFault, fieldsOf, ruleOf } from '../../src-renderer/pages/faults/fault-form.ts'

describe('the form of a fault rule', () => {
  it.each<FaultGiven['effect']>([
    { kind: 'status', status: 429, detail: 'Slow down.', retryAfter: 30 },
    { kind: 'throttle', seconds: 7 },
    { kind: 'html', status: 502, body: '<p>' },
    { kind: 'latency', milliseconds: 1500 },
    { kind: 'timeout', seconds: 61 },
    { kind: 'reset' },
  ])('gives back what it was opened with: %j', (effect) => {
    for (const count of [null, 2]) {
      const given: FaultGiven = { ...blankFault, name: 'Outage', method: 'POST', path: '/Users', user: 'jane', nth: 3, count, effect }
      expect(ruleOf(fieldsOf(given))).toEqual({ given, problems: null })
    }
  })

  it('drops what only a stored rule has', () => {
    const stored = { ...blankFault, id: 4, seen: 2, hits: 1, armed: false }
    expect(ruleOf(fieldsOf(stored)).given).toEqual(blankFault)
  })

  it.each([
    ['path', 'Users'],
    ['path', '/Users?x=1'],
    ['nth', ''],
    ['nth', '0'],
    ['count', '1.5'],
    ['status', '200'],
    ['status', 'five hundred'],
    ['retryAfter', '1e9'],
    ['detail', 'x'.repeat(1001)],
  ] as const)('says what is wrong with %s "%.12s"', (field, text) => {
    const { given, problems } = ruleOf({ ...fieldsOf(blankFault), [field]: text })
    expect(given).toBeNull()
    expect(Object.keys(problems ?? {})).toEqual([field])
  })

  it('takes no count for all, and a number with spaces around it', () => {
    const { given } = ruleOf({ ...fieldsOf(blankFault), count: ' ', nth: ' 3 ' })
    expect(given && describeFault(given)).toBe('every request from no. 3 on: 500')
  })
})
