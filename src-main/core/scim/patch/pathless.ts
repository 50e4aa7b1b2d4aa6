import { badRequest, ScimError } from '../../../../src-shared/scim/errors.ts'
import { isObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { isWritten } from '../schema/entries.ts'
import { dottedKey, note } from '../schema/findings.ts'
import { locate } from '../schema/locate.ts'
import { listedSchemas } from '../schema/schemas.ts'
import { noteUnknown } from '../schema/unknown.ts'
import { type Write, writeAttribute, writeSchema } from './attributes.ts'
import { patchElements } from './elements.ts'
import type { Patching } from './patching.ts'
import { type AttributeTarget, resolveTarget } from './target.ts'
import { requireWritable } from './writable.ts'

/**
 * Applies an operation without a path: its value holds the attributes to change (RFC 7644 §3.5.2.1). Extensions come
 * as nested objects or as `URN:attribute` keys; read-only attributes a client echoes are ignored, and what the value
 * does not name is not touched (okta-wire §6: a rename must not empty the group).
 * @throws ScimError 400 invalidValue unless the value is an object
 */
export function writePathless(patching: Patching, op: Write, raw: JsonValue): void {
  if (!isObject(raw)) {
    throw badRequest('invalidValue', 'Without a path, value must be an object of attributes.', 'RFC 7644 §3.5.2.1')
  }
  const listed = listedSchemas(raw)
  for (const [key, value] of Object.entries(raw)) {
    if (key.toLowerCase() !== 'schemas') writeKey(patching, op, key, value, listed)
  }
}

function writeKey(patching: Patching, op: Write, key: string, value: JsonValue, listed: readonly string[]): void {
  const { model, reading } = patching
  const location = locate(model, key)
  if (location.kind === 'schema') {
    return location.schema ? writeSchema(patching, op, location.schema, value) : writePathless(patching, op, value)
  }
  if (location.kind === 'unknown') return writePathKey(patching, op, key, value, listed)
  const { schema, attribute, sub } = location
  if (!sub) return writeAttribute(patching, op, schema, attribute, value)
  if (!isWritten(model, schema, attribute) || sub.mutability === 'readOnly') return
  note(reading.findings, dottedKey(key))
  if (!attribute.multiValued) return writeAttribute(patching, op, schema, attribute, { [sub.name]: value })
  const target: AttributeTarget = { kind: 'attribute', schema, attribute, filter: null, sub, path: key }
  requireWritable(model, target)
  patchElements(patching, op, target, value)
}

/** Some clients send `emails[type eq "work"].value` as a key. Any other key nobody knows is ignored (engine §7). */
function writePathKey(patching: Patching, op: Write, key: string, value: JsonValue, listed: readonly string[]): void {
  const target = key.includes('[') ? targetOrNothing(patching, key) : undefined
  if (!target) return noteUnknown(patching.model, key, value, listed, patching.reading)
  note(patching.reading.findings, dottedKey(key))
  requireWritable(patching.model, target)
  patchElements(patching, op, target, value)
}

function targetOrNothing(patching: Patching, key: string): AttributeTarget | undefined {
  try {
    const target = resolveTarget(patching.model, key)
    return target.kind === 'attribute' ? target : undefined
  } catch (error) {
    if (error instanceof ScimError) return undefined
    throw error
  }
}
