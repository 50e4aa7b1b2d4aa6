import type { Switches } from '../../../../src-shared/domain/switches.ts'
import { commonAttributes } from '../../../../src-shared/scim/schemas/common.ts'
import {
  type Attribute, isObject, type JsonObject, type JsonValue, type Schema,
} from '../../../../src-shared/scim/types.ts'
import { copyOf, normalised, setValue, valueAt } from './body.ts'
import { isVirtual, qualified } from './locate.ts'
import { perModel, type ResourceModel } from './model.ts'
import type { ReadResource } from './read.ts'

/** An attribute of the body with the extension it belongs to, null for core and common ones. */
export interface SettledAttribute {
  schema: Schema | null
  attribute: Attribute
}

/**
 * The body a PUT asks for, before mutability is settled: absent attributes keep their value or are cleared by
 * `putAbsent`, those sent empty are cleared, those sent with a value replace (engine §7; RFC 7644 §3.5.1). Changes neither input.
 */
export function mergeForPut(
  model: ResourceModel, before: JsonObject, reading: Pick<ReadResource, 'value' | 'nulls'>, switches: Switches,
): JsonObject {
  const merged = copyOf(switches.putAbsent === 'keep' ? before : reading.value)
  const cleared = new Set(reading.nulls)
  for (const { schema, attribute } of settledAttributes(model)) {
    const stored = valueAt(before, schema, attribute)
    const sent = valueAt(reading.value, schema, attribute)
    const path = qualified(schema, attribute.name)
    const emptied = cleared.has(path) || (schema !== null && sent === undefined && cleared.has(schema.id))
    setValue(merged, schema, attribute, mergeAttribute(attribute, path, stored, sent, emptied, cleared, switches))
  }
  return normalised(model, merged)
}

function mergeAttribute(
  attribute: Attribute, path: string, stored: JsonValue | undefined, sent: JsonValue | undefined, emptied: boolean,
  cleared: ReadonlySet<string>, switches: Switches,
): JsonValue | undefined {
  if (emptied && sent === undefined) return undefined
  if (attribute.type !== 'complex' || attribute.multiValued) {
    return sent ?? (staysWhenAbsent(attribute, switches) ? stored : undefined)
  }
  const value: JsonObject = {}
  for (const sub of attribute.subAttributes ?? []) {
    const held = isObject(stored) ? stored[sub.name] : undefined
    const given = isObject(sent) ? sent[sub.name] : undefined
    const absent = cleared.has(`${path}.${sub.name}`) ? undefined : held
    const stays = staysWhenAbsent(attribute, switches) || (sent !== undefined && staysWhenAbsent(sub, switches))
    const merged = given ?? (stays ? absent : undefined)
    if (merged !== undefined) value[sub.name] = merged
  }
  return Object.keys(value).length > 0 ? value : undefined
}

/** A client cannot echo what it may not write or is never shown, so its absence asks for nothing (RFC 7644 §3.5.1). */
function staysWhenAbsent(attribute: Attribute, switches: Switches): boolean {
  return switches.putAbsent === 'keep' || attribute.mutability !== 'readWrite' || attribute.returned === 'never'
}

/** Every attribute a body can hold: not `schemas`, which is computed, nor what is kept outside the body. */
export const settledAttributes = perModel((model): readonly SettledAttribute[] => {
  const outside = new Set(['schemas', 'id', 'meta'])
  const common = commonAttributes.filter((attribute) => !outside.has(attribute.name))
  const core = model.core.attributes.filter((attribute) => !isVirtual(model, attribute))
  return [
    ...[...core, ...common].map((attribute) => ({ schema: null, attribute })),
    ...model.extensions.flatMap((schema) => schema.attributes.map((attribute) => ({ schema, attribute }))),
  ]
})
