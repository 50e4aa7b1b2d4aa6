import { badRequest } from '../../../../src-shared/scim/errors.ts'
import {
  type Attribute, foldCase, isObject, type JsonObject, type JsonValue,
} from '../../../../src-shared/scim/types.ts'

/** Elements of a multi-valued attribute without repetition; what a repeated one says later is laid over the first. */
export function collapse(attribute: Attribute, elements: readonly JsonValue[]): JsonValue[] {
  const distinct = new Map<string, JsonValue>()
  for (const element of elements) {
    const key = identity(attribute, element)
    const known = distinct.get(key)
    distinct.set(key, isObject(known) && isObject(element) ? { ...known, ...element } : (known ?? element))
  }
  return [...distinct.values()]
}

/** Adds elements to a list; a new primary takes the mark from the old one (RFC 7644 §3.5.2). */
export function append(attribute: Attribute, existing: readonly JsonValue[], added: readonly JsonValue[]): JsonValue[] {
  const kept = added.some(isPrimary) ? existing.map(withoutPrimary) : existing
  return collapse(attribute, [...kept, ...added])
}

/** What makes two elements the same: their (type, value) pair (RFC 7643 §2.4), or all they hold without a value. */
function identity(attribute: Attribute, element: JsonValue): string {
  if (!isObject(element)) return folded(element, attribute.caseExact)
  if (element['value'] === undefined) return stable(element)
  const caseExact = (name: string) => attribute.subAttributes?.find((sub) => sub.name === name)?.caseExact ?? true
  return `${folded(element['type'] ?? null, caseExact('type'))} ${folded(element['value'], caseExact('value'))}`
}

function folded(value: JsonValue, caseExact: boolean): string {
  return stable(typeof value === 'string' && !caseExact ? foldCase(value) : value)
}

/** JSON with the keys in order. */
function stable(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`
  if (!isObject(value)) return JSON.stringify(value)
  return `{${Object.keys(value).toSorted().map((key) => `${JSON.stringify(key)}:${stable(value[key]!)}`).join()}}`
}

export function isPrimary(element: JsonValue): boolean {
  return isObject(element) && element['primary'] === true
}

/** The element with `primary: true` turned to false. */
export function withoutPrimary(element: JsonValue): JsonValue {
  return isPrimary(element) ? { ...(element as JsonObject), primary: false } : element
}

/** @throws ScimError 400 invalidValue when two elements claim to be primary (RFC 7643 §2.4) */
export function refuseTwoPrimaries(elements: readonly JsonValue[], path: string): void {
  if (elements.filter(isPrimary).length <= 1) return
  throw badRequest('invalidValue', `${path} has more than one value with primary true.`, 'RFC 7643 §2.4')
}
