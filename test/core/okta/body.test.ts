import { describe, expect, test } from 'vitest'
import { baseAttributes } from '../../../src-main/core/okta/base-attributes.ts'
import { createBody, mergeBody, patchValues, profileProblems, type Mapped } from '../../../src-main/core/okta/body.ts'
import type { AppAttribute } from '../../../src-shared/api/okta/attributes.ts'
import type { JsonObject, JsonValue } from '../../../src-shared/scim/types.ts'
import { CORE_USER, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'

const values: Record<string, JsonValue> = {
  userName: 'ignored', givenName: 'Jane', familyName: 'Roe', email: 'jane@acme.test', emailType: 'work', displayName: 'Jane Roe', locale: 'en-US',
}
const base = (changed: Record<string, JsonValue> = {}): Mapped[] =>
  baseAttributes().map((attribute) => ({ attribute, value: { ...values, ...changed }[attribute.variableName] ?? null }))

function custom(externalName: string, value: JsonValue, given: Partial<AppAttribute> = {}): Mapped {
  const attribute: AppAttribute = {
    displayName: externalName, variableName: externalName.replace(/\W/g, '_'), externalName, externalNamespace: CORE_USER, dataType: 'string',
    enum: null, required: false, scope: 'Personal', mapping: null, applyOn: 'create and update', combine: false, ...given,
  }
  return { attribute, value }
}
const role = (value: JsonValue, given: Partial<AppAttribute> = {}) =>
  custom('OrganizationRole', value, { externalNamespace: LAMBDATEST_USER, ...given })

const given = { userName: 'jane@acme.test', externalId: '00u1', password: 'k2mPq7vX' }
const created = (profile: Mapped[]) => JSON.stringify(createBody(profile, given))
/** Head and tail of every created body. */
const body = (middle: string, urns = '') =>
  `{"schemas":["${CORE_USER}"${urns}],"userName":"jane@acme.test",${middle}"externalId":"00u1","groups":[],"password":"k2mPq7vX","active":true}`
const name = '"name":{"givenName":"Jane","familyName":"Roe"},'
const emails = '"emails":[{"primary":true,"value":"jane@acme.test","type":"work"}],'
const rest = '"displayName":"Jane Roe","locale":"en-US",'

describe('the body of POST /Users (okta-wire §3)', () => {
  test.each<[string, Mapped[], string]>([
    ['the base profile', base(), body(name + emails + rest)],
    ['whatever the order of the profile', base().toReversed(),
      body('"name":{"familyName":"Roe","givenName":"Jane"},"emails":[{"primary":true,"type":"work","value":"jane@acme.test"}],"displayName":"Jane Roe","locale":"en-US",')],
    ['other attributes before the extensions', [role('Admin'), custom('title', 'Lead'), ...base()],
      body(`${name}${emails}${rest}"title":"Lead","${LAMBDATEST_USER}":{"OrganizationRole":"Admin"},`, `,"${LAMBDATEST_USER}"`)],
    ['several extensions in the order of the profile', [custom('b', '1', { externalNamespace: 'urn:y' }), role('User'), custom('c', '2', { externalNamespace: 'urn:y' })],
      body(`"urn:y":{"b":"1","c":"2"},"${LAMBDATEST_USER}":{"OrganizationRole":"User"},`, `,"urn:y","${LAMBDATEST_USER}"`)],
    ['a part of the name after the two of the base', [custom('name.middleName', 'Q'), ...base()],
      body(`"name":{"middleName":"Q","givenName":"Jane","familyName":"Roe"},${emails}${rest}`)],
    ['no emptied values', base({ displayName: '', locale: null }), body(name + emails)],
    ['no extension without values', [...base(), role(null), custom('LambdatestGroup', '', { externalNamespace: LAMBDATEST_USER })], body(name + emails + rest)],
    ['an extension of which one value is not empty', [role(null), custom('LambdatestGroup', 'qa', { externalNamespace: LAMBDATEST_USER })],
      body(`"${LAMBDATEST_USER}":{"LambdatestGroup":"qa"},`, `,"${LAMBDATEST_USER}"`)],
    ['false and 0 are values', [custom('vip', false, { dataType: 'boolean' }), custom('level', 0, { dataType: 'integer' })], body('"vip":false,"level":0,')],
    ['create only is sent too', [role('Admin', { applyOn: 'create' })], body(`"${LAMBDATEST_USER}":{"OrganizationRole":"Admin"},`, `,"${LAMBDATEST_USER}"`)],
    ['no namespace: not sent', [custom('title', 'Lead', { externalNamespace: '' })], body('')],
    ['not under keys Okta fills', [custom('active', 'false'), custom('meta.version', '1'), custom('a', 'b', { externalNamespace: 'groups' })], body('')],
    ['nothing malformed', [custom('name.', 'x'), custom('a', 'b', { externalNamespace: '__proto__' })], body('')],
    ['nothing of the wrong type', [custom('level', 'high', { dataType: 'integer' })], body('')],
  ])('%s', (_, profile, json) => expect(created(profile)).toBe(json))
})

describe('a value in the type of its attribute', () => {
  const [A, B] = [['a', 'b'], [1, 2]]
  test.each<[AppAttribute['dataType'], JsonValue, JsonValue | RegExp]>([
    ['string', 7, '7'], ['string', true, 'true'], ['string', A, /not a string/], ['string', { a: 1 }, /not a string/],
    ['number', '1.5', 1.5], ['number', 1.5, 1.5], ['number', '1e3', /not a number/], ['number', true, /not a number/],
    ['integer', '12', 12], ['integer', 1.5, /not a whole number/], ['integer', '99999999999999999999', /not a whole number/],
    ['boolean', 'TRUE', true], ['boolean', false, false], ['boolean', 'yes', /not true or false/], ['boolean', 1, /not true or false/],
    ['string array', A, A], ['string array', B, ['1', '2']], ['string array', 'a', /not a list of strings/], ['string array', [null], /not a list/],
    ['number array', ['1', 2.5], [1, 2.5]], ['number array', A, /not a list of numbers/],
    ['integer array', B, B], ['integer array', [1.5], /not a list of whole numbers/],
  ])('%s from %j', (dataType, value, expected) => {
    const profile = [custom('x', value, { dataType })]
    const problems = profileProblems(profile)
    if (expected instanceof RegExp) {
      expect(problems).toEqual([expect.stringMatching(expected)])
      expect(createBody(profile, given)).not.toHaveProperty('x')
    } else {
      expect(problems).toEqual([])
      expect(createBody(profile, given).x).toEqual(expected)
    }
  })
})

test.each<[string, Mapped, string[]]>([
  ['nothing', custom('title', 'x'), []],
  ['an emptied value', custom('title', null), []],
  ['a required one', custom('title', '', { required: true }), ['title is required and has no value.']],
  ['no namespace', custom('title', 'x', { externalNamespace: '' }), ['title is not sent: it has no external namespace.']],
  ['a reserved key', custom('active', 'x'), ['active is not sent: Okta fills “active” itself.']],
  ['a malformed name', custom('name.', 'x'), ['name_ is not sent: “name.” is not an external name: a name is missing beside a dot.']],
  ['the application username', base()[0]!, []],
])('says of %s', (_, mapped, problems) => expect(profileProblems([mapped])).toEqual(problems))

describe('the body of PUT /Users/{id} (okta-wire §4)', () => {
  const fetched = (): JsonObject => ({
    id: '23', meta: { version: '1' }, schemas: [CORE_USER, LAMBDATEST_USER], active: false, userName: 'JANE@acme.test',
    name: { formatted: 'Jane Doe', familyName: 'Doe', givenName: 'Jane' }, groups: [{ value: '9' }],
    [LAMBDATEST_USER]: { OrganizationRole: 'Admin' }, title: 'Lead',
  })
  const head = (schemas = `["${CORE_USER}","${LAMBDATEST_USER}"]`, active = 'false') =>
    `{"id":"23","meta":{"version":"1"},"schemas":${schemas},"active":${active},"userName":"jane@acme.test",` +
    '"name":{"formatted":"Jane Doe","familyName":"Roe","givenName":"Jane"},"groups":[{"value":"9"}],'
  const extension = (value: string) => `"${LAMBDATEST_USER}":{"OrganizationRole":${value}},`
  const profile = (...more: Mapped[]) => [...base({ email: null, emailType: null, displayName: null, locale: null }), ...more]
  const names = (...more: Mapped[]) => [...base().slice(0, 3), ...more]

  test.each<[string, Mapped[], 'omit' | 'empty' | 'null', string]>([
    ['the app\'s order, its own values unchanged', profile(), 'omit', `${head()}${extension('"Admin"')}"title":"Lead"}`],
    ['a changed value where it was', profile(role('Guest')), 'omit', `${head()}${extension('"Guest"')}"title":"Lead"}`],
    ['new keys at the end', names(custom('locale', 'de-DE'), custom('x', '1', { externalNamespace: 'urn:x' })), 'omit',
      `${head(`["${CORE_USER}","${LAMBDATEST_USER}","urn:x"]`)}${extension('"Admin"')}"title":"Lead","locale":"de-DE","urn:x":{"x":"1"}}`],
    ['emptied: left out, with its extension', names(role(null), custom('title', '')), 'omit', `${head(`["${CORE_USER}"]`).slice(0, -1)}}`],
    ['emptied: ""', names(role(null), custom('title', null)), 'empty', `${head()}${extension('""')}"title":""}`],
    ['emptied: null', names(role(null), custom('title', null)), 'null', `${head()}${extension('null')}"title":null}`],
    ['emptied list and number', names(custom('tags', null, { dataType: 'string array' }), custom('level', null, { dataType: 'number' })), 'empty',
      `${head()}${extension('"Admin"')}"title":"Lead","tags":[],"level":null}`],
    ['an emptied value begins no extension', names(custom('x', null, { externalNamespace: 'urn:x' })), 'null', `${head()}${extension('"Admin"')}"title":"Lead"}`],
    ['create only goes too: an update is the full profile', names(role('Guest', { applyOn: 'create' })), 'omit', `${head()}${extension('"Guest"')}"title":"Lead"}`],
    ['a wrong type stays as it is', names(custom('title', ['a'])), 'omit', `${head()}${extension('"Admin"')}"title":"Lead"}`],
    ['one emptied beside one in use', names(custom('LambdatestGroup', 'qa', { externalNamespace: LAMBDATEST_USER }), role(null)), 'omit',
      `${head()}"${LAMBDATEST_USER}":{"LambdatestGroup":"qa"},"title":"Lead"}`],
  ])('%s', (_, mapped, emptied, json) => {
    const before = fetched()
    expect(JSON.stringify(mergeBody(before, mapped, { userName: 'jane@acme.test' }, emptied))).toBe(json)
    expect(before).toEqual(fetched())
  })

  test('an account found at assignment becomes active', () => {
    const merged = mergeBody(fetched(), names(), { userName: 'jane@acme.test', active: true }, 'omit')
    expect(JSON.stringify(merged)).toBe(`${head(undefined, 'true')}${extension('"Admin"')}"title":"Lead"}`)
  })
  test('the element that is primary, wherever it is', () => {
    const merged = mergeBody({ emails: [{ value: 'b@acme.test' }, { value: 'a@acme.test', primary: true, display: 'a' }] }, base(), given, 'omit')
    expect(merged.emails).toEqual([{ value: 'b@acme.test' }, { value: 'jane@acme.test', primary: true, display: 'a', type: 'work' }])
  })
  test('an app that sends no schemas gets them with the first extension', () => {
    expect(JSON.stringify(mergeBody({ id: '1' }, [role('User')], given, 'omit')))
      .toBe(`{"id":"1","userName":"jane@acme.test","${LAMBDATEST_USER}":{"OrganizationRole":"User"},"schemas":["${CORE_USER}","${LAMBDATEST_USER}"]}`)
  })
})

describe('what “Support PATCH for User” replaces', () => {
  const emptied = [...base({ locale: null, familyName: '' }), role(null), custom('tags', null, { dataType: 'string array' })]
  const patched = (familyName: string, end: string, middle = '') =>
    `{"userName":"jane@acme.test","name":{"givenName":"Jane"${familyName}},${emails}"displayName":"Jane Roe"${middle}${end}}`
  test.each(['omit', 'empty', 'null'] as const)('emptied values: %s', (choice) => {
    expect(JSON.stringify(patchValues(emptied, 'jane@acme.test', choice))).toBe({
      omit: patched('', ''),
      empty: patched(',"familyName":""', `,"locale":"","tags":[],"${LAMBDATEST_USER}":{"OrganizationRole":""}`),
      null: patched(',"familyName":null', `,"locale":null,"tags":null,"${LAMBDATEST_USER}":{"OrganizationRole":null}`),
    }[choice])
  })
})
