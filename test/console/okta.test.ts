import { expect, test } from 'vitest'
import type { App } from '../../src-shared/api/okta/apps.ts'
import type { StoredAttribute } from '../../src-shared/api/okta/attributes.ts'
import { enumOf, isComplete, membersOf, newAttribute, variableNameOf } from '../../src-renderer/pages/okta/app/attribute-form.ts'
import { settable, typedOf, valuesOf } from '../../src-renderer/pages/okta/app/values.ts'
import { guideAttributes, guideSteps, missingAttributes } from '../../src-renderer/pages/okta/apps/guide-steps.ts'
import { profileChanges, textsOf } from '../../src-renderer/pages/okta/people/profile.ts'
import { runAt, runWords } from '../../src-renderer/pages/requests/actions.ts'

const jane = { login: 'jane@acme.test', email: 'jane@acme.test', firstName: 'Jane', lastName: 'Doe', level: 3, tags: ['a', 'b'], isLead: true }

test('of a profile only what changed is sent, each value in its type, an emptied one as null', () => {
  const texts = textsOf(jane)
  expect(profileChanges(jane, texts)).toEqual({})
  expect(profileChanges(jane, { ...texts, lastName: ' Roe ', level: '4', tags: 'a, c,', isLead: 'false', title: 'Tester' })).toEqual({
    lastName: 'Roe', level: 4, tags: ['a', 'c'], isLead: false, title: 'Tester',
  })
  expect(profileChanges(jane, { ...texts, tags: '' })).toEqual({ tags: null })
})

const stored = (part: Partial<StoredAttribute>): StoredAttribute => ({ ...newAttribute, id: 1, isBase: false, ...part })

test('a group assignment sets attributes of type Group, one of a person any added one', () => {
  const base = stored({ variableName: 'userName', isBase: true })
  const personal = stored({ variableName: 'team' })
  const role = stored({ variableName: 'OrganizationRole', scope: 'Group' })
  expect(settable([base, personal, role], 'group')).toEqual([role])
  expect(settable([base, personal, role], 'person')).toEqual([personal, role])
})

test('values are typed as text and sent in the data type of their attribute', () => {
  const attributes = [
    stored({ variableName: 'role' }), stored({ variableName: 'level', dataType: 'integer' }), stored({ variableName: 'lead', dataType: 'boolean' }),
    stored({ variableName: 'tags', dataType: 'string array' }), stored({ variableName: 'sizes', dataType: 'number array' }), stored({ variableName: 'none' }),
  ]
  const values = { role: 'Admin', level: 3, lead: false, tags: ['a', 'b'], sizes: [1, 2.5] }
  expect(valuesOf({ ...typedOf(values), none: ' ' }, attributes)).toEqual(values)
})

test('an enum is sent with numbers where the type is numeric, and named by its values where no name is given', () => {
  expect(enumOf([{ name: '', value: 'Admin' }, { name: 'Guest', value: '' }], 'string')).toEqual([{ name: 'Admin', value: 'Admin' }])
  expect(enumOf([{ name: 'two', value: '2' }], 'integer')).toEqual([{ name: 'two', value: 2 }])
  expect(enumOf(membersOf(newAttribute), 'string')).toBeNull()
  expect(membersOf({ ...newAttribute, enum: [{ name: 'two', value: 2 }] })).toEqual([{ name: 'two', value: '2' }])
})

test('a variable name follows the display name', () => {
  expect(variableNameOf('Organization Role')).toBe('OrganizationRole')
  expect(variableNameOf('2nd team-name')).toBe('_2ndTeamname')
  expect(isComplete({ ...newAttribute, displayName: 'x', variableName: '2nd' })).toBe(false)
})

const off = { importUsers: false, pushNewUsers: false, pushProfileUpdates: false, pushGroups: false, importGroups: false }
const app: App = {
  id: '0oa1', label: 'TestMu AI', kind: 'AIW', baseUrl: 'http://127.0.0.1/api/scim', hasCredential: true, created: 0,
  counts: { assigned: 0, unprovisioned: 0, failed: 0, pushGroups: 0, openTasks: 0 },
  settings: {
    target: { kind: 'self', sandbox: 'default' }, authentication: 'header', uniqueIdentifier: 'userName', supported: off,
    toApp: { createUsers: false, updateUserAttributes: false, deactivateUsers: false, syncPassword: false },
    userNameFormat: 'user.login', renameAppGroups: true, patchUsers: false,
  },
}
const states = (facts: Partial<Parameters<typeof guideSteps>[0]>) => (
  guideSteps({ app, attributes: [], lints: [], arrived: 0, ...facts }).map(({ state }) => state).join(' ')
)

test('the guide begins with nothing done', () => {
  expect(states({ app: null })).toBe('todo todo todo todo todo todo todo todo')
})

test('an app without a credential, without Push Groups or without a required attribute asks for attention', () => {
  expect(states({ app: { ...app, hasCredential: false } })).toBe('attention attention attention todo todo todo todo todo')
})

test('the guide is done when everything arrived', () => {
  const required = ['userName', 'name.givenName', 'name.familyName'].map((externalName) => ({ ...newAttribute, externalName }))
  const ready: App = {
    ...app,
    counts: { ...app.counts, assigned: 3, pushGroups: 1 },
    settings: {
      ...app.settings,
      supported: { ...off, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true },
      toApp: { createUsers: true, updateUserAttributes: true, deactivateUsers: true, syncPassword: false },
    },
  }
  const facts = { app: ready, attributes: [...required, ...guideAttributes], arrived: 1 }
  expect(states(facts)).toBe('done done done done done done done done')
  expect(states({ ...facts, app: { ...ready, counts: { ...ready.counts, failed: 1 } } })).toContain('attention')
})

test('an attribute under another namespace is still missing', () => {
  const wrong = { ...guideAttributes[0]!, externalNamespace: 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User' }
  expect(missingAttributes([wrong, guideAttributes[1]!])).toEqual([guideAttributes[0]])
})

test('requests of one action that follow each other are one run', () => {
  const assign = { action: { id: 'default-1', label: 'Assign Jane' } }
  const push = { action: { id: 'default-2', label: 'Push eng-team' } }
  const rows = [push, assign, assign, { action: null }, assign]
  const runs = (known: typeof rows, total = known.length) => known.map((_, index) => runAt((at) => known[at], total, index)?.requests ?? 0)
  expect(runs(rows)).toEqual([1, 2, 0, 0, 1])
  expect(runAt((at) => rows[at], 9, 4)).toEqual({ id: 'default-1', label: 'Assign Jane', requests: 1, more: true })
  expect(runWords({ requests: 1, more: false })).toBe('1 request')
  expect(runWords({ requests: 1200, more: true })).toBe('1,200+ requests')
})
