import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExternalNameError, parseExternalName, readValue, removeValue, setValue } from '../../../src-main/core/okta/external-name.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { CORE_USER, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'

const plain = (name: string) => ({ name, where: null })

test.each([
  ['userName', [plain('userName')]],
  ['name.givenName', [plain('name'), plain('givenName')]],
  ['Organization Role', [plain('Organization Role')]],
  ['emails.^[primary==true].value', [{ name: 'emails', where: { name: 'primary', value: true } }, plain('value')]],
  ["roles.^[type=='X'].value", [{ name: 'roles', where: { name: 'type', value: 'X' } }, plain('value')]],
  ['roles.^[ type == "a.b" ].value', [{ name: 'roles', where: { name: 'type', value: 'a.b' } }, plain('value')]],
  ["roles.^[type=='urn:x'].value", [{ name: 'roles', where: { name: 'type', value: 'urn:x' } }, plain('value')]],
  ['a.b.^[n==-1.5].c.d', [plain('a'), { name: 'b', where: { name: 'n', value: -1.5 } }, plain('c'), plain('d')]],
  [`${LAMBDATEST_USER}:OrganizationRole`, [plain(`${LAMBDATEST_USER}:OrganizationRole`)]],
])('parses %s', (text, steps) => expect(parseExternalName(text)).toEqual(steps))

test.each([
  ['', /is empty/],
  ['  ', /is empty/],
  ['.givenName', /a name is missing beside a dot/],
  ['name.', /a name is missing beside a dot/],
  ['name..givenName', /a name is missing beside a dot/],
  ['emails[primary eq true].value', /picked as in emails\.\^\[primary==true\]\.value/],
  ['emails.^[primary].value', /picked as in/],
  ['emails.^[primary==yes].value', /picked as in/],
  ['emails.^[primary==true]value', /picked as in/],
  ['emails.^[primary==true]', /leads to an element: say which of its attributes/],
  ["emails.^[type=='work'].type", /writes “type”, by which it picks/],
  ['__proto__', /cannot be a name/],
  ['name.__proto__', /cannot be a name/],
])('refuses %j', (text, words) => {
  expect(() => parseExternalName(text)).toThrow(ExternalNameError)
  expect(() => parseExternalName(text)).toThrow(words)
})

describe('writes into the body', () => {
  test.each<[string, JsonObject, string, string, string]>([
    ['core: top level', {}, 'locale', CORE_USER, '{"locale":"x"}'],
    ['a path', { name: { familyName: 'Roe' } }, 'name.givenName', CORE_USER, '{"name":{"familyName":"Roe","givenName":"x"}}'],
    ['an element that is not there', { emails: [] }, 'emails.^[primary==true].value', CORE_USER,
      '{"emails":[{"primary":true,"value":"x"}]}'],
    ['the first element that fits', { emails: [{ value: 'a' }, { value: 'b', primary: true }] }, 'emails.^[primary==true].value', CORE_USER,
      '{"emails":[{"value":"a"},{"value":"x","primary":true}]}'],
    ['another namespace', {}, 'OrganizationRole', LAMBDATEST_USER, `{"${LAMBDATEST_USER}":{"OrganizationRole":"x"}}`],
    ['a namespace that is no URN', { my: { a: 1 } }, 'b', 'my', '{"my":{"a":1,"b":"x"}}'],
    ['a value in the way', { name: 'Jane', emails: {} }, 'name.givenName', CORE_USER, '{"name":{"givenName":"x"},"emails":{}}'],
    ['no array in the way', { emails: {} }, 'emails.^[primary==true].value', CORE_USER,
      '{"emails":[{"primary":true,"value":"x"}]}'],
  ])('%s', (_, body, name, namespace, json) => {
    setValue(body, name, namespace, 'x')
    expect(JSON.stringify(body)).toBe(json)
    expect(readValue(body, name, namespace)).toBe('x')
  })
  test.each(['', '__proto__'])('not under the namespace %j', (namespace) => {
    expect(() => setValue({}, 'a', namespace, 'x')).toThrow(ExternalNameError)
  })
})

test.each<[string, JsonObject, string, string, string]>([
  ['of several', { name: { givenName: 'a', familyName: 'b' } }, 'name.givenName', CORE_USER, '{"name":{"familyName":"b"}}'],
  ['with the object it leaves empty', { name: { givenName: 'a' }, x: 1 }, 'name.givenName', CORE_USER, '{"x":1}'],
  ['with its element', { roles: [{ type: 'X', value: 'a' }, { type: 'Y' }] }, "roles.^[type=='X'].value", CORE_USER,
    '{"roles":[{"type":"Y"}]}'],
  ['with its array', { roles: [{ type: 'X', value: 'a' }] }, "roles.^[type=='X'].value", CORE_USER, '{}'],
  ['of an element with more', { emails: [{ primary: true, value: 'a', type: 'work' }] }, 'emails.^[primary==true].value', CORE_USER,
    '{"emails":[{"primary":true,"type":"work"}]}'],
  ['with its namespace', { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } }, 'OrganizationRole', LAMBDATEST_USER, '{}'],
  ['that is not there', { name: {} }, 'name.givenName', CORE_USER, '{"name":{}}'],
])('takes a value away %s', (_, body, name, namespace, json) => {
  removeValue(body, name, namespace)
  expect(JSON.stringify(body)).toBe(json)
})

test('what is inherited is not there', () => {
  expect(readValue({}, 'constructor', CORE_USER)).toBeUndefined()
  expect(readValue({}, 'constructor.name', CORE_USER)).toBeUndefined()
  const body = {}
  setValue(body, 'constructor.name', CORE_USER, 'x')
  expect(JSON.stringify(body)).toBe('{"constructor":{"name":"x"}}')
})

const word = fc.stringMatching(/^[A-Za-z_$][\w$ -]{0,8}$/).map((text) => text.trim()).filter((text) => text !== '__proto__')
const literal = fc.oneof(fc.boolean().map(String), fc.integer().map(String), word.map((text) => `'${text}'`))
const picked = fc.tuple(word, fc.stringMatching(/^[a-z]{1,5}$/), literal)
  .map(([name, sub, value]) => `${name}.^[${sub}==${value}].${sub}Value`)
const externalName = fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('.')), picked)
const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'))

test('what is set is read again, and is gone once taken away', () => {
  const namespaces = fc.constantFrom(CORE_USER, LAMBDATEST_USER, 'my', 'toString')
  const bodies = fc.dictionary(word, json, { noNullPrototype: true })
  fc.assert(fc.property(bodies, externalName, namespaces, json, (start, name, namespace, value) => {
    const body = structuredClone(start) as JsonObject
    setValue(body, name, namespace, value as JsonObject)
    expect(readValue(body, name, namespace)).toEqual(value)
    removeValue(body, name, namespace)
    expect(readValue(body, name, namespace)).toBeUndefined()
  }))
})

test('any text is parsed or refused in words', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a.^[\]='":1 ]{0,12}$/)), (text) => {
    try {
      expect(parseExternalName(text).length).toBeGreaterThan(0)
    } catch (error) {
      expect(error).toBeInstanceOf(ExternalNameError)
    }
  }))
})
