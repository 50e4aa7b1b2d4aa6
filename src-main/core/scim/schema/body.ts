import { badRequest } from '../../../../src-shared/scim/errors.ts'
import {
  type Attribute, isObject, type JsonObject, type JsonValue, type Schema,
} from '../../../../src-shared/scim/types.ts'
import { own } from './locate.ts'
import type { ResourceModel } from './model.ts'
import { isCleared } from './values.ts'

/** Nesting a body may have (bars, Reliability). */
const deepest = 64

/** @throws ScimError 400 invalidSyntax unless the body is an object of bearable depth */
export function requireObject(body: JsonValue, what: string): JsonObject {
  if (!isObject(body)) throw badRequest('invalidSyntax', `${what} must be a JSON object.`, 'RFC 7644 §3.12')
  if (isDeeper(body, deepest)) {
    throw badRequest('invalidSyntax', `${what} is nested more than ${deepest} levels deep.`, 'bars, Reliability')
  }
  return body
}

function isDeeper(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

/** A body without empty values, `schemas` first and naming what the body holds, in declared order (RFC 7643 §3). */
export function normalised(model: ResourceModel, body: JsonObject): JsonObject {
  const value: JsonObject = { schemas: [] }
  for (const [key, given] of Object.entries(body)) {
    const kept = key === 'schemas' ? undefined : withoutEmpty(given)
    if (kept !== undefined) value[key] = kept
  }
  const held = model.extensions.filter((extension) => own(value, extension.id) !== undefined)
  value['schemas'] = [model.core.id, ...held.map((extension) => extension.id)]
  return value
}

function withoutEmpty(value: JsonValue): JsonValue | undefined {
  if (isCleared(value)) return undefined
  if (!isObject(value)) return value
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const rest = withoutEmpty(inner)
    return rest === undefined ? [] : [[key, rest] as const]
  })
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** A copy that shares nothing with the value: `structuredClone` for JSON, at a fraction of its cost. */
export function copyOf<Value extends JsonValue>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value
  if (!isObject(value)) return value
  const copy: JsonObject = {}
  for (const key of Object.keys(value)) copy[key] = copyOf(value[key]!)
  return copy as Value
}

/** The object that holds the attributes of a schema: the body itself for the core one (null). */
export function container(body: JsonObject, schema: Schema | null): JsonObject | undefined {
  if (!schema) return body
  const held = own(body, schema.id)
  return isObject(held) ? held : undefined
}

/** The stored value of an attribute, or of its sub-attribute. */
export function valueAt(
  body: JsonObject, schema: Schema | null, attribute: Attribute, sub?: Attribute | null,
): JsonValue | undefined {
  const value = own(container(body, schema), attribute.name)
  if (!sub) return value
  return isObject(value) ? own(value, sub.name) : undefined
}

/** Sets an attribute, or takes it away when the value is undefined. Changes `body`. */
export function setValue(
  body: JsonObject, schema: Schema | null, attribute: Attribute, value: JsonValue | undefined,
): void {
  let holder = container(body, schema)
  if (!holder) {
    if (value === undefined) return
    holder = {}
    body[schema!.id] = holder
  }
  if (value === undefined) delete holder[attribute.name]
  else holder[attribute.name] = value
}
