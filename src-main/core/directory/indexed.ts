import { commonAttributes } from '../../../src-shared/scim/schemas/common.ts'
import { foldCase, type Attribute, type JsonObject } from '../../../src-shared/scim/types.ts'
import { valuesAt } from '../scim/filter/evaluate.ts'
import { isCaseExact } from '../scim/filter/resolve.ts'
import { findAttribute, perModel, type ResourceModel } from '../scim/schema/model.ts'

/** Columns of `resources` that hold an attribute. `key` is case folded, `created` and `modified` are epoch milliseconds. */
export type IndexedColumn = 'id' | 'key' | 'external_id' | 'created' | 'modified' | 'type' | 'version'

/**
 * An attribute kept outside the body, or beside it. `path` is its canonical name (`emails.value`, an extension's with
 * its URN) and `path` of its rows in `indexed_values`; `column` is where it is instead, null for `indexed_values`.
 * A value in `indexed_values` is case folded unless `caseExact`; each value of a multi-valued attribute has a row.
 */
export interface IndexedPath {
  path: string
  schema: string | null
  attribute: Attribute
  subAttribute: Attribute | null
  caseExact: boolean
  column: IndexedColumn | null
}

/** Every indexed path of a resource type; what writes resources fills them, and filters and sorting read them. */
export const indexedPaths = perModel((model): readonly IndexedPath[] => {
  const columns = columnPaths(model)
  const named = new Set(columns.map((each) => each.path))
  const values = [
    ...uniquePaths(null, model.core.attributes),
    ...model.extensions.flatMap((each) => uniquePaths(each.id, each.attributes)),
  ]
  const emails = model.type.name === 'User' ? findAttribute(model.core.attributes, 'emails') : undefined
  const address = emails && findAttribute(emails.subAttributes ?? [], 'value')
  if (emails && address && address.uniqueness === 'none' && emails.uniqueness === 'none') {
    values.push(entry(null, emails, address, null))
  }
  return [...columns, ...values.filter((each) => !named.has(each.path))]
})

const valuePaths = perModel((model) => indexedPaths(model).filter((each) => each.column === null))

/** The rows of `indexed_values` that a resource with this body has, each once. */
export function indexedRows(model: ResourceModel, body: JsonObject): { path: string; value: string }[] {
  return valuePaths(model).flatMap((each) => {
    const texts = valuesAt(each, body).filter((value) => typeof value === 'string')
    return [...new Set(each.caseExact ? texts : texts.map(foldCase))].map((value) => ({ path: each.path, value }))
  })
}

/** The attribute whose folded value is `resources.key`, or null for a resource type without one. */
export function keyAttribute(model: ResourceModel): Attribute | null {
  const name = keys.get(model.type.name)
  return (name && findAttribute(model.core.attributes, name)) || null
}

/** The attribute whose values are rows of `memberships`: `members` of Group, `groups` of User, else null. */
export function membershipAttribute(model: ResourceModel): Attribute | null {
  const name = memberships.get(model.type.name)
  return (name && findAttribute(model.core.attributes, name)) || null
}

/** The canonical name of a path, as clients write it in full. */
export function canonicalPath(schema: string | null, attribute: Attribute, subAttribute: Attribute | null): string {
  return (schema === null ? '' : `${schema}:`) + attribute.name + (subAttribute ? `.${subAttribute.name}` : '')
}

const keys = new Map([['User', 'userName'], ['Group', 'displayName']])
const memberships = new Map([['User', 'groups'], ['Group', 'members']])

const metaColumns: [string, IndexedColumn][] = [
  ['resourceType', 'type'], ['created', 'created'], ['lastModified', 'modified'], ['version', 'version'],
]

function columnPaths(model: ResourceModel): IndexedPath[] {
  const [id, externalId, meta] = [common('id'), common('externalId'), common('meta')]
  const key = keyAttribute(model)
  return [
    entry(null, id, null, 'id'),
    entry(null, externalId, null, 'external_id'),
    ...(key ? [entry(null, key, null, 'key')] : []),
    ...metaColumns.map(([name, column]) => entry(null, meta, findAttribute(meta.subAttributes ?? [], name)!, column)),
  ]
}

const common = (name: string) => findAttribute(commonAttributes, name)!

/** Texts that must be unique, so that a duplicate is found without reading every resource (RFC 7643 §7, `uniqueness`). */
function uniquePaths(schema: string | null, attributes: readonly Attribute[]): IndexedPath[] {
  return attributes.flatMap((attribute) => {
    const value = attribute.type === 'complex' ? findAttribute(attribute.subAttributes ?? [], 'value') : undefined
    const unique = attribute.uniqueness !== 'none' || (value !== undefined && value.uniqueness !== 'none')
    if (!unique || !texts.includes((value ?? attribute).type)) return []
    return [entry(schema, attribute, value ?? null, null)]
  })
}

const texts: Attribute['type'][] = ['string', 'reference', 'binary']

function entry(
  schema: string | null, attribute: Attribute, subAttribute: Attribute | null, column: IndexedColumn | null,
): IndexedPath {
  const caseExact = isCaseExact(subAttribute ?? attribute)
  return { path: canonicalPath(schema, attribute, subAttribute), schema, attribute, subAttribute, caseExact, column }
}
