import type { Switches } from '../../../../src-shared/domain/switches.ts'
import type { Finding } from '../../../../src-shared/domain/findings.ts'
import { badRequest } from '../../../../src-shared/scim/errors.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { PATCH_OP } from '../../../../src-shared/scim/urns.ts'
import { requireObject } from '../schema/body.ts'
import { misspelledOperations, note } from '../schema/findings.ts'
import { quote } from '../schema/wording.ts'

const kinds = ['add', 'remove', 'replace'] as const

/** One operation of a PATCH, its form checked. `path` is null and `value` undefined when not given. */
export interface Operation {
  op: (typeof kinds)[number]
  path: string | null
  value: JsonValue | undefined
}

/**
 * Reads the envelope of a PATCH (RFC 7644 §3.5.2). The names of its members and the op are taken in any case: attribute
 * names ignore case (RFC 7643 §2.1), and clients write `Add`.
 * @throws ScimError 400 invalidSyntax for what "did not conform to the request schema" (RFC 7644 table 9), an empty or
 * missing Operations included; 400 invalidPath for a path that is no string
 */
export function readEnvelope(body: JsonValue, switches: Switches, findings: Finding[]): Operation[] {
  const envelope = requireObject(body, 'A PATCH')
  checkSchemas(envelope, switches)
  const operations = operationsOf(envelope, switches, findings)
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest('invalidSyntax', 'Operations must be a list of at least one operation.', 'RFC 7644 §3.5.2')
  }
  return operations.map(readOperation)
}

function checkSchemas(envelope: JsonObject, switches: Switches): void {
  const raw = member(envelope, 'schemas')
  const urns = Array.isArray(raw) ? raw : [raw]
  const named = urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === PATCH_OP.toLowerCase())
  const missing = raw === undefined || raw === null || (Array.isArray(raw) && raw.length === 0)
  if (named || (missing && switches.missingSchemas === 'tolerate')) return
  throw badRequest('invalidSyntax', `schemas must contain ${quote(PATCH_OP)}.`, 'RFC 7644 §3.5.2')
}

function operationsOf(envelope: JsonObject, switches: Switches, findings: Finding[]): JsonValue | undefined {
  if (Object.hasOwn(envelope, 'Operations')) return envelope['Operations']
  const key = Object.keys(envelope).find((name) => name.toLowerCase() === 'operations')
  if (key === undefined || switches.looseValues === 'refuse') return undefined
  note(findings, misspelledOperations(key))
  return envelope[key]
}

function readOperation(raw: JsonValue, index: number): Operation {
  if (!isObject(raw)) throw badRequest('invalidSyntax', `Operation ${index + 1} must be an object.`, 'RFC 7644 §3.5.2')
  const given = member(raw, 'op')
  const op = kinds.find((kind) => typeof given === 'string' && given.toLowerCase() === kind)
  if (!op) {
    const sent = typeof given === 'string' ? quote(given) : 'no text'
    throw badRequest(
      'invalidSyntax', `The op of operation ${index + 1} must be add, remove or replace, not ${sent}.`, 'RFC 7644 §3.5.2',
    )
  }
  const path = member(raw, 'path') ?? null
  if (path !== null && typeof path !== 'string') {
    throw badRequest('invalidPath', `The path of operation ${index + 1} must be a string.`, 'RFC 7644 §3.5.2')
  }
  return { op, path: path?.trim() || null, value: member(raw, 'value') }
}

/** A member of an envelope or operation, its name in any case. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  const key = Object.hasOwn(object, name) ? name : Object.keys(object).find((each) => each.toLowerCase() === name)
  return key === undefined ? undefined : object[key]
}
