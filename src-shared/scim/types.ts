/** The shapes of RFC 7643 §6–7, as this code base passes them around. */

export const attributeTypes = [
  'string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex',
] as const
export type AttributeType = (typeof attributeTypes)[number]
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'
export type Returned = 'always' | 'never' | 'default' | 'request'
export type Uniqueness = 'none' | 'server' | 'global'

/** One attribute definition (RFC 7643 §7), every characteristic present. */
export interface Attribute {
  name: string
  type: AttributeType
  multiValued: boolean
  description: string
  required: boolean
  /** Suggestions in a core schema; the allowed values in a custom one. */
  canonicalValues?: string[]
  caseExact: boolean
  mutability: Mutability
  returned: Returned
  uniqueness: Uniqueness
  referenceTypes?: string[]
  subAttributes?: Attribute[]
}

/** A schema definition (RFC 7643 §7). `id` is its URN. */
export interface Schema {
  id: string
  name: string
  description: string
  attributes: Attribute[]
}

/** A resource type definition (RFC 7643 §6). `endpoint` starts with a slash. */
export interface ResourceType {
  name: string
  endpoint: string
  description: string
  schema: string
  schemaExtensions: { schema: string; required: boolean }[]
}

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
export type JsonObject = { [key: string]: JsonValue }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The comparison form of a value whose attribute is not `caseExact` (RFC 7643 §2.2). */
export function foldCase(value: string): string {
  return value.normalize('NFC').toLowerCase()
}
