import type { FaultRule } from '../../../src-shared/domain/faults.ts'
import { foldCase, isObject, type JsonValue } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'

/** What of a request decides whether a rule is about it. */
export interface Matchable {
  method: string
  /** Path segments below the Base URL, decoded. */
  segments: readonly string[]
  query: URLSearchParams
  /** The body as it came. */
  text: string
}

/** Words of a request that are looked at for a user: of a larger push the first members. */
const mostWords = 20_000

/** The rules that are about a request, in their order. `db` says which ids belong to a userName. */
export function matchingFaults(db: Db, rules: readonly FaultRule[], request: Matchable): FaultRule[] {
  let words: string[] | null = null
  return rules.filter((rule) => (
    matchesMethod(rule.method, request.method) && matchesPath(rule.path, request.segments)
    && (rule.user === '' || isAbout(db, rule.user, words ??= wordsOf(request)))
  ))
}

export function matchesMethod(wanted: FaultRule['method'], method: string): boolean {
  return wanted === 'any' || wanted === method
}

/** `*` or `{id}` stands for one segment, `/**` at the end for anything below. Case does not count, as in paths (testmu-provisioning §1). */
export function matchesPath(pattern: string, segments: readonly string[]): boolean {
  if (pattern === '') return true
  const wanted = pattern.split('/').filter((part) => part !== '')
  const open = wanted.at(-1) === '**'
  if (open) wanted.pop()
  if (open ? segments.length <= wanted.length : segments.length !== wanted.length) return false
  return wanted.every((part, index) => part === '*' || /^\{.*\}$/.test(part) || foldCase(part) === foldCase(segments[index]!))
}

/** Whether a word holds this part of a userName or id, or is the id of somebody whose userName does. */
function isAbout(db: Db, user: string, words: readonly string[]): boolean {
  const part = foldCase(user)
  if (words.some((word) => foldCase(word).includes(part))) return true
  return prepared(
    db, `SELECT 1 FROM resources WHERE type = 'User' AND instr(key, ?) > 0 AND id IN (SELECT value FROM json_each(?)) LIMIT 1`,
  ).get(part, JSON.stringify(words)) !== undefined
}

/** Ids and names in the path, the filter and the body. */
function wordsOf({ segments, query, text }: Matchable): string[] {
  const words = [...segments.slice(1), ...split(query.get('filter') ?? '')]
  const pending: JsonValue[] = [parsed(text)]
  for (let value = pending.pop(); value !== undefined && words.length < mostWords; value = pending.pop()) {
    if (Array.isArray(value)) for (let at = value.length - 1; at >= 0; at -= 1) pending.push(value[at]!)
    else if (isObject(value)) for (const [name, inner] of Object.entries(value)) if (isTelling(name, inner)) pending.push(inner)
    if (typeof value === 'string') for (const word of split(value)) words.push(word)
  }
  return words.slice(0, mostWords)
}

/** Attributes that name a user; what holds others is looked into. */
function isTelling(name: string, value: JsonValue): boolean {
  return typeof value === 'object' || /^(id|userName|externalId|value|display|path|filter)$/i.test(name)
}

function split(text: string): string[] {
  return text.split(/["'\s()[\]/]+/).filter((word) => word !== '')
}

function parsed(text: string): JsonValue {
  try {
    return text === '' ? null : JSON.parse(text) as JsonValue
  } catch {
    return null
  }
}
