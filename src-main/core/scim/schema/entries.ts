import { badRequest } from '../../../../src-shared/scim/errors.ts'
import {
  type Attribute, isObject, type JsonObject, type JsonValue, type Schema,
} from '../../../../src-shared/scim/types.ts'
import { setValue, valueAt } from './body.ts'
import { dottedKey, note, passwordNotKept } from './findings.ts'
import { isClosed, isMembers, isPassword, isVirtual, locate, qualified } from './locate.ts'
import { readMembers } from './members.ts'
import type { ResourceModel } from './model.ts'
import { listedSchemas } from './schemas.ts'
import { noteUnknown } from './unknown.ts'
import { isCleared, type Place, readValue, type Reading } from './values.ts'

interface Draft {
  value: JsonObject
  members: string[] | null
}

/** Reads every member of a body into the draft. A name given twice, in whatever form, counts as last given. */
export function readEntries(model: ResourceModel, body: JsonObject, draft: Draft, reading: Reading): void {
  const listed = listedSchemas(body)
  for (const [key, raw] of Object.entries(body)) {
    const location = locate(model, key)
    if (location.kind === 'unknown') noteUnknown(model, key, raw, listed, reading)
    else if (location.kind === 'schema') readSchemaObject(model, location.schema, raw, draft, reading)
    else if (location.sub) readSub(model, key, location.schema, location.attribute, location.sub, raw, draft, reading)
    else readAttribute(model, location.schema, location.attribute, raw, draft, reading)
  }
}

function readSchemaObject(
  model: ResourceModel, schema: Schema | null, raw: JsonValue, draft: Draft, reading: Reading,
): void {
  const urn = schema?.id ?? model.core.id
  if (isCleared(raw)) {
    if (schema) reading.nulls.push(urn)
    return
  }
  if (!isObject(raw)) throw badRequest('invalidValue', `${urn} must be an object.`, 'RFC 7643 §3.3')
  const qualifiedEntries = Object.entries(raw).map(([key, value]) => [`${urn}:${key}`, value])
  readEntries(model, Object.fromEntries(qualifiedEntries), draft, reading)
}

function readSub(
  model: ResourceModel, key: string, schema: Schema | null, attribute: Attribute, sub: Attribute, raw: JsonValue,
  draft: Draft, reading: Reading,
): void {
  note(reading.findings, dottedKey(key))
  readAttribute(model, schema, attribute, { [sub.name]: raw }, draft, reading)
}

function readAttribute(
  model: ResourceModel, schema: Schema | null, attribute: Attribute, raw: JsonValue, draft: Draft, reading: Reading,
): void {
  if (schema === null && isMembers(model, attribute)) {
    draft.members = readMembers(attribute, raw, reading)
    return
  }
  if (!isWritten(model, schema, attribute)) return
  const read = readValue(attribute, raw, placeOf(model, schema, attribute), reading)
  if (schema === null && isPassword(model, attribute)) dropPassword(read, reading)
  else keep(draft, schema, attribute, read)
}

/** False for what a body may carry and the server decides alone: ignored in silence (RFC 7644 §3.5.1). */
export function isWritten(model: ResourceModel, schema: Schema | null, attribute: Attribute): boolean {
  if (schema !== null) return attribute.mutability !== 'readOnly'
  return attribute.mutability !== 'readOnly' && attribute.name !== 'schemas' && !isVirtual(model, attribute)
}

export function placeOf(model: ResourceModel, schema: Schema | null, attribute: Attribute): Place {
  return { path: qualified(schema, attribute.name), closed: isClosed(schema?.id ?? model.core.id) }
}

/** Says that a password came and takes its path out of the nulls: there is nothing stored to clear. */
export function dropPassword(read: JsonValue | undefined, reading: Reading): void {
  reading.nulls = reading.nulls.filter((path) => path !== 'password')
  if (read !== undefined) note(reading.findings, passwordNotKept('password'))
}

function keep(draft: Draft, schema: Schema | null, attribute: Attribute, read: JsonValue | undefined): void {
  const known = valueAt(draft.value, schema, attribute)
  const merged = isObject(known) && isObject(read) ? { ...known, ...read } : read
  if (merged !== undefined) setValue(draft.value, schema, attribute, merged)
}
