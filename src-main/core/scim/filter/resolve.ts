import { badRequest, ScimError } from '../../../../src-shared/scim/errors.ts'
import { foldCase, type Attribute } from '../../../../src-shared/scim/types.ts'
import { findAttribute, findExtension, resolvePath, type AttributePath, type ResourceModel } from '../schema/model.ts'
import type { CompareOperator, Filter } from './ast.ts'
import { parseInstant } from './instant.ts'

/**
 * Where a value lives. `schema` is the extension's URN or null; `attribute` is null for the element of a multi-valued
 * simple attribute itself, which `[value eq "x"]` names (RFC 7643 §2.4 gives every such element a `value`).
 */
export interface Target {
  schema: string | null
  attribute: Attribute | null
  subAttribute: Attribute | null
}

/** A comparison with its literal checked and brought into the form it is compared in: folded text, epoch milliseconds. */
export type Test =
  | { kind: 'present' }
  | { kind: 'absent' }
  | Comparison

export type Comparison =
  | { kind: 'text'; operator: CompareOperator; value: string; folded: boolean }
  | { kind: 'number' | 'instant'; operator: CompareOperator; value: number }
  | { kind: 'boolean'; operator: CompareOperator; value: boolean }

/** A filter whose every name is known and every literal fits its attribute. */
export type Condition =
  | { kind: 'and' | 'or'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  | { kind: 'test'; target: Target; test: Test }
  | { kind: 'element'; target: Target; of: Condition }

/**
 * Checks a filter against a resource type. Throws ScimError 400 `invalidFilter` for an unknown attribute, a complex
 * attribute without sub-attribute, an attribute never returned, an operator or literal that does not fit the type.
 */
export function resolveFilter(model: ResourceModel, filter: Filter): Condition {
  return resolveIn((path) => find(model, path), filter)
}

/** As `resolveFilter`, for a filter on one element of `attribute`, the part between brackets of `emails[type eq "work"]`. */
export function resolveElementFilter(attribute: Attribute, filter: Filter): Condition {
  return resolveIn((path) => findInElement(attribute, path), filter)
}

/**
 * The attribute that `sortBy` names; of a multi-valued complex attribute its `value`, as for comparisons.
 * Throws ScimError 400 `invalidPath` when there is none to sort by (RFC 7644 §3.4.2.3).
 */
export function resolveSortBy(model: ResourceModel, path: AttributePath): Found {
  try {
    const found = find(model, path)
    return found.compared.type === 'complex' ? valueOf(found, path) : found
  } catch (error) {
    throw error instanceof ScimError ? badRequest('invalidPath', `sortBy: ${error.message}`, 'RFC 7644 §3.4.2.3') : error
  }
}

/** The type a text is compared by: references and binaries are case exact by definition (RFC 7643 §2.3.6, §2.3.7). */
export function isCaseExact(attribute: Attribute): boolean {
  return attribute.caseExact || attribute.type === 'reference' || attribute.type === 'binary'
}

/** The attribute whose value a target compares. */
export interface Found {
  target: Target
  compared: Attribute
}

type Find = (path: AttributePath) => Found

function resolveIn(find: Find, filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, of: filter.of.map((each) => resolveIn(find, each)) }
    case 'not':
      return { kind: 'not', of: resolveIn(find, filter.of) }
    case 'present':
      return { kind: 'test', target: find(filter.path).target, test: { kind: 'present' } }
    case 'compare':
      return resolveComparison(find, filter)
    case 'valuePath': {
      const { target, compared } = find(filter.path)
      if (compared.type !== 'complex' && !compared.multiValued) {
        throw invalid(`"${show(filter.path)}" is a single simple value and takes no filter in brackets`)
      }
      return { kind: 'element', target, of: resolveElementFilter(compared, filter.of) }
    }
  }
}

function resolveComparison(find: Find, filter: Filter & { kind: 'compare' }): Condition {
  const found = find(filter.path)
  const { target, compared } = found.compared.type === 'complex' ? valueOf(found, filter.path) : found
  return { kind: 'test', target, test: testOf(compared, filter) }
}

/** A multi-valued complex attribute compares its `value`, as in RFC 7644 §3.4.2.2 `emails co "example.com"`. */
function valueOf({ target, compared }: Found, path: AttributePath): Found {
  const value = compared.multiValued ? findAttribute(compared.subAttributes ?? [], 'value') : undefined
  if (value) return { target: { ...target, subAttribute: value }, compared: value }
  const names = (compared.subAttributes ?? []).map((each) => each.name).join(', ')
  throw invalid(`"${show(path)}" is complex: compare one of its sub-attributes (${names})`)
}

function find(model: ResourceModel, path: AttributePath): Found {
  if (path.name === '') throw invalid(missing(model, path))
  const found = resolvePath(model, path)
  if (!found) throw invalid(`${model.type.name} has no attribute "${show(path)}"`)
  const compared = found.subAttribute ?? found.attribute
  if (found.attribute.returned === 'never' || compared.returned === 'never') {
    throw invalid(`"${show(path)}" is never returned and cannot be searched (RFC 7643 §7)`)
  }
  return { target: found, compared }
}

function missing(model: ResourceModel, path: AttributePath): string {
  const known = findExtension(model, path.urn ?? '')
  return known ? `"${path.urn}" names a schema: add an attribute of it` : `${model.type.name} has no schema "${path.urn}"`
}

function findInElement(attribute: Attribute, path: AttributePath): Found {
  const plain = path.urn === null && path.sub === null
  if (plain && attribute.type !== 'complex' && path.name.toLowerCase() === 'value') {
    const target: Target = { schema: null, attribute: null, subAttribute: null }
    return { target, compared: { ...attribute, multiValued: false } }
  }
  const found = plain ? findAttribute(attribute.subAttributes ?? [], path.name) : undefined
  if (!found) throw invalid(`"${attribute.name}" has no sub-attribute "${show(path)}"`)
  if (found.returned === 'never') throw invalid(`"${show(path)}" is never returned and cannot be searched (RFC 7643 §7)`)
  return { target: { schema: null, attribute: found, subAttribute: null }, compared: found }
}

function testOf(attribute: Attribute, { path, operator, value }: Filter & { kind: 'compare' }): Test {
  const allowed = operators[attribute.type]
  if (!allowed.includes(operator)) {
    throw invalid(`"${operator}" does not apply to "${show(path)}", which is ${attribute.type} (RFC 7644 §3.4.2.2)`)
  }
  // RFC 7643 §2.5: an unassigned attribute and null are the same.
  if (value === null && operator === 'eq') return { kind: 'absent' }
  if (value === null && operator === 'ne') return { kind: 'present' }
  if (value === null) throw invalid(`"${operator}" cannot be applied to null; null takes eq and ne`)
  const literal = () => JSON.stringify(value).slice(0, 80)
  const wrong = () => invalid(`"${show(path)}" is ${attribute.type} and cannot be compared with ${literal()}`)
  switch (attribute.type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong()
      return { kind: 'boolean', operator, value }
    case 'decimal':
    case 'integer':
      if (typeof value !== 'number') throw wrong()
      return { kind: 'number', operator, value }
    case 'dateTime': {
      const instant = typeof value === 'string' ? parseInstant(value) : undefined
      if (instant === undefined) throw wrong()
      return { kind: 'instant', operator, value: instant }
    }
    default: {
      if (typeof value !== 'string') throw wrong()
      const folded = !isCaseExact(attribute)
      return { kind: 'text', operator, value: folded ? foldCase(value) : value, folded }
    }
  }
}

const equality: CompareOperator[] = ['eq', 'ne']
const ordered: CompareOperator[] = [...equality, 'gt', 'ge', 'lt', 'le']
const substring: CompareOperator[] = [...equality, 'co', 'sw', 'ew']
/** RFC 7644 §3.4.2.2 table 3: ordering fails on booleans and binaries; `co`, `sw` and `ew` compare substrings of text. */
const operators: Record<Attribute['type'], CompareOperator[]> = {
  string: [...substring, 'gt', 'ge', 'lt', 'le'],
  reference: [...substring, 'gt', 'ge', 'lt', 'le'],
  binary: substring,
  boolean: equality,
  decimal: ordered,
  integer: ordered,
  dateTime: ordered,
  complex: [],
}

function show({ urn, name, sub }: AttributePath): string {
  const whole = (urn === null ? '' : `${urn}:`) + name + (sub === null ? '' : `.${sub}`)
  return whole.length > 120 ? `${whole.slice(0, 120)}…` : whole
}

function invalid(detail: string): ScimError {
  return badRequest('invalidFilter', `${detail}.`, 'RFC 7644 §3.4.2.2')
}
