import { badRequest } from '../../../../src-shared/scim/errors.ts'
import { type Attribute, isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import type { Filter } from '../filter/ast.ts'
import { matchesElement } from '../filter/evaluate.ts'
import { setValue, valueAt } from '../schema/body.ts'
import { collapse, isPrimary, refuseTwoPrimaries, withoutPrimary } from '../schema/elements.ts'
import { placeOf } from '../schema/entries.ts'
import { coercedToObject, elementCreated, note } from '../schema/findings.ts'
import { attributeNamed } from '../schema/locate.ts'
import { isCleared, readOne, readValue } from '../schema/values.ts'
import type { Write } from './attributes.ts'
import type { Patching } from './patching.ts'
import type { AttributeTarget } from './target.ts'

/**
 * Adds to or replaces the elements a path selects, or one sub-attribute of each: `emails[type eq "work"]`,
 * `emails[type eq "work"].value`, `emails.type` (RFC 7644 §3.5.2.1, §3.5.2.3). A matched element is replaced whole by
 * `replace` ("all matching record values SHALL be replaced") and completed by `add`.
 * @throws ScimError 400 noTarget when a `replace` matches nothing
 */
export function patchElements(patching: Patching, op: Write, target: AttributeTarget, raw: JsonValue): void {
  const { schema, attribute, filter } = target
  const elements = elementsOf(patching, target)
  const matched = elements.map((element) => filter === null || matchesElement(attribute, filter, element))
  if (!matched.includes(true)) return addElement(patching, op, target, elements, raw)
  const changed = elements.map((element, index) => {
    return matched[index] ? change(patching, op, target, element, raw) : element
  })
  const settled = changed.some((element, index) => matched[index] && isPrimary(element!))
    ? changed.map((element, index) => (matched[index] ? element : withoutPrimary(element!)))
    : changed
  const kept = collapse(attribute, settled.filter((element) => element !== undefined))
  refuseTwoPrimaries(kept, attribute.name)
  setValue(patching.value, schema, attribute, kept.length > 0 ? kept : undefined)
}

export function elementsOf(patching: Patching, { schema, attribute }: AttributeTarget): JsonValue[] {
  const stored = valueAt(patching.value, schema, attribute)
  return Array.isArray(stored) ? stored : []
}

function change(
  patching: Patching, op: Write, target: AttributeTarget, element: JsonValue, raw: JsonValue,
): JsonValue | undefined {
  if (op === 'add' && isCleared(raw)) return element
  if (target.sub) return withSub(patching, target, isObject(element) ? element : {}, raw)
  const read = readElement(patching, target, raw)
  if (read === undefined) return isCleared(raw) && op === 'replace' ? undefined : element
  return op === 'add' && isObject(element) && isObject(read) ? { ...element, ...read } : read
}

function withSub(
  patching: Patching, target: AttributeTarget, element: JsonObject, raw: JsonValue,
): JsonObject | undefined {
  const { model, reading } = patching
  const sub = target.sub!
  const { path, closed } = placeOf(model, target.schema, target.attribute)
  const read = readValue(sub, raw, { path: `${path}.${sub.name}`, closed }, { ...reading, nulls: [] })
  const { [sub.name]: _replaced, ...rest } = element
  const value: JsonObject = read === undefined ? rest : { ...element, [sub.name]: read }
  return Object.keys(value).length > 0 ? value : undefined
}

function readElement(patching: Patching, target: AttributeTarget, raw: JsonValue): JsonValue | undefined {
  const tolerant = patching.reading.switches.looseValues === 'tolerate'
  const one = tolerant && Array.isArray(raw) && raw.length === 1 ? raw[0]! : raw
  if (one !== raw) note(patching.reading.findings, coercedToObject(target.path))
  if (isCleared(one)) return undefined
  const place = placeOf(patching.model, target.schema, target.attribute)
  return readOne(target.attribute, one, place, { ...patching.reading, nulls: [] })
}

/** `add` where nothing matches makes the element the filter describes; without a filter there is none to match. */
function addElement(
  patching: Patching, op: Write, target: AttributeTarget, elements: JsonValue[], raw: JsonValue,
): void {
  const described = target.filter === null ? {} : (op === 'add' ? spelledOut(target.attribute, target.filter) : null)
  if (described === null) {
    throw badRequest('noTarget', `No value of ${target.attribute.name} matches ${target.path}.`, 'RFC 7644 §3.5.2.3')
  }
  const created = change(patching, 'add', target, described, raw)
  if (created === undefined || isCleared(raw)) return
  const added = readValue(target.attribute, [created], placeOf(patching.model, target.schema, target.attribute), {
    ...patching.reading, nulls: [],
  })
  if (!Array.isArray(added)) return
  if (target.filter) note(patching.reading.findings, elementCreated(target.path))
  const others = added.some(isPrimary) ? elements.map(withoutPrimary) : elements
  setValue(patching.value, target.schema, target.attribute, collapse(target.attribute, [...others, ...added]))
}

/** The element whose properties an `eq` filter, or several joined by `and`, spells out; null for any other filter. */
function spelledOut(attribute: Attribute, filter: Filter): JsonObject | null {
  if (filter.kind === 'and') {
    const parts = filter.of.map((part) => spelledOut(attribute, part))
    return parts.includes(null) ? null : Object.assign({}, ...parts)
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.value === null) return null
  const sub = attributeNamed(attribute.subAttributes ?? [], filter.path.name)
  return sub && sub.mutability !== 'readOnly' ? { [sub.name]: filter.value } : null
}
