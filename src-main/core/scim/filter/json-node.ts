import type { Target } from './resolve.ts'
import { joined, list, sql, type Sql } from './sql.ts'

/** A place in JSON: the value at `labels` below `doc`, with the rows that lead there. */
export interface Node {
  from: Sql[]
  where: Sql[]
  doc: Sql
  labels: string[]
  value: Sql
  type: Sql
}

/** The node of `target` below `node`. */
export function nodeOf(node: Node, { schema, attribute, subAttribute }: Target): Node {
  if (!attribute) return node
  const parent = schema === null ? node : step(node, schema, false)
  const found = step(parent, attribute.name, attribute.multiValued)
  return subAttribute ? step(found, subAttribute.name, subAttribute.multiValued) : found
}

/** The body of a resource. */
export const body: Node = { from: [], where: [], doc: sql`r.body`, labels: [], value: sql`r.body`, type: sql`'object'` }

function step(node: Node, label: string, multiValued: boolean): Node {
  const labels = [...node.labels, label]
  const path = jsonPath(labels)
  if (!multiValued) {
    const [value, type] = [sql`json_extract(${node.doc}, ${path})`, sql`json_type(${node.doc}, ${path})`]
    return { ...node, labels, value, type }
  }
  // Rows within rows, the values of a multi-valued sub-attribute, need a second name.
  const name = node.doc.sql === body.doc.sql ? sql`e` : sql`s`
  const [value, type] = [sql`${name}.value`, sql`${name}.type`]
  return {
    from: [...node.from, sql`json_each(${node.doc}, ${path}) ${name}`],
    // The keys of an array are numbers: members of an object and a lone value do not count.
    where: [...node.where, sql`typeof(${name}.key) = 'integer'`, sql`${type} <> 'null'`],
    doc: sql`CASE ${type} WHEN 'object' THEN ${value} ELSE '{}' END`,
    labels: [],
    value,
    type,
  }
}

/** `FROM … WHERE …` of the rows that lead to a node, or null when there are none. */
export function rowsOf(node: Node): Sql | null {
  if (node.from.length === 0) return null
  const where = node.labels.length > 0 ? [...node.where, sql`${node.type} <> 'null'`] : node.where
  return sql`FROM ${list(node.from)} WHERE ${joined(where, 'AND')}`
}

/** That a value is not empty: it has a leaf that is neither null nor an empty text (RFC 7644 §3.4.2.2, `pr`). */
export function hasLeaf({ doc, labels, value, type }: Node): Sql {
  if (labels.length > 0) return sql`EXISTS (SELECT 1 FROM json_tree(${doc}, ${jsonPath(labels)}) l WHERE l.atom <> '')`
  const leaf = sql`EXISTS (SELECT 1 FROM json_tree(${value}) l WHERE l.atom <> '')`
  return sql`CASE WHEN ${type} IN ('object', 'array') THEN ${leaf} ELSE ${value} <> '' END`
}

/** A path of the JSON functions of SQLite, its labels quoted: a URN has dots. */
export function jsonPath(labels: readonly string[]): string {
  return `$${labels.map((label) => `.${JSON.stringify(label)}`).join('')}`
}
