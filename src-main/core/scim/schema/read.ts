import type { Finding } from '../../../../src-shared/domain/findings.ts'
import type { Switches } from '../../../../src-shared/domain/switches.ts'
import { badRequest } from '../../../../src-shared/scim/errors.ts'
import type { JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import { normalised, requireObject } from './body.ts'
import { readEntries } from './entries.ts'
import type { ResourceModel } from './model.ts'
import { missingRequired } from './required.ts'
import { checkSchemas } from './schemas.ts'
import type { Reading } from './values.ts'

/** A body read against its schemas. */
export interface ReadResource {
  /** Canonical names and values, without `id`, `meta`, `groups`, `members` and `password`; `schemas` computed. */
  value: JsonObject
  /** The ids of a group's members, each once; null when the body does not mention them. */
  members: string[] | null
  /** Paths sent as null, "", [] or {}: cleared, where an absent one may be kept (engine §7). */
  nulls: string[]
  findings: Finding[]
}

/**
 * Reads and validates the body of a POST (`create`) or a PUT (`replace`). Never changes the body.
 * @throws ScimError 400 invalidSyntax for a body that is no SCIM resource, 400 invalidValue for one with a wrong value
 */
export function readResource(
  model: ResourceModel, body: JsonValue, switches: Switches, intent: 'create' | 'replace',
): ReadResource {
  const raw = requireObject(body, `A ${model.type.name}`)
  const reading: Reading = { switches, findings: [], nulls: [] }
  checkSchemas(model, raw, reading)
  const draft = { value: {}, members: null }
  readEntries(model, raw, draft, reading)
  const value = normalised(model, draft.value)
  requireAll(model, value, reading, intent)
  return { value, members: draft.members, nulls: [...new Set(reading.nulls)], findings: reading.findings }
}

/** Under putAbsent=keep a PUT may leave a required attribute out, but not empty it (testmu-provisioning §2). */
function requireAll(model: ResourceModel, value: JsonObject, reading: Reading, intent: 'create' | 'replace'): void {
  const partial = intent === 'replace' && reading.switches.putAbsent === 'keep'
  const missing = missingRequired(model, value)
  const path = partial ? missing.find((name) => reading.nulls.includes(name)) : missing[0]
  if (path === undefined) return
  const emptied = reading.nulls.includes(path)
  throw badRequest(
    'invalidValue', `${path} is required${emptied ? ' and cannot be empty' : ''}.`, 'RFC 7643 §2.2; RFC 7644 §3.12',
  )
}
