import { describe, expect, test } from 'vitest'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import { notUpdatable, passwordNotKept } from '../../../src-main/core/scim/schema/findings.ts'
import { effectOf, sentenceOf } from '../../../src-main/core/traffic/explain.ts'
import type { Exchange } from '../../../src-main/core/traffic/record.ts'

const create: Exchange = {
  at: 0, duration: 1, actor: 'client', action: null, target: null, method: 'POST', path: '/Users', status: 201,
  requestHeaders: [], requestBody: '', responseHeaders: {}, responseBody: '', findings: [passwordNotKept('password')], refusal: null, total: null,
}
const jane = { userId: '23001', userName: 'jane@acme.test' }
const made: DomainEvent[] = [
  { type: 'user.created', ...jane, changes: [] }, { type: 'role.changed', ...jane, before: null, after: 'User', reason: 'no role was sent' },
]

describe('what is said of an exchange', () => {
  test('the simulated Okta creates whom its lookup did not find', () => {
    expect(sentenceOf({ ...create, actor: 'simulator' }, made))
      .toBe('Okta looked for jane@acme.test, found nobody, created user 23001. jane@acme.test starts as User: no role was sent.')
    expect(sentenceOf(create, made)).toBe('jane@acme.test was created as user 23001. jane@acme.test starts as User: no role was sent.')
  })

  test('the password that Okta sends with every create is no ignored attribute', () => {
    expect(effectOf(create, made)).toBe('+1 user')
  })

  test('a password does not hide what was ignored', () => {
    const update: Exchange = { ...create, method: 'PUT', status: 200, findings: [passwordNotKept('password'), notUpdatable('name.familyName', 'Smith', 'Doe')] }
    expect(effectOf(update, [])).toBe('ignored 1')
    expect(sentenceOf(update, [])).toMatch(/^Nothing changed: A password was received.*name\.familyName cannot be changed by SCIM/)
  })
})
