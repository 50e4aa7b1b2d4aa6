import fc from 'fast-check'
import { parse, type Filter as Theirs } from 'scim2-parse-filter'
import { expect, test } from 'vitest'
import type { Filter } from '../../../../src-main/core/scim/filter/ast.ts'
import { parseFilter } from '../../../../src-main/core/scim/filter/parse.ts'

/** Our reading of a filter in the words of `scim2-parse-filter`, which keeps attribute paths as text. */
function translated(filter: Filter): Theirs {
  switch (filter.kind) {
    case 'and':
    case 'or': return { op: filter.kind, filters: filter.of.map(translated) }
    case 'not': return { op: 'not', filter: translated(filter.of) }
    case 'present': return { op: 'pr', attrPath: pathOf(filter) }
    case 'compare': return { op: filter.operator, attrPath: pathOf(filter), compValue: filter.value }
    case 'valuePath': return { op: '[]', attrPath: pathOf(filter), valFilter: translated(filter.of) }
  }
}

function pathOf({ path: { urn, name, sub } }: Extract<Filter, { path: unknown }>): string {
  return `${urn === null ? '' : `${urn}:`}${name}${sub === null ? '' : `.${sub}`}`
}

const one = (...texts: string[]) => fc.constantFrom(...texts)
const path = one('a', 'a.b', 'userName', 'a-b_c', 'urn:ietf:params:scim:schemas:core:2.0:User:name.givenName', 'urn:acme:Badge:number')
const literal = one('"x"', '""', '"a b"', '"(a) and [b]"', '"say \\"x\\""', '1', '1.5', '2e3', 'true', 'false', 'null')
const operator = one('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ', 'Co')
const leaf = (of: fc.Arbitrary<string>) => fc.oneof(
  fc.tuple(of, operator, literal).map((parts) => parts.join(' ')),
  fc.tuple(of, one('pr', 'PR')).map((parts) => parts.join(' ')),
)

function logic(of: fc.Arbitrary<string>, depth: number): fc.Arbitrary<string> {
  if (depth === 0) return of
  const inner = logic(of, depth - 1)
  return fc.oneof(
    of,
    fc.array(inner, { minLength: 2, maxLength: 4 }).chain((terms) => one(' and ', ' or ', ' AND ').map((by) => terms.join(by))),
    fc.tuple(inner, inner, inner).map(([a, b, c]) => `${a} and ${b} or ${c}`),
    inner.map((term) => `(${term})`),
    fc.tuple(one('not (', 'NOT(', 'not  ( '), inner).map(([not, term]) => `${not}${term})`),
  )
}

const element = fc.tuple(one('emails', 'urn:acme:Badge:visits'), logic(leaf(one('value', 'type')), 1)).map(([name, filter]) => `${name}[${filter}]`)

/** Nested groups of one kind are the same filter flat or not: `scim2-parse-filter` flattens some of them. */
function flat(filter: Theirs): Theirs {
  switch (filter.op) {
    case 'and':
    case 'or': {
      const { op } = filter
      return { op, filters: filter.filters.map(flat).flatMap((each) => (each.op === op ? each.filters : [each])) }
    }
    case 'not': return { op: 'not', filter: flat(filter.filter) }
    case '[]': return { ...filter, valFilter: flat(filter.valFilter) }
    default: return filter
  }
}

test('reads 5,000 filters of the grammar as scim2-parse-filter does', () => {
  fc.assert(fc.property(logic(fc.oneof(leaf(path), element), 3), (filter) => {
    expect(flat(translated(parseFilter(filter))), filter).toEqual(flat(parse(filter)))
  }), { numRuns: 5_000, seed: 7644 })
})

test.each(['a', 'a eq', 'a eq x', "a eq 'x'", 'a eq 01', 'a eq .5', 'a eq +1', 'a eq {}', 'a eq "x', 'a eq "\t"', 'a xx "y"', 'a pr pr', 'a pr and', '(a pr', 'a pr)', 'a[b pr', 'a pr && b pr'])(
  'refuses %s as scim2-parse-filter does',
  (filter) => {
    expect(() => parse(filter)).toThrow()
    expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }))
  },
)

/** Where the two differ, how each reads the text (`null`: refused), and what decides. */
test.each<[string, string | null, string | null, string]>([
  ['a eq True', 'a eq true', null, 'literals in any case are taken, as clients send them'],
  ['a eq -1 and b pr', 'a eq -1 and b pr', null, 'RFC 8259 §6: a number may be negative'],
  ['a eq "x\\u00e9"', 'a eq "xé"', 'a eq "x\\\\u00e9"', 'RFC 8259 §7: escapes are decoded'],
  ['a eq "x\\/y"', 'a eq "x/y"', 'a eq "x\\\\/y"', 'RFC 8259 §7: escapes are decoded'],
  ['members.$ref pr', 'members.$ref pr', null, 'RFC 7643 §2.4 names $ref'],
  ['1a pr', null, '1a pr', 'RFC 7644 figure 1: a name starts with a letter'],
  ['a.b.c pr', null, 'a.b.c pr', 'RFC 7644 figure 1: one sub-attribute'],
  ['not a pr', null, 'not (a pr)', 'RFC 7644 figure 1: not takes parentheses'],
  ['a[b[c pr]]', null, 'a[b[c pr]]', 'RFC 7644 figure 1: no brackets in brackets'],
  ['a[b pr].c eq "y"', 'a[b pr and c eq "y"]', 'a[b pr] and a.c eq "y"', 'one element satisfies both'],
])('%s: ours %s, theirs %s: %s', (filter, ours, theirs) => {
  if (ours === null) expect(() => parseFilter(filter)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }))
  else expect(written(translated(parseFilter(filter)))).toBe(ours)
  if (theirs === null) expect(() => parse(filter)).toThrow()
  else expect(written(parse(filter))).toBe(theirs)
})

function written(filter: Theirs): string {
  switch (filter.op) {
    case 'and':
    case 'or': return filter.filters.map(written).join(` ${filter.op} `)
    case 'not': return `not (${written(filter.filter)})`
    case '[]': return `${filter.attrPath}[${written(filter.valFilter)}]`
    case 'pr': return `${filter.attrPath} pr`
    default: return `${filter.attrPath} ${filter.op} ${JSON.stringify(filter.compValue)}`
  }
}
