import type { JsonValue } from '../scim/types.ts'
import { ExpressionError } from './okta-expression-error.ts'
import { isSame, maximumText, show, tooLong, toText } from './okta-operators.ts'

/** What an expression is evaluated against. Without `groups`, functions over them are an error. */
export interface Scope {
  user: Readonly<Record<string, JsonValue | undefined>>
  appuser?: Readonly<Record<string, JsonValue | undefined>>
  groups?: readonly { id: string; name: string }[]
}

export interface OktaFunction {
  least: number
  most: number
  call: (given: readonly JsonValue[], scope: Scope) => JsonValue
}

/**
 * The functions of the Okta Expression Language known here, by name. Signatures and results are those of Okta's
 * examples. Assumptions: null as text gives null, false, 0 or (in append and join) nothing, as lists are documented to;
 * `substring` beyond the text is an error; `replaceFirst` is literal like `replace`; a position outside a list is null.
 */
export const oktaFunctions: Record<string, OktaFunction> = {
  'String.toUpperCase': text(1, ([a]) => a!.toUpperCase()),
  'String.toLowerCase': text(1, ([a]) => a!.toLowerCase()),
  'String.removeSpaces': text(1, ([a]) => a!.replace(/\s/g, '')),
  'String.append': { least: 2, most: 2, call: ([a, b]) => (toText(a) ?? '') + (toText(b) ?? '') },
  'String.len': { least: 1, most: 1, call: ([a]) => toText(a)?.length ?? 0 },
  'String.replace': text(3, ([a, match, by]) => replaceAll(a!, match!, by!)),
  'String.replaceFirst': text(3, ([a, match, by]) => a!.replace(match!, () => by!)),
  'String.stringContains': { least: 2, most: 2, call: (given) => both(given, (a, b) => a.includes(b)) },
  'String.startsWith': { least: 2, most: 2, call: (given) => both(given, (a, b) => a.startsWith(b)) },
  'String.stringSwitch': { least: 4, most: Infinity, call: stringSwitch },
  'String.substring': { least: 3, most: 3, call: substring },
  'String.substringBefore': text(2, ([a, search]) => (a!.includes(search!) ? a!.slice(0, a!.indexOf(search!)) : a!)),
  'String.substringAfter': text(2, ([a, search]) => (a!.includes(search!) ? a!.slice(a!.indexOf(search!) + search!.length) : '')),
  'String.join': { least: 1, most: Infinity, call: ([by, ...rest]) => joined(rest.flat(), toText(by) ?? '') },
  'Arrays.contains': { least: 2, most: 2, call: ([list, value]) => toList(list).some((each) => isSame(each, value!)) },
  'Arrays.isEmpty': { least: 1, most: 1, call: ([list]) => toList(list).length === 0 },
  'Arrays.size': { least: 1, most: 1, call: ([list]) => toList(list).length },
  'Arrays.get': { least: 2, most: 2, call: ([list, position]) => toList(list)[toIndex(position)] ?? null },
  'Arrays.add': { least: 2, most: 2, call: ([list, value]) => [...toList(list), value!] },
  'Arrays.toCsvString': { least: 1, most: 1, call: ([list]) => joined(toList(list), ',') },
  'Convert.toInt': { least: 1, most: 1, call: ([value]) => convert(value!, /^[+-]?\d+$/, 'a whole number') },
  'Convert.toNum': { least: 1, most: 1, call: ([value]) => convert(value!, /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/, 'a number') },
  isMemberOfGroupName: group(1, ([name], { name: given }) => name === given),
  isMemberOfGroupNameStartsWith: group(1, ([start], { name }) => name.startsWith(start!)),
  isMemberOfGroupNameContains: group(1, ([part], { name }) => name.includes(part!)),
  isMemberOfGroup: group(1, ([given], { id }) => given === id),
  isMemberOfAnyGroup: group(Infinity, (given, { id }) => given.includes(id)),
}

/** A function of text to text: null in its first argument gives null. */
function text(count: number, call: (given: string[]) => string): OktaFunction {
  return {
    least: count, most: count,
    call: (given) => {
      const first = toText(given[0])
      return first === null ? null : call([first, ...given.slice(1).map((each) => toText(each) ?? '')])
    },
  }
}

function group(most: number, is: (given: string[], group: { id: string; name: string }) => boolean): OktaFunction {
  return {
    least: 1, most,
    call: (given, { groups }) => {
      if (!groups) throw new ExpressionError('Groups are not known here.')
      const names = given.map((each) => toText(each) ?? '')
      return groups.some((each) => is(names, each))
    },
  }
}

function both([a, b]: readonly JsonValue[], is: (a: string, b: string) => boolean): boolean {
  const [first, second] = [toText(a), toText(b)]
  return first !== null && second !== null && is(first, second)
}

/** Counts before it joins: text of 10,000 characters could otherwise become 100,000,000 on the way. */
function replaceAll(given: string, match: string, by: string): string {
  if (match === '') return given
  const parts = given.split(match)
  const length = given.length + (parts.length - 1) * (by.length - match.length)
  if (length > maximumText) throw new ExpressionError(tooLong)
  return parts.join(by)
}

function joined(list: readonly JsonValue[], by: string): string {
  return list.map((each) => toText(each) ?? '').join(by)
}

/** The value of the first key that the input contains. */
function stringSwitch(given: readonly JsonValue[]): JsonValue {
  const [input, otherwise, ...pairs] = given.map(toText)
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    if (input !== null && pairs[index] !== null && input!.includes(pairs[index]!)) return pairs[index + 1]!
  }
  if (pairs.length % 2 === 1) throw new ExpressionError('String.stringSwitch has a key without a value.')
  return otherwise!
}

function substring([value, start, end]: readonly JsonValue[]): JsonValue {
  const whole = toText(value)
  if (whole === null) return null
  const [from, to] = [toIndex(start), toIndex(end)]
  if (from < 0 || to < from || to > whole.length) {
    throw new ExpressionError(`String.substring: ${from} to ${to} is outside of ${show(whole)}, which has ${whole.length} characters.`)
  }
  return whole.slice(from, to)
}

function toIndex(value: JsonValue | undefined): number {
  if (!Number.isInteger(value)) throw new ExpressionError(`A position is a whole number, not ${show(value ?? null)}.`)
  return value as number
}

function toList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) throw new ExpressionError(`A list is needed here, not ${show(value)}.`)
  return value
}

function convert(value: JsonValue, form: RegExp, what: string): JsonValue {
  if (value === null) return null
  if (typeof value === 'number') return what === 'a number' ? value : Math.round(value)
  if (typeof value !== 'string' || !form.test(value.trim())) throw new ExpressionError(`${show(value)} is not ${what}.`)
  return Number(value)
}
