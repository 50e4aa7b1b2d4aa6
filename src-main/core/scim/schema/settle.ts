import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../../../../src-shared/domain/findings.ts'
import type { Switches } from '../../../../src-shared/domain/switches.ts'
import { badRequest } from '../../../../src-shared/scim/errors.ts'
import {
  type Attribute, isObject, type JsonObject, type JsonValue, type Schema,
} from '../../../../src-shared/scim/types.ts'
import { CORE_USER } from '../../../../src-shared/scim/urns.ts'
import { copyOf, normalised, setValue, valueAt } from './body.ts'
import { note, notUpdatable, userNameKept } from './findings.ts'
import { qualified } from './locate.ts'
import type { ResourceModel } from './model.ts'
import { settledAttributes } from './put.ts'
import { isUpdatable } from './updatable.ts'
import { quote } from './wording.ts'

/** One attribute or sub-attribute whose stored and wanted values differ. */
interface Difference {
  path: string
  stored: JsonValue | undefined
  wanted: JsonValue | undefined
}

interface Settling {
  model: ResourceModel
  switches: Switches
  findings: Finding[]
}

/**
 * What of a wanted body may really be stored over the stored one, by the mutability of each attribute (RFC 7643 §2.2)
 * and by what the profile lets SCIM update (testmu-provisioning §2). Equal values are never a violation (RFC 7644 §3.5.1).
 * Changes neither body.
 * @throws ScimError 400 mutability where a switch refuses the change
 */
export function settle(
  model: ResourceModel, before: JsonObject, after: JsonObject, switches: Switches,
): { value: JsonObject; findings: Finding[] } {
  const settling: Settling = { model, switches, findings: [] }
  const value = copyOf(after)
  for (const { schema, attribute } of settledAttributes(model)) {
    const stored = valueAt(before, schema, attribute)
    const wanted = valueAt(after, schema, attribute)
    if (isDeepStrictEqual(stored, wanted)) continue
    setValue(value, schema, attribute, settleAttribute(settling, schema, attribute, stored, wanted))
  }
  return { value: normalised(model, value), findings: settling.findings }
}

function settleAttribute(
  settling: Settling, schema: Schema | null, attribute: Attribute,
  stored: JsonValue | undefined, wanted: JsonValue | undefined,
): JsonValue | undefined {
  const difference = { path: qualified(schema, attribute.name), stored, wanted }
  if (attribute.mutability === 'readOnly') return stored
  if (isUserName(settling.model, schema, attribute)) return settleUserName(settling, difference)
  if (!isUpdatable(settling.model, schema, attribute, settling.switches)) {
    return keepLeaves(settling, attribute, difference)
  }
  if (attribute.mutability === 'immutable' && stored !== undefined) return refuseImmutable(difference)
  return attribute.type === 'complex' && !attribute.multiValued
    ? settleComplex(attribute, difference)
    : wanted
}

function isUserName(model: ResourceModel, schema: Schema | null, attribute: Attribute): boolean {
  return schema === null && model.core.id === CORE_USER && attribute.name === 'userName'
}

/** A change of case is a change. */
function settleUserName(settling: Settling, { stored, wanted }: Difference): JsonValue | undefined {
  const choice = settling.switches.userNameChange
  if (choice === 'allow') return wanted
  if (choice === 'refuse') throw refused('userName', stored, wanted)
  note(settling.findings, userNameKept(wanted, stored))
  return stored
}

/** Keeps the stored value and reports each sub-attribute that would have changed by its own path. */
function keepLeaves(settling: Settling, attribute: Attribute, difference: Difference): JsonValue | undefined {
  for (const { path, stored, wanted } of leaves(attribute, difference)) {
    if (settling.switches.notUpdatable === 'refuse') throw refused(path, stored, wanted)
    note(settling.findings, notUpdatable(path, wanted, stored))
  }
  return difference.stored
}

/** RFC 7644 §3.5.1: values of an immutable attribute that is set must match, or the request fails. */
function refuseImmutable({ path, stored, wanted }: Difference): never {
  throw refused(path, stored, wanted)
}

/** Read-only and immutable sub-attributes of a complex value that stays; removing all of it is up to the attribute. */
function settleComplex(
  attribute: Attribute, { path, stored, wanted }: Difference,
): JsonValue | undefined {
  if (!isObject(stored) || !isObject(wanted)) return wanted
  const value = { ...wanted }
  for (const sub of attribute.subAttributes ?? []) {
    const held = stored[sub.name]
    if (isDeepStrictEqual(held, wanted[sub.name])) continue
    if (sub.mutability === 'readOnly') set(value, sub.name, held)
    if (sub.mutability !== 'immutable' || held === undefined) continue
    refuseImmutable({ path: `${path}.${sub.name}`, stored: held, wanted: wanted[sub.name] })
  }
  return value
}

function set(value: JsonObject, name: string, held: JsonValue | undefined): void {
  if (held === undefined) delete value[name]
  else value[name] = held
}

function leaves(attribute: Attribute, { path, stored, wanted }: Difference): Difference[] {
  if (attribute.type !== 'complex' || attribute.multiValued) return [{ path, stored, wanted }]
  const of = (value: JsonValue | undefined, name: string) => (isObject(value) ? value[name] : undefined)
  return (attribute.subAttributes ?? [])
    .map((sub) => ({ path: `${path}.${sub.name}`, stored: of(stored, sub.name), wanted: of(wanted, sub.name) }))
    .filter((leaf) => !isDeepStrictEqual(leaf.stored, leaf.wanted))
}

function refused(path: string, stored: JsonValue | undefined, wanted: JsonValue | undefined) {
  const change = stored === undefined
    ? `It has no value and ${quote(wanted)} was sent.`
    : `It is ${quote(stored)} and ${wanted === undefined ? 'its removal' : quote(wanted)} was sent.`
  return badRequest('mutability', `${path} cannot be changed. ${change}`, 'testmu-provisioning §2; RFC 7644 §3.5.1')
}
