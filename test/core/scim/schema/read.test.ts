import { describe, expect, test } from 'vitest'
import { readResource } from '../../../../src-main/core/scim/schema/read.ts'
import type { JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import {
  CORE_GROUP, CORE_USER, ENTERPRISE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER,
} from '../../../../src-shared/scim/urns.ts'
import {
  customSchema, customUser, group, lenient, model, refusal, rfcLenient, rfcStrict, rfcUser, strict, user,
} from './models.ts'

const jane = { schemas: [CORE_USER], userName: 'jane@acme.test' }
const badge = customSchema.id
const read = (body: JsonObject, switches = lenient) => readResource(customUser, body, switches, 'create')
const wrong = (body: JsonValue, switches = lenient) => refusal(() => readResource(customUser, body, switches, 'create'))
const codes = (body: JsonObject) => read(body).findings.map((finding) => finding.code)

describe('names', () => {
  test('attribute, sub-attribute and extension names ignore case and become canonical', () => {
    const body: JsonObject = {
      SCHEMAS: [CORE_USER], USERNAME: 'jane@acme.test', Name: { GIVENNAME: 'Jane' },
      [LAMBDATEST_USER.toLowerCase()]: { organizationrole: 'Guest' },
    }
    expect(read(body).value).toEqual({
      schemas: [CORE_USER, LAMBDATEST_USER], userName: 'jane@acme.test', name: { givenName: 'Jane' },
      [LAMBDATEST_USER]: { OrganizationRole: 'Guest' },
    })
  })

  test.each<[string, JsonObject]>([
    ['nested', { [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } }],
    ['flattened', { [`${LAMBDATEST_USER}:OrganizationRole`]: 'Admin' }],
  ])('an extension is honoured unlisted, %s', (_form, given) => {
    const { value, findings } = read({ ...jane, ...given })
    expect(value).toEqual({ ...jane, schemas: [CORE_USER, LAMBDATEST_USER], [LAMBDATEST_USER]: { OrganizationRole: 'Admin' } })
    expect(findings).toEqual([])
  })

  test('schemas lists extensions that have a value, in declared order', () => {
    const body = { ...jane, [ENTERPRISE_USER]: { department: 'A' }, [LAMBDATEST_USER]: { LambdatestGroup: 'g' }, [badge]: {} }
    expect(read(body).value['schemas']).toEqual([CORE_USER, LAMBDATEST_USER, ENTERPRISE_USER])
  })

  test('attributes named like members of every object are only attributes', () => {
    expect(read(JSON.parse('{"userName":"a@b.c","__proto__":{"x":1},"constructor":"y"}')).value)
      .toEqual({ schemas: [CORE_USER], userName: 'a@b.c' })
  })
})

describe('what is kept out', () => {
  test.each<[string, JsonObject, string, RegExp]>([
    ['unknown attribute', { shoeSize: 42 }, 'unknown-attribute', /^shoeSize is not an attribute/],
    ['a misspelled one', { usrName: 'x' }, 'unknown-attribute', /Did you mean userName\?/],
    ['unknown sub-attribute', { name: { nick: 'x' } }, 'unknown-attribute', /^name\.nick /],
    ['brand macro URN', { 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User': { OrganizationRole: 'Admin' } },
      'unknown-schema', /Did you mean urn:ietf:params:scim:schemas:extension:LambdaTest:2\.0:User\?/],
    ['extension attribute at top level', { OrganizationRole: 'Admin' }, 'misplaced-attribute', /belongs in the object "urn:.*LambdaTest/],
    ['unknown attribute of a known extension', { [LAMBDATEST_USER]: { Role: 'x' } }, 'unknown-attribute', /LambdaTest:2\.0:User:Role/],
  ])('%s', (_name, extra, code, text) => {
    const { value, findings } = readResource(user, { ...jane, ...extra }, lenient, 'create')
    expect(value).toEqual(jane)
    expect(findings).toMatchObject([{ kind: 'ignored', code, text: expect.stringMatching(text) }])
    expect(findings[0]!.value).toBeDefined()
  })

  test('read-only echoes are ignored in silence', () => {
    const { value, findings } = read({ ...jane, id: '1', meta: { version: 'x' }, groups: [{ value: '7' }], [badge]: { printed: true } })
    expect([value, findings]).toEqual([jane, []])
  })

  test('a password is checked, dropped, and repeated nowhere', () => {
    const result = read({ ...jane, password: 'hunter2-secret', junk: { Password: 'hunter2-secret' } })
    expect(result.findings.map((finding) => finding.code)).toEqual(['password-not-kept', 'unknown-attribute'])
    expect(JSON.stringify(result)).not.toContain('hunter2')
    expect(wrong({ ...jane, password: 5 })).toMatchObject({ scimType: 'invalidValue' })
    expect(wrong({ ...jane, password: ['hunter2-secret'] }).detail).not.toContain('hunter2')
  })

  test('a flood of unknown keys is not a flood of findings', () => {
    const flood = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}`, 1]))
    const findings = read({ ...jane, ...flood }).findings
    expect([findings.length, findings.at(-1)!.code]).toEqual([201, 'more-findings'])
  })
})

describe('types', () => {
  test.each<[string, JsonValue]>([
    ['level', 7], ['ratio', 0.5], ['issued', '2026-01-31T08:30:00Z'], ['issued', '2026-01-31T08:30:00.123+01:00'],
    ['photo', 'aGk='], ['photo', 'aGk'], ['photo', 'a_-9'], ['link', '../Users/1'], ['link', 'https://acme.test/ü'],
    ['door', { name: 'front' }], ['colour', 'Red'],
  ])('%s takes %j', (name, value) => {
    expect(read({ ...jane, [badge]: { [name]: value } }).value[badge]).toEqual({ [name]: value })
  })

  test.each<[string, JsonValue]>([
    ['level', 7.5], ['level', '7'], ['level', 1e300], ['ratio', '0.5'], ['ratio', true], ['issued', '2026-01-31'],
    ['issued', '2026-13-31T08:30:00Z'], ['issued', 5], ['photo', 'a'], ['photo', '###'], ['link', 'not a uri'],
    ['door', 'front'], ['door', ['front']], ['door', {}.toString()], ['colour', 'Green'], ['serial', { a: 1 }], ['serial', ['x']],
  ])('%s refuses %j', (name, value) => {
    expect(wrong({ ...jane, [badge]: { [name]: value } }).scimType).toBe('invalidValue')
  })

  test.each<[JsonValue, boolean]>([['True', true], ['false', false], ['TRUE', true]])('active %j', (sent, active) => {
    expect(read({ ...jane, active: sent }).value['active']).toBe(active)
    expect(codes({ ...jane, active: sent })).toEqual(['boolean-as-string'])
    expect(wrong({ ...jane, active: sent }, strict).scimType).toBe('invalidValue')
  })

  test('active takes no other string and no number', () => {
    expect([wrong({ ...jane, active: 'yes' }).scimType, wrong({ ...jane, active: 1 }).scimType]).toEqual(['invalidValue', 'invalidValue'])
  })

  test('a single value or a bare string for a list is understood, reported, and refused when strict', () => {
    expect(read({ ...jane, emails: 'j@a.test' }).value['emails']).toEqual([{ value: 'j@a.test' }])
    expect(codes({ ...jane, emails: 'j@a.test' })).toEqual(['single-value', 'bare-value'])
    expect(wrong({ ...jane, emails: { value: 'x' } }, strict).scimType).toBe('invalidValue')
    expect(wrong({ ...jane, emails: ['x'] }, strict).scimType).toBe('invalidValue')
    expect(wrong({ ...jane, emails: [['x']] }).scimType).toBe('invalidValue')
  })

  test('canonical values are suggestions in the core and bind in an extension, with the nearest one named', () => {
    expect(read({ ...jane, emails: [{ value: 'a', type: 'moon' }] }).value['emails']).toEqual([{ value: 'a', type: 'moon' }])
    expect(wrong({ ...jane, [LAMBDATEST_USER]: { OrganizationRole: 'admin' } })).toEqual({
      scimType: 'invalidValue', detail: 'OrganizationRole "admin" is not allowed. Did you mean "Admin"? Allowed: Admin, User, Guest.',
    })
    expect(wrong({ ...jane, [LAMBDATEST_USER]: { OrganizationRole: 'Gest' } }).detail).toContain('Did you mean "Guest"?')
    expect(read({ ...jane, [badge]: { colour: 'red' } }).value[badge]).toEqual({ colour: 'Red' })
  })
})

describe('lists', () => {
  test('no (type, value) twice, whatever the case where it does not count', () => {
    const emails = [{ value: 'a@b.c', type: 'work' }, { value: 'A@B.C', type: 'work' }, { value: 'a@b.c', type: 'home' }]
    expect(read({ ...jane, emails }).value['emails']).toHaveLength(2)
  })

  test('two primaries are refused, the same one twice is not', () => {
    const one = { value: 'a', type: 'work', primary: true }
    expect(wrong({ ...jane, emails: [one, { ...one, value: 'b' }] }).scimType).toBe('invalidValue')
    expect(read({ ...jane, emails: [one, one] }).value['emails']).toEqual([one])
  })
})

describe('cleared and required', () => {
  test.each<[string, JsonValue, string]>([
    ['title', null, 'title'], ['title', '', 'title'], ['emails', [], 'emails'], ['name', {}, 'name'], ['emails', [null], 'emails'],
    ['name', { givenName: '' }, 'name.givenName'], [LAMBDATEST_USER, null, LAMBDATEST_USER],
    [LAMBDATEST_USER, { OrganizationRole: '' }, `${LAMBDATEST_USER}:OrganizationRole`],
  ])('%s %j clears %s', (name, value, path) => {
    const result = read({ ...jane, [name]: value })
    expect([result.value, result.nulls, result.findings]).toEqual([jane, [path], []])
  })

  test('create needs every required attribute, naming it', () => {
    expect(wrong({ schemas: [CORE_USER] })).toEqual({ scimType: 'invalidValue', detail: 'userName is required.' })
    expect(wrong({ schemas: [CORE_USER], userName: '' }).detail).toBe('userName is required and cannot be empty.')
    expect(wrong({ ...jane, [badge]: { door: { code: '1' } } }).detail).toContain('door.name is required')
  })

  test('a PUT may leave a required attribute out where absent is kept, not where it is cleared, and never empty it', () => {
    const body = { schemas: [CORE_USER], active: true }
    expect(readResource(user, body, lenient, 'replace').value).toEqual(body)
    expect(refusal(() => readResource(rfcUser, body, rfcLenient, 'replace')).scimType).toBe('invalidValue')
    expect(refusal(() => readResource(user, { ...body, userName: null }, lenient, 'replace')).scimType).toBe('invalidValue')
  })

  test('a required extension must come with a create', () => {
    const demanding = model('User', user.core, user.extensions, [LAMBDATEST_USER])
    expect(refusal(() => readResource(demanding, jane, lenient, 'create')).detail).toBe(`${LAMBDATEST_USER} is required.`)
    expect(readResource(demanding, jane, lenient, 'replace').value).toEqual(jane)
  })
})

describe('the body itself', () => {
  test.each<[string, JsonValue]>([['a list', []], ['null', null], ['a string', 'x'], ['a number', 1]])('%s is no resource', (_n, body) => {
    expect(wrong(body).scimType).toBe('invalidSyntax')
  })

  test('too deep is refused before it is read', () => {
    let deep: JsonValue = 'x'
    for (let level = 0; level < 5_000; level++) deep = { deep }
    expect(wrong({ ...jane, deep }).scimType).toBe('invalidSyntax')
  })

  test.each<[string, JsonObject]>([['missing', {}], ['empty', { schemas: [] }], ['without the core URN', { schemas: [LAMBDATEST_USER] }]])(
    'schemas %s', (_name, schemas) => {
      expect(read({ userName: 'jane@acme.test', ...schemas }).value).toEqual(jane)
      expect(wrong({ userName: 'jane@acme.test', ...schemas }, rfcStrict).scimType).toBe('invalidSyntax')
    },
  )

  test('schemas must be a list of strings; an unknown one is reported', () => {
    expect(wrong({ ...jane, schemas: [5] }).scimType).toBe('invalidSyntax')
    expect(codes({ ...jane, schemas: [CORE_USER, 'urn:x:2.0:User'] })).toEqual(['unknown-schema'])
  })
})

describe('groups', () => {
  const readGroup = (body: JsonObject, switches = lenient) => readResource(group, { schemas: [CORE_GROUP], displayName: 'A', ...body }, switches, 'create')

  test('members are ids, each once, in order; null when absent, none when emptied', () => {
    expect(readGroup({ members: [{ value: '2', display: null }, { value: '1', $ref: 'x' }, { value: '2' }] }).members).toEqual(['2', '1'])
    expect([readGroup({}).members, readGroup({ members: [] }).members, readGroup({ members: null }).members]).toEqual([null, [], []])
    expect(readGroup({ members: [{ value: '1' }] }).value).not.toHaveProperty('members')
  })

  test.each<[JsonValue]>([[[{}]], [[{ value: 5 }]], [[{ value: '' }]], [[null]], [[7]], [7]])('members %j are refused', (members) => {
    expect(refusal(() => readGroup({ members })).scimType).toBe('invalidValue')
  })

  test('bare strings and a single object are understood unless strict', () => {
    expect(readGroup({ members: ['1', { VALUE: '2' }] }).members).toEqual(['1', '2'])
    expect(readGroup({ members: { value: '1' } }).members).toEqual(['1'])
    expect(refusal(() => readGroup({ members: ['1'] }, strict)).scimType).toBe('invalidValue')
  })

  test('roles collapse and must be roles', () => {
    expect(readGroup({ [LAMBDATEST_GROUP]: { LambdatestRoles: ['Guest', 'Guest', 'Admin'] } }).value[LAMBDATEST_GROUP])
      .toEqual({ LambdatestRoles: ['Guest', 'Admin'] })
    expect(refusal(() => readGroup({ [LAMBDATEST_GROUP]: { LambdatestRoles: ['Owner'] } })).scimType).toBe('invalidValue')
  })
})
