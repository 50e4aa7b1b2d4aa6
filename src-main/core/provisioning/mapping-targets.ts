import { type EntityKind, entityKindNames, entityKindWords } from '../../../src-shared/domain/provisioning.ts'
import { notFound, ScimError } from '../../../src-shared/scim/errors.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { createEntity, findEntityRow } from './entities.ts'
import { findEntity, frozenKinds } from './facts.ts'
import { groupOf, listMappings, type MappingRow, ownerOf } from './mapping-store.ts'

/** The entity called like the group, found or made (testmu-provisioning §6: a sub-organization is never made). */
export function ownEntity(context: WriteContext, { kind, group_seq: groupSeq }: MappingRow): number {
  const { displayName } = groupOf(context.db, groupSeq)
  const found = findEntity(context.db, kind, displayName)
  if (found) return found.id
  if (kind !== 'subOrganization') return createEntity(context, { kind, name: displayName })
  throw new ScimError(409, `There is no sub-organization "${displayName}", and none is ever created here; choose one.`, undefined, 'testmu-provisioning §5')
}

/** @throws ScimError 409 while the feature flag of a type is off (engine §8) */
export function requireOn({ settings }: WriteContext, kind: EntityKind): void {
  if (!frozenKinds(settings).has(kind)) return
  throw new ScimError(409, `${entityKindNames[kind]}s are switched off for this organization.`, undefined, 'engine §8')
}

/** @throws ScimError 409 for a type that is off, or a second exclusive mapping of a group (engine §2, §8) */
export function requireRoom(context: WriteContext, groupSeq: number, kind: EntityKind, own: number | null): void {
  requireOn(context, kind)
  if (kind === 'team') return
  const other = listMappings(context.db, groupSeq).find((mapping) => mapping.kind === kind && mapping.status !== 'Rejected' && mapping.id !== own)
  if (other) throw new ScimError(409, `The group has a ${entityKindWords[kind]} mapping already; it can have one.`, undefined, 'engine §2')
}

/** @throws ScimError 409 for a default or owned entity, 404 for an unknown one */
export function requireTarget({ db }: WriteContext, kind: EntityKind, entityId: number, own: number | null): void {
  const entity = findEntityRow(db, entityId)
  if (entity?.kind !== kind) throw notFound(`${entityKindNames[kind]} ${entityId}`)
  if (entity.is_default === 1) {
    const what = kind === 'subOrganization' ? 'The root organization' : 'The default concurrency group'
    throw new ScimError(409, `${what} cannot be the target of a mapping.`, undefined, 'engine §2')
  }
  const owner = ownerOf(db, entityId)
  if (!owner || owner.id === own) return
  throw new ScimError(
    409, `${entityKindNames[kind]} ${entity.name} is mapped from group ${owner.displayName} already: one group per entity.`, undefined, 'testmu-provisioning §5',
  )
}
