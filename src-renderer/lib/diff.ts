import type { JsonValue } from '../../src-shared/scim/types.ts'
import { isObject } from '../../src-shared/scim/types.ts'

export type Sign = '+' | '−' | '~'

/** One path on which two values differ. */
export interface Difference {
  path: string
  sign: Sign
  before?: JsonValue
  after?: JsonValue
}

/**
 * The paths on which two JSON values differ. The order of keys does not count; lists of objects with a `value`
 * (members, emails) are compared as sets.
 */
export function differences(before: JsonValue | undefined, after: JsonValue | undefined, path = ''): Difference[] {
  if (before === undefined && after === undefined) return []
  if (before === undefined) return [{ path, sign: '+', after }]
  if (after === undefined) return [{ path, sign: '−', before }]
  if (isObject(before) && isObject(after)) return ofObjects(before, after, path)
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, path)
  return before === after ? [] : [{ path, sign: '~', before, after }]
}

function ofObjects(before: Record<string, JsonValue>, after: Record<string, JsonValue>, path: string): Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return keys.flatMap((key) => differences(before[key], after[key], join(path, key)))
}

function ofLists(before: JsonValue[], after: JsonValue[], path: string): Difference[] {
  const left = byIdentity(before)
  const right = byIdentity(after)
  const keys = [...new Set([...left.keys(), ...right.keys()])]
  return keys.flatMap((key) => differences(left.get(key), right.get(key), `${path}[${key}]`))
}

/** Members by their id, plain values by themselves: a list in another order is the same set. */
function byIdentity(list: JsonValue[]): Map<string, JsonValue> {
  const seen = new Map<string, JsonValue>()
  for (const item of list) {
    const name = isObject(item) && 'value' in item ? String(item.value) : canonical(item)
    let key = name
    for (let again = 2; seen.has(key); again += 1) key = `${name} (${again})`
    seen.set(key, item)
  }
  return seen
}

/** JSON text with sorted keys, so that equal values are equal texts. */
export function canonical(value: JsonValue, indent?: number): string {
  return JSON.stringify(sorted(value), null, indent)
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key] ?? null)]),
  )
}

function join(path: string, key: string): string {
  if (path === '') return key
  return path.startsWith('urn:') ? `${path}:${key}` : `${path}.${key}`
}
