import { badRequest } from '../../../../src-shared/scim/errors.ts'
import type { Attribute } from '../../../../src-shared/scim/types.ts'
import { membershipAttribute } from '../../directory/indexed.ts'
import type { ResourceModel } from '../schema/model.ts'
import { splitAttributePath } from './attribute-path.ts'
import { isCaseExact, resolveSortBy, type Found } from './resolve.ts'
import { resourcePlace, sourceOf } from './source.ts'
import { sql, type Sql } from './sql.ts'
import type { Value } from './values.ts'

/**
 * Compiles `sortBy` and `sortOrder` (RFC 7644 §3.4.2.3) to the terms of an ORDER BY over `resources r`, ties in order of
 * creation. Resources without the attribute come last ascending and first descending. A multi-valued attribute sorts by
 * its primary value or else its first. Throws ScimError 400 `invalidPath` when the attribute is unknown or not sortable.
 */
export function compileSort(
  model: ResourceModel, sortBy: string, order: 'ascending' | 'descending' = 'ascending',
): Sql {
  const path = splitAttributePath(sortBy, [model.core.id, ...model.extensions.map((each) => each.id)])
  if (!path) throw notSortable(sortBy, 'is not an attribute path')
  const found = resolveSortBy(model, path)
  refuseRendered(model, found, sortBy)
  const { rows, value } = sourceOf(resourcePlace(model), found.target)
  const form = sortedForm(value, found.compared)
  const sorted = rows ? sql`(SELECT ${form} ${rows} ORDER BY ${primaryFirst(found)}e.key LIMIT 1)` : form
  return order === 'ascending' ? sql`${sorted} ASC NULLS LAST, r.seq` : sql`${sorted} DESC NULLS FIRST, r.seq`
}

function sortedForm(value: Value, attribute: Attribute): Sql {
  switch (attribute.type) {
    case 'boolean': return value.boolean()
    case 'decimal':
    case 'integer': return value.number()
    case 'dateTime': return value.instant()
    default: return value.text(!isCaseExact(attribute))
  }
}

function primaryFirst({ target }: Found): Sql {
  return target.attribute?.multiValued && target.attribute.type === 'complex'
    ? sql`CASE e.type WHEN 'object' THEN json_extract(e.value, '$.primary') IS TRUE ELSE 0 END DESC, `
    : sql``
}

function refuseRendered(model: ResourceModel, { target, compared }: Found, sortBy: string): void {
  const isMembership = target.schema === null && target.attribute === membershipAttribute(model)
  if (isMembership || compared.name === '$ref' || compared.name === 'location') {
    throw notSortable(sortBy, 'is put together for each answer and gives no order')
  }
}

function notSortable(sortBy: string, reason: string) {
  return badRequest('invalidPath', `sortBy: "${sortBy.slice(0, 120)}" ${reason}.`, 'RFC 7644 §3.4.2.3')
}
