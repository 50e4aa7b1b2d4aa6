import { commonAttributes } from '../../../../src-shared/scim/schemas/common.ts'
import type { Attribute, JsonObject, JsonValue, Schema } from '../../../../src-shared/scim/types.ts'
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER } from '../../../../src-shared/scim/urns.ts'
import { findAttribute, type ResourceModel } from './model.ts'

/** What a member name of a resource body stands for. `schema` is null for core and common attributes. */
export type Location =
  | { kind: 'attribute'; schema: Schema | null; attribute: Attribute; sub: Attribute | null }
  | { kind: 'schema'; schema: Schema | null }
  | { kind: 'unknown'; within: Schema | null }

/** Finds what a key names: an attribute, an extension, `URN:attribute`, or a path such as `name.givenName`. */
export function locate(model: ResourceModel, key: string): Location {
  const attribute = coreAttribute(model, key)
  if (attribute) return { kind: 'attribute', schema: null, attribute, sub: null }
  const named = schemaNamed(model, key)
  if (!named) return inSchema(model, null, key)
  if (named.rest === '') return { kind: 'schema', schema: named.schema }
  return inSchema(model, named.schema, named.rest)
}

/** The core or common attribute of that name. */
export function coreAttribute(model: ResourceModel, name: string): Attribute | undefined {
  return attributeNamed(model.core.attributes, name) ?? attributeNamed(commonAttributes, name)
}

/** `findAttribute` with the usual case, an exact name, tried first. */
export function attributeNamed(attributes: readonly Attribute[], name: string): Attribute | undefined {
  return attributes.find((attribute) => attribute.name === name) ?? findAttribute(attributes, name)
}

function schemaNamed(model: ResourceModel, key: string): { schema: Schema | null; rest: string } | undefined {
  if (!key.includes(':')) return undefined
  const folded = key.toLowerCase()
  let best: { schema: Schema | null; rest: string } | undefined
  for (const schema of [model.core, ...model.extensions]) {
    const id = schema.id.toLowerCase()
    if (folded !== id && !folded.startsWith(`${id}:`)) continue
    const rest = key.slice(id.length + 1)
    if (!best || rest.length < best.rest.length) best = { schema: schema === model.core ? null : schema, rest }
  }
  return best
}

function inSchema(model: ResourceModel, schema: Schema | null, path: string): Location {
  const [name = '', subName, ...deeper] = path.split('.')
  const attribute = schema ? attributeNamed(schema.attributes, name) : coreAttribute(model, name)
  if (!attribute || deeper.length > 0) return { kind: 'unknown', within: schema }
  if (subName === undefined) return { kind: 'attribute', schema, attribute, sub: null }
  const sub = attributeNamed(attribute.subAttributes ?? [], subName)
  return sub ? { kind: 'attribute', schema, attribute, sub } : { kind: 'unknown', within: schema }
}

/** The path of an attribute as messages, findings and differences write it. */
export function qualified(schema: { id: string } | null, attribute: string, sub?: string | null): string {
  return `${schema ? `${schema.id}:` : ''}${attribute}${sub ? `.${sub}` : ''}`
}

/** Canonical values bind only outside the RFC's own schemas, where they are suggestions (RFC 7643 §2.3.1, §7). */
export function isClosed(schemaId: string): boolean {
  return !schemaId.startsWith('urn:ietf:params:scim:schemas:core:2.0:') && schemaId !== ENTERPRISE_USER
}

/** Whether the attribute is kept as rows and not in the body: `groups` of a user, `members` of a group. */
export function isVirtual(model: ResourceModel, attribute: Attribute): boolean {
  return (model.core.id === CORE_GROUP && attribute.name === 'members')
    || (model.core.id === CORE_USER && attribute.name === 'groups')
}

export function isMembers(model: ResourceModel, attribute: Attribute): boolean {
  return model.core.id === CORE_GROUP && attribute.name === 'members'
}

export function isPassword(model: ResourceModel, attribute: Attribute): boolean {
  return model.core.id === CORE_USER && attribute.name === 'password'
}

/** A member of the object itself: attribute names such as `constructor` are legal (RFC 7643 §2.1). */
export function own(object: JsonObject | undefined, name: string): JsonValue | undefined {
  return object && Object.hasOwn(object, name) ? object[name] : undefined
}
