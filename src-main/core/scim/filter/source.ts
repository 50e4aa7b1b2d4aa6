import type { Attribute } from '../../../../src-shared/scim/types.ts'
import { canonicalPath, indexedPaths, membershipAttribute, type IndexedPath } from '../../directory/indexed.ts'
import { perModel, type ResourceModel } from '../schema/model.ts'
import { body, hasLeaf, jsonPath, nodeOf, rowsOf, type Node } from './json-node.ts'
import { idIndex, membershipSource } from './membership.ts'
import type { Target } from './resolve.ts'
import { sql, type Sql } from './sql.ts'
import { instantColumn, jsonValue, textColumn, type Value } from './values.ts'

/** Where the values of an attribute are, seen from one resource `r` or one element of it. */
export interface Source {
  /** `FROM … WHERE …`, a row for each value; null when there is at most one, which needs no rows. */
  rows: Sql | null
  value: Value
  /** That the value of a row is not empty (RFC 7644 §3.4.2.2, `pr`). */
  present: () => Sql
  index: Index | null
}

/** How an index finds the resources: a condition on `column`, in the form `folded` says, put where the index serves. */
export interface Index {
  column: Sql
  kind: 'text' | 'instant'
  folded: boolean
  where: (condition: Sql) => Sql
}

/** What attribute names are looked up in. */
export type Place =
  | { kind: 'resource'; model: ResourceModel; indexed: Map<string, IndexedPath>; membership: Attribute | null }
  | { kind: 'json'; node: Node }
  | { kind: 'membership'; of: ResourceModel }

/** The place of a whole resource. */
export const resourcePlace = perModel((model): Place => {
  const indexed = new Map(indexedPaths(model).map((each) => [each.path, each]))
  return { kind: 'resource', model, indexed, membership: membershipAttribute(model) }
})

/** The values of `target` in a resource or an element. Memberships are elements, see `compile.ts`. */
export function sourceOf(place: Place, target: Target): Source {
  if (place.kind === 'membership') return membershipSource(place.of, target.attribute!.name)
  if (place.kind === 'json') return jsonSource(nodeOf(place.node, target))
  const indexed = indexedAt(place, target)
  if (indexed?.column) return columnSource(place.model, indexed)
  // Of `meta` only `location` has no column: it is rendered for each answer.
  if (isMeta(target)) return { rows: null, value: rendered, present: () => sql`1`, index: null }
  const source = jsonSource(nodeOf(body, target))
  return indexed ? { ...source, index: valuesIndex(place.model, indexed) } : source
}

/** Whether a target is `meta` or part of it. */
export function isMeta({ schema, attribute }: Target): boolean {
  return schema === null && attribute?.name === 'meta'
}

/** The entry of `target` among the indexed paths of a resource. */
export function indexedAt(place: Place & { kind: 'resource' }, target: Target): IndexedPath | undefined {
  const { schema, attribute, subAttribute } = target
  return attribute ? place.indexed.get(canonicalPath(schema, attribute, subAttribute)) : undefined
}

/** The index on one path of `indexed_values`. */
export function valuesIndex(model: ResourceModel, { path, caseExact }: IndexedPath): Index {
  return {
    column: sql`v.value`,
    kind: 'text',
    folded: !caseExact,
    where: (condition) => sql`r.seq IN (SELECT v.seq FROM indexed_values v
      WHERE v.type = ${model.type.name} AND v.path = ${path} AND ${condition})`,
  }
}

const rendered = textColumn(sql`NULL`)

function columnSource(model: ResourceModel, { attribute, column }: IndexedPath): Source {
  const source = { rows: null, present: () => sql`1`, index: null }
  const indexOn = (name: Sql, kind: Index['kind'], folded: boolean): Index =>
    ({ column: name, kind, folded, where: (condition) => sql`(r.type = ${model.type.name} AND ${condition})` })
  switch (column) {
    case 'id':
      return { ...source, value: textColumn(sql`r.id`), index: idIndex(sql`r.id`) }
    case 'key': {
      const path = jsonPath([attribute.name])
      const exact = jsonValue(sql`json_extract(r.body, ${path})`, sql`json_type(r.body, ${path})`).text(false)
      const index = indexOn(sql`r.key`, 'text', true)
      return { ...source, value: textColumn(exact, sql`r.key`), present: () => sql`r.key <> ''`, index }
    }
    case 'external_id': {
      const index = indexOn(sql`r.external_id`, 'text', false)
      return { ...source, value: textColumn(sql`r.external_id`), present: () => sql`r.external_id <> ''`, index }
    }
    case 'modified':
      return { ...source, value: instantColumn(sql`r.modified`), index: indexOn(sql`r.modified`, 'instant', false) }
    case 'created':
      return { ...source, value: instantColumn(sql`r.created`) }
    case 'version':
      return { ...source, value: textColumn(sql`'W/"' || r.version || '"'`) }
    default:
      return { ...source, value: textColumn(sql`r.type`) }
  }
}

function jsonSource(node: Node): Source {
  return { rows: rowsOf(node), value: jsonValue(node.value, node.type), present: () => hasLeaf(node), index: null }
}
