import { expect, test } from 'vitest'
import { redactAnswer, redactBody, redactHeaders, redactPath } from '../../../src-main/core/traffic/redact.ts'
import { CORE_USER } from '../../../src-shared/scim/urns.ts'

test.each([
  ['an attribute', { userName: 'jane', password: 's3cret' }],
  ['an attribute in another case', { PassWord: 's3cret' }],
  ['under its full URN', { [`${CORE_USER}:password`]: 's3cret' }],
  ['a password that is no text', { password: { value: 's3cret' } }],
  ['a PATCH operation', { Operations: [{ op: 'replace', path: 'password', value: 's3cret' }] }],
  ['a PATCH value', { Operations: [{ op: 'replace', value: { password: 's3cret' } }] }],
  ['a PATCH operation in capitals', { operations: [{ Op: 'replace', Path: 'Password', Value: 's3cret' }] }],
  ['a PATCH operation with spaces', { Operations: [{ op: 'replace', path: ' password ', value: 's3cret' }] }],
  ['an attribute with spaces', { ' password ': 's3cret' }],
  ['what a search compares it with', { filter: String.raw`active eq true and (PASSWORD  eq "s3cret \" s3cret")` }],
  ['what an open quote is followed by', { filter: 'password eq "s3cret' }],
  ['what it is compared with unquoted', { filter: 'not (password eq s3cret)' }],
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

const token = 'scimbox_0123456789-abcdefghijklmnopqrs_Z'

test.each([
  ['/Users?filter=password%20eq%20%22s3cret%22&count=1', '/Users?filter=password%20eq%20%22(not%20kept)%22&count=1'],
  ['/Users?filter=password+eq+%22s3cret%22', '/Users?filter=password%20eq%20%22(not%20kept)%22'],
  ['/Users?filter=userName%20eq%20"a+b"&count=1', '/Users?filter=userName%20eq%20"a+b"&count=1'],
  [`/Users?q=${token}`, '/Users?q=(not%20kept)'],
  [`/Users/x${token}?${token}`, '/Users/x(not%20kept)?(not%20kept)'],
  [`/Users?q=%73${token.slice(1)}`, '/Users?q=(not%20kept)'],
  ['/Users?access_token=s3cret&TOKEN=s3cret=&api%5Fkey=s3cret', '/Users?access_token=(not%20kept)&TOKEN=(not%20kept)&api%5Fkey=(not%20kept)'],
  ['/Users?sortBy=userName&author=me&%ZZ=%', '/Users?sortBy=userName&author=me&%ZZ=%'],
])('of the path %s is kept %s', (path, kept) => {
  expect(redactPath(path)).toBe(kept)
})

test('a token of a sandbox is found anywhere', () => {
  expect(redactBody(`{"a": ["${token}"] }`)).toBe('{"a": ["(not kept)"] }')
  expect(redactBody(String.raw`{"a":"s${token.slice(1)}"}`)).toBe('{"a":"(not kept)"}')
  expect(redactHeaders(['Referer', `http://a.test/?q=${token}`])).toEqual([['Referer', 'http://a.test/?q=(not kept)']])
})

test('an answer that is a page is kept without its tokens', () => {
  expect(redactAnswer(`<p>Your password, ${token}</p>`)).toBe('<p>Your password, (not kept)</p>')
  expect(redactAnswer(JSON.stringify({ detail: 'password eq "s3cret" is no filter' }))).toBe(JSON.stringify({ detail: 'password eq "(not kept)" is no filter' }))
})

test.each([
  ['Authorization', token], ['Authorization', 's3cret more'], ['x-api-key', 's3cret'], ['X-Auth-Token', 's3cret'], ['Set-Cookie', 'a=s3cret'],
  ['Proxy-Authorization', 'Basic s3cret'],
])('nothing of %s: %s is kept', (name, value) => {
  expect(redactHeaders([name, value])).toEqual([[name, '(not recorded)']])
})

test('the scheme of an authorization stays, the token goes', () => {
  expect(redactHeaders(['AUTHORIZATION', 'Bearer abc', 'Cookie', 'a=b', 'Accept', '*/*'])).toEqual([
    ['AUTHORIZATION', 'Bearer (not recorded)'], ['Cookie', '(not recorded)'], ['Accept', '*/*'],
  ])
})
