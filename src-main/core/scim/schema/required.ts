import { type Attribute, isObject, type JsonObject, type Schema } from '../../../../src-shared/scim/types.ts'
import { container, valueAt } from './body.ts'
import { qualified } from './locate.ts'
import type { ResourceModel } from './model.ts'

/**
 * The paths of required attributes, sub-attributes and extensions (RFC 7643 §2.2, §6) the body has no value for.
 * Read-only ones are the server's own business; an optional extension asks for its attributes only once it is there.
 */
export function missingRequired(model: ResourceModel, body: JsonObject): string[] {
  const missing = missingIn(body, null, model.core.attributes)
  for (const { schema: urn, required } of model.type.schemaExtensions) {
    const schema = model.extensions.find((extension) => extension.id === urn)
    if (!schema) continue
    if (container(body, schema)) missing.push(...missingIn(body, schema, schema.attributes))
    else if (required) missing.push(schema.id)
  }
  return missing
}

function missingIn(body: JsonObject, schema: Schema | null, attributes: readonly Attribute[]): string[] {
  return attributes.flatMap((attribute) => {
    const value = valueAt(body, schema, attribute)
    const path = qualified(schema, attribute.name)
    if (value === undefined) return attribute.required && attribute.mutability !== 'readOnly' ? [path] : []
    const elements = Array.isArray(value) ? value : [value]
    return elements.flatMap((element) => (isObject(element) ? missingSubs(attribute, element, path) : []))
  })
}

function missingSubs(attribute: Attribute, element: JsonObject, path: string): string[] {
  return (attribute.subAttributes ?? [])
    .filter((sub) => sub.required && sub.mutability !== 'readOnly' && element[sub.name] === undefined)
    .map((sub) => `${path}.${sub.name}`)
}
