import { describe, expect, test } from 'vitest'
import { baseAttributes } from '../../../src-main/core/okta/base-attributes.ts'
import { driftOf, type AppUserFacts, type OpenTask } from '../../../src-main/core/okta/drift.ts'
import { groupDriftOf, type GroupDriftInput } from '../../../src-main/core/okta/group-drift.ts'
import type { AppSettings } from '../../../src-shared/api/okta/apps.ts'
import type { AppAttribute } from '../../../src-shared/api/okta/attributes.ts'
import { driftSchema, type Drift } from '../../../src-shared/api/okta/drift.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'

const settings: AppSettings = {
  target: { kind: 'self', sandbox: 'a' }, authentication: 'header', uniqueIdentifier: 'userName',
  supported: { importUsers: true, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true, importGroups: true },
  toApp: { createUsers: true, updateUserAttributes: true, deactivateUsers: true, syncPassword: false },
  userNameFormat: 'user.login', renameAppGroups: true, patchUsers: false,
}
const without = (key: keyof AppSettings['toApp']) => ({ ...settings, toApp: { ...settings.toApp, [key]: false } })
const task = (state: OpenTask['state'], error: string | null = 'Internal Server Error.', kind: OpenTask['kind'] = 'user.assign'): OpenTask =>
  ({ id: 7, kind, state, error })

/** Drift as `okta / app | remedy`. */
const brief = (drift: Drift | null) => drift && `${drift.okta} / ${drift.app} | ${drift.remedy}`

describe('of a person', () => {
  const jane: AppUserFacts = {
    personId: '00u1', login: 'jane@acme.test', personStatus: 'ACTIVE', assigned: true, externalId: '23', active: true, error: null,
    isTold: true,
    profile: { givenName: 'Jane', familyName: 'Roe', email: 'jane@acme.test', emailType: 'work', OrganizationRole: 'Admin' },
  }
  const role: AppAttribute = { ...baseAttributes()[0]!, variableName: 'OrganizationRole', externalName: 'OrganizationRole', externalNamespace: LAMBDATEST_USER }
  const account: JsonObject = {
    id: '23', userName: 'jane@acme.test', active: true, name: { givenName: 'Jane', familyName: 'Roe', formatted: 'Jane Roe' },
    emails: [{ primary: true, value: 'jane@acme.test', type: 'work' }], [LAMBDATEST_USER]: { OrganizationRole: 'Admin' },
  }
  const gone = { assigned: false, active: false }
  interface Row { user?: Partial<AppUserFacts>; account?: JsonObject | null; task?: OpenTask; settings?: AppSettings }
  const drift = (row: Row) => driftOf({
    appUser: { ...jane, ...row.user }, account: row.account === undefined ? account : row.account && { ...account, ...row.account },
    openTask: row.task ?? null, settings: row.settings ?? settings, attributes: [...baseAttributes(), role],
  })

  test.each<[string, Row, string | null, RegExp?]>([
    ['all is as Okta believes', {}, null],
    ['unassigned and inactive', { user: gone, account: { active: false } }, null],
    ['unassigned and without an account', { user: gone, account: null }, null],
    ['a task is about to run', { user: { assigned: false }, task: task('pending', null, 'user.deactivate') }, null],
    ['suspended: nothing was sent', { user: { personStatus: 'SUSPENDED' } }, null],
    ['staged, without an account', { user: { personStatus: 'STAGED', externalId: null, active: null }, account: null }, null],

    ['J4: the deactivation failed', { user: { assigned: false }, task: task('error', undefined, 'user.deactivate') },
      'unassigned / active | retry', /did not reach the app: Internal Server Error\.$/],
    ['the deactivation was interrupted', { user: { assigned: false }, task: task('interrupted', null, 'user.deactivate') },
      'unassigned / active | retry', /Scimbox ended/],
    ['the deactivation waits', { user: { assigned: false }, task: task('waiting', null, 'user.deactivate') }, 'unassigned / active | none', /asked to wait/],
    ['Deactivate Users is off', { user: { assigned: false }, settings: without('deactivateUsers') }, 'unassigned / active | none', /“Deactivate Users” is off/],
    ['it was off, and is on again', { user: { assigned: false } }, 'unassigned / active | none', /was off at that time/],
    ['no id is stored', { user: { ...gone, externalId: null, active: null } }, 'unassigned / active | import', /stored no id/],
    ['activated in the app', { user: gone }, 'unassigned / active | none', /activated in the app/],
    ['deactivated in Okta, the task failed', { user: { personStatus: 'DEPROVISIONED' }, task: task('error', undefined, 'user.deactivate') },
      'deactivated / active | retry'],

    ['deleted in the app', { account: null }, 'provisioned / no account | none', /deleted in the app/],
    ['deactivated in the app', { account: { active: false } }, 'active / inactive | none', /deactivated in the app/],
    ['the activation failed', { account: { active: false }, task: task('error') }, 'active / inactive | retry'],
    ['the update failed', { task: task('error', 'Bad Request.', 'user.update') }, 'changed / not updated | retry', /did not reach the app: Bad Request\.$/],

    ['the create failed', { user: { externalId: null, active: null }, account: null, task: task('error') },
      'assigned / no account | retry', /Internal Server Error/],
    ['nobody found, Create Users is off', { user: { externalId: null, active: null }, account: null, task: task('error', 'Matching user not found.'),
      settings: without('createUsers') }, 'assigned / no account | retry', /“Create Users” is off: Matching user not found\./],
    ['assigned before provisioning was on', { user: { externalId: null, active: null }, account: null }, 'assigned / no account | provision', /before provisioning/],
    ['the failed task was dismissed', { user: { externalId: null, active: null, error: 'Conflict.' }, account: null },
      'assigned / no account | provision', /^Conflict\.$/],
    ['an account that is not Okta\'s yet', { user: { externalId: null, active: null } }, 'assigned / active | provision'],
    ['the create waits', { user: { externalId: null, active: null }, account: null, task: task('waiting', null) }, 'assigned / no account | none'],

    ['a name the app does not take', { account: { name: { givenName: 'Jane', familyName: 'Doe' } } },
      'name.familyName: Roe / name.familyName: Doe | profile', /not updatable by SCIM/],
    ['a role the app ignored', { account: { [LAMBDATEST_USER]: {} } }, 'OrganizationRole: Admin / OrganizationRole: (none) | profile'],
    ['a mapping that changed since', { user: { isTold: false }, account: { [LAMBDATEST_USER]: {} } },
      'OrganizationRole: Admin / OrganizationRole: (none) | profile', /^Changed in Okta since/],
    ['the same, and Update User Attributes is off', { user: { isTold: false }, account: { [LAMBDATEST_USER]: {} }, settings: without('updateUserAttributes') },
      'OrganizationRole: Admin / OrganizationRole: (none) | none', /^Changed in Okta since/],
    ['changed since, and the app has it', { user: { isTold: false } }, null],
    ['emptied in Okta, kept in the app', { user: { profile: { ...jane.profile, OrganizationRole: null } } },
      'OrganizationRole: (none) / OrganizationRole: Admin | profile'],
    ['nothing was pushed yet', { user: { profile: null }, account: { name: {} } }, null],
  ])('%s', (_, row, expected, cause = /./) => {
    const found = drift(row)
    expect(brief(found)).toBe(expected)
    if (!found) return
    expect(found.cause).toMatch(cause)
    expect(found).toEqual(driftSchema.parse(found))
    expect(found).toMatchObject({ kind: 'user', id: '00u1', name: 'jane@acme.test', taskId: row.task ? 7 : null })
  })
})

describe('of a group', () => {
  const pushed: GroupDriftInput = {
    kind: 'AIW', settings, group: { id: '00g1', name: 'eng-team' }, openTask: null,
    push: { status: 'Active', externalId: '9', error: null, members: ['23', '24'] }, remote: { displayName: 'eng-team', members: ['24', '23'] },
  }
  const push = (changed: Partial<NonNullable<GroupDriftInput['push']>>) => ({ push: { ...pushed.push!, ...changed } })
  const remote = (displayName: string, ...members: string[]) => ({ remote: { displayName, members } })
  const error = task('error', 'Not Found.', 'group.members')

  test.each<[string, Partial<GroupDriftInput>, string | null, RegExp?]>([
    ['all is as Okta believes', {}, null],
    ['a task is about to run', { ...remote('eng-team'), openTask: task('pending', null, 'group.members') }, null],
    ['neither pushed nor there', { push: null, remote: null }, null],
    ['an error without a difference', push({ status: 'Error', error: 'Bad Request.' }), null],

    ['deleted in the app', { remote: null }, 'pushed / no group | import', /deleted in the app/],
    ['deleted in the app, found by a push', { remote: null, openTask: error }, 'pushed / no group | import'],
    ['never pushed: failed', { ...push({ externalId: null, status: 'Error', error: 'x' }), remote: null, openTask: task('error', 'Conflict.', 'group.push') },
      'to be pushed / no group | retry', /^The group was never pushed: Conflict\.$/],
    ['never pushed: dismissed', { ...push({ externalId: null, status: 'Error', error: 'Conflict.' }), remote: null }, 'to be pushed / no group | push'],
    ['never pushed, the name is there', push({ externalId: null }), 'to be pushed / a group of that name | push', /^The group was never pushed\.$/],
    ['never pushed: waits', { ...push({ externalId: null }), remote: null, openTask: task('waiting', null, 'group.push') }, 'to be pushed / no group | none'],
    ['never pushed: inactive', { ...push({ externalId: null, status: 'Inactive' }), remote: null }, 'to be pushed / no group | none', /inactive/],

    ['renamed in the app', remote('old-team', '23', '24'), 'named eng-team / named old-team | push', /renamed in the app/],
    ['renamed in the app (OIN)', { ...remote('old-team', '23', '24'), kind: 'OIN' }, 'named eng-team / named old-team | none'],
    ['renaming is off', { ...remote('old-team', '23', '24'), settings: { ...settings, renameAppGroups: false } },
      'named eng-team / named old-team | none', /“Rename app groups/],
    ['a member is missing', remote('eng-team', '23'), '2 members / 1 member (1 missing) | push', /left members out/],
    ['members differ', remote('eng-team', '23', '25', '26'), '2 members / 3 members (1 missing, 2 more) | push'],
    ['members differ, the last push failed', { ...remote('eng-team', '23'), openTask: error }, '2 members / 1 member (1 missing) | retry',
      /did not reach the app: Not Found\./],
    ['members differ, the mapping is inactive', { ...remote('eng-team'), ...push({ status: 'Inactive' }) }, '2 members / 0 members (2 missing) | none', /inactive/],
    ['members differ, in error without a task', { ...remote('eng-team'), ...push({ status: 'Error', error: 'Gone.' }) },
      '2 members / 0 members (2 missing) | push', /Gone\./],
    ['unlinked but left', { push: null, ...remote('eng-team', '23') }, 'not pushed / 1 member | import', /unlinked and left/],
  ])('%s', (_, changed, expected, cause = /./) => {
    const found = groupDriftOf({ ...pushed, ...changed })
    expect(brief(found)).toBe(expected)
    if (!found) return
    expect(found.cause).toMatch(cause)
    expect(found).toEqual(driftSchema.parse(found))
    expect(found).toMatchObject({ kind: 'group', id: '00g1', name: 'eng-team', taskId: changed.openTask ? 7 : null })
  })
})
