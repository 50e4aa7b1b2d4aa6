import { expect, test } from 'vitest'
import type { ResourceModel } from '../../../../src-main/core/scim/schema/model.ts'
import { ScimError } from '../../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../../src-shared/scim/types.ts'
import { ENTERPRISE_USER } from '../../../../src-shared/scim/urns.ts'
import { indexedPaths, indexedRows } from '../../../../src-main/core/directory/indexed.ts'
import { directory, find, plan, query, type Stored } from './directory.ts'
import { groupModel, userModel } from './models.ts'

const day = (text: string) => Date.parse(text)
const stored = (seq: number, model: ResourceModel, body: JsonObject, externalId: string | null = null): Stored =>
  ({ seq, model, body, externalId, created: day('2011-05-13T04:42:34Z') + seq, modified: day('2011-05-13T04:42:34Z') + seq * 2, deleted: false })

const members = [[4, 1], [4, 2]] as const
const database = directory([
  stored(1, userModel, {
    schemas: [userModel.core.id], userName: 'bjensen', name: { familyName: "O'Malley" }, title: 'Tour Guide', userType: 'Employee', active: true,
    emails: [{ type: 'work', value: 'bjensen@example.com', primary: true }, { type: 'home', value: 'babs@jensen.org' }],
    [ENTERPRISE_USER]: { employeeNumber: '701984', manager: { value: 'id-2' } },
  }, 'Ext'),
  stored(2, userModel, {
    schemas: [userModel.core.id], userName: 'JSmith', name: { familyName: 'Smith' }, userType: 'Intern', active: false,
    emails: [{ type: 'work', value: 'a@example.org' }, { type: 'home', value: 'z@example.com' }],
    ims: [{ type: 'xmpp', value: 'foo@foo.com' }], 'urn:acme:Badge': { number: 'B1', nick: 'Éa', level: 3, doors: ['North'] },
  }, 'ext'),
  stored(3, userModel, { schemas: [userModel.core.id], userName: '50%_off', title: '', emails: [] }),
  stored(4, groupModel, { displayName: 'Tour Guides' }),
  stored(5, groupModel, { displayName: 'Employees' }),
], members)

test.each<[string, number[]]>([
  ['userName eq "bjensen"', [1]],
  ['userName Eq "BJENSEN"', [1]],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', [2]],
  ['name.familyName co "O\'Malley"', [1]],
  ['userName co "%_"', [3]],
  ['title pr', [1]],
  ['not (title pr)', [2, 3]],
  ['emails pr', [1, 2]],
  ['title eq null', [2, 3]],
  ['title ne null', [1]],
  ['meta.lastModified gt "2011-05-13T04:42:34.002Z"', [2, 3]],
  ['meta.lastModified le "2011-05-13T06:42:34.004+02:00"', [1, 2]],
  ['title pr and userType eq "Employee"', [1]],
  ['title pr or userType eq "Intern"', [1, 2]],
  ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', [1, 2, 3]],
  ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', [1]],
  ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', [3]],
  ['userType eq "Employee" and (emails.type eq "work")', [1]],
  ['emails[type eq "work" and value co "@example.com"]', [1]],
  ['emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]', [1, 2]],
  ['emails.type eq "home" and emails.value ew "example.com"', [1, 2]],
  ['emails[type eq "home"].value ew "example.com"', [2]],
  ['externalId eq "ext"', [2]],
  ['id eq "ID-1"', []],
  ['active eq false', [2]],
  ['active ne true', [2, 3]],
  ['groups.display eq "tour guides"', [1, 2]],
  ['groups[value eq "id-4"]', [1, 2]],
  [`${ENTERPRISE_USER}:manager.value eq "id-2"`, [1]],
  [`${ENTERPRISE_USER.toUpperCase()}:EMPLOYEENUMBER eq "701984"`, [1]],
  ['urn:acme:Badge:nick eq "e\u0301A"', [2]],
  ['urn:acme:Badge:number eq "b1"', []],
  ['urn:acme:Badge:level ge 3', [2]],
  ['urn:acme:Badge:doors[value eq "north"]', [2]],
  ['meta.location pr and meta.resourceType eq "User" and meta.version eq "W/\\"1\\""', [1]],
])('users where %s', (filter, found) => expect(find(database, userModel, filter)).toEqual(found))

test.each<[string, number[]]>([
  ['displayName eq "tour guides"', [4]],
  ['members pr', [4]],
  ['members.value eq "id-1"', [4]],
  ['members[value eq "id-1" and display eq "jsmith"]', []],
  ['members.display ew "smith"', [4]],
  ['members.value ne "id-1"', [4, 5]],
  ['members.$ref pr', [4]],
])('groups where %s', (filter, found) => expect(find(database, groupModel, filter)).toEqual(found))

test.each<[string, RegExp]>([
  ['nickNames eq "x"', /has no attribute "nickNames"/],
  ['urn:none:2.0:User:a eq "x"', /has no attribute/],
  ['active gt true', /does not apply/],
  ['active eq "true"', /cannot be compared with/],
  ['userName gt null', /null takes eq and ne/],
  ['name eq "x"', /compare one of its sub-attributes/],
  ['password eq "x"', /never returned/],
  ['meta.created gt "yesterday"', /cannot be compared with/],
  ['groups.$ref eq "x"', /takes "pr"/],
  ['meta[location eq "x"]', /takes "pr"/],
  ['emails[kind eq "x"]', /no sub-attribute/],
  ['userName[value eq "x"]', /no filter in brackets/],
  [Array.from({ length: 1_001 }, (_, index) => `title co "${index}"`).join(' or '), /more than 1000 conditions/],
])('refuses %.60s', (filter, detail) => {
  const error = thrown(() => query(userModel, filter))
  expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' })
  expect(error.message).toMatch(detail)
})

test.each<[ResourceModel, string, string[]]>([
  [userModel, 'userName eq "a"', ['resources_key (type=? AND key=?)']],
  [userModel, 'userName eq "a" and active eq true', ['resources_key (type=? AND key=?)']],
  [userModel, 'userName sw "a"', ['resources_key (type=? AND key>? AND key<?)']],
  [userModel, 'id eq "a"', ['autoindex_resources_1 (id=?)']],
  [userModel, 'externalId eq "a"', ['resources_external_id (type=? AND external_id=?)']],
  [userModel, 'meta.lastModified gt "2011-05-13T04:42:34Z"', ['resources_modified (type=? AND modified>?)']],
  [userModel, 'emails.value eq "a"', ['v USING PRIMARY KEY (type=? AND path=? AND value=?)', 'r USING INDEX resources_live (type=? AND seq=?)']],
  [userModel, 'emails[type eq "work" and value sw "a"]', ['v USING PRIMARY KEY (type=? AND path=? AND value>? AND value<?)', '(type=? AND seq=?)']],
  [userModel, 'urn:acme:Badge:number eq "a"', ['v USING PRIMARY KEY (type=? AND path=? AND value=?)']],
  [userModel, 'userName eq "a" or userName eq "b"', ['resources_key (type=? AND key=?)', '(type=? AND seq=?)']],
  [userModel, 'id eq "a" or userName eq "b" or emails eq "c" or groups.value eq "d"', [
    'autoindex_resources_1 (id=?)', 'resources_key (type=? AND key=?)', '(type=? AND path=? AND value=?)', 'm USING PRIMARY KEY (group_seq=?)',
  ]],
  [userModel, '(userName eq "a" and active eq true) or (externalId eq "b" and title pr)', ['resources_key (type=? AND key=?)', 'external_id=?']],
  [groupModel, 'displayName eq "a"', ['resources_key (type=? AND key=?)']],
  [groupModel, 'members.value eq "a"', ['x USING INDEX sqlite_autoindex_resources_1 (id=?)', 'memberships_member (member_seq=?)']],
  [groupModel, 'members[display eq "a"]', ['x USING INDEX resources_key (type=? AND key=?)', 'memberships_member (member_seq=?)']],
])('an index serves $1', (model, filter, indexes) => {
  const steps = plan(database, model, filter)
  for (const index of indexes) expect(steps).toContain(index)
  expect(steps).not.toMatch(/SCAN [rmvx]\b|r USING INDEX \w+ \(type=\?\)/)
  expect(query(model, filter).served).toBe('index')
})

test.each([
  'title eq "a"', 'not (userName eq "a")', 'userName ne "a"', 'userName co "a"', 'userName eq "a" or title eq "b"', 'emails[type eq "work"]',
])('every user is looked at for %s', (filter) => expect(query(userModel, filter).served).toBe('scan'))

test.each<[string, boolean, number]>([
  ['userName eq "a"', true, 0],
  ['userName eq "a" and title co "b" and not (title co "c")', true, 0],
  ['userName eq "a" or externalId eq "b"', true, 0],
  ['emails[type eq "work" and value eq "a"]', true, 0],
  ['emails[type eq "work" and value sw "a"]', false, 1],
  ['userName sw "a"', false, 0],
  ['meta.lastModified gt "2011-05-13T04:42:34Z" and title co "b"', false, 1],
  ['userName eq "a" or userName sw "b"', false, 1],
  ['groups.value eq "a"', false, 0],
  ['title co "a"', false, 1],
  ['not (userName eq "a")', false, 1],
  ['title co "a" or title co "b" or title pr', false, 3],
])('%s: an index finds few: %s; %i comparisons with each resource', (filter, few, comparisons) => {
  expect(query(userModel, filter)).toMatchObject({ few, comparisons })
})

test('10,000 names joined with or are one condition', () => {
  const filter = Array.from({ length: 10_000 }, (_, index) => `userName eq "${index}"`).join(' or ')
  expect(find(database, userModel, `${filter} or userName eq "bjensen"`)).toEqual([1])
  expect(query(userModel, filter).served).toBe('index')
  expect(query(userModel, filter).params).toHaveLength(3)
})

test.each(['or', 'and'])('1,000 conditions joined with %s run', (operator) => {
  const terms = Array.from({ length: 800 }, (_, index) => ['title co "q"', 'emails[type eq "work"].value ne "q"', 'groups.display sw "q"', 'meta.created lt "2011-05-13T04:42:34Z"'][index % 4])
  expect(find(database, userModel, terms.join(` ${operator} `))).toEqual(operator === 'or' ? [1, 2] : [])
})

test('deep nesting runs', () => {
  const filter = Array.from({ length: 63 }).reduce<string>((inner) => `not (${inner} or title co "q")`, 'title pr')
  expect(find(database, userModel, filter)).toEqual([2, 3])
})

test.each<[string, 'ascending' | 'descending', number[]]>([
  ['userName', 'ascending', [3, 1, 2]],
  ['userName', 'descending', [2, 1, 3]],
  ['userType', 'ascending', [1, 2, 3]],
  ['userType', 'descending', [3, 2, 1]],
  ['name.familyName', 'ascending', [1, 2, 3]],
  ['emails', 'ascending', [2, 1, 3]],
  ['emails.value', 'descending', [3, 1, 2]],
  ['active', 'ascending', [2, 1, 3]],
  ['externalId', 'ascending', [1, 2, 3]],
  ['meta.created', 'descending', [3, 2, 1]],
  ['urn:acme:Badge:level', 'ascending', [2, 1, 3]],
  ['urn:acme:Badge:visible', 'descending', [1, 2, 3]],
])('sorts by %s %s', (sortBy, order, found) => expect(find(database, userModel, 'userName pr', sortBy, order)).toEqual(found))

test('a page in order of userName needs no sorting', () => {
  expect(plan(database, userModel, 'active eq true', 'userName')).toBe('SEARCH r USING INDEX resources_key (type=?)')
})

test.each(['nope', 'name', 'groups', 'meta.location', 'password', 'a b', '', userModel.core.id])('refuses to sort by "%s"', (sortBy) => {
  expect(thrown(() => query(userModel, 'userName pr', sortBy))).toMatchObject({ status: 400, scimType: 'invalidPath' })
})

test('names what is indexed', () => {
  const paths = (model: ResourceModel) => indexedPaths(model).map(({ path, column, caseExact }) => [path, column, caseExact])
  expect(paths(userModel)).toEqual([
    ['id', 'id', true], ['externalId', 'external_id', true], ['userName', 'key', false],
    ['meta.resourceType', 'type', true], ['meta.created', 'created', false], ['meta.lastModified', 'modified', false], ['meta.version', 'version', true],
    ['urn:acme:Badge:number', null, true], ['urn:acme:Badge:nick', null, false], ['emails.value', null, false],
  ])
  expect(paths(groupModel)).toContainEqual(['displayName', 'key', false])
  expect(indexedRows(userModel, { emails: [{ value: 'A@x' }, { value: 'a@X' }, { type: 'work' }], 'urn:acme:Badge': { number: 'B1', nick: 'N' } }))
    .toEqual([{ path: 'urn:acme:Badge:number', value: 'B1' }, { path: 'urn:acme:Badge:nick', value: 'n' }, { path: 'emails.value', value: 'a@x' }])
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
