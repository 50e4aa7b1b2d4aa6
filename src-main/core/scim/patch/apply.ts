import type { Finding } from '../../../../src-shared/domain/findings.ts'
import type { Switches } from '../../../../src-shared/domain/switches.ts'
import { badRequest } from '../../../../src-shared/scim/errors.ts'
import type { JsonObject, JsonValue } from '../../../../src-shared/scim/types.ts'
import { copyOf, normalised } from '../schema/body.ts'
import type { ResourceModel } from '../schema/model.ts'
import { missingRequired } from '../schema/required.ts'
import { writeAttribute, writeSchema } from './attributes.ts'
import { patchElements } from './elements.ts'
import { type Operation, readEnvelope } from './envelope.ts'
import type { MemberOperation, Patching } from './patching.ts'
import { writePathless } from './pathless.ts'
import { removeTarget } from './remove.ts'
import { type AttributeTarget, resolveTarget } from './target.ts'
import { requireWritable } from './writable.ts'

export interface PatchResult {
  /** The wanted body, mutability not yet settled. */
  value: JsonObject
  /** What happens to the members of a group, in the order asked for. */
  members: MemberOperation[]
  findings: Finding[]
}

/**
 * Applies a PATCH request (RFC 7644 §3.5.2) to a stored body: all operations or none, in order, the inputs unchanged.
 * A resource is judged by its final state, so one operation may remove what a later one of the request gives again.
 * @throws ScimError 400 invalidSyntax, invalidPath, invalidFilter, invalidValue, noTarget or mutability
 */
export function applyPatch(model: ResourceModel, stored: JsonObject, body: JsonValue, switches: Switches): PatchResult {
  const findings: Finding[] = []
  const operations = readEnvelope(body, switches, findings)
  const patching: Patching = {
    model, reading: { switches, findings, nulls: [] }, value: copyOf(stored), members: [],
  }
  for (const operation of operations) applyOperation(patching, operation)
  const value = normalised(model, patching.value)
  refuseMissing(model, stored, value)
  return { value, members: patching.members, findings }
}

function applyOperation(patching: Patching, { op, path, value }: Operation): void {
  if (op === 'remove') {
    if (path === null) throw badRequest('noTarget', 'A remove operation needs a path.', 'RFC 7644 §3.5.2.2')
    return removeTarget(patching, resolveTarget(patching.model, path), value)
  }
  if (value === undefined) throw badRequest('invalidValue', `A ${op} operation needs a value.`, 'RFC 7644 §3.5.2.1')
  if (path === null) return writePathless(patching, op, value)
  const target = resolveTarget(patching.model, path)
  if (target.kind === 'attribute') return writeTarget(patching, op, target, value)
  if (target.schema === null) return writePathless(patching, op, value)
  return writeSchema(patching, op, target.schema, value)
}

/** Adds or replaces at an explicit path. */
export function writeTarget(patching: Patching, op: 'add' | 'replace', target: AttributeTarget, raw: JsonValue): void {
  const { schema, attribute, sub, filter } = target
  requireWritable(patching.model, target)
  if (filter || (sub && attribute.multiValued)) return patchElements(patching, op, target, raw)
  writeAttribute(patching, op, schema, attribute, sub ? { [sub.name]: raw } : raw)
}

/** Attributes that were required and missing before, a schema having been edited, do not stand in the way. */
function refuseMissing(model: ResourceModel, stored: JsonObject, value: JsonObject): void {
  const before = new Set(missingRequired(model, stored))
  const path = missingRequired(model, value).find((missing) => !before.has(missing))
  if (path === undefined) return
  throw badRequest('mutability', `${path} is required and cannot be removed or left empty.`, 'RFC 7644 §3.5.2.2')
}
