/** A piece of SQL and the values bound to its question marks, in order. */
export interface Sql {
  sql: string
  params: (string | number)[]
}

/** Builds SQL from a template: pieces are put in place, strings and numbers are bound, in the form `prepared` asks for. */
export function sql(texts: TemplateStringsArray, ...values: (Sql | string | number)[]): Sql {
  const parts = [texts[0]!]
  const params: (string | number)[] = []
  values.forEach((value, index) => {
    if (typeof value === 'object') {
      parts.push(value.sql)
      for (const param of value.params) params.push(param)
    } else {
      parts.push('+?')
      params.push(value)
    }
    parts.push(texts[index + 1]!)
  })
  return { sql: parts.join(''), params }
}

/**
 * Joins conditions as a balanced tree: SQLite refuses expressions deeper than 1,000 (SQLITE_MAX_EXPR_DEPTH), and a
 * plain chain of `OR` is as deep as it is long. `parts` has one member or more.
 */
export function joined(parts: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  if (parts.length === 1) return parts[0]!
  const middle = Math.ceil(parts.length / 2)
  const [left, right] = [joined(parts.slice(0, middle), operator), joined(parts.slice(middle), operator)]
  return operator === 'AND' ? sql`(${left} AND ${right})` : sql`(${left} OR ${right})`
}

/** Pieces put in place one after the other. */
export function list(parts: readonly Sql[], separator = ', '): Sql {
  return { sql: parts.map((each) => each.sql).join(separator), params: parts.flatMap((each) => each.params) }
}
