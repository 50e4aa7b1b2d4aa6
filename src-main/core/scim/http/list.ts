import type { Finding } from '../../../../src-shared/domain/findings.ts'
import { badRequest } from '../../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../../src-shared/scim/types.ts'
import { LIST_RESPONSE } from '../../../../src-shared/scim/urns.ts'
import { refuseForeign } from '../../directory/users.ts'
import { resourceColumns, type ResourceRow } from '../../directory/resources.ts'
import { prepared } from '../../db/open.ts'
import type { ReadContext } from '../../sandboxes/write-context.ts'
import type { Filter } from '../filter/ast.ts'
import { splitAttributePath } from '../filter/attribute-path.ts'
import { type CompiledFilter, compileFilter } from '../filter/compile.ts'
import { parseFilter } from '../filter/parse.ts'
import { isForeign, withinType } from '../filter/within-type.ts'
import { compileSort } from '../filter/sort.ts'
import type { ResourceModel } from '../schema/model.ts'
import { projection } from '../schema/project.ts'
import { json, type ScimAnswer } from './message.ts'
import { renderResource } from './render.ts'

/** The parameters of a list or search, from a query string or a SearchRequest (RFC 7644 §3.4.2–3.4.3). */
export interface Search {
  filter: string | null
  sortBy: string | null
  sortOrder: 'ascending' | 'descending'
  startIndex: number
  count: number | null
  attributes: string[] | undefined
  excludedAttributes: string[] | undefined
}

/** Resources a page may hold at most. */
export const largestPage = 1000

interface Slice extends Pick<CompiledFilter, 'few' | 'comparisons'> {
  model: ResourceModel
  where: string
  params: (string | number | null)[]
  order: string
  orderParams: (string | number | null)[]
}

/** A list whose parameters are checked and whose filter is compiled. */
export interface ListPlan { search: Search; slices: Slice[] }

/** Plans a list over one resource type, or over several for a search at the root, in the order of the types. @throws ScimError */
export function planList(context: ReadContext, models: readonly ResourceModel[], search: Search): ListPlan {
  const filter = search.filter === null ? null : parseFilter(search.filter)
  if (filter) checkFilter(context, filter)
  const slices = models.map((model) => slice(model, filter && withinType(model, models, filter), sortedWithin(model, models, search)))
  return { search, slices }
}

export function answerList(context: ReadContext, { search, slices }: ListPlan, base: string): ScimAnswer {
  const start = Math.max(1, search.startIndex)
  const count = Math.min(Math.max(0, search.count ?? Number(context.switches.defaultPageSize)), largestPage)
  const { resources, total } = collect(context, slices, start - 1, count, search, base)
  const itemsPerPage = context.switches.itemsPerPage === 'fixed20' ? 20 : resources.length
  const list = { schemas: [LIST_RESPONSE], totalResults: total, startIndex: start, itemsPerPage, ...(count > 0 && { Resources: resources }) }
  return { ...json(200, list), total }
}

/** What a list over a large sandbox costs. */
export interface Reach {
  /** Whether it goes through any number of resources: a filter for which no index finds few, an order to be made, a far page. */
  wide: boolean
  /** Comparisons with each resource that no index makes. */
  comparisons: number
}

export function reachOf({ search, slices }: ListPlan, far: number): Reach {
  return {
    wide: search.sortBy !== null || search.startIndex > far || slices.some(({ few }) => !few),
    comparisons: Math.max(0, ...slices.map(({ comparisons }) => comparisons)),
  }
}

/** A type that lacks the attribute to sort by keeps its own order. */
function sortedWithin(model: ResourceModel, models: readonly ResourceModel[], search: Search): Search {
  const path = search.sortBy === null ? undefined : splitAttributePath(search.sortBy)
  return path && isForeign(model, models, path) ? { ...search, sortBy: null } : search
}

function slice(model: ResourceModel, filter: Filter | null, search: Search): Slice {
  const compiled = filter ? compileFilter(model, filter) : { sql: '1', params: [], few: true, comparisons: 0 }
  const where = `r.type = +? AND r.deleted IS NULL AND (${compiled.sql})`
  const params = [model.type.name, ...compiled.params]
  const order = search.sortBy === null
    ? { sql: 'r.seq', params: [] }
    : compileSort(model, search.sortBy, search.sortOrder)
  return { model, where, params, order: order.sql, orderParams: order.params, few: compiled.few, comparisons: compiled.comparisons }
}

/** One page over the slices, and how many resources they hold together. */
function collect(
  context: ReadContext, slices: Slice[], offset: number, count: number, search: Search, base: string,
): { resources: JsonObject[]; total: number } {
  const resources: JsonObject[] = []
  let total = 0
  for (const part of slices) {
    const wanted = count - resources.length
    const skip = Math.max(0, offset - total)
    const project = projection(part.model, search)
    const rows = wanted > 0 ? pageOf(context, part, wanted, skip) : []
    for (const row of rows) resources.push(renderResource(context, part.model, row, base, project))
    total += holdsMore(rows.length, wanted, skip) ? countOf(context, part) : skip + rows.length
  }
  return { resources, total }
}

/** A page that was not filled from the first resource on, or from one that exists, ends the slice; its length need not be counted. */
function holdsMore(found: number, wanted: number, skip: number): boolean {
  return wanted <= 0 || found === wanted || (found === 0 && skip > 0)
}

function pageOf(context: ReadContext, part: Slice, limit: number, skip: number): ResourceRow[] {
  return prepared<ResourceRow>(
    context.db, `SELECT ${resourceColumns} FROM resources r WHERE ${part.where} ORDER BY ${part.order} LIMIT +? OFFSET +?`,
  ).all(...part.params, ...part.orderParams, limit, skip)
}

function countOf(context: ReadContext, part: Slice): number {
  return prepared<{ total: number }>(context.db, `SELECT count(*) AS total FROM resources r WHERE ${part.where}`).get(...part.params)!.total
}

/** TestMu documents `userName eq` only; what goes beyond is refused or marked. A foreign address is refused (testmu-provisioning §2). */
function checkFilter(context: ReadContext, filter: Filter): void {
  const named = filter.kind === 'compare' && filter.operator === 'eq' && filter.path.sub === null ? filter : null
  const onUserName = named?.path.name.toLowerCase() === 'username'
  if (onUserName && typeof named?.value === 'string') refuseForeign(context, { userName: named.value })
  if (context.settings.profile !== 'testmu' || onUserName || named?.path.name.toLowerCase() === 'displayname') return
  if (context.switches.filterSupport === 'documented') {
    throw badRequest('invalidFilter', 'Only the filter userName eq "…" is documented.', 'testmu-provisioning §2')
  }
  context.findings.push(beyondDocumented)
}

const beyondDocumented: Finding = {
  kind: 'beyond', code: 'beyond-documented-filter', rule: 'testmu-provisioning §2', tag: 'A',
  text: 'This filter works here, but the vendor documents only userName eq.',
}

/** Reads list parameters of a query string. @throws ScimError 400 invalidValue for a number that is none */
export function searchOfQuery(query: URLSearchParams): Search {
  return {
    filter: once(query, 'filter'),
    sortBy: once(query, 'sortBy'),
    sortOrder: sortOrder(once(query, 'sortOrder')),
    startIndex: integer(once(query, 'startIndex'), 'startIndex') ?? 1,
    count: integer(once(query, 'count'), 'count'),
    attributes: names(query.getAll('attributes')),
    excludedAttributes: names(query.getAll('excludedAttributes')),
  }
}

/** Reads a SearchRequest (RFC 7644 §3.4.3). @throws ScimError 400 invalidSyntax or invalidValue */
export function searchOfBody(body: JsonObject): Search {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null)
  const listed = (name: string) => (Array.isArray(body[name]) ? names(body[name].map(String)) : undefined)
  const number = (name: string) => (body[name] === undefined || body[name] === null ? null : integer(String(body[name]), name))
  return {
    filter: text('filter'), sortBy: text('sortBy'), sortOrder: sortOrder(text('sortOrder')),
    startIndex: number('startIndex') ?? 1, count: number('count'),
    attributes: listed('attributes'), excludedAttributes: listed('excludedAttributes'),
  }
}

function once(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name)
  if (values.length > 1) throw badRequest('invalidValue', `${name} was given ${values.length} times.`, 'RFC 7644 §3.4.2')
  return values[0] ?? null
}

function sortOrder(text: string | null): Search['sortOrder'] {
  const order = text?.toLowerCase() ?? 'ascending'
  if (order === 'ascending' || order === 'descending') return order
  throw badRequest('invalidValue', `sortOrder is ascending or descending, not "${text!.slice(0, 40)}".`, 'RFC 7644 §3.4.2.3')
}

function integer(text: string | null, name: string): number | null {
  if (text === null || text === '') return null
  if (/^[+-]?\d{1,15}$/.test(text.trim())) return Number(text)
  throw badRequest('invalidValue', `${name} must be an integer, not "${text.slice(0, 40)}".`, 'RFC 7644 §3.4.2.4')
}

function names(given: string[]): string[] | undefined {
  const all = given.flatMap((value) => value.split(',')).map((name) => name.trim()).filter((name) => name !== '')
  return all.length > 0 ? all : undefined
}
