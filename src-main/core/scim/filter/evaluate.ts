import {
  foldCase, isObject, type Attribute, type JsonObject, type JsonValue,
} from '../../../../src-shared/scim/types.ts'
import type { ResourceModel } from '../schema/model.ts'
import type { CompareOperator, Filter } from './ast.ts'
import { parseInstant } from './instant.ts'
import {
  resolveElementFilter, resolveFilter, type Comparison, type Condition, type Target, type Test,
} from './resolve.ts'
import { compareText } from './text-order.ts'

/**
 * Whether one element of `attribute` satisfies the filter between the brackets of a PATCH path (RFC 7644 §3.5.2).
 * Names in `element` are canonical. Throws ScimError 400 `invalidFilter` when the filter does not fit the attribute.
 */
export function matchesElement(attribute: Attribute, filter: Filter, element: JsonValue): boolean {
  return holds(resolveElementFilter(attribute, filter), element)
}

/** Whether a whole resource, as rendered, satisfies a filter. Compiled filters must agree with it. Throws as above. */
export function matches(model: ResourceModel, filter: Filter, resource: JsonObject): boolean {
  return holds(resolveFilter(model, filter), resource)
}

function holds(condition: Condition, place: JsonValue): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((each) => holds(each, place))
    case 'or':
      return condition.of.some((each) => holds(each, place))
    case 'not':
      return !holds(condition.of, place)
    case 'element':
      return valuesAt(condition.target, place).some((value) => holds(condition.of, value))
    case 'test':
      return passes(condition.test, valuesAt(condition.target, place))
  }
}

function passes(test: Test, values: JsonValue[]): boolean {
  if (test.kind === 'present') return values.some(hasLeaf)
  if (test.kind === 'absent') return !values.some(hasLeaf)
  // An unassigned attribute differs from every value (RFC 7643 §2.5).
  if (test.operator === 'ne') {
    return values.length === 0 || values.some((value) => !compares({ ...test, operator: 'eq' }, value))
  }
  return values.some((value) => compares(test, value))
}

function compares(test: Comparison, value: JsonValue): boolean {
  switch (test.kind) {
    case 'boolean':
      return value === test.value
    case 'number':
      return typeof value === 'number' && inOrder(test.operator, value - test.value)
    case 'instant': {
      const instant = typeof value === 'string' ? parseInstant(value) : undefined
      return instant !== undefined && inOrder(test.operator, instant - test.value)
    }
    case 'text':
      return typeof value === 'string' && textCompares(test.operator, test.folded ? foldCase(value) : value, test.value)
  }
}

function textCompares(operator: CompareOperator, value: string, literal: string): boolean {
  if (operator === 'co') return value.includes(literal)
  if (operator === 'sw') return value.startsWith(literal)
  if (operator === 'ew') return value.endsWith(literal)
  return inOrder(operator, compareText(value, literal))
}

function inOrder(operator: CompareOperator, difference: number): boolean {
  if (operator === 'gt') return difference > 0
  if (operator === 'ge') return difference >= 0
  if (operator === 'lt') return difference < 0
  if (operator === 'le') return difference <= 0
  return difference === 0
}

/** RFC 7644 §3.4.2.2, `pr`: a non-empty value, or for a complex attribute a non-empty node below it. */
function hasLeaf(value: JsonValue): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasLeaf)
  return value !== null && value !== ''
}

/** The values of a target in a resource or an element, in order; none when it is unassigned. */
export function valuesAt({ schema, attribute, subAttribute }: Target, place: JsonValue): JsonValue[] {
  if (!attribute) return [place]
  const values = valuesOf(attribute, schema === null ? place : (member(place, schema) ?? null))
  return subAttribute ? values.flatMap((value) => valuesOf(subAttribute, value)) : values
}

/** What a change of schema left behind is no value: a multi-valued attribute has those of an array and no others. */
function valuesOf(attribute: Attribute, parent: JsonValue): JsonValue[] {
  const value = member(parent, attribute.name) ?? null
  if (attribute.multiValued) return Array.isArray(value) ? value.filter((each) => each !== null) : []
  return value === null ? [] : [value]
}

function member(parent: JsonValue, name: string): JsonValue | undefined {
  return isObject(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined
}
