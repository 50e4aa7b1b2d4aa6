import { badRequest } from '../../../../src-shared/scim/errors.ts'
import {
  type Attribute, isObject, type JsonObject, type JsonValue, type Schema,
} from '../../../../src-shared/scim/types.ts'
import { setValue, valueAt } from '../schema/body.ts'
import { append } from '../schema/elements.ts'
import { dropPassword, isWritten, placeOf } from '../schema/entries.ts'
import { note, schemasComputed } from '../schema/findings.ts'
import { attributeNamed, isMembers, isPassword, qualified } from '../schema/locate.ts'
import { readMembers } from '../schema/members.ts'
import { noteUnknown } from '../schema/unknown.ts'
import { isCleared, type Reading, readValue } from '../schema/values.ts'
import type { Patching } from './patching.ts'

export type Write = 'add' | 'replace'

/**
 * Adds to or replaces one attribute (RFC 7644 §3.5.2.1, §3.5.2.3). What only the server writes is left alone. Adding
 * nothing (null, "", []) changes nothing and replacing by nothing clears; {} names no sub-attribute, so all of them stay.
 */
export function writeAttribute(
  patching: Patching, op: Write, schema: Schema | null, attribute: Attribute, raw: JsonValue,
): void {
  const { model, reading } = patching
  if (schema === null && isMembers(model, attribute)) return writeMembers(patching, op, attribute, raw)
  if (schema === null && attribute.name === 'schemas') return note(reading.findings, schemasComputed('schemas'))
  if (!isWritten(model, schema, attribute)) return
  const place = placeOf(model, schema, attribute)
  const own: Reading = { ...reading, nulls: [] }
  const read = readValue(attribute, raw, place, own)
  if (schema === null && isPassword(model, attribute)) return dropPassword(read, reading)
  const stored = valueAt(patching.value, schema, attribute)
  if (own.nulls.includes(place.path)) {
    if (op === 'replace' && !isObject(raw)) setValue(patching.value, schema, attribute, undefined)
    return
  }
  const value = Array.isArray(read)
    ? written(op, attribute, stored, read)
    : merged(attribute, stored, read, op === 'replace' ? clearedSubs(place.path, own) : [])
  if (value !== undefined) setValue(patching.value, schema, attribute, value)
}

function written(op: Write, attribute: Attribute, stored: JsonValue | undefined, read: JsonValue[]): JsonValue[] {
  return op === 'add' && Array.isArray(stored) ? append(attribute, stored, read) : read
}

/** Sub-attributes that are not named keep their value (RFC 7644 §3.5.2.3). */
function merged(
  attribute: Attribute, stored: JsonValue | undefined, read: JsonValue | undefined, cleared: readonly string[],
): JsonValue | undefined {
  if (attribute.type !== 'complex' || attribute.multiValued) return read
  const value: JsonObject = { ...(isObject(stored) && stored), ...(isObject(read) && read) }
  for (const name of cleared) delete value[name]
  return value
}

/** The sub-attributes a value empties: the nulls just below its own path. */
function clearedSubs(path: string, reading: Reading): string[] {
  return reading.nulls.map((cleared) => cleared.slice(path.length + 1))
}

function writeMembers(patching: Patching, op: Write, attribute: Attribute, raw: JsonValue): void {
  const ids = readMembers(attribute, raw, patching.reading)
  if (op === 'replace' || ids.length > 0) patching.members.push({ op, ids })
}

/**
 * Adds to or replaces attributes of an extension given as an object; those it does not name stay, null clears them all.
 * @throws ScimError 400 invalidValue unless the value is an object
 */
export function writeSchema(patching: Patching, op: Write, schema: Schema, raw: JsonValue): void {
  if (isCleared(raw)) {
    if (op === 'replace' && !isObject(raw)) delete patching.value[schema.id]
    return
  }
  if (!isObject(raw)) throw badRequest('invalidValue', `${schema.id} must be an object.`, 'RFC 7643 §3.3')
  for (const [key, value] of Object.entries(raw)) {
    const attribute = attributeNamed(schema.attributes, key)
    if (attribute) writeAttribute(patching, op, schema, attribute, value)
    else noteUnknown(patching.model, qualified(schema, key), value, [], patching.reading)
  }
}
