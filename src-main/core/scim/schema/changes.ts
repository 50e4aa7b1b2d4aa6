import { isDeepStrictEqual } from 'node:util'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'

/** One value that differs. Without `before` it is new, without `after` it is gone. */
export interface Change {
  path: string
  before?: JsonValue
  after?: JsonValue
}

/**
 * What differs between two stored bodies, as an admin reads it: one entry per leaf path, extension paths fully
 * qualified, a multi-valued attribute as one path, the order of keys without meaning. `schemas` follows from the rest.
 */
export function changesBetween(before: JsonObject, after: JsonObject): Change[] {
  const { schemas: _before, ...stored } = before
  const { schemas: _after, ...wanted } = after
  return keysOf([stored, wanted]).flatMap((key) => {
    const separator = key.includes(':') ? ':' : '.'
    return difference(member(stored, key), member(wanted, key), key, separator)
  })
}

/** A colon joins an extension's URN, the only key that holds one, to its attribute; else a dot (RFC 7644 §3.10). */
function difference(
  before: JsonValue | undefined, after: JsonValue | undefined, path: string, separator = '.',
): Change[] {
  if (isDeepStrictEqual(before, after)) return []
  const sides = [before, after].filter((side) => side !== undefined)
  if (!sides.every(isObject)) {
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]
  }
  return keysOf(sides).flatMap((key) => {
    return difference(member(before, key), member(after, key), `${path}${separator}${key}`)
  })
}

function keysOf(sides: readonly JsonObject[]): string[] {
  return [...new Set(sides.flatMap((side) => Object.keys(side)))]
}

function member(side: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(side) && Object.hasOwn(side, key) ? side[key] : undefined
}
