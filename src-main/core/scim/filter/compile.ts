import { badRequest, type ScimError } from '../../../../src-shared/scim/errors.ts'
import type { ResourceModel } from '../schema/model.ts'
import type { Filter } from './ast.ts'
import { body, nodeOf, rowsOf } from './json-node.ts'
import { membershipIndex, membershipRows } from './membership.ts'
import { resolveFilter, type Condition, type Target, type Test } from './resolve.ts'
import {
  indexedAt, isMeta, resourcePlace, sourceOf, valuesIndex, type Index, type Place, type Source,
} from './source.ts'
import { joined, list, sql, type Sql } from './sql.ts'
import { comparedForm, comparison, indexedComparison, type SqlComparison } from './values.ts'

export interface CompiledFilter extends Sql {
  /** `scan` when SQLite must look at every resource of the type to answer. */
  served: 'index' | 'scan'
  /** Whether an index finds few resources: those with one value of an attribute. Else there may be any number. */
  few: boolean
  /** Comparisons with each resource that no index makes; 0 where an index finds few. */
  comparisons: number
}

/**
 * Compiles a filter to a boolean SQL expression over `resources r`, to which the caller adds the type and
 * `r.deleted IS NULL`. Values and attribute names are bound. The connection needs `registerFilterFunctions`.
 * Throws ScimError 400 `invalidFilter`: as `resolveFilter`, for `$ref` and `meta.location`, for over 1,000 conditions.
 */
export function compileFilter(model: ResourceModel, filter: Filter): CompiledFilter {
  const budget = { conditions: 0 }
  const { where, indexed, few } = compile(resourcePlace(model), resolveFilter(model, filter), budget)
  const comparisons = few ? 0 : budget.conditions - Number(indexed)
  return { ...where, served: indexed ? 'index' : 'scan', few, comparisons }
}

interface Compiled {
  where: Sql
  indexed: boolean
  few: boolean
}

/** A condition that no index serves. */
function unserved(where: Sql): Compiled {
  return { where, indexed: false, few: false }
}

interface Budget {
  conditions: number
}

/** SQLite takes 32,766 bound values (SQLITE_MAX_VARIABLE_NUMBER) and needs time to prepare. */
const maximumConditions = 1_000

function compile(place: Place, condition: Condition, budget: Budget): Compiled {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.of.map((each) => compile(place, each, budget))
      const where = joined(parts.map((each) => each.where), 'AND')
      return { where, indexed: parts.some((each) => each.indexed), few: parts.some((each) => each.few) }
    }
    case 'or':
      return compileOr(place, collapse(condition.of).map((each) => compileTerm(place, each, budget)))
    case 'not':
      return unserved(sql`(${compile(place, condition.of, budget).where}) IS NOT TRUE`)
    case 'element':
      return compileElement(place, condition, budget)
    case 'test':
      return compileTerm(place, condition, budget)
  }
}

function compileOr(place: Place, parts: Compiled[]): Compiled {
  if (parts.length === 1) return parts[0]!
  if (place.kind === 'resource' && parts.length <= maximumUnion && parts.every((each) => each.indexed)) {
    return { where: foundBy(parts.map((each) => each.where)), indexed: true, few: parts.every((each) => each.few) }
  }
  return unserved(joined(parts.map((each) => each.where), 'OR'))
}

/** Below SQLITE_MAX_COMPOUND_SELECT. */
const maximumUnion = 400

/**
 * The resources for which any of `conditions` holds, each found by its own index. Left as `OR` or `IN`, a page in order
 * of creation looks cheaper to SQLite by going through every resource until the page is full.
 */
function foundBy(conditions: Sql[]): Sql {
  const selects = conditions.map((condition) => sql`SELECT r.seq FROM resources r WHERE ${condition}`)
  return sql`r.seq IN (${list(selects, ' UNION ALL ')})`
}

/** A condition, or several texts of which a target must equal one. */
type Term = Condition | { kind: 'anyOf'; target: Target; test: SqlComparison }

function compileTerm(place: Place, term: Term, budget: Budget): Compiled {
  if (term.kind !== 'test' && term.kind !== 'anyOf') return compile(place, term, budget)
  if (++budget.conditions > maximumConditions) throw refused(`the filter has more than ${maximumConditions} conditions`)
  const { target, test } = term
  if (test.kind === 'absent') {
    return unserved(sql`(${compileTest(place, target, { kind: 'present' }).where}) IS NOT TRUE`)
  }
  return compileTest(place, target, test)
}

/** Makes one term of the equalities that `or` joins on one attribute: large lists of names arrive this way. */
function collapse(conditions: readonly Condition[]): Term[] {
  const alike = Map.groupBy(conditions, (each) => equalityKey(each) ?? each)
  return [...alike.values()].map((group) => {
    const [first] = group as [Condition]
    if (group.length === 1 || first.kind !== 'test' || first.test.kind !== 'text') return first
    const values = group.map((each) => (each.kind === 'test' && each.test.kind === 'text' ? each.test.value : ''))
    const test: SqlComparison = { ...first.test, operator: 'in', value: JSON.stringify(values) }
    return { kind: 'anyOf', target: first.target, test }
  })
}

/** The same text for tests of equality of one attribute with a text; undefined for other conditions. */
function equalityKey(condition: Condition): string | undefined {
  if (condition.kind !== 'test') return undefined
  const { target: { schema, attribute, subAttribute }, test } = condition
  if (test.kind !== 'text' || test.operator !== 'eq') return undefined
  return JSON.stringify([schema, attribute?.name, subAttribute?.name])
}

type SqlTest = SqlComparison | (Test & { kind: 'present' })

function compileTest(place: Place, target: Target, test: SqlTest): Compiled {
  if (test.kind !== 'present') refuseRendered(target)
  if (place.kind === 'resource' && isMembership(place, target)) return compileMembershipTest(place.model, target, test)
  const source = sourceOf(place, target)
  if (test.kind === 'present') return unserved(inRows(source.rows, source.present()))
  if (test.operator === 'ne') return unserved(differs(source.rows, source, test))
  const indexed = source.index && indexCondition(source.index, test)
  if (indexed) {
    const where = test.operator === 'in' && place.kind === 'resource' ? foundBy([indexed]) : indexed
    return { where, indexed: true, few: findsFew(test) }
  }
  return unserved(inRows(source.rows, comparison(comparedForm(source.value, test), test)))
}

/** A test of `members` or `groups`: of one membership, except that `ne` is about them all. */
function compileMembershipTest(of: ResourceModel, target: Target, test: SqlTest): Compiled {
  const rows = membershipRows(of)
  if (!target.subAttribute) return unserved(inRows(rows, sql`1`))
  const place: Place = { kind: 'membership', of }
  const inner: Target = { schema: null, attribute: target.subAttribute, subAttribute: null }
  if (test.kind !== 'present' && test.operator === 'ne') {
    return unserved(differs(rows, sourceOf(place, inner), test))
  }
  return ofMembership(of, compileTest(place, inner, test))
}

/** The resources of which one membership satisfies a condition on its other end: a group may have any number of members. */
function ofMembership(of: ResourceModel, { where, indexed }: Compiled): Compiled {
  return { where: indexed ? membershipIndex(of, where) : inRows(membershipRows(of), where), indexed, few: false }
}

function isMembership({ membership }: Place & { kind: 'resource' }, { schema, attribute }: Target): boolean {
  return membership !== null && schema === null && attribute === membership
}

function compileElement(place: Place, { target, of }: Condition & { kind: 'element' }, budget: Budget): Compiled {
  if (place.kind === 'resource' && isMembership(place, target)) {
    return ofMembership(place.model, compile({ kind: 'membership', of: place.model }, of, budget))
  }
  // `meta` has no JSON of its own and every resource has it: `meta[created gt …]` is `meta.created gt …`.
  if (place.kind === 'resource' && isMeta(target)) return compile(place, below(target, of), budget)
  const node = nodeOf(place.kind === 'json' ? place.node : body, target)
  const inner = compile({ kind: 'json', node: { ...node, from: [], where: [] } }, of, budget).where
  const found = node.from.length > 0 ? inRows(rowsOf(node), inner) : sql`(${node.type} <> 'null' AND ${inner})`
  const first = place.kind === 'resource' ? narrowing(place, target, of) : undefined
  return first ? { ...first, where: sql`(${first.where} AND ${found})` } : unserved(found)
}

function below(parent: Target, condition: Condition): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or': return { ...condition, of: condition.of.map((each) => below(parent, each)) }
    case 'not': return { ...condition, of: below(parent, condition.of) }
    default: return { ...condition, target: { ...parent, subAttribute: condition.target.attribute } }
  }
}

/** For `emails[value eq "x" and …]`, the resources that have the value at all, which an index knows. */
function narrowing(place: Place & { kind: 'resource' }, target: Target, of: Condition): Compiled | undefined {
  for (const term of of.kind === 'and' ? of.of : [of]) {
    if (term.kind !== 'test' || term.test.kind !== 'text') continue
    const isElement = target.subAttribute !== null || term.target.attribute === null
    const whole = isElement ? target : { ...target, subAttribute: term.target.attribute }
    const indexed = indexedAt(place, whole)
    if (!indexed || indexed.column !== null) continue
    const condition = indexCondition(valuesIndex(place.model, indexed), term.test)
    if (condition) return { where: condition, indexed: true, few: findsFew(term.test) }
  }
  return undefined
}

function indexCondition({ column, kind, folded, where }: Index, test: SqlComparison): Sql | undefined {
  if (test.kind !== kind || (test.kind === 'text' && test.folded !== folded)) return undefined
  const condition = indexedComparison(column, test)
  return condition && where(condition)
}

function findsFew({ operator }: SqlComparison): boolean {
  return operator === 'eq' || operator === 'in'
}

function inRows(rows: Sql | null, condition: Sql): Sql {
  return rows ? sql`EXISTS (SELECT 1 ${rows} AND ${condition})` : condition
}

/** `ne`: unassigned (RFC 7643 §2.5), or any value is another, whatever its type. */
function differs(rows: Sql | null, { value }: Source, test: SqlComparison): Sql {
  const equal = comparison(comparedForm(value, test), { ...test, operator: 'eq' } as SqlComparison)
  const different = sql`(${equal}) IS NOT TRUE`
  return rows ? sql`coalesce((SELECT max(${different}) ${rows}), 1)` : different
}

function refuseRendered({ attribute, subAttribute }: Target): void {
  const name = (subAttribute ?? attribute)?.name
  const rendered = name === '$ref' || (attribute?.name === 'meta' && name === 'location')
  if (rendered) throw refused(`"${name}" depends on the address of each request and cannot be compared; it takes "pr"`)
}

function refused(detail: string): ScimError {
  return badRequest('invalidFilter', `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`, 'RFC 7644 §3.4.2.2')
}
