import { badRequest, type ScimError } from '../../../../src-shared/scim/errors.ts'
import { type Attribute, foldCase, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { parseInstant } from '../filter/instant.ts'
import { coercedBoolean, note } from './findings.ts'
import type { Place, Reading } from './values.ts'
import { nearest, quote } from './wording.ts'

/** RFC 4648 §4 or §5, padding optional (RFC 7643 §2.3.6). */
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/
/** The characters no URI reference may hold (RFC 3986 §2); letters beyond ASCII pass as RFC 3987 has them. */
const notInUri = /[\s<>"{}|\\^`]/

/**
 * Reads one value that is not complex, checked against the attribute's type (RFC 7643 §2.3).
 * @throws ScimError 400 invalidValue
 */
export function readSimple(attribute: Attribute, raw: JsonValue, place: Place, reading: Reading): JsonValue {
  switch (attribute.type) {
    case 'boolean': return readBoolean(raw, place, reading)
    case 'decimal': return readNumber(raw, place, 'a number')
    case 'integer': return readInteger(raw, place)
    case 'dateTime': return readText(raw, place, 'a date and time such as 2026-01-31T08:30:00Z', isDateTime)
    case 'binary': return readText(raw, place, 'base64', isBase64)
    case 'reference': return readText(raw, place, 'a URI', (text) => !notInUri.test(text))
    default: return allowed(attribute, readText(raw, place, 'a string', () => true), place)
  }
}

function readBoolean(raw: JsonValue, place: Place, reading: Reading): boolean {
  if (typeof raw === 'boolean') return raw
  const folded = typeof raw === 'string' ? raw.trim().toLowerCase() : ''
  if (reading.switches.looseValues === 'refuse' || (folded !== 'true' && folded !== 'false')) {
    throw wrongType(place, 'true or false', raw)
  }
  note(reading.findings, coercedBoolean(place.path, raw as string, folded === 'true'))
  return folded === 'true'
}

function readNumber(raw: JsonValue, place: Place, wanted: string): number {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) throw wrongType(place, wanted, raw)
  return raw
}

function readInteger(raw: JsonValue, place: Place): number {
  const number = readNumber(raw, place, 'a whole number')
  if (!Number.isSafeInteger(number)) throw wrongType(place, 'a whole number', raw)
  return number
}

function readText(raw: JsonValue, place: Place, wanted: string, fits: (text: string) => boolean): string {
  if (typeof raw !== 'string' || !fits(raw)) throw wrongType(place, wanted, raw)
  return raw
}

function isDateTime(text: string): boolean {
  return parseInstant(text) !== undefined
}

function isBase64(text: string): boolean {
  return base64.test(text) && text.replace(/=+$/, '').length % 4 !== 1
}

/** Holds a string to the canonical values of a schema that closes them; case counts where the attribute says so. */
function allowed(attribute: Attribute, text: string, place: Place): string {
  const values = attribute.canonicalValues
  if (!place.closed || !values || values.length === 0 || values.includes(text)) return text
  const folded = foldCase(text)
  const same = attribute.caseExact ? undefined : values.find((value) => foldCase(value) === folded)
  if (same !== undefined) return same
  throw badRequest(
    'invalidValue',
    `${attribute.name} ${quote(text)} is not allowed. Did you mean ${quote(nearest(text, values))}? `
      + `Allowed: ${values.join(', ')}.`,
    'testmu-provisioning §2; RFC 7643 §7 canonicalValues',
  )
}

/** 400 for a value of the wrong type. Says what came, never the value: it may be a password. */
export function wrongType(place: Place, wanted: string, raw: JsonValue): ScimError {
  return badRequest('invalidValue', `${place.path} must be ${wanted}, not ${kindOf(raw)}.`, 'RFC 7643 §2.3')
}

function kindOf(raw: JsonValue): string {
  if (raw === null) return 'null'
  if (Array.isArray(raw)) return 'a list'
  if (typeof raw === 'object') return 'an object'
  return typeof raw === 'string' ? 'this string' : `a ${typeof raw}`
}
