import { describe, expect, test } from 'vitest'
import { changesBetween } from '../../../../src-main/core/scim/schema/changes.ts'
import type { ResourceModel } from '../../../../src-main/core/scim/schema/model.ts'
import { mergeForPut } from '../../../../src-main/core/scim/schema/put.ts'
import { readResource } from '../../../../src-main/core/scim/schema/read.ts'
import { settle } from '../../../../src-main/core/scim/schema/settle.ts'
import type { Switches } from '../../../../src-shared/domain/switches.ts'
import type { JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER } from '../../../../src-shared/scim/urns.ts'
import { customSchema, customUser, group, lenient, refusal, rfcLenient, rfcStrict, rfcUser, strict, user } from './models.ts'

const badge = customSchema.id
const jane: JsonObject = {
  schemas: [CORE_USER, LAMBDATEST_USER, badge], userName: 'jane@a.test', name: { givenName: 'Jane', familyName: 'Jones' },
  emails: [{ value: 'j@a.test', primary: true }], active: true, externalId: '00u1',
  [LAMBDATEST_USER]: { OrganizationRole: 'User' },
  [badge]: { serial: 'S1', printed: true, secret: 'k', door: { name: 'front', code: '1', opened: 'x' } },
}
const settled = (changed: Record<string, JsonValue>, switches: Switches = lenient, model: ResourceModel = customUser) =>
  settle(model, jane, { ...jane, ...changed }, switches)

describe('TestMu, lenient', () => {
  test.each<[string, Record<string, JsonValue>]>([
    ['active', { active: false }],
    ['the LambdaTest extension', { [LAMBDATEST_USER]: { OrganizationRole: 'Admin', LambdatestGroup: 'G' } }],
    ['externalId, which belongs to the client', { externalId: '2' }],
    ['an extension an admin added', { [badge]: { ...jane[badge] as JsonObject, colour: 'Red' } }],
  ])('%s is updated', (_name, changed) => {
    const { value, findings } = settled(changed)
    expect([changesBetween(value, { ...jane, ...changed }), findings]).toEqual([[], []])
  })

  test.each<[string, Record<string, JsonValue>, string, RegExp]>([
    ['name', { name: { givenName: 'Jane', familyName: 'Smith' } }, 'name.familyName',
      /^name\.familyName cannot be changed by SCIM: "Smith" was sent, the stored value "Jones" stays\.$/],
    ['emails', { emails: [] }, 'emails', /^emails cannot be changed/],
    ['a value never sent before', { title: 'Boss' }, 'title', /"Boss" was sent, and it stays empty/],
  ])('%s stays, reported', (_name, changed, path, text) => {
    const { value, findings } = settled(changed)
    expect(value).toEqual(jane)
    expect(findings).toMatchObject([{ kind: 'ignored', code: 'not-updatable', path, text: expect.stringMatching(text) }])
    expect(refusal(() => settled(changed, strict)).scimType).toBe('mutability')
  })

  test('a removal is said to be one', () => {
    const { emails: _emails, ...without } = jane
    expect(settle(customUser, jane, without, lenient).findings[0]!.text).toContain('a removal was sent')
  })

  test('equal values are no violation, in whatever key order', () => {
    expect(settled({ name: { familyName: 'Jones', givenName: 'Jane' } }, strict).findings).toEqual([])
  })
})

describe('userName', () => {
  test.each<[string, Partial<Switches>, string | null]>([
    ['ignore', { userNameChange: 'ignore' }, 'jane@a.test'], ['allow', { userNameChange: 'allow' }, 'JANE@a.test'], ['refuse', { userNameChange: 'refuse' }, null],
  ])('a change of case under %s', (_name, choice, kept) => {
    const call = () => settled({ userName: 'JANE@a.test' }, { ...lenient, ...choice })
    if (kept === null) expect(refusal(call).scimType).toBe('mutability')
    else expect(call().value['userName']).toBe(kept)
  })

  test('kept with a finding', () => {
    expect(settled({ userName: 'x@a.test' }).findings).toMatchObject([{ code: 'userName-kept', value: 'x@a.test' }])
  })
})

describe('mutability of the attribute itself', () => {
  const door = (jane[badge] as JsonObject)['door'] as JsonObject
  const withBadge = (changed: JsonObject) => ({ [badge]: { ...jane[badge] as JsonObject, ...changed } })

  test.each<[string, JsonObject]>([
    ['immutable', { serial: 'S2' }],
    ['immutable sub-attribute', { door: { ...door, code: '2' } }],
  ])('%s: refused in lenient and strict', (_name, changed) => {
    expect(refusal(() => settled(withBadge(changed))).scimType).toBe('mutability')
    expect(refusal(() => settled(withBadge(changed), rfcStrict)).scimType).toBe('mutability')
  })

  test('an immutable attribute without a value takes one', () => {
    const stored = { ...jane, [badge]: { colour: 'Red' } }
    const wanted = { ...jane, [badge]: { colour: 'Red', serial: 'S1' } }
    expect(settle(customUser, stored, wanted, rfcStrict).value).toEqual(wanted)
  })

  test('read-only values are the server’s, without a word', () => {
    const { value, findings } = settled(withBadge({ printed: false, door: { name: 'front', code: '1' } }), rfcStrict)
    expect([value, findings]).toEqual([jane, []])
  })

  test('the RFC profile changes everything writable', () => {
    const changed = { name: { givenName: 'J' }, emails: [], userName: 'n@a.test', externalId: '9' }
    const { value, findings } = settled(changed, rfcStrict)
    expect(findings).toEqual([])
    expect(changesBetween(value, { ...jane, ...changed }).map((each) => each.path)).toEqual(['emails'])
  })

  test('an attribute an admin added to the core follows its own mutability', () => {
    const core = { ...user.core, attributes: [...user.core.attributes, { ...user.core.attributes[2]!, name: 'badgeName' }] }
    const wanted = { ...jane, badgeName: 'B' }
    expect(settle({ ...customUser, core }, jane, wanted, strict).value).toEqual(wanted)
  })
})

test('of a group displayName and roles are updated, and externalId, which belongs to the client', () => {
  const before = { schemas: [CORE_GROUP], displayName: 'A', externalId: '1' }
  const after = { displayName: 'B', externalId: '2', [LAMBDATEST_GROUP]: { LambdatestRoles: ['Admin'] } }
  const { value, findings } = settle(group, before, after, lenient)
  expect(value).toEqual({ schemas: [CORE_GROUP, LAMBDATEST_GROUP], ...after })
  expect(findings).toEqual([])
})

describe('PUT', () => {
  const put = (body: JsonObject, switches: Switches, model = customUser) =>
    mergeForPut(model, jane, readResource(model, body, switches, 'replace'), switches)

  test('keep: absent keeps, null clears, a value replaces', () => {
    const body = { schemas: [CORE_USER], emails: null, name: { givenName: 'J', middleName: '' }, [LAMBDATEST_USER]: { LambdatestGroup: 'G' } }
    expect(changesBetween(jane, put(body, lenient)).map(({ path, after }) => [path, after])).toEqual([
      ['name.givenName', 'J'], ['emails', undefined], [`${LAMBDATEST_USER}:LambdatestGroup`, 'G'],
    ])
  })

  test.each<[string, JsonValue]>([['null', null], ['an empty object', {}], ['its attribute emptied', { OrganizationRole: '' }]])(
    'keep: the extension cleared by %s', (_name, given) => {
      const value = put({ schemas: [CORE_USER], [LAMBDATEST_USER]: given }, lenient)
      expect(value).not.toHaveProperty([LAMBDATEST_USER])
      expect(value['schemas']).toEqual([CORE_USER, badge])
    },
  )

  test('clear: what is absent goes, save what the client may not write or see', () => {
    const value = put({ schemas: [CORE_USER], userName: 'jane@a.test', [badge]: { door: { name: 'back' } } }, rfcLenient)
    expect(value).toEqual({
      schemas: [CORE_USER, badge], userName: 'jane@a.test',
      [badge]: { serial: 'S1', printed: true, secret: 'k', door: { name: 'back', code: '1', opened: 'x' } },
    })
  })

  test('Okta’s echo of the stored body changes nothing', () => {
    for (const switches of [lenient, rfcLenient]) expect(changesBetween(jane, put({ ...jane, id: '1', meta: {} }, switches))).toEqual([])
  })
})

describe('differences', () => {
  test('leaf paths only, extensions qualified, lists whole', () => {
    const after = {
      ...jane, name: { familyName: 'Jones', givenName: 'J' }, emails: [], title: 'T', [LAMBDATEST_USER]: { OrganizationRole: 'Admin' },
      [ENTERPRISE_USER]: { manager: { value: '7' } }, schemas: [CORE_USER],
    }
    expect(changesBetween(jane, after)).toEqual([
      { path: 'name.givenName', before: 'Jane', after: 'J' },
      { path: 'emails', before: jane['emails'], after: [] },
      { path: `${LAMBDATEST_USER}:OrganizationRole`, before: 'User', after: 'Admin' },
      { path: 'title', after: 'T' },
      { path: `${ENTERPRISE_USER}:manager.value`, after: '7' },
    ])
  })

  test('a value that goes has no after', () => {
    expect(changesBetween({ active: true }, {})).toEqual([{ path: 'active', before: true }])
    expect(changesBetween(jane, structuredClone(jane))).toEqual([])
  })
})

test('the model without the extension leaves its stored values alone', () => {
  expect(settle(rfcUser, jane, { ...jane, active: false }, rfcLenient).value[badge]).toEqual(jane[badge])
})
