import { describe, expect, it } from 'vitest'
import { canonical, differences } from '../../src-renderer/lib/diff.ts'

const urn = 'urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:User'

describe('differences of two JSON values', () => {
  it.each([
    ['equal values', { a: 1 }, { a: 1 }, []],
    ['another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['a changed value', { a: 1 }, { a: 2 }, [['~', 'a']]],
    ['a new value', {}, { a: null }, [['+', 'a']]],
    ['a lost value', { a: { b: 1 } }, { a: {} }, [['−', 'a.b']]],
    [
      'an extension attribute',
      { [urn]: { OrganizationRole: 'User' } },
      { [urn]: { OrganizationRole: 'Admin' } },
      [['~', `${urn}:OrganizationRole`]],
    ],
    [
      'members in another order',
      { members: [{ value: '1' }, { value: '2' }] },
      { members: [{ value: '2' }, { value: '1' }] },
      [],
    ],
    [
      'a member more',
      { members: [{ value: '1' }] },
      { members: [{ value: '2' }, { value: '1' }] },
      [['+', 'members[2]']],
    ],
    ['the same plain value twice', { tags: ['a'] }, { tags: ['a', 'a'] }, [['+', 'tags["a" (2)]']]],
    ['another type', { a: '1' }, { a: 1 }, [['~', 'a']]],
  ])('%s', (_name, before, after, expected) => {
    expect(differences(before, after).map(({ sign, path }) => [sign, path])).toEqual(expected)
  })

  it('writes equal values as equal texts', () => {
    expect(canonical({ b: [{ d: 1, c: 2 }], a: null })).toBe(canonical({ a: null, b: [{ c: 2, d: 1 }] }))
  })
})
