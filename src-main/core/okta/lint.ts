import type { AppSettings } from '../../../src-shared/api/okta/apps.ts'
import type { AppAttribute, Lint, ProfileValues, StoredAttribute } from '../../../src-shared/api/okta/attributes.ts'
import { ExpressionError, parseExpression } from '../../../src-shared/domain/okta-expression.ts'
import type { AppKind, PersonStatus } from '../../../src-shared/domain/okta.ts'
import type { Schema } from '../../../src-shared/scim/types.ts'
import { quote } from '../scim/schema/wording.ts'

/** What the linter reads: plain data, so that it can be asked about what is being edited. */
export interface LintInput {
  kind: AppKind
  settings: AppSettings
  attributes: readonly (AppAttribute | StoredAttribute)[]
  /** May be a sample. `profile`: the values in force, by variable name. */
  assignedPeople: readonly { login: string; status: PersonStatus; profile: ProfileValues }[]
  assignedGroups: readonly { id: string; name: string; profile: ProfileValues }[]
  /** `members`: how many are left out for the first condition they miss (okta-wire §6). */
  pushedGroups: readonly { id: string; name: string; members: { unassigned: number; unprovisioned: number; inactive: number } }[]
  /** The schemas of the target; absent where they cannot be read. */
  targetSchemas?: readonly Schema[]
  /** Names of the concurrency groups of the target. */
  concurrencyGroups?: readonly string[]
}

/** A lint from what it says; the rest is usual. */
export function lint(given: Pick<Lint, 'code' | 'text' | 'wire' | 'rule' | 'tag'> & Partial<Lint>): Lint {
  return { severity: 'error', subject: null, field: null, correct: null, ...given }
}

/** Lints of the settings of an app: Integration, Sign On and To App. */
export function lintApp({ settings, pushedGroups }: Pick<LintInput, 'settings' | 'pushedGroups'>): Lint[] {
  return [
    ...uniqueIdentifier(settings),
    ...pushGroupsOff(settings, pushedGroups.length),
    ...syntaxOf(settings.userNameFormat, null, 'userNameFormat', 'Nobody has an application username, so nobody can be provisioned.'),
  ]
}

/** testmu-provisioning §9.4; `pushed`: how many groups wait for it. */
export function pushGroupsOff({ supported }: AppSettings, pushed: number): Lint[] {
  if (supported.pushGroups) return []
  return [lint({
    code: 'push-groups-off', severity: pushed > 0 ? 'error' : 'warning', field: 'supported.pushGroups',
    text: '“Push Groups” is not ticked among the supported provisioning actions; the vendor\'s page does not mention it.',
    wire: 'Nothing is sent to /Groups, whatever the Push Groups tab says.',
    correct: 'Push Groups', rule: 'testmu-provisioning §9.4', tag: 'D',
  })]
}

/** An expression that cannot be read, or nothing. */
export function syntaxOf(expression: string, subject: string | null, field: string, wire: string): Lint[] {
  try {
    parseExpression(expression)
    return []
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return [lint({ code: 'expression', subject, field, text: error.message, wire, rule: 'okta-wire §8', tag: 'D' })]
  }
}

function uniqueIdentifier({ uniqueIdentifier: given }: AppSettings): Lint[] {
  if (given === 'userName') return []
  return [lint({
    code: 'unique-identifier', field: 'uniqueIdentifier',
    text: `The unique identifier field for users is ${quote(given)}; TestMu AI finds users by userName.`,
    wire: 'The lookup before each assignment asks for that attribute; userName is the only one the vendor documents.',
    correct: 'userName', rule: 'testmu-provisioning §1', tag: 'D',
  })]
}
