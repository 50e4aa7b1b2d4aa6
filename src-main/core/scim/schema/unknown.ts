import { distance } from 'fastest-levenshtein'
import { type JsonValue, isObject, type Schema } from '../../../../src-shared/scim/types.ts'
import { isFull, misplacedAttribute, note, unknownAttribute, unknownSchema } from './findings.ts'
import { attributeNamed, locate } from './locate.ts'
import type { ResourceModel } from './model.ts'
import { likelySchema } from './schemas.ts'
import type { Reading } from './values.ts'
import { nearest } from './wording.ts'

/** Reports a key no schema of the resource knows, with the name that was probably meant (testmu-provisioning §9). */
export function noteUnknown(
  model: ResourceModel, key: string, raw: JsonValue, listed: readonly string[], reading: Reading,
): void {
  if (isFull(reading.findings)) return
  const location = locate(model, key)
  const within = location.kind === 'unknown' ? location.within : null
  const local = within ? key.slice(within.id.length + 1) : key
  if (!within && isSchemaName(key, raw, listed)) {
    note(reading.findings, unknownSchema(key, raw, likelySchema(model, key)))
    return
  }
  const home = model.extensions.find((schema) => schema !== within && attributeNamed(schema.attributes, local))
  const attribute = home && attributeNamed(home.attributes, local)
  note(reading.findings, home && attribute
    ? misplacedAttribute(key, raw, home.id, attribute.name)
    : unknownAttribute(key, raw, similar(model, within, local)))
}

/** Okta puts a namespace's object under the namespace as typed, URN or not, and lists it (okta-wire §8). */
function isSchemaName(key: string, raw: JsonValue, listed: readonly string[]): boolean {
  return key.includes(':') || (isObject(raw) && listed.includes(key))
}

/** A name of the same schema at most two letters away. */
export function similar(model: ResourceModel, within: Schema | null, name: string): string | undefined {
  const names = (within ?? model.core).attributes.map((attribute) => attribute.name)
  if (!within) names.push(...model.extensions.flatMap((schema) => schema.attributes.map((attribute) => attribute.name)))
  const best = nearest(name, names)
  if (best === undefined || name.length > 100) return undefined
  return distance(name.toLowerCase(), best.toLowerCase()) <= 2 ? best : undefined
}
