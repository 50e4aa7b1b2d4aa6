import type { AppAttribute, Lint, ProfileValues } from '../../../src-shared/api/okta/attributes.ts'
import { isEmpty } from './value-types.ts'
import { lint, type LintInput } from './lint.ts'
import { refusedValue } from './lint-attribute.ts'
import { allowedValues, refused } from './lint-target.ts'
import { isWellFormed } from './external-name.ts'

/** Lints of what is assigned, and with which values (testmu-provisioning §9.3, §9.5, §9.9). */
export function lintAssignments(input: LintInput): Lint[] {
  const own = input.attributes.filter(({ externalName }) => isWellFormed(externalName))
  return [
    ...assignedAndPushed(input, 'groups'),
    ...own.flatMap((attribute) => [...refusedValues(attribute, input), ...emptied(attribute, input)]),
  ]
}

/** Lints of values that nobody has yet. */
export function lintValues(input: LintInput, profile: ProfileValues): Lint[] {
  const own = input.attributes.filter(({ externalName }) => isWellFormed(externalName))
  return own.flatMap((attribute) => {
    const allowed = allowedValues(input, attribute)
    if (!allowed) return []
    const about = { subject: null, field: attribute.variableName }
    return refused(profile[attribute.variableName], allowed).map((value) => refusedValue(attribute, value, allowed.values, about))
  })
}

/** testmu-provisioning §9.5, as the tab that shows it: `field` is its name. */
export function assignedAndPushed({ assignedGroups, pushedGroups }: LintInput, field: string): Lint[] {
  const pushed = new Set(pushedGroups.map(({ id }) => id))
  return assignedGroups.filter(({ id }) => pushed.has(id)).map(({ name }) => lint({
    code: 'assigned-and-pushed', severity: 'warning', subject: name, field,
    text: `${name} is assigned to the app and pushed to it; Okta does not support one group for both.`,
    wire: 'Members who are not provisioned yet are left out of the push; those who leave the group stay in the group of the app.',
    rule: 'testmu-provisioning §9.5; okta-wire §6', tag: 'D',
  }))
}

/** One lint for each refused value, about the first who has it. */
function refusedValues(attribute: AppAttribute, input: LintInput): Lint[] {
  const allowed = allowedValues(input, attribute)
  if (!allowed) return []
  const holders = new Map<string, string[]>()
  const given = [
    ...input.assignedGroups.map(({ name, profile }) => [name, profile] as const),
    ...input.assignedPeople.map(({ login, profile }) => [login, profile] as const),
  ]
  for (const [who, profile] of given) {
    for (const value of refused(profile[attribute.variableName], allowed)) holders.set(value, [...(holders.get(value) ?? []), who])
  }
  return [...holders].map(([value, who]) => {
    const found = refusedValue(attribute, value, allowed.values, { subject: who[0]!, field: attribute.variableName })
    return { ...found, text: `${found.text} Given to ${some(who)}.` }
  })
}

/** Nobody loses a value by an update that is not sent. Base attributes are Okta's own to fill. */
function emptied(attribute: LintInput['attributes'][number], { settings, assignedPeople }: LintInput): Lint[] {
  const { variableName, externalNamespace } = attribute
  const isBase = 'isBase' in attribute && attribute.isBase
  if (!settings.toApp.updateUserAttributes || externalNamespace === '' || isBase) return []
  const without = assignedPeople.filter(({ profile }) => isEmpty(profile[variableName])).map(({ login }) => login)
  if (without.length === 0) return []
  return [lint({
    code: 'empty-overwrites', severity: 'warning', subject: variableName, field: 'mapping',
    text: `${variableName} is empty for ${some(without)}.`,
    wire: 'A profile push is the full profile, never a part: whatever the app has there is overwritten by nothing.',
    rule: 'testmu-provisioning §9.9; okta-wire §4', tag: 'D',
  })]
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${(names.length - 3).toLocaleString('en')} more` : shown
}
