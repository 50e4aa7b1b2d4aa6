import { badRequest } from '../../../../src-shared/scim/errors.ts'
import { type Attribute, isObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { coercedToArray, coercedToComplex, note, unknownAttribute } from './findings.ts'
import { attributeNamed } from './locate.ts'
import { wrongType } from './simple.ts'
import { isCleared, type Reading } from './values.ts'

/**
 * The ids in a `members` value, each once, in order. `display`, `$ref` and `type` are the server's to fill.
 * @throws ScimError 400 invalidValue for an entry without a string `value`
 */
export function readMembers(attribute: Attribute, raw: JsonValue, reading: Reading): string[] {
  if (!Array.isArray(raw) && isCleared(raw)) return []
  const ids = new Set<string>()
  for (const entry of entries(raw, reading)) ids.add(memberId(attribute, entry, reading))
  return [...ids]
}

function entries(raw: JsonValue, reading: Reading): JsonValue[] {
  if (Array.isArray(raw)) return raw
  if (reading.switches.looseValues === 'refuse') throw wrongType({ path: 'members', closed: false }, 'a list', raw)
  note(reading.findings, coercedToArray('members'))
  return [raw]
}

function memberId(attribute: Attribute, entry: JsonValue, reading: Reading): string {
  if (typeof entry === 'string' && entry !== '' && reading.switches.looseValues === 'tolerate') {
    note(reading.findings, coercedToComplex('members', entry))
    return entry
  }
  if (!isObject(entry)) throw wrongMember()
  let id: JsonValue | undefined
  for (const [key, value] of Object.entries(entry)) {
    const sub = attributeNamed(attribute.subAttributes ?? [], key)
    if (sub?.name === 'value') id = value
    if (!sub) note(reading.findings, unknownAttribute(`members.${key}`, value))
  }
  if (typeof id !== 'string' || id === '') throw wrongMember()
  return id
}

function wrongMember() {
  return badRequest(
    'invalidValue', 'Each entry of members must be an object whose "value" is an id, as a string.', 'RFC 7643 §4.2',
  )
}
