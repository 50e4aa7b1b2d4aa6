import type { Finding } from '../../../../src-shared/domain/findings.ts'
import type { Switches } from '../../../../src-shared/domain/switches.ts'
import { type Attribute, isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { collapse, refuseTwoPrimaries } from './elements.ts'
import { coercedToArray, coercedToComplex, note, unknownAttribute } from './findings.ts'
import { attributeNamed } from './locate.ts'
import { readSimple, wrongType } from './simple.ts'

/** What reading gathers on its way. `nulls` are the paths the client emptied. */
export interface Reading {
  switches: Switches
  findings: Finding[]
  nulls: string[]
}

/** Where a value stands: its path for messages, and whether canonical values bind there. */
export interface Place {
  path: string
  closed: boolean
}

/** RFC 7643 §2.5: null and an empty array are unassigned; "" and {} are how some clients empty a value. */
export function isCleared(raw: JsonValue): boolean {
  if (Array.isArray(raw)) return raw.every((element) => !Array.isArray(element) && isCleared(element))
  return raw === null || raw === '' || (isObject(raw) && Object.keys(raw).length === 0)
}

/**
 * Reads one attribute's value into its canonical form. Undefined means that nothing is left of it: the path is then in
 * `reading.nulls` if the client emptied it, and not if all it held was unknown or read-only.
 * @throws ScimError 400 invalidValue
 */
export function readValue(attribute: Attribute, raw: JsonValue, place: Place, reading: Reading): JsonValue | undefined {
  if (isCleared(raw)) {
    reading.nulls.push(place.path)
    return undefined
  }
  return attribute.multiValued ? readMany(attribute, raw, place, reading) : readOne(attribute, raw, place, reading)
}

/** Reads the list of a multi-valued attribute: no duplicates, one primary at most (RFC 7643 §2.4). */
function readMany(attribute: Attribute, raw: JsonValue, place: Place, reading: Reading): JsonValue[] | undefined {
  const list = Array.isArray(raw) ? raw : [wrapped(raw, place, reading)]
  const inner = { ...reading, nulls: [] }
  const elements: JsonValue[] = []
  for (const element of list) {
    if (Array.isArray(element)) throw wrongType(place, 'a flat list', element)
    const value = isCleared(element) ? undefined : readOne(attribute, element, place, inner)
    if (value !== undefined) elements.push(value)
  }
  const distinct = collapse(attribute, elements)
  refuseTwoPrimaries(distinct, place.path)
  return distinct.length > 0 ? distinct : undefined
}

function wrapped(raw: JsonValue, place: Place, reading: Reading): JsonValue {
  if (reading.switches.looseValues === 'refuse') throw wrongType(place, 'a list', raw)
  note(reading.findings, coercedToArray(place.path))
  return raw
}

/** Reads one value: that of a single-valued attribute, or one element of a list. */
export function readOne(attribute: Attribute, raw: JsonValue, place: Place, reading: Reading): JsonValue | undefined {
  if (attribute.type !== 'complex') return readSimple(attribute, raw, place, reading)
  return readComplex(attribute, asObject(attribute, raw, place, reading), place, reading)
}

function asObject(attribute: Attribute, raw: JsonValue, place: Place, reading: Reading): JsonObject {
  if (isObject(raw)) return raw
  const hasValue = attribute.subAttributes?.some((sub) => sub.name === 'value')
  if (typeof raw !== 'string' || !hasValue || reading.switches.looseValues === 'refuse') {
    throw wrongType(place, 'an object', raw)
  }
  note(reading.findings, coercedToComplex(place.path, raw))
  return { value: raw }
}

function readComplex(attribute: Attribute, raw: JsonObject, place: Place, reading: Reading): JsonObject | undefined {
  const value: JsonObject = {}
  for (const [key, inner] of Object.entries(raw)) {
    const sub = attributeNamed(attribute.subAttributes ?? [], key)
    if (!sub) note(reading.findings, unknownAttribute(`${place.path}.${key}`, inner))
    if (!sub || sub.mutability === 'readOnly') continue
    const read = readValue(sub, inner, { path: `${place.path}.${sub.name}`, closed: place.closed }, reading)
    if (read === undefined) delete value[sub.name]
    else value[sub.name] = read
  }
  return Object.keys(value).length > 0 ? value : undefined
}
