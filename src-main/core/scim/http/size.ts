import { ScimError } from '../../../../src-shared/scim/errors.ts'
import { isObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { prepared } from '../../db/open.ts'
import { findById } from '../../directory/resources.ts'
import type { ReadContext } from '../../sandboxes/write-context.ts'
import { type ListPlan, reachOf } from './list.ts'
import type { ScimRequest } from './message.ts'

/** Rows from which a write goes to the worker thread (architecture, Writing without blocking). */
const largeWrite = 500

/** Resources, or comparisons with them, from which a read goes to a worker thread: about 10 ms of work. */
const longScan = 10_000
/** Comparisons without an index that are made for one list: about 10 s of the thread. */
const longestScan = 2_000_000

/**
 * Whether a list may take so long that the thread it runs on would be missed.
 * @throws ScimError 400 tooMany for one that would take longer than anybody waits
 */
export function isLongList(context: ReadContext, list: ListPlan): boolean {
  const { wide, comparisons } = reachOf(list, longScan)
  if (!wide && comparisons === 0) return false
  const resources = prepared<{ last: number | null }>(context.db, 'SELECT max(seq) AS last FROM resources').get()!.last ?? 0
  if (resources * comparisons > longestScan) throw tooMany(resources, comparisons)
  return resources * Math.max(1, comparisons) > longScan
}

function tooMany(resources: number, comparisons: number): ScimError {
  const needed = `${comparisons} comparisons with each of about ${resources} resources`
  const detail = `No index serves this filter: it needs ${needed}, and ${longestScan} are the limit. `
    + 'Compare userName, externalId or id with eq beside it.'
  return new ScimError(400, detail, 'tooMany', 'RFC 7644 §3.12')
}

/** Whether a request may write so many rows that the thread it runs on would be missed. */
export function isLargeWrite(context: ReadContext, { method, segments, body }: ScimRequest): boolean {
  if (longestList(body, 4) > largeWrite) return true
  if (segments[0]?.toLowerCase() !== 'groups' || segments[1] === undefined) return false
  return !isMemberDelta(method, body) && hasManyMembers(context, segments[1])
}

/** The longest list in a body: members, values of an operation, operations. */
function longestList(value: JsonValue | undefined, levels: number): number {
  if (levels === 0 || typeof value !== 'object' || value === null) return 0
  const inner = (Array.isArray(value) ? value.slice(0, largeWrite) : Object.values(value)).map((each) => longestList(each, levels - 1))
  return Math.max(Array.isArray(value) ? value.length : 0, ...inner, 0)
}

/** A PATCH that only adds or removes named members costs what it names; everything else may touch every member. */
function isMemberDelta(method: string, body: JsonValue | undefined): boolean {
  const operations = isObject(body) && Array.isArray(body.Operations) ? body.Operations : []
  return method === 'PATCH' && operations.length > 0 && operations.every((operation) => (
    isObject(operation) && typeof operation.path === 'string' && /^members\b/i.test(operation.path)
    && (/^add$/i.test(String(operation.op)) || (/^remove$/i.test(String(operation.op)) && (operation.value !== undefined || operation.path.includes('['))))
  ))
}

function hasManyMembers(context: ReadContext, id: string): boolean {
  const group = findById(context.db, id)
  if (!group) return false
  const { n } = prepared<{ n: number }>(
    context.db, `SELECT count(*) AS n FROM (SELECT 1 FROM memberships WHERE group_seq = ? LIMIT ${largeWrite + 1})`,
  ).get(group.seq)!
  return n > largeWrite
}
