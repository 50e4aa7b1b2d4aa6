import { type EntityKind, entityKindWords } from '../../../src-shared/domain/provisioning.ts'
import { notFound, ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import { findById } from '../directory/resources.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { beginClaimsOfMapping, endClaimsOfMapping, forgetDecisions } from './claims.ts'
import { requireEntity } from './entities.ts'
import { insertMapping, isSynced, mappingPart, type MappingRow, ownerOf, report, requireMapping, update } from './mapping-store.ts'
import { ownEntity, requireRoom, requireTarget } from './mapping-targets.ts'
import { reconcile } from './reconcile.ts'

/**
 * A mapping made by hand; Pending until approved.
 * @throws ScimError 404 for an unknown group, 409 when the target is owned, the default, of a type that is off, or a second exclusive one
 */
export function createMapping(context: WriteContext, { groupId, kind, entityId }: { groupId: string; kind: EntityKind; entityId: number | null }): number {
  const group = findById(context.db, groupId)
  if (group?.type !== 'Group') throw notFound(`Group ${groupId}`)
  requireRoom(context, group.seq, kind, null)
  if (entityId !== null) requireTarget(context, kind, entityId, null)
  const id = insertMapping(context, group, { kind, entity_id: entityId, status: 'Pending', reason: 'by-hand', detail: null, rule_id: null })
  report(context, id, 'mapping.created')
  return id
}

/**
 * With a new target where one is given; null, or another type alone, is the entity called like the group.
 * @throws ScimError 409 unless the mapping is Pending and has, or is given, a target it may have
 */
export function approveMapping(context: WriteContext, id: number, given: { kind?: EntityKind | undefined; entityId?: number | null | undefined } = {}): void {
  if (given.kind !== undefined || given.entityId !== undefined) {
    const { kind: before, entity_id: target } = requireMapping(context.db, id)
    const kind = given.kind ?? before
    const kept = kind === before ? target : null
    retargetMapping(context, id, { kind, entityId: given.entityId === undefined ? kept : given.entityId })
  }
  const mapping = requireMapping(context.db, id)
  if (mapping.status !== 'Pending') throw new ScimError(409, `The mapping is ${mapping.status}; only a Pending one can be approved.`, undefined, 'engine §2')
  requireRoom(context, mapping.group_seq, mapping.kind, id)
  if (mapping.target_deleted === 1) throw new ScimError(409, 'The target was deleted; choose a new one.', undefined, 'testmu-provisioning §5')
  const entityId = mapping.entity_id ?? ownEntity(context, mapping)
  requireTarget(context, mapping.kind, entityId, id)
  update(context.db, id, { entity_id: entityId, status: 'Approved', reason: 'by-hand', detail: null, hold: 0 })
  report(context, id, 'mapping.approved')
  reconcile(context, beginClaimsOfMapping(context.db, id, mapping.group_seq))
}

/** No sync: the members leave the entity, which is free again. */
export function rejectMapping(context: WriteContext, id: number): void {
  const mapping = requireMapping(context.db, id)
  if (mapping.status === 'Rejected') return
  stop(context, mapping, { status: 'Rejected', reason: 'by-hand', detail: null, hold: 0, target_deleted: 0 }, 'mapping.rejected')
}

/** Rejected → Pending. */
export function reopenMapping(context: WriteContext, id: number): void {
  const mapping = requireMapping(context.db, id)
  if (mapping.status !== 'Rejected') throw new ScimError(409, `The mapping is ${mapping.status}; only a Rejected one can be reopened.`, undefined, 'engine §2')
  requireRoom(context, mapping.group_seq, mapping.kind, id)
  const taken = mapping.entity_id !== null && ownerOf(context.db, mapping.entity_id) !== undefined
  update(context.db, id, { status: 'Pending', reason: 'by-hand', detail: null, ...(taken && { entity_id: null }) })
  report(context, id, 'mapping.pending', mapping.status)
}

/** Another target; the status stays, so a mapping whose target was deleted waits for its approval (testmu-provisioning §5). */
export function retargetMapping(context: WriteContext, id: number, { kind, entityId }: { kind: EntityKind; entityId: number | null }): void {
  const mapping = requireMapping(context.db, id)
  if (mapping.kind === kind && mapping.entity_id === entityId) return
  requireRoom(context, mapping.group_seq, kind, id)
  if (entityId !== null) requireTarget(context, kind, entityId, id)
  else if (mapping.status !== 'Pending') throw new ScimError(409, `Choose a ${entityKindWords[kind]}: only a Pending mapping can be without one.`)
  const before = { kind: mapping.kind, target: mapping.entity_id === null ? null : requireEntity(context.db, mapping.entity_id).name }
  forgetDecisions(context.db, id)
  const left = mapping.kind === kind ? [] : endClaimsOfMapping(context.db, id)
  update(context.db, id, { kind, entity_id: entityId, target_deleted: 0, ...(mapping.target_deleted === 1 && { reason: 'by-hand', detail: null }) })
  context.events.push({ type: 'mapping.retargeted', ...mappingPart(context.db, id), before })
  const held = isSynced(mapping.status) ? beginClaimsOfMapping(context.db, id, mapping.group_seq) : usersUnder(context.db, id)
  reconcile(context, [...left, ...held])
}

export function removeMapping(context: WriteContext, id: number): void {
  const mapping = requireMapping(context.db, id)
  context.events.push({ type: 'mapping.removed', ...mappingPart(context.db, id) })
  stop(context, mapping, { status: 'Rejected' })
  prepared(context.db, 'DELETE FROM mappings WHERE id = ?').run(id)
}

/** Stores what a mapping is from now on, reports it where asked to, and ends its claims and remembered decisions. */
export function stop(context: WriteContext, mapping: MappingRow, changes: Partial<MappingRow>, reported?: 'mapping.rejected' | 'mapping.pending'): void {
  update(context.db, mapping.id, changes)
  if (reported) report(context, mapping.id, reported, mapping.status)
  forgetDecisions(context.db, mapping.id)
  reconcile(context, endClaimsOfMapping(context.db, mapping.id))
}

function usersUnder(db: Db, mappingId: number): number[] {
  return prepared<{ user_seq: number }>(db, 'SELECT user_seq FROM claims WHERE mapping_id = ?').all(mappingId).map((row) => row.user_seq)
}
