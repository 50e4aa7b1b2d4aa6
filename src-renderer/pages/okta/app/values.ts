import type { ProfileValues, StoredAttribute } from '../../../../src-shared/api/okta/attributes.ts'

/** What is typed for each attribute; one that is not here, or empty, follows its mapping. */
export type Typed = Record<string, string>

type Value = ProfileValues[string]

/** Attributes an assignment may set: any for a person, those of type Group for a group. */
export function settable(attributes: StoredAttribute[], of: 'person' | 'group'): StoredAttribute[] {
  return attributes.filter(({ isBase, scope }) => (of === 'group' ? scope === 'Group' : !isBase || scope === 'Group'))
}

export function typedOf(values: ProfileValues): Typed {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value)]))
}

/** A value as one text; a list has one item a line. */
export function shown(value: Value | undefined): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join('\n') : String(value)
}

/** The values to send, each in the data type of its attribute. */
export function valuesOf(typed: Typed, attributes: StoredAttribute[]): ProfileValues {
  const values: ProfileValues = {}
  for (const { variableName, dataType } of attributes) {
    const text = typed[variableName] ?? ''
    if (text.trim() !== '') values[variableName] = valueOf(text, dataType)
  }
  return values
}

function valueOf(text: string, dataType: StoredAttribute['dataType']): Value {
  if (dataType.endsWith('array')) {
    const items = text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
    return dataType === 'string array' ? items : items.map(Number)
  }
  if (dataType === 'boolean') return text === 'true'
  return dataType === 'string' ? text : Number(text)
}
