import { badRequest, type ScimError } from '../../../../src-shared/scim/errors.ts'
import type { Attribute, Schema } from '../../../../src-shared/scim/types.ts'
import type { Filter } from '../filter/ast.ts'
import { parsePatchPath } from '../filter/parse.ts'
import { resolveElementFilter } from '../filter/resolve.ts'
import { attributeNamed, qualified } from '../schema/locate.ts'
import { findExtension, resolvePath, type ResourceModel } from '../schema/model.ts'
import { similar } from '../schema/unknown.ts'
import { clip, nearest, quote } from '../schema/wording.ts'

/** An attribute, some of its elements, or a sub-attribute of either. `schema` is null for core and common ones. */
export interface AttributeTarget {
  kind: 'attribute'
  schema: Schema | null
  attribute: Attribute
  filter: Filter | null
  sub: Attribute | null
  /** As the client wrote it. */
  path: string
}

/** A whole schema, named by its URN alone; null is the core schema. */
export interface SchemaTarget {
  kind: 'schema'
  schema: Schema | null
  path: string
}

/**
 * Finds what a PATCH path names (RFC 7644 §3.5.2, figure 7).
 * @throws ScimError 400 invalidPath for one that does not parse or names nothing, 400 invalidFilter for a filter that
 * does not fit its attribute
 */
export function resolveTarget(model: ResourceModel, path: string): AttributeTarget | SchemaTarget {
  const parsed = parsePatchPath(path, [model.core.id, ...model.extensions.map((schema) => schema.id)])
  if (parsed.path.name === '') return { kind: 'schema', schema: schemaOf(model, parsed.path.urn ?? '', path), path }
  const found = resolvePath(model, parsed.path)
  if (!found) throw unknownPath(model, path, parsed.path.name)
  const { attribute, schema: urn } = found
  const schema = urn === null ? null : (findExtension(model, urn) ?? null)
  if (parsed.filter) checkFilter(attribute, parsed.filter, parsed.path.sub, path)
  const sub = parsed.sub === null
    ? found.subAttribute
    : (attributeNamed(attribute.subAttributes ?? [], parsed.sub) ?? null)
  if (parsed.sub !== null && !sub) throw unknownPath(model, path, parsed.sub)
  return { kind: 'attribute', schema, attribute, filter: parsed.filter, sub, path }
}

function schemaOf(model: ResourceModel, urn: string, path: string): Schema | null {
  if (urn.toLowerCase() === model.core.id.toLowerCase()) return null
  const schema = findExtension(model, urn)
  if (schema) return schema
  throw unknownPath(model, path, '')
}

function checkFilter(attribute: Attribute, filter: Filter, sub: string | null, path: string): void {
  if (!attribute.multiValued || sub !== null) {
    throw badRequest('invalidPath', `${quote(path)} filters what has no list of values.`, 'RFC 7644 §3.5.2')
  }
  resolveElementFilter(attribute, filter)
}

/** An explicit path that names nothing is an error, where an unknown key in a value is only ignored (engine §7). */
function unknownPath(model: ResourceModel, path: string, name: string): ScimError {
  const home = model.extensions.find((schema) => attributeNamed(schema.attributes, name))
  const meant = home ? qualified(home, attributeNamed(home.attributes, name)!.name) : likely(model, path)
  return badRequest(
    'invalidPath',
    `${quote(path)} names no attribute of a ${model.type.name}.${meant ? ` Did you mean ${meant}?` : ''}`,
    'engine §7; RFC 7644 §3.5.2',
  )
}

function likely(model: ResourceModel, path: string): string | undefined {
  if (!path.includes(':')) return similar(model, null, path)
  const known = model.extensions.flatMap((schema) => {
    return [schema.id, ...schema.attributes.map((each) => qualified(schema, each.name))]
  })
  return nearest(clip(path, 200), known)
}
