import { describe, expect, test } from 'vitest'
import { needsVirtual, projection } from '../../../../src-main/core/scim/schema/project.ts'
import type { JsonObject } from '../../../../src-shared/scim/types.ts'
import { CORE_USER, ENTERPRISE_USER, LAMBDATEST_USER } from '../../../../src-shared/scim/urns.ts'
import { customSchema, customUser, group, refusal } from './models.ts'

const badge = customSchema.id
const jane: JsonObject = {
  schemas: [CORE_USER, LAMBDATEST_USER], id: '1', userName: 'jane@a.test', name: { givenName: 'Jane', familyName: 'Roe' },
  emails: [{ value: 'w', type: 'work' }, { value: 'h' }], password: 'x', meta: { resourceType: 'User', version: 'v' },
  groups: [{ value: '7', display: 'T' }], [LAMBDATEST_USER]: { OrganizationRole: 'Admin', LambdatestGroup: 'G' },
  [badge]: { colour: 'Red', secret: 's', onRequest: 'r', always: 'a' },
}
const base = { schemas: jane['schemas'], id: '1', [badge]: { always: 'a' } }
const only = (...attributes: string[]) => projection(customUser, { attributes })(jane)
const without = (...excludedAttributes: string[]) => projection(customUser, { excludedAttributes })(jane)

test('by default everything but what is returned never or on request', () => {
  const { password: _password, ...rest } = jane
  expect(projection(customUser, {})(jane)).toEqual({ ...rest, [badge]: { colour: 'Red', always: 'a' } })
})

describe('attributes', () => {
  test.each<[string, string[], JsonObject]>([
    ['one', ['userName'], { userName: 'jane@a.test' }],
    ['in any case', ['USERNAME'], { userName: 'jane@a.test' }],
    ['with the core URN', [`${CORE_USER}:userName`], { userName: 'jane@a.test' }],
    ['a sub-attribute', ['name.givenName'], { name: { givenName: 'Jane' } }],
    ['two sub-attributes', ['name.givenName', 'name.familyName'], { name: jane['name']! }],
    ['a sub-attribute and its whole', ['name.givenName', 'name'], { name: jane['name']! }],
    ['a sub-attribute of a list', ['emails.value'], { emails: [{ value: 'w' }, { value: 'h' }] }],
    ['common ones', ['meta.version'], { meta: { version: 'v' } }],
    ['a whole extension', [LAMBDATEST_USER], { [LAMBDATEST_USER]: jane[LAMBDATEST_USER]! }],
    ['an extension attribute', [`${LAMBDATEST_USER}:OrganizationRole`], { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } }],
    ['on request', [`${badge}:onRequest`], { [badge]: { onRequest: 'r', always: 'a' } }],
    ['a whole extension without what is on request', [badge], { [badge]: { colour: 'Red', always: 'a' } }],
    ['never', ['password', `${badge}:secret`], {}],
    ['unknown', ['nope', 'urn:x:y', `${ENTERPRISE_USER}:nope`], {}],
  ])('%s', (_name, paths, wanted) => {
    expect(only(...paths)).toEqual({ ...base, ...wanted })
  })
})

describe('excludedAttributes', () => {
  const all = projection(customUser, {})(jane)
  const minus = (name: string) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))
  test.each<[string, string[], JsonObject]>([
    ['one', ['emails'], minus('emails')],
    ['what is always returned', ['id', 'schemas'], all],
    ['a sub-attribute', ['name.givenName'], { ...all, name: { familyName: 'Roe' } }],
    ['a sub-attribute of a list', ['emails.type'], { ...all, emails: [{ value: 'w' }, { value: 'h' }] }],
    ['a whole extension', [LAMBDATEST_USER], minus(LAMBDATEST_USER)],
    ['a whole extension with something always', [badge], { ...all, [badge]: { always: 'a' } }],
    ['an extension attribute', [`${LAMBDATEST_USER}:LambdatestGroup`], { ...all, [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } }],
    ['unknown', ['nope'], all],
  ])('%s', (_name, paths, wanted) => {
    expect(without(...paths)).toEqual(wanted)
  })
})

test('both at once are refused', () => {
  expect(refusal(() => projection(customUser, { attributes: ['a'], excludedAttributes: ['b'] })).scimType).toBe('invalidValue')
})

test('tells what need not be loaded', () => {
  const needs = (selection: Parameters<typeof projection>[1]) => needsVirtual(projection(group, selection), 'members')
  expect([{}, { excludedAttributes: ['members'] }, { attributes: ['displayName'] }, { attributes: ['MEMBERS.value'] }, { excludedAttributes: ['members.display'] }]
    .map(needs)).toEqual([true, false, false, true, true])
  expect([{}, { attributes: [''] }, { attributes: ['id'] }].map((selection) => projection(group, selection).isDefault)).toEqual([true, true, false])
})

test('the resource is not changed', () => {
  const before = structuredClone(jane)
  only('name.givenName')
  without('emails.type')
  expect(jane).toEqual(before)
})
