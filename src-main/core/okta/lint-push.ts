import type { Lint } from '../../../src-shared/api/okta/attributes.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { lint, pushGroupsOff, type LintInput } from './lint.ts'
import { assignedAndPushed } from './lint-assignments.ts'
import { schemaOf } from './lint-target.ts'

/** Lints of the Push Groups tab (testmu-provisioning §9.4–7). */
export function lintPush(input: LintInput): Lint[] {
  return [
    ...pushGroupsOff(input.settings, input.pushedGroups.length),
    ...assignedAndPushed(input, 'groups'),
    ...input.pushedGroups.flatMap(leftOut),
    ...withoutRoles(input),
  ]
}

function leftOut({ name, members }: LintInput['pushedGroups'][number]): Lint[] {
  const missing = [
    [members.unassigned, 'not assigned to the app', 'Assign them'],
    [members.unprovisioned, 'not provisioned', 'provision them'],
    [members.inactive, 'not active in Okta', 'activate them'],
  ].filter(([count]) => Number(count) > 0)
  if (missing.length === 0) return []
  const todo = missing.map(([, , what]) => what).join(', ')
  return [lint({
    code: 'left-out', severity: 'warning', subject: name, field: 'members',
    text: `Of ${name}, ${missing.map(([count, why]) => `${count} ${count === 1 ? 'is' : 'are'} ${why}`).join(', ')}.`,
    wire: `They are left out of the push silently. ${todo.charAt(0).toUpperCase()}${todo.slice(1)}, then Push Now.`,
    rule: 'testmu-provisioning §9.6; okta-wire §6', tag: 'D',
  })]
}

/** A pushed group carries no roles, so that the profile has to (testmu-provisioning §9.7). */
function withoutRoles(input: LintInput): Lint[] {
  const hasRole = input.attributes.some(({ externalName, externalNamespace }) =>
    foldCase(externalName) === 'organizationrole' && externalNamespace === LAMBDATEST_USER)
  if (hasRole || input.pushedGroups.length === 0 || !schemaOf(input, LAMBDATEST_USER)) return []
  return [lint({
    code: 'no-roles', severity: 'warning', field: 'attributes',
    text: 'Pushed groups carry no roles, and the profile has no OrganizationRole.',
    wire: 'LambdatestRoles is not sent with a group: Okta documents schemas, displayName and members only. Everybody stays a User.',
    correct: 'OrganizationRole', rule: 'testmu-provisioning §9.7', tag: 'C',
  })]
}
