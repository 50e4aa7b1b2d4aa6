import { describe, expect, test } from 'vitest'
import { applyPatch } from '../../../../src-main/core/scim/patch/apply.ts'
import type { ResourceModel } from '../../../../src-main/core/scim/schema/model.ts'
import type { Switches } from '../../../../src-shared/domain/switches.ts'
import type { JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import {
  CORE_GROUP, CORE_USER, ENTERPRISE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER, PATCH_OP,
} from '../../../../src-shared/scim/urns.ts'
import {
  customSchema, customUser, group, lenient, refusal, rfcGroup, rfcLenient, rfcUser, strict, user,
} from '../schema/models.ts'

const work = { value: 'w@a.test', type: 'work', primary: true }
const home = { value: 'h@a.test', type: 'home' }
const jane: JsonObject = {
  schemas: [CORE_USER, LAMBDATEST_USER], userName: 'jane@a.test', name: { givenName: 'Jane', familyName: 'Roe' }, active: true,
  emails: [work, home], [LAMBDATEST_USER]: { OrganizationRole: 'User' },
}
const team: JsonObject = { schemas: [CORE_GROUP], displayName: 'Team' }
const role = `${LAMBDATEST_USER}:OrganizationRole`
const badge = customSchema.id

type Op = { op: string; path?: JsonValue; value?: JsonValue }
const request = (...operations: Op[]): JsonObject => ({ schemas: [PATCH_OP], Operations: operations as JsonValue })
const patch = (ops: Op[], model: ResourceModel = user, stored = jane, switches: Switches = lenient) =>
  applyPatch(model, stored, request(...ops), switches)
const patched = (...ops: Op[]) => patch(ops, customUser).value
const codes = (...ops: Op[]) => patch(ops, customUser).findings.map((finding) => finding.code)
const wrong = (ops: Op[], model = customUser, stored = jane, switches = lenient) =>
  refusal(() => patch(ops, model, stored, switches))

/** What a row changes of `jane`: undefined takes an attribute away. */
function expectJane(value: JsonObject, changed: Record<string, JsonValue | undefined>) {
  const wanted = Object.fromEntries(Object.entries({ ...jane, ...changed }).filter(([, each]) => each !== undefined))
  expect({ ...value, schemas: 0 }).toEqual({ ...wanted, schemas: 0 })
}

const forms: [string, Op, Record<string, JsonValue | undefined>][] = [
  ['add · no path', { op: 'add', value: { title: 'Boss', emails: [home] } }, { title: 'Boss' }],
  ['add · attribute', { op: 'add', path: 'title', value: 'Boss' }, { title: 'Boss' }],
  ['add · attribute that has a value', { op: 'add', path: 'active', value: false }, { active: false }],
  ['add · sub-attribute', { op: 'add', path: 'name.middleName', value: 'M' }, { name: { givenName: 'Jane', familyName: 'Roe', middleName: 'M' } }],
  ['add · complex keeps the rest', { op: 'add', path: 'name', value: { givenName: 'J' } }, { name: { givenName: 'J', familyName: 'Roe' } }],
  ['add · multi-valued appends', { op: 'add', path: 'emails', value: [{ value: 'x' }] }, { emails: [work, home, { value: 'x' }] }],
  ['add · multi-valued, there already', { op: 'add', path: 'emails', value: [home] }, {}],
  ['add · a new primary unsets the old', { op: 'add', path: 'emails', value: [{ ...home, primary: true }] },
    { emails: [{ ...work, primary: false }, { ...home, primary: true }] }],
  ['add · filter completes', { op: 'add', path: 'emails[type eq "home"]', value: { display: 'H' } }, { emails: [work, { ...home, display: 'H' }] }],
  ['add · filter and sub', { op: 'add', path: 'emails[type eq "home"].display', value: 'H' }, { emails: [work, { ...home, display: 'H' }] }],
  ['add · filter and sub, none matches', { op: 'add', path: 'emails[type eq "other"].value', value: 'o' },
    { emails: [work, home, { type: 'other', value: 'o' }] }],
  ['add · and-filter, none matches', { op: 'add', path: 'emails[type eq "other" and primary eq true].value', value: 'o' },
    { emails: [{ ...work, primary: false }, home, { type: 'other', primary: true, value: 'o' }] }],
  ['add · filter on an empty list', { op: 'add', path: 'phoneNumbers[type eq "work"].value', value: '1' }, { phoneNumbers: [{ type: 'work', value: '1' }] }],
  ['add · URN:attribute', { op: 'add', path: `${LAMBDATEST_USER}:LambdatestGroup`, value: 'G' },
    { [LAMBDATEST_USER]: { OrganizationRole: 'User', LambdatestGroup: 'G' } }],
  ['add · URN alone', { op: 'add', path: LAMBDATEST_USER, value: { LambdatestGroup: 'G' } },
    { [LAMBDATEST_USER]: { OrganizationRole: 'User', LambdatestGroup: 'G' } }],
  ['replace · no path', { op: 'replace', value: { active: false } }, { active: false }],
  ['replace · attribute', { op: 'replace', path: 'active', value: false }, { active: false }],
  ['replace · absent attribute is an add', { op: 'replace', path: 'title', value: 'Boss' }, { title: 'Boss' }],
  ['replace · null clears', { op: 'replace', path: 'emails', value: null }, { emails: undefined }],
  ['replace · sub-attribute', { op: 'replace', path: 'name.familyName', value: 'Doe' }, { name: { givenName: 'Jane', familyName: 'Doe' } }],
  ['replace · sub-attribute emptied', { op: 'replace', path: 'name.familyName', value: '' }, { name: { givenName: 'Jane' } }],
  ['replace · complex keeps the rest', { op: 'replace', path: 'name', value: { familyName: 'Doe' } }, { name: { givenName: 'Jane', familyName: 'Doe' } }],
  ['replace · multi-valued', { op: 'replace', path: 'emails', value: [home] }, { emails: [home] }],
  ['replace · sub of every element', { op: 'replace', path: 'emails.display', value: 'D' }, { emails: [{ ...work, display: 'D' }, { ...home, display: 'D' }] }],
  ['replace · filter takes the whole element', { op: 'replace', path: 'emails[type eq "home"]', value: { value: 'n' } }, { emails: [work, { value: 'n' }] }],
  ['replace · filter and sub', { op: 'replace', path: 'emails[type eq "home"].value', value: 'n' }, { emails: [work, { ...home, value: 'n' }] }],
  ['replace · filter, primary moves', { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
    { emails: [{ ...work, primary: false }, { ...home, primary: true }] }],
  ['replace · URN:attribute', { op: 'replace', path: role, value: 'Admin' }, { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } }],
  ['replace · URN and name in any case', { op: 'replace', path: role.toUpperCase(), value: 'Admin' }, { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } }],
  ['replace · URN alone', { op: 'replace', path: LAMBDATEST_USER, value: { OrganizationRole: 'Guest' } }, { [LAMBDATEST_USER]: { OrganizationRole: 'Guest' } }],
  ['replace · core URN:attribute', { op: 'replace', path: `${CORE_USER}:name.givenName`, value: 'J' }, { name: { givenName: 'J', familyName: 'Roe' } }],
  ['replace · core URN alone', { op: 'replace', path: CORE_USER, value: { active: false } }, { active: false }],
  ['replace · {} names no sub-attribute', { op: 'replace', path: 'name', value: {} }, {}],
  ['replace · URN alone by null', { op: 'replace', path: LAMBDATEST_USER, value: null }, { [LAMBDATEST_USER]: undefined }],
  ['replace · path-less null clears', { op: 'replace', value: { emails: null, name: { givenName: null } } },
    { emails: undefined, name: { familyName: 'Roe' } }],
  ['add · nothing adds nothing', { op: 'add', value: { title: '', emails: null, name: { givenName: null }, active: null } }, {}],
  ['add · nothing to an element', { op: 'add', path: 'emails[type eq "home"].value', value: null }, {}],
  ['remove · attribute', { op: 'remove', path: 'emails' }, { emails: undefined }],
  ['remove · sub-attribute', { op: 'remove', path: 'name.familyName' }, { name: { givenName: 'Jane' } }],
  ['remove · filter', { op: 'remove', path: 'emails[type eq "work"]' }, { emails: [home] }],
  ['remove · filter on everything', { op: 'remove', path: 'emails[value pr]' }, { emails: undefined }],
  ['remove · filter and sub', { op: 'remove', path: 'emails[type eq "work"].primary' }, { emails: [{ value: 'w@a.test', type: 'work' }, home] }],
  ['remove · sub of every element', { op: 'remove', path: 'emails.type' }, { emails: [{ value: 'w@a.test', primary: true }, { value: 'h@a.test' }] }],
  ['remove · list of values', { op: 'remove', path: 'emails', value: [{ value: 'W@A.TEST' }] }, { emails: [home] }],
  ['remove · nothing there', { op: 'remove', path: 'title' }, {}],
  ['remove · filter matches nothing', { op: 'remove', path: 'emails[type eq "other"]' }, {}],
  ['remove · URN:attribute', { op: 'remove', path: role }, { [LAMBDATEST_USER]: undefined }],
  ['remove · URN alone', { op: 'remove', path: LAMBDATEST_USER }, { [LAMBDATEST_USER]: undefined }],
  ['op in any case', { op: 'RePlAcE', path: 'active', value: false }, { active: false }],
  ['Okta: path-less with a nested extension', { op: 'replace', value: { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } } },
    { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } }],
  ['path-less with URN:attribute keys', { op: 'replace', value: { [role]: 'Admin', active: false } },
    { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' }, active: false }],
  ['path-less with dotted keys', { op: 'replace', value: { 'name.givenName': 'J', 'name.familyName': 'D' } }, { name: { givenName: 'J', familyName: 'D' } }],
  ['path-less with a path as key', { op: 'add', value: { 'emails[type eq "home"].value': 'n' } }, { emails: [work, { ...home, value: 'n' }] }],
  ['path-less echo of read-only values', { op: 'replace', value: { id: '9', meta: {}, groups: [{ value: '1' }], active: false } }, { active: false }],
  ['boolean as string', { op: 'replace', path: 'active', value: 'False' }, { active: false }],
  ['a single object for a list', { op: 'add', path: 'emails', value: { value: 'x' } }, { emails: [work, home, { value: 'x' }] }],
  ['a list of one for an element', { op: 'replace', path: 'emails[type eq "home"]', value: [{ value: 'n' }] }, { emails: [work, { value: 'n' }] }],
  ['schemas is computed', { op: 'add', path: 'schemas', value: [ENTERPRISE_USER] }, {}],
  ['password is dropped', { op: 'replace', path: 'password', value: 'hunter2' }, {}],
  ['immutable and not updatable paths are left to settle', { op: 'replace', path: 'userName', value: 'new@a.test' }, { userName: 'new@a.test' }],
]

describe('forms, on a user of the TestMu model', () => {
  test.each(forms)('%s', (_form, op, changed) => {
    const { value, members } = patch([op])
    expectJane(value, changed)
    expect(members).toEqual([])
  })
})

describe('forms, on a user of the RFC model', () => {
  test.each(forms.filter(([, op]) => !JSON.stringify(op).includes('LambdaTest') && !JSON.stringify(op).includes('LAMBDATEST')))(
    '%s', (_form, op, changed) => {
      const { [LAMBDATEST_USER]: _extension, ...stored } = jane
      expectJane(patch([op], rfcUser, stored, rfcLenient).value, { [LAMBDATEST_USER]: undefined, ...changed })
    },
  )
  test('enterprise manager by URN, sub and bare id', () => {
    const manager = (op: Op) => patch([op], rfcUser, jane, rfcLenient).value[ENTERPRISE_USER]
    expect(manager({ op: 'add', path: `${ENTERPRISE_USER}:manager.value`, value: '7' })).toEqual({ manager: { value: '7' } })
    expect(manager({ op: 'add', path: `${ENTERPRISE_USER}:manager`, value: '7' })).toEqual({ manager: { value: '7' } })
  })
})

describe('refusals', () => {
  test.each<[string, Op, string]>([
    ['replace, filter matches nothing', { op: 'replace', path: 'emails[type eq "other"]', value: { value: 'x' } }, 'noTarget'],
    ['replace, filter and sub match nothing', { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' }, 'noTarget'],
    ['add, a filter no element can be made from', { op: 'add', path: 'emails[type sw "o"].value', value: 'x' }, 'noTarget'],
    ['remove without path', { op: 'remove' }, 'noTarget'],
    ['remove a required attribute', { op: 'remove', path: 'userName' }, 'mutability'],
    ['empty a required attribute', { op: 'replace', path: 'userName', value: '' }, 'mutability'],
    ['remove schemas', { op: 'remove', path: 'schemas' }, 'mutability'],
    ['remove the core', { op: 'remove', path: CORE_USER }, 'mutability'],
    ['read-only id', { op: 'replace', path: 'id', value: '1' }, 'mutability'],
    ['read-only meta.created', { op: 'remove', path: 'meta.created' }, 'mutability'],
    ['read-only groups', { op: 'add', path: 'groups', value: [{ value: '1' }] }, 'mutability'],
    ['read-only sub-attribute', { op: 'add', path: `${badge}:door.opened`, value: 'x' }, 'mutability'],
    ['read-only extension attribute', { op: 'add', path: `${badge}:printed`, value: true }, 'mutability'],
    ['unknown path', { op: 'replace', path: 'shoeSize', value: 1 }, 'invalidPath'],
    ['unknown sub-attribute', { op: 'replace', path: 'name.nick', value: 'x' }, 'invalidPath'],
    ['unknown URN', { op: 'replace', path: 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User:OrganizationRole', value: 'Admin' }, 'invalidPath'],
    ['unknown URN alone', { op: 'add', path: 'urn:x:y:2.0:User', value: {} }, 'invalidPath'],
    ['path that does not parse', { op: 'replace', path: 'emails[', value: 'x' }, 'invalidPath'],
    ['path that is no string', { op: 'replace', path: 5, value: 'x' }, 'invalidPath'],
    ['filter on a single value', { op: 'replace', path: 'title[value eq "x"]', value: 'x' }, 'invalidPath'],
    ['filter on an unknown sub-attribute', { op: 'remove', path: 'emails[nick eq "x"]' }, 'invalidFilter'],
    ['order of booleans', { op: 'remove', path: 'emails[primary gt true]' }, 'invalidFilter'],
    ['add without value', { op: 'add', path: 'title' }, 'invalidValue'],
    ['replace without value', { op: 'replace', path: 'title' }, 'invalidValue'],
    ['path-less value that is no object', { op: 'replace', value: 'x' }, 'invalidValue'],
    ['wrong type', { op: 'replace', path: 'active', value: 'yes' }, 'invalidValue'],
    ['wrong type of a password', { op: 'replace', path: 'password', value: 1 }, 'invalidValue'],
    ['role in the wrong case', { op: 'replace', path: role, value: 'admin' }, 'invalidValue'],
    ['two primaries in one value', { op: 'add', path: 'emails', value: [{ value: 'x', primary: true }, { value: 'y', primary: true }] }, 'invalidValue'],
    ['primary on every element', { op: 'replace', path: 'emails.primary', value: true }, 'invalidValue'],
    ['unknown op', { op: 'move', path: 'title', value: 'x' }, 'invalidSyntax'],
  ])('%s', (_name, op, scimType) => {
    expect(wrong([op]).scimType).toBe(scimType)
  })

  test('messages help', () => {
    expect(wrong([{ op: 'replace', path: role, value: 'admin' }]).detail).toContain('Did you mean "Admin"?')
    expect(wrong([{ op: 'replace', path: 'OrganizationRole', value: 'Admin' }]).detail).toContain(`Did you mean ${role}?`)
    expect(wrong([{ op: 'replace', path: 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User:OrganizationRole', value: 'Admin' }]).detail)
      .toContain(`Did you mean ${role}?`)
  })

  test.each<[string, Op]>([
    ['boolean as string', { op: 'replace', path: 'active', value: 'True' }],
    ['a single object for a list', { op: 'add', path: 'emails', value: { value: 'x' } }],
    ['a bare string for an element', { op: 'add', path: 'emails', value: ['x'] }],
  ])('strict: %s', (_name, op) => {
    expect(wrong([op], user, jane, strict).scimType).toBe('invalidValue')
  })

  test('all operations or none, and the inputs stay as they were', () => {
    const stored = structuredClone(jane)
    expect(wrong([{ op: 'replace', path: 'active', value: false }, { op: 'replace', path: 'nope', value: 1 }], user, stored).scimType).toBe('invalidPath')
    expect(stored).toEqual(jane)
  })

  test('what one operation removes a later one may give again', () => {
    expect(patched({ op: 'remove', path: 'userName' }, { op: 'add', path: 'userName', value: 'n@a.test' })['userName']).toBe('n@a.test')
  })
})

describe('the envelope', () => {
  const op = { op: 'replace', path: 'active', value: false }
  test.each<[string, JsonValue]>([
    ['no object', []], ['no Operations', { schemas: [PATCH_OP] }], ['empty Operations', { schemas: [PATCH_OP], Operations: [] }],
    ['Operations that are no list', { schemas: [PATCH_OP], Operations: op }], ['an operation that is no object', { schemas: [PATCH_OP], Operations: [1] }],
    ['another schema', { schemas: [CORE_USER], Operations: [op] }], ['an op that is no text', { schemas: [PATCH_OP], Operations: [{ op: 1 }] }],
  ])('%s is invalidSyntax', (_name, body) => {
    expect(refusal(() => applyPatch(user, jane, body, lenient)).scimType).toBe('invalidSyntax')
  })

  test('missing schemas and lower-case operations are tolerated unless strict', () => {
    expect(applyPatch(user, jane, { Operations: [op] }, lenient).value['active']).toBe(false)
    const lower = applyPatch(user, jane, { schemas: [PATCH_OP], operations: [op] }, lenient)
    expect([lower.value['active'], lower.findings[0]!.code]).toEqual([false, 'operations-case'])
    expect(refusal(() => applyPatch(user, jane, { Operations: [op] }, strict)).scimType).toBe('invalidSyntax')
    expect(refusal(() => applyPatch(user, jane, { schemas: [PATCH_OP], operations: [op] }, strict)).scimType).toBe('invalidSyntax')
  })
})

describe('findings', () => {
  test.each<[string, Op, string[]]>([
    ['documented forms leave none', { op: 'replace', path: role, value: 'Admin' }, []],
    ['Okta’s forms leave none', { op: 'replace', value: { active: false, [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } } }, []],
    ['unknown key in a value', { op: 'replace', value: { shoeSize: 1, active: true } }, ['unknown-attribute']],
    ['unknown URN in a value', { op: 'replace', value: { 'urn:x:2.0:User': { a: 1 } } }, ['unknown-schema']],
    ['unknown key under a URN', { op: 'add', path: LAMBDATEST_USER, value: { Nope: 1 } }, ['unknown-attribute']],
    ['attribute outside its schema', { op: 'replace', value: { OrganizationRole: 'Admin' } }, ['misplaced-attribute']],
    ['element created', { op: 'add', path: 'emails[type eq "other"].value', value: 'x' }, ['element-created']],
    ['nothing removed', { op: 'remove', path: 'emails[type eq "other"]' }, ['nothing-removed']],
    ['dotted key', { op: 'replace', value: { 'name.givenName': 'J' } }, ['dotted-key']],
    ['password', { op: 'add', value: { password: 'hunter2' } }, ['password-not-kept']],
    ['an unknown filter key is only ignored', { op: 'add', value: { 'nope[a eq "b"].c': 1 } }, ['unknown-attribute']],
  ])('%s', (_name, op, wanted) => {
    expect(codes(op)).toEqual(wanted)
  })
})

describe('members', () => {
  const members = (...ops: Op[]) => patch(ops, group, team).members
  test.each<[string, Op, JsonValue]>([
    ['vendor: add', { op: 'Add', path: 'members', value: [{ value: '1' }, { value: '2' }, { value: '1' }] }, [{ op: 'add', ids: ['1', '2'] }]],
    ['vendor: remove with a value array', { op: 'Remove', path: 'members', value: [{ value: '1' }] }, [{ op: 'remove', ids: ['1'] }]],
    ['Okta: remove by filter', { op: 'remove', path: 'members[value eq "1"]' }, [{ op: 'remove', ids: ['1'] }]],
    ['remove by several ids', { op: 'remove', path: 'members[value eq "1" or value eq "2"]' }, [{ op: 'remove', ids: ['1', '2'] }]],
    ['Okta: replace with the full list', { op: 'replace', path: 'members', value: [{ value: '1' }] }, [{ op: 'replace', ids: ['1'] }]],
    ['Okta: replace with []', { op: 'replace', path: 'members', value: [] }, [{ op: 'replace', ids: [] }]],
    ['Okta: path-less with members', { op: 'replace', value: { id: '7', displayName: 'N', members: [{ value: '1' }] } }, [{ op: 'replace', ids: ['1'] }]],
    ['Okta: path-less without members', { op: 'replace', value: { id: '7', displayName: 'N' } }, []],
    ['path-less add', { op: 'add', value: { members: [{ value: '1' }] } }, [{ op: 'add', ids: ['1'] }]],
    ['core URN', { op: 'add', path: `${CORE_GROUP}:members`, value: [{ value: '1' }] }, [{ op: 'add', ids: ['1'] }]],
    ['bare strings', { op: 'add', path: 'members', value: ['1'] }, [{ op: 'add', ids: ['1'] }]],
    ['single object', { op: 'add', path: 'members', value: { value: '1' } }, [{ op: 'add', ids: ['1'] }]],
    ['add nobody', { op: 'add', path: 'members', value: [] }, []],
    ['remove all', { op: 'remove', path: 'members' }, [{ op: 'replace', ids: [] }]],
    ['remove an empty list removes nobody', { op: 'remove', path: 'members', value: [] }, []],
  ])('%s', (_name, op, wanted) => {
    expect(members(op)).toEqual(wanted)
    expect(patch([op], rfcGroup, team, rfcLenient).members).toEqual(wanted)
  })

  test('any other filter is handed on', () => {
    expect(members({ op: 'remove', path: 'members[type eq "User"]' })).toMatchObject([{ op: 'remove-where', filter: { kind: 'compare' } }])
  })

  test('several operations keep their order', () => {
    const ops = [{ op: 'remove', path: 'members[value eq "1"]' }, { op: 'add', path: 'members', value: [{ value: '2' }] }]
    expect(members(...ops)).toEqual([{ op: 'remove', ids: ['1'] }, { op: 'add', ids: ['2'] }])
  })

  test.each<[string, Op, string]>([
    ['no value', { op: 'add', path: 'members', value: [{ display: 'x' }] }, 'invalidValue'],
    ['a number', { op: 'add', path: 'members', value: [{ value: 5 }] }, 'invalidValue'],
    ['sub-attribute', { op: 'replace', path: 'members.display', value: 'x' }, 'mutability'],
    ['element by filter', { op: 'replace', path: 'members[value eq "1"]', value: { value: '2' } }, 'mutability'],
    ['sub-attribute by filter', { op: 'remove', path: 'members[value eq "1"].value' }, 'mutability'],
    ['remove displayName', { op: 'remove', path: 'displayName' }, 'mutability'],
  ])('refused: %s', (_name, op, scimType) => {
    expect(refusal(() => members(op)).scimType).toBe(scimType)
  })

  test('displayName and roles', () => {
    const ops = [{ op: 'replace', path: 'displayName', value: 'N' }, { op: 'replace', path: `${LAMBDATEST_GROUP}:LambdatestRoles`, value: ['Admin'] }]
    const { value } = patch(ops, group, team)
    expect(value).toEqual({ schemas: [CORE_GROUP, LAMBDATEST_GROUP], displayName: 'N', [LAMBDATEST_GROUP]: { LambdatestRoles: ['Admin'] } })
    const removed = patch([{ op: 'remove', path: `${LAMBDATEST_GROUP}:LambdatestRoles[value eq "Admin"]` }], group, value)
    expect(removed.value).toEqual({ schemas: [CORE_GROUP], displayName: 'N' })
  })
})
