import { commonAttributes } from '../../../../src-shared/scim/schemas/common.ts'
import type { Attribute, ResourceType, Schema } from '../../../../src-shared/scim/types.ts'

/** A resource type with its schemas resolved: what validation, filters, PATCH and rendering read. */
export interface ResourceModel {
  type: ResourceType
  core: Schema
  extensions: Schema[]
}

/** An attribute found by its path. `schema` is the extension's URN, null for core and common attributes. */
export interface ResolvedPath {
  schema: string | null
  attribute: Attribute
  subAttribute: Attribute | null
}

/** The parts of an attribute path as written (RFC 7644 §3.10): an optional schema URN, a name and an optional sub-attribute. */
export interface AttributePath {
  urn: string | null
  name: string
  sub: string | null
}

/** What follows from a resource type alone, worked out once for each: models are replaced when schemas change, never edited. */
export function perModel<Result>(workOut: (model: ResourceModel) => Result): (model: ResourceModel) => Result {
  const known = new WeakMap<ResourceModel, { result: Result }>()
  return (model) => {
    let entry = known.get(model)
    if (!entry) known.set(model, (entry = { result: workOut(model) }))
    return entry.result
  }
}

/** Finds an attribute by name without regard to case (RFC 7643 §2.1). */
export function findAttribute(attributes: readonly Attribute[], name: string): Attribute | undefined {
  const folded = name.toLowerCase()
  return attributes.find((attribute) => attribute.name.toLowerCase() === folded)
}

/** Finds an extension of the model by URN without regard to case (RFC 8141 §3.1 for the namespace; clients vary the rest). */
export function findExtension(model: ResourceModel, urn: string): Schema | undefined {
  const folded = urn.toLowerCase()
  return model.extensions.find((schema) => schema.id.toLowerCase() === folded)
}

/** Resolves a path to its definition, or undefined when the resource type has no such attribute. */
export function resolvePath(model: ResourceModel, path: AttributePath): ResolvedPath | undefined {
  const inCore = path.urn === null || path.urn.toLowerCase() === model.core.id.toLowerCase()
  const extension = inCore ? undefined : findExtension(model, path.urn!)
  if (!inCore && !extension) return undefined
  const attribute = extension
    ? findAttribute(extension.attributes, path.name)
    : (findAttribute(model.core.attributes, path.name) ?? findAttribute(commonAttributes, path.name))
  if (!attribute) return undefined
  if (path.sub === null) return { schema: extension?.id ?? null, attribute, subAttribute: null }
  const subAttribute = findAttribute(attribute.subAttributes ?? [], path.sub)
  return subAttribute && { schema: extension?.id ?? null, attribute, subAttribute }
}
