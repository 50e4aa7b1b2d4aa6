import type { AppAttribute } from '../../../src-shared/api/okta/attributes.ts'
import type { DataType } from '../../../src-shared/domain/okta.ts'
import type { JsonValue } from '../../../src-shared/scim/types.ts'
import { quote } from '../scim/schema/wording.ts'

/** A value as it goes to the app; null is emptied. A problem is one sentence, and nothing is sent. */
export type Typed = { value: JsonValue } | { problem: string }

/**
 * The value in the data type of its attribute (okta-wire §8). Text that spells a number or a boolean becomes one, a
 * single value becomes text; a list never becomes a single value nor the other way. Nothing, `""` and `[]` are emptied.
 * The enum is for the admin's form alone. Assumption: Okta documents no conversion.
 */
export function typedValue(value: JsonValue, attribute: Pick<AppAttribute, 'variableName' | 'dataType'>): Typed {
  if (isEmpty(value)) return { value: null }
  const [single, list] = attribute.dataType.split(' ') as [Single, 'array'?]
  const typed = list ? typedList(value, single) : typedSingle(value, single)
  if (typed !== undefined) return { value: typed }
  return { problem: `${attribute.variableName}: ${quote(value)} is not ${words[attribute.dataType]}, so it is not sent.` }
}

export function isEmpty(value: JsonValue | undefined): value is null | undefined | '' | [] {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

type Single = 'string' | 'number' | 'integer' | 'boolean'

const words: Record<DataType, string> = {
  string: 'a string', number: 'a number', integer: 'a whole number', boolean: 'true or false',
  'string array': 'a list of strings', 'number array': 'a list of numbers', 'integer array': 'a list of whole numbers',
}

function typedList(value: JsonValue, single: Single): JsonValue[] | undefined {
  if (!Array.isArray(value)) return undefined
  const typed = value.map((each) => typedSingle(each, single))
  return typed.every((each) => each !== undefined) ? typed : undefined
}

function typedSingle(value: JsonValue, single: Single): JsonValue | undefined {
  if (value === null || typeof value === 'object') return undefined
  if (single === 'string') return String(value)
  if (single === 'boolean') return typedBoolean(value)
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  return single === 'number' || Number.isSafeInteger(number) ? number : undefined
}

const decimal = /^-?\d+(\.\d+)?$/

function typedBoolean(value: string | number | boolean): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = String(value).toLowerCase()
  return text === 'true' || text === 'false' ? text === 'true' : undefined
}
