import { expect, test } from 'vitest'
import { redactBody, redactHeaders } from '../../../src-main/core/traffic/redact.ts'
import { CORE_USER } from '../../../src-shared/scim/urns.ts'

test.each([
  ['an attribute', { userName: 'jane', password: 's3cret' }],
  ['an attribute in another case', { PassWord: 's3cret' }],
  ['under its full URN', { [`${CORE_USER}:password`]: 's3cret' }],
  ['a password that is no text', { password: { value: 's3cret' } }],
  ['a PATCH operation', { Operations: [{ op: 'replace', path: 'password', value: 's3cret' }] }],
  ['a PATCH value', { Operations: [{ op: 'replace', value: { password: 's3cret' } }] }],
  ['inside a Bulk operation', { Operations: [{ method: 'POST', path: '/Users', data: { password: 's3cret' } }] }],
])('%s is not kept', (_name, body) => {
  const kept = redactBody(JSON.stringify(body))
  expect(kept).not.toContain('s3cret')
  expect(kept).toContain('(not kept)')
})

test('a name spelled with escapes is found too', () => {
  expect(redactBody(String.raw`{"p\u0061ssword":"s3cret"}`)).toBe('{"password":"(not kept)"}')
})

test('what is no JSON and mentions a password is not kept at all', () => {
  expect(redactBody('{"password":"s3cret"')).not.toContain('s3cret')
})

test('a body without one is kept to the letter', () => {
  const body = '{ "displayName" : "a \\"quoted\\" name",\n "n": 1.0 }'
  expect(redactBody(body)).toBe(body)
})

test('a body of many escaped quotes costs no more than its length', () => {
  const body = JSON.stringify({ filter: Array.from({ length: 40_000 }, (_, index) => `title co "u${index}"`).join(' or '), password: 'x' })
  expect(redactBody(body)).toContain('"password":"(not kept)"')
})

test.each([['s3cret', '(not recorded)'], ['s3cret s3cret', '(not recorded)'], ['basic czNjcmV0', 'basic (not recorded)']])('an authorization of %j', (value, kept) => {
  expect(redactHeaders(['Authorization', value])).toEqual([['Authorization', kept]])
})

test('the scheme of an authorization stays, the token goes', () => {
  expect(redactHeaders(['AUTHORIZATION', 'Bearer abc', 'Cookie', 'a=b', 'Accept', '*/*'])).toEqual([
    ['AUTHORIZATION', 'Bearer (not recorded)'], ['Cookie', '(not recorded)'], ['Accept', '*/*'],
  ])
})
