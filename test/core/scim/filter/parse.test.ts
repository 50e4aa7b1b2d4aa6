import { expect, test } from 'vitest'
import { parseFilter, parsePatchPath } from '../../../../src-main/core/scim/filter/parse.ts'
import type { Filter } from '../../../../src-main/core/scim/filter/ast.ts'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { LAMBDATEST_USER } from '../../../../src-shared/scim/urns.ts'

const path = (name: string, sub: string | null = null, urn: string | null = null) => ({ urn, name, sub })
const compare = (name: string, operator: 'eq' | 'co', value: string | number | boolean | null): Filter =>
  ({ kind: 'compare', path: path(name), operator, value })
const a: Filter = { kind: 'present', path: path('a') }
const b: Filter = { kind: 'present', path: path('b') }
const c: Filter = { kind: 'present', path: path('c') }

test.each<[string, Filter]>([
  ['userName eq "bjensen"', compare('userName', 'eq', 'bjensen')],
  ['userName EQ "a\\"b\\u00e9"', compare('userName', 'eq', 'a"bé')],
  ['n eq -1.5e2', compare('n', 'eq', -150)],
  ['active eq True', compare('active', 'eq', true)],
  ['x eq null', compare('x', 'eq', null)],
  ['a pr or b pr and c pr', { kind: 'or', of: [a, { kind: 'and', of: [b, c] }] }],
  ['(a pr or b pr) AND c pr', { kind: 'and', of: [{ kind: 'or', of: [a, b] }, c] }],
  ['not (a pr) and b pr', { kind: 'and', of: [{ kind: 'not', of: a }, b] }],
  ['  a\tpr\n', a],
  ['emails[type eq "work" and value co "@x"]', {
    kind: 'valuePath', path: path('emails'), of: { kind: 'and', of: [compare('type', 'eq', 'work'), compare('value', 'co', '@x')] },
  }],
  ['emails[type eq "work"].value eq "x"', {
    kind: 'valuePath', path: path('emails'), of: { kind: 'and', of: [compare('type', 'eq', 'work'), compare('value', 'eq', 'x')] },
  }],
  [`${LAMBDATEST_USER}:OrganizationRole pr`, { kind: 'present', path: path('OrganizationRole', null, LAMBDATEST_USER) }],
])('parses %s', (text, filter) => expect(parseFilter(text)).toEqual(filter))

test.each<[string, RegExp]>([
  ['', /character 1: expected an attribute path.*end of the text/],
  ['userName', /character 9: expected an operator/],
  ['userName xx "a"', /character 10: expected an operator.*"xx"/],
  ['userName eq bob', /character 13: expected a string/],
  ['userName eq "bob', /character 13: .*no closing quote/],
  ['userName eq "\\x"', /character 13: .*not a JSON string/],
  ['a pr b pr', /character 6: expected "and", "or"/],
  ['(a pr', /character 6: expected "and", "or" or "\)"/],
  ['emails[a[b pr]]', /character 9: expected an operator, not a filter within a filter/],
  ['not a pr', /character 5: expected an operator/],
  [`${'('.repeat(65)}a pr${')'.repeat(65)}`, /character 65: expected at most 64 nested brackets/],
])('refuses %j', (text, detail) => {
  const error = thrown(() => parseFilter(text))
  expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' })
  expect(error.message).toMatch(detail)
})

test.each<[string, ReturnType<typeof parsePatchPath>]>([
  ['active', { path: path('active'), filter: null, sub: null }],
  ['name.givenName', { path: path('name', 'givenName'), filter: null, sub: null }],
  ['members.$ref', { path: path('members', '$ref'), filter: null, sub: null }],
  [LAMBDATEST_USER, { path: path('', null, LAMBDATEST_USER), filter: null, sub: null }],
  [`${LAMBDATEST_USER}:OrganizationRole`, { path: path('OrganizationRole', null, LAMBDATEST_USER), filter: null, sub: null }],
  ['urn:a:TestMu AI:2.0:User:OrganizationRole', { path: path('OrganizationRole', null, 'urn:a:TestMu AI:2.0:User'), filter: null, sub: null }],
  ['emails[type eq "work"]', { path: path('emails'), filter: compare('type', 'eq', 'work'), sub: null }],
  ['emails[type eq "work"].value', { path: path('emails'), filter: compare('type', 'eq', 'work'), sub: 'value' }],
])('parses the PATCH path %s', (text, parsed) => expect(parsePatchPath(text)).toEqual(parsed))

test('a URN of unusual form is split where the given schemas say', () => {
  const urns = ['urn:acme:people']
  expect(parsePatchPath('urn:acme:people', urns).path).toEqual(path('', null, 'urn:acme:people'))
  expect(parsePatchPath('URN:acme:People:shoe.size', urns).path).toEqual(path('shoe', 'size', 'URN:acme:People'))
})

test.each<[string, RegExp]>([
  ['', /character 1: expected an attribute path/],
  ['9lives', /character 1: expected an attribute path/],
  ['a.b.c', /character 1: /],
  ['emails[type eq work]', /character 16: expected a string/],
  ['emails[type eq "work"]value', /character 23: expected "\."/],
  ['emails[type eq "work"].value x', /character 30: expected the end of the path/],
])('refuses the PATCH path %j', (text, detail) => {
  const error = thrown(() => parsePatchPath(text))
  expect(error).toMatchObject({ status: 400, scimType: 'invalidPath' })
  expect(error.message).toMatch(detail)
})

test('a filter of 10,000 terms is one flat list', () => {
  const filter = parseFilter(Array.from({ length: 10_000 }, (_, i) => `userName eq "u${i}"`).join(' or '))
  expect(filter.kind === 'or' && filter.of.length).toBe(10_000)
})

function thrown(run: () => unknown): ScimError {
  try {
    run()
  } catch (error) {
    if (error instanceof ScimError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
