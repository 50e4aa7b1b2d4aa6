import { badRequest } from '../../../../src-shared/scim/errors.ts'
import type { JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import { isFull, note, unknownSchema } from './findings.ts'
import type { ResourceModel } from './model.ts'
import type { Reading } from './values.ts'
import { nearest, quote } from './wording.ts'

/**
 * Checks `schemas` (RFC 7643 §3). An extension is honoured whether or not it is listed (engine §7).
 * @throws ScimError 400 invalidSyntax when it is not a list of strings, or missing or without the base schema
 * under missingSchemas=refuse
 */
export function checkSchemas(model: ResourceModel, body: JsonObject, reading: Reading): void {
  const urns = listed(body, reading)
  const names = new Set(urns.map((urn) => urn.toLowerCase()))
  if (reading.switches.missingSchemas === 'refuse' && !names.has(model.core.id.toLowerCase())) {
    throw badRequest('invalidSyntax', `schemas must contain ${quote(model.core.id)}.`, 'RFC 7643 §3')
  }
  for (const urn of new Set(urns)) {
    if (isFull(reading.findings)) return
    if (isKnown(model, urn) || Object.hasOwn(body, urn)) continue
    note(reading.findings, unknownSchema(urn, urn, likelySchema(model, urn)))
  }
}

function listed(body: JsonObject, reading: Reading): string[] {
  const key = Object.keys(body).find((name) => name.toLowerCase() === 'schemas')
  const raw: JsonValue = key === undefined ? null : body[key]!
  if (raw === null || raw === '') return []
  if (typeof raw === 'string' && reading.switches.looseValues === 'tolerate') return [raw]
  if (Array.isArray(raw) && raw.every((urn) => typeof urn === 'string')) return raw
  throw badRequest('invalidSyntax', 'schemas must be a list of URNs.', 'RFC 7643 §3')
}

/** The URNs the body lists, as far as they are strings. */
export function listedSchemas(body: JsonObject): string[] {
  const key = Object.keys(body).find((name) => name.toLowerCase() === 'schemas')
  const raw = key === undefined ? undefined : body[key]
  return Array.isArray(raw) ? raw.filter((urn) => typeof urn === 'string') : []
}

function isKnown(model: ResourceModel, urn: string): boolean {
  const folded = urn.toLowerCase()
  return [model.core, ...model.extensions].some((schema) => schema.id.toLowerCase() === folded)
}

/** The extension an unknown URN was probably meant to be. */
export function likelySchema(model: ResourceModel, urn: string): string | undefined {
  return nearest(urn, model.extensions.map((schema) => schema.id))
}
