import type { Switches } from '../../../../src-shared/domain/switches.ts'
import { commonAttributes } from '../../../../src-shared/scim/schemas/common.ts'
import { groupSchema } from '../../../../src-shared/scim/schemas/group.ts'
import { userSchema } from '../../../../src-shared/scim/schemas/user.ts'
import type { Attribute, Schema } from '../../../../src-shared/scim/types.ts'
import { CORE_GROUP, CORE_USER } from '../../../../src-shared/scim/urns.ts'
import type { ResourceModel } from './model.ts'

/** What of the core attributes the vendor documents as updatable; userName has a switch of its own, and externalId belongs to the client. */
const documented: Record<string, readonly string[]> = {
  [CORE_USER]: ['active', 'externalId'],
  [CORE_GROUP]: ['displayName', 'members', 'externalId'],
}
const builtIn: Record<string, readonly Attribute[]> = {
  [CORE_USER]: [...userSchema.attributes, ...commonAttributes],
  [CORE_GROUP]: [...groupSchema.attributes, ...commonAttributes],
}

/**
 * Whether the profile lets SCIM update the attribute at all (testmu-provisioning §2). Extensions, resource types and
 * attributes an admin added follow their own mutability (engine §7).
 */
export function isUpdatable(
  model: ResourceModel, schema: Schema | null, attribute: Attribute, switches: Switches,
): boolean {
  if (switches.updatable === 'all' || schema !== null) return true
  const known = builtIn[model.core.id]?.some((candidate) => candidate.name === attribute.name) ?? false
  return !known || documented[model.core.id]!.includes(attribute.name)
}
