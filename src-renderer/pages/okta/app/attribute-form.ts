import type { AppAttribute } from '../../../../src-shared/api/okta/attributes.ts'

export const newAttribute: AppAttribute = {
  displayName: '',
  variableName: '',
  externalName: '',
  externalNamespace: '',
  dataType: 'string',
  enum: null,
  required: false,
  scope: 'Personal',
  mapping: null,
  applyOn: 'create and update',
  combine: false,
}

export interface EnumMember {
  name: string
  value: string
}

/** The members as they are typed; an attribute without an enum has one empty row to begin with. */
export function membersOf({ enum: members }: AppAttribute): EnumMember[] {
  return members === null ? [{ name: '', value: '' }] : members.map(({ name, value }) => ({ name, value: String(value) }))
}

/** The members to send: numbers for a numeric type, the value as the name where none was given. */
export function enumOf(members: EnumMember[], dataType: AppAttribute['dataType']): AppAttribute['enum'] {
  const isNumeric = dataType.startsWith('number') || dataType.startsWith('integer')
  const given = members
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => ({ name: name.trim() || value.trim(), value: isNumeric ? Number(value) : value }))
  return given.length === 0 ? null : given
}

/** Okta's variable name for a display name, while nobody has typed one. */
export function variableNameOf(displayName: string): string {
  const words = displayName.replace(/[^A-Za-z0-9_ ]/g, '').trim().split(/\s+/)
  const name = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
  return /^[0-9]/.test(name) ? `_${name}` : name
}

export function isComplete({ displayName, variableName }: AppAttribute): boolean {
  return displayName.trim() !== '' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(variableName)
}
