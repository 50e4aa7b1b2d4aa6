import { isDeepStrictEqual } from 'node:util'
import { badRequest } from '../../../../src-shared/scim/errors.ts'
import {
  type Attribute, foldCase, isObject, type JsonObject, type JsonValue,
} from '../../../../src-shared/scim/types.ts'
import type { Filter } from '../filter/ast.ts'
import { matchesElement } from '../filter/evaluate.ts'
import { container, setValue, valueAt } from '../schema/body.ts'
import { collapse } from '../schema/elements.ts'
import { placeOf } from '../schema/entries.ts'
import { note, nothingRemoved } from '../schema/findings.ts'
import { isMembers } from '../schema/locate.ts'
import { readMembers } from '../schema/members.ts'
import { readValue } from '../schema/values.ts'
import { elementsOf } from './elements.ts'
import type { Patching } from './patching.ts'
import type { AttributeTarget, SchemaTarget } from './target.ts'
import { refuseReadOnly, requireWritable } from './writable.ts'

/**
 * Removes what a path names (RFC 7644 §3.5.2.2). Nothing there to remove is no error: a repeated removal succeeds.
 * With a list in `value` only the elements it holds go, the form the vendor documents for members.
 * @throws ScimError 400 mutability for what is read-only or makes up the resource
 */
export function removeTarget(
  patching: Patching, target: AttributeTarget | SchemaTarget, value: JsonValue | undefined,
): void {
  if (target.kind === 'schema') return removeSchema(patching, target)
  const { schema, attribute, sub, filter } = target
  if (schema === null && isMembers(patching.model, attribute)) return removeMembers(patching, target, value)
  refuseReadOnly(patching.model, target)
  if (schema === null && attribute.name === 'schemas') {
    throw badRequest('mutability', 'schemas is required.', 'RFC 7643 §3')
  }
  const listed = attribute.multiValued && !filter && !sub && value !== undefined && value !== null
  if (filter || listed || (sub && attribute.multiValued)) return removeElements(patching, target, listed ? value : null)
  const stored = valueAt(patching.value, schema, attribute)
  if ((sub ? valueAt(patching.value, schema, attribute, sub) : stored) === undefined) {
    note(patching.reading.findings, nothingRemoved(target.path))
  }
  setValue(patching.value, schema, attribute, sub ? without(stored, sub) : undefined)
}

function removeSchema(patching: Patching, { schema, path }: SchemaTarget): void {
  if (!schema) throw badRequest('mutability', 'The base schema of a resource cannot be removed.', 'RFC 7644 §3.5.2.2')
  if (!container(patching.value, schema)) note(patching.reading.findings, nothingRemoved(path))
  delete patching.value[schema.id]
}

function removeElements(patching: Patching, target: AttributeTarget, value: JsonValue): void {
  const { schema, attribute, filter, sub } = target
  const given = value === null ? null : readList(patching, target, value)
  const goes = (element: JsonValue) => (given
    ? given.some((listed) => covers(attribute, listed, element))
    : filter === null || matchesElement(attribute, filter, element))
  const elements = elementsOf(patching, target)
  if (!elements.some(goes)) return note(patching.reading.findings, nothingRemoved(target.path))
  const kept = elements.map((element) => (goes(element) ? (sub && without(element, sub)) : element))
    .filter((element) => element !== undefined && element !== null)
  setValue(patching.value, schema, attribute, kept.length > 0 ? collapse(attribute, kept) : undefined)
}

/** Each listed element is read by itself: what holds among the values of an attribute does not bind a list to remove. */
function readList(patching: Patching, { schema, attribute }: AttributeTarget, value: JsonValue): JsonValue[] {
  const place = placeOf(patching.model, schema, attribute)
  const parts = Array.isArray(value) ? value.map((each) => [each]) : [value]
  return parts.flatMap((part) => readValue(attribute, part, place, { ...patching.reading, nulls: [] }) ?? [])
}

/** Whether an element has everything a listed one names. */
function covers(attribute: Attribute, listed: JsonValue, element: JsonValue): boolean {
  if (!isObject(listed) || !isObject(element)) return same(listed, element, attribute.caseExact)
  return Object.entries(listed).every(([name, value]) => {
    const sub = attribute.subAttributes?.find((each) => each.name === name)
    return same(value, element[name], sub?.caseExact ?? true)
  })
}

function same(left: JsonValue, right: JsonValue | undefined, caseExact: boolean): boolean {
  if (caseExact || typeof left !== 'string' || typeof right !== 'string') return isDeepStrictEqual(left, right)
  return foldCase(left) === foldCase(right)
}

function without(value: JsonValue | undefined, sub: Attribute): JsonObject | undefined {
  if (!isObject(value)) return undefined
  const { [sub.name]: _removed, ...rest } = value
  return Object.keys(rest).length > 0 ? rest : undefined
}

/** Without a filter and without a list all members go; an empty list names nobody. */
function removeMembers(patching: Patching, target: AttributeTarget, value: JsonValue | undefined): void {
  const { reading, members } = patching
  if (target.sub) return requireWritable(patching.model, target)
  if (target.filter) {
    const ids = idsIn(target.filter)
    members.push(ids ? { op: 'remove', ids: [...new Set(ids)] } : { op: 'remove-where', filter: target.filter })
  } else if (value === undefined || value === null) {
    members.push({ op: 'replace', ids: [] })
  } else {
    const ids = readMembers(target.attribute, value, reading)
    if (ids.length > 0) members.push({ op: 'remove', ids })
    else note(reading.findings, nothingRemoved(target.path))
  }
}

/** The ids a filter such as `value eq "1" or value eq "2"` names one by one; null for any other filter. */
function idsIn(filter: Filter): string[] | null {
  if (filter.kind === 'or') {
    const parts = filter.of.map(idsIn)
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? [])
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return null
  return filter.path.name.toLowerCase() === 'value' ? [filter.value] : null
}
