import { describe, expect, test } from 'vitest'
import { baseAttributes } from '../../../src-main/core/okta/base-attributes.ts'
import { lintApp, type LintInput } from '../../../src-main/core/okta/lint.ts'
import { lintAssignments, lintValues } from '../../../src-main/core/okta/lint-assignments.ts'
import { lintAttribute, lintProfile } from '../../../src-main/core/okta/lint-attribute.ts'
import { lintPush } from '../../../src-main/core/okta/lint-push.ts'
import { lintSchema, type AppAttribute, type Lint } from '../../../src-shared/api/okta/attributes.ts'
import type { AppSettings } from '../../../src-shared/api/okta/apps.ts'
import { leaveSendsNothing } from '../../../src-shared/domain/okta.ts'
import { enterpriseUserSchema } from '../../../src-shared/scim/schemas/enterprise.ts'
import { lambdatestGroupSchema, lambdatestUserSchema } from '../../../src-shared/scim/schemas/lambdatest.ts'
import { userSchema } from '../../../src-shared/scim/schemas/user.ts'
import { CORE_USER, ENTERPRISE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'

const TESTMU_AI = 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User'

const settings: AppSettings = {
  target: { kind: 'self', sandbox: 'a' }, authentication: 'header', uniqueIdentifier: 'userName',
  supported: { importUsers: true, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true, importGroups: true },
  toApp: { createUsers: true, updateUserAttributes: true, deactivateUsers: true, syncPassword: false },
  userNameFormat: 'user.login', renameAppGroups: true, patchUsers: false,
}
const role: AppAttribute = {
  displayName: 'Role', variableName: 'OrganizationRole', externalName: 'OrganizationRole', externalNamespace: LAMBDATEST_USER,
  dataType: 'string', enum: ['Admin', 'Guest', 'User'].map((value) => ({ name: value, value })), required: false,
  scope: 'Group', mapping: null, applyOn: 'create and update', combine: false,
}
const input: LintInput = {
  kind: 'AIW', settings, attributes: [...baseAttributes(), role], assignedPeople: [], assignedGroups: [], pushedGroups: [],
  targetSchemas: [userSchema, lambdatestUserSchema, lambdatestGroupSchema],
}
const rfc: LintInput = { ...input, targetSchemas: [userSchema, enterpriseUserSchema] }
const outside: LintInput = { ...input, targetSchemas: undefined }

const codes = (lints: Lint[]) => lints.map(({ code, correct }) => (correct === null ? code : `${code}: ${correct}`))

test('the vendor\'s set-up has nothing to say', () => {
  const all = [...lintApp(input), ...lintProfile(input), ...lintAssignments(input), ...lintPush(input)]
  expect(all).toEqual([])
  expect(lintProfile(rfc).map(({ subject }) => subject)).toEqual(['OrganizationRole'])
  expect(lintProfile(outside)).toEqual([])
})

describe('an attribute', () => {
  test.each<[string, Partial<AppAttribute>, string[], LintInput?]>([
    ['§9.1 the brand in the URN', { externalNamespace: TESTMU_AI }, [`unknown-namespace: ${LAMBDATEST_USER}`]],
    ['§9.1 of a target outside', { externalNamespace: TESTMU_AI }, [`unknown-namespace: ${LAMBDATEST_USER}`], outside],
    ['§9.1 a slip', { externalNamespace: LAMBDATEST_USER.replace('2.0', '1.0') }, [`unknown-namespace: ${LAMBDATEST_USER}`]],
    ['§9.1 the schema of groups', { externalNamespace: LAMBDATEST_GROUP }, [`unknown-namespace: ${LAMBDATEST_USER}`]],
    ['§9.1 another schema of the app', { externalNamespace: ENTERPRISE_USER, externalName: 'department' }, [], rfc],
    ['§9.1 a schema of a target outside', { externalNamespace: 'urn:acme:User' }, [], outside],
    ['§9.1 in lower case', { externalNamespace: LAMBDATEST_USER.toLowerCase() }, []],
    ['§9.2 no namespace', { externalNamespace: '' }, [`no-namespace: ${LAMBDATEST_USER}`]],
    ['§9.2 no namespace, a name of core', { externalNamespace: '', externalName: 'title', enum: null }, [`no-namespace: ${CORE_USER}`]],
    ['§9.2 no namespace, any name', { externalNamespace: '', externalName: 'x', variableName: 'x', enum: null }, ['no-namespace']],
    ['§9.2 the full path', { externalName: `${LAMBDATEST_USER}:OrganizationRole` }, ['full-path: OrganizationRole']],
    ['§9.2 the variable name', { externalName: 'orgRole', variableName: 'orgRole' }, ['unknown-name: OrganizationRole']],
    ['§9.2 a name of another schema', { externalNamespace: CORE_USER, enum: null }, [`misplaced: ${LAMBDATEST_USER}`]],
    ['§9.2 the variable name of another schema', { externalNamespace: CORE_USER, externalName: 'role', enum: null }, [`misplaced: ${LAMBDATEST_USER}`]],
    ['§9.2 a name that is like none', { externalName: 'costCenterOfMine', variableName: 'x', enum: null }, ['unknown-name']],
    ['§9.2 the full path with a dot', { externalName: `${LAMBDATEST_USER}.OrganizationRole` }, ['full-path: OrganizationRole']],
    ['§9.2 the full path of core with a dot', { externalName: `${CORE_USER}:name.givenName`, externalNamespace: CORE_USER, enum: null }, ['full-path: name.givenName']],
    ['a list where the schema has one value', { dataType: 'string array' }, ['data-type: string']],
    ['a number where the schema has text', { dataType: 'number', enum: null }, ['data-type: string']],
    ['one value where the schema has a list', { externalName: 'emails', externalNamespace: CORE_USER, enum: null }, ['data-type']],
    ['text where the schema has true or false', { externalName: "emails.^[type=='work'].primary", externalNamespace: CORE_USER, enum: null }, ['data-type: boolean']],
    ['§9.2 a slip', { externalName: 'OrganisationRole' }, ['unknown-name: OrganizationRole']],
    ['§9.2 another case', { externalName: 'organizationrole' }, []],
    ['§9.2 another variable name', { variableName: 'testmu_role' }, []],
    ['§9.2 a path', { externalName: 'name.middleName', externalNamespace: CORE_USER, enum: null }, []],
    ['§9.2 an element', { externalName: "phoneNumbers.^[type=='work'].value", externalNamespace: CORE_USER, enum: null }, []],
    ['§9.2 a path of core that is none', { externalName: 'name.midleName', variableName: 'middleName', externalNamespace: CORE_USER, enum: null }, ['unknown-name: name.middleName']],
    ['malformed', { externalName: 'emails[primary].value' }, ['external-name']],
    ['a key Okta fills', { externalName: 'active', dataType: 'boolean', externalNamespace: CORE_USER, enum: null }, ['reserved-name']],
    ['§9.3 the wrong case in the enum', { enum: [{ name: 'Admin', value: 'admin' }, { name: 'User', value: 'User' }] }, ['value: Admin']],
    ['§9.3 beyond the enum', { enum: [{ name: 'Owner', value: 'Owner' }] }, ['value: User']],
    ['§9.3 a constant', { mapping: '"guest"' }, ['value: Guest']],
    ['§9.3 a right constant', { mapping: '"Guest"' }, []],
    ['§9.3 canonical values of core are suggestions', { externalName: "emails.^[type=='x'].type", externalNamespace: CORE_USER, mapping: '"x"', enum: null },
      ['external-name']],
    ['a mapping that cannot be read', { mapping: 'user.role +' }, ['expression']],
    ['a mapping', { mapping: 'user.vip ? "Admin" : "User"' }, []],
    ['required and not mapped', { required: true }, ['required-unmapped']],
    ['required and mapped', { required: true, mapping: 'user.role' }, []],
    ['§9.7 LambdatestRoles', { externalName: 'LambdatestRoles', externalNamespace: LAMBDATEST_GROUP, enum: null }, ['group-roles: OrganizationRole']],
    ['§9.7 by its full path', { externalName: `${LAMBDATEST_GROUP}:LambdatestRoles`, externalNamespace: '' }, ['group-roles: OrganizationRole']],
  ])('%s', (_, changed, expected, within = input) => {
    const attribute = { ...role, ...changed }
    const lints = lintAttribute(attribute, { ...within, attributes: [...baseAttributes(), attribute] })
    expect(codes(lints)).toEqual(expected)
    for (const lint of lints) expect(lint).toEqual(lintSchema.parse(lint))
  })

  test('two of the same name and namespace', () => {
    const twin = { ...role, variableName: 'other', externalName: 'organizationRole' }
    const within = { ...input, attributes: [role, twin] }
    expect(codes(lintProfile(within))).toEqual(['duplicate', 'duplicate'])
    expect(lintAttribute(role, within)[0]!.text).toBe('other has the same external name and namespace.')
    expect(lintAttribute(role, { ...input, attributes: [role, { ...twin, externalNamespace: 'urn:x' }] })).toEqual([])
  })

  test('LambdatestGroup names concurrency groups', () => {
    const pool = { ...role, externalName: 'LambdatestGroup', mapping: '"QA-Pools"', enum: null }
    expect(codes(lintAttribute(pool, { ...input, concurrencyGroups: ['dev-pool', 'qa-pool'] }))).toEqual(['unknown-concurrency-group: qa-pool'])
    expect(lintAttribute(pool, { ...input, concurrencyGroups: ['qa-pools'] })).toEqual([])
    expect(lintAttribute(pool, input)).toEqual([])
  })

  test('says what is wrong and what the wire will show', () => {
    expect(lintAttribute({ ...role, externalNamespace: TESTMU_AI }, input)).toEqual([{
      code: 'unknown-namespace', severity: 'error', subject: 'OrganizationRole', field: 'externalNamespace',
      text: 'The external namespace has the brand in it, as the vendor\'s page shows it; the schema still has the old name, LambdaTest.',
      wire: `OrganizationRole is sent under “${TESTMU_AI}”, a schema the app does not know and ignores: 200 or 201, and the value is not there.`,
      correct: LAMBDATEST_USER, rule: 'testmu-provisioning §9.1', tag: 'D',
    }])
  })
})

test.each<[string, Partial<AppSettings>, LintInput['pushedGroups'], string[]]>([
  ['§1 another unique identifier', { uniqueIdentifier: 'email' }, [], ['error unique-identifier: userName']],
  ['§9.4 Push Groups not ticked', { supported: { ...settings.supported, pushGroups: false } }, [], ['warning push-groups-off: Push Groups']],
  ['§9.4 and groups to push', { supported: { ...settings.supported, pushGroups: false } },
    [{ id: 'g', name: 'eng-team', members: { unassigned: 0, unprovisioned: 0, inactive: 0 } }], ['error push-groups-off: Push Groups']],
  ['a username that cannot be read', { userNameFormat: 'login' }, [], ['error expression']],
])('the app: %s', (_, changed, pushedGroups, expected) => {
  const lints = lintApp({ settings: { ...settings, ...changed }, pushedGroups })
  expect(lints.map((each) => `${each.severity} ${codes([each])[0]}`)).toEqual(expected)
})

describe('assignments', () => {
  const person = (login: string, value: string | null) => ({ login, status: 'ACTIVE' as const, profile: { OrganizationRole: value } })
  const group = (name: string, value: string) => ({ id: name, name, profile: { OrganizationRole: value } })
  const pushed = (name: string) => ({ id: name, name, members: { unassigned: 0, unprovisioned: 0, inactive: 0 } })

  test.each<[string, Partial<LintInput>, string[]]>([
    ['§9.3 a value in the wrong case', { assignedPeople: [person('bob@acme.test', 'admin'), person('mia@acme.test', 'User')] },
      ['value: Admin']],
    ['§9.3 right values', { assignedPeople: [person('bob@acme.test', 'Admin')], assignedGroups: [group('qa', 'Guest')] }, []],
    ['§9.3 one lint for a value', { assignedPeople: ['a', 'b', 'c', 'd'].map((name) => person(name, 'Owner')), assignedGroups: [group('qa', 'admin')] },
      ['value: Admin', 'value: User']],
    ['§9.5 assigned and pushed', { assignedGroups: [group('eng-team', 'User')], pushedGroups: [pushed('eng-team')] }, ['assigned-and-pushed']],
    ['§9.5 one assigned, one pushed', { assignedGroups: [group('eng-team', 'User')], pushedGroups: [pushed('eng-push')] }, []],
    ['§9.9 empty values', { assignedPeople: [person('bob@acme.test', null), person('mia@acme.test', 'User')] }, ['empty-overwrites']],
    ['§9.9 no updates', { assignedPeople: [person('bob@acme.test', null)],
      settings: { ...settings, toApp: { ...settings.toApp, updateUserAttributes: false } } }, []],
    ['§9.9 on create only', { assignedPeople: [person('bob@acme.test', null)], attributes: [{ ...role, applyOn: 'create' }] }, ['empty-overwrites']],
    ['§9.9 base attributes', { assignedPeople: [person('bob@acme.test', null)], attributes: [{ ...role, id: 1, isBase: true }] }, []],
    ['a malformed attribute', { assignedPeople: [person('bob@acme.test', null)], attributes: [{ ...role, externalName: 'a.' }] }, []],
  ])('%s', (_, changed, expected) => expect(codes(lintAssignments({ ...input, attributes: [role], ...changed }))).toEqual(expected))

  test('§9.3 values that are being typed', () => {
    const typed = (value: string) => lintValues({ ...input, attributes: [role] }, { OrganizationRole: value, other: 'x' })
    expect(typed('admin')).toMatchObject([{ code: 'value', field: 'OrganizationRole', correct: 'Admin', subject: null }])
    expect(typed('Admin')).toEqual([])
  })

  test('names whom it is about', () => {
    const assignedPeople = ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test'].map((login) => person(login, 'admin'))
    expect(lintAssignments({ ...input, assignedPeople, attributes: [role] })).toMatchObject([{
      subject: 'a@x.test', field: 'OrganizationRole',
      text: '"admin" is no value of OrganizationRole: Admin, User, Guest. Given to a@x.test, b@x.test, c@x.test and 1 more.',
    }])
  })
})

describe('pushed groups', () => {
  const pushed = (unassigned = 0, unprovisioned = 0, inactive = 0) => [{ id: 'g', name: 'eng-team', members: { unassigned, unprovisioned, inactive } }]
  test.each<[string, Partial<LintInput>, string[]]>([
    ['§9.4 Push Groups not ticked', { settings: { ...settings, supported: { ...settings.supported, pushGroups: false } } }, ['push-groups-off: Push Groups']],
    ['§9.5 assigned and pushed', { pushedGroups: pushed(), assignedGroups: [{ id: 'g', name: 'eng-team', profile: {} }] }, ['assigned-and-pushed']],
    ['§9.6 members left out', { pushedGroups: pushed(1, 0, 2) }, ['left-out']],
    ['§9.6 all ready', { pushedGroups: pushed() }, []],
    ['§9.7 no role in the profile', { pushedGroups: pushed(), attributes: baseAttributes() }, ['no-roles: OrganizationRole']],
    ['§9.7 of another app', { pushedGroups: pushed(), attributes: baseAttributes(), targetSchemas: [userSchema] }, []],
  ])('%s', (_, changed, expected) => expect(codes(lintPush({ ...input, ...changed }))).toEqual(expected))

  test('says who is left out and what to do', () => {
    expect(lintPush({ ...input, pushedGroups: pushed(1, 0, 2) })).toMatchObject([{
      text: 'Of eng-team, 1 is not assigned to the app, 2 are not active in Okta.',
      wire: 'They are left out of the push silently. Assign them, activate them, then Push Now.',
    }])
  })
  test('§9.8 is a sentence of the dialog', () => expect(leaveSendsNothing).toMatch(/sends nothing at all/))
})
