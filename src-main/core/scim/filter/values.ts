import { afterPrefix } from './text-order.ts'
import type { Comparison } from './resolve.ts'
import { joined, sql, type Sql } from './sql.ts'

/** A value in SQL, once for each type it may be compared as; each is NULL where the stored value is of another type. */
export interface Value {
  text: (folded: boolean) => Sql
  number: () => Sql
  instant: () => Sql
  boolean: () => Sql
}

/** A comparison as SQL performs it: `in` compares with each text of a JSON array. `ne` is the caller's business. */
export type SqlComparison = Comparison | { kind: 'text'; operator: 'in'; value: string; folded: boolean }

/** The value a JSON function gave: `value` as `json_extract` or `json_each.value`, `type` as `json_type`. */
export function jsonValue(value: Sql, type: Sql): Value {
  return {
    text: (folded) => sql`CASE WHEN ${type} = 'text' THEN ${folded ? sql`fold(${value})` : value} END`,
    // Both sides as doubles: an integer beyond 2^53 is written in JSON with other digits than its exact value.
    number: () => sql`CASE WHEN ${type} IN ('integer', 'real') THEN CAST(${value} AS REAL) END`,
    instant: () => sql`CASE WHEN ${type} = 'text' THEN instant(${value}) END`,
    boolean: () => sql`CASE ${type} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`,
  }
}

/** The value of a column that is text or NULL, and its case folded form, which may be another column. */
export function textColumn(exact: Sql, folded: Sql = sql`fold(${exact})`): Value {
  return { ...none, text: (fold) => (fold ? folded : exact) }
}

/** The value of a column in epoch milliseconds. */
export function instantColumn(column: Sql): Value {
  return { ...none, instant: () => column }
}

const nothing = () => sql`NULL`
const none: Value = { text: nothing, number: nothing, instant: nothing, boolean: nothing }

/** The form of `value` that `test` compares. */
export function comparedForm(value: Value, test: SqlComparison): Sql {
  return test.kind === 'text' ? value.text(test.folded) : value[test.kind]()
}

/** Compares `x`, which is of the type of `test`; NULL when it is NULL. */
export function comparison(x: Sql, test: SqlComparison): Sql {
  const value = typeof test.value === 'boolean' ? Number(test.value) : test.value
  switch (test.operator) {
    case 'eq': return sql`${x} = ${value}`
    case 'ne': return sql`${x} <> ${value}`
    case 'gt': return sql`${x} > ${value}`
    case 'ge': return sql`${x} >= ${value}`
    case 'lt': return sql`${x} < ${value}`
    case 'le': return sql`${x} <= ${value}`
    case 'in': return sql`${x} IN (SELECT value FROM json_each(${value}))`
    case 'co': return sql`instr(${x}, ${value}) > 0`
    case 'sw': return sql`instr(${x}, ${value}) = 1`
    case 'ew': return endsWith(x, String(value))
  }
}

/** As bytes: `length` and `substr` of a text stop at U+0000. */
function endsWith(x: Sql, ending: string): Sql {
  if (ending === '') return sql`${x} IS NOT NULL`
  return sql`substr(CAST(${x} AS BLOB), ${-Buffer.byteLength(ending)}) = CAST(${ending} AS BLOB)`
}

/** Compares an indexed column in a way the index serves, or gives undefined when no order of values helps. */
export function indexedComparison(column: Sql, test: SqlComparison): Sql | undefined {
  if (test.operator === 'ne' || test.operator === 'co' || test.operator === 'ew') return undefined
  if (test.kind !== 'text' || test.operator !== 'sw') return comparison(column, test)
  const end = afterPrefix(test.value)
  const from = sql`${column} >= ${test.value}`
  return end === null ? from : joined([from, sql`${column} < ${end}`], 'AND')
}
