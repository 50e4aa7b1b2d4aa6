import type { JsonValue } from '../scim/types.ts'
import { ExpressionError } from './okta-expression-error.ts'

/** Longest text an expression may make. */
export const maximumText = 10_000
export const tooLong = 'The text grows beyond 10,000 characters.'

/** Refuses text that grows too long, and what JSON has no number for. */
export function bounded(value: JsonValue): JsonValue {
  if (typeof value === 'string' && value.length > maximumText) throw new ExpressionError(tooLong)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new ExpressionError('The result is not a number.')
  return value
}

export function toBoolean(value: JsonValue): boolean {
  if (typeof value !== 'boolean') throw new ExpressionError(`A condition is true or false, not ${show(value)}.`)
  return value
}

export function toNumber(value: JsonValue, operator: string): number {
  if (typeof value !== 'number') throw new ExpressionError(`“${operator}” needs numbers, not ${show(value)}.`)
  return value
}

/** Text where an argument wants text; null stays null. */
export function toText(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'object') throw new ExpressionError(`Text is needed here, not ${show(value)}.`)
  return bounded(String(value)) as string
}

export function plus(a: JsonValue, b: JsonValue): JsonValue {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (a === null || b === null) throw new ExpressionError('“+” has nothing on one side: an attribute without a value.')
  if (typeof a !== 'string' && typeof b !== 'string') throw new ExpressionError(`“+” cannot join ${show(a)} and ${show(b)}.`)
  return `${toText(a)}${toText(b)}`
}

export function isSame(a: JsonValue, b: JsonValue): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
}

/** Below 0 when `a` comes first; null comes before everything. */
export function compare(a: JsonValue, b: JsonValue): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b)
  throw new ExpressionError(`${show(a)} and ${show(b)} cannot be compared.`)
}

/** A value in a sentence. */
export function show(value: JsonValue): string {
  if (value === null) return 'nothing'
  const text = typeof value === 'object' ? 'a list' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
