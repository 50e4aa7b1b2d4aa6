import type { PersonProfile } from '../../../../src-shared/api/okta/people.ts'
import type { JsonValue } from '../../../../src-shared/scim/types.ts'

/** Base attributes of the Okta user profile that are always offered. */
export const shownAttributes = [
  'login', 'email', 'firstName', 'lastName', 'displayName', 'title', 'department', 'organization', 'employeeNumber',
  'userType', 'locale',
]
export const requiredAttributes = ['login', 'email', 'firstName', 'lastName']

const labels: Record<string, string> = {
  login: 'Username',
  email: 'Primary email',
  firstName: 'First name',
  lastName: 'Last name',
  displayName: 'Display name',
  title: 'Title',
  department: 'Department',
  organization: 'Organization',
  employeeNumber: 'Employee number',
  userType: 'User type',
  locale: 'Locale',
  timezone: 'Time zone',
}

/** Okta's label of an attribute of the profile, or its variable name. */
export function attributeLabel(name: string): string {
  return labels[name] ?? name
}

/** The profile as texts, one per attribute: what is always offered, then what else is set. */
export function textsOf(profile: PersonProfile): Record<string, string> {
  const names = [...new Set([...shownAttributes, ...Object.keys(profile)])]
  return Object.fromEntries(names.map((name) => [name, textOf(profile[name])]))
}

/** Only what differs, each value in the type it had; an emptied one is taken away. */
export function profileChanges(profile: PersonProfile, texts: Record<string, string>): Record<string, JsonValue> {
  const changes: Record<string, JsonValue> = {}
  for (const [name, text] of Object.entries(texts)) {
    if (text === textOf(profile[name])) continue
    changes[name] = text.trim() === '' ? null : typed(text.trim(), profile[name])
  }
  return changes
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function typed(text: string, before: unknown): JsonValue {
  if (typeof before === 'number' && !Number.isNaN(Number(text))) return Number(text)
  if (typeof before === 'boolean') return text === 'true'
  return Array.isArray(before) ? text.split(',').map((part) => part.trim()).filter((part) => part !== '') : text
}
