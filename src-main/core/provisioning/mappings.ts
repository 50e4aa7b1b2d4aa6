import { type EntityKind, entityKindNames, entityKindWords, type MappingReason, type MappingStatus } from '../../../src-shared/domain/provisioning.ts'
import { type JsonObject } from '../../../src-shared/scim/types.ts'
import { notFound, ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import { findById, type ResourceRow } from '../directory/resources.ts'
import { nextNumber } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { beginClaimsOfMapping, endClaimsOfMapping, forgetDecisions } from './claims.ts'
import { createEntity, type EntityRow, findEntityRow, requireEntity } from './entities.ts'
import { findEntity, frozenKinds } from './facts.ts'
import { reasonWords } from './mapping-words.ts'
import { reconcile } from './reconcile.ts'

export interface MappingRow {
  id: number
  group_seq: number
  kind: EntityKind
  entity_id: number | null
  status: MappingStatus
  reason: MappingReason
  /** The rule, owner or name the reason speaks of. */
  detail: string | null
  rule_id: number | null
  target_deleted: number
  hold: number
  archived: number
}

/** The mappings of a group that its deletion has not archived, oldest first. */
export function listMappings(db: Db, groupSeq: number): MappingRow[] {
  return prepared<MappingRow>(db, 'SELECT * FROM mappings WHERE group_seq = ? AND archived = 0 ORDER BY id').all(groupSeq)
}

/** @throws ScimError 404 */
export function requireMapping(db: Db, id: number): MappingRow {
  const row = prepared<MappingRow>(db, 'SELECT * FROM mappings WHERE id = ? AND archived = 0').get(id)
  if (!row) throw notFound(`Mapping ${id}`)
  return row
}

/** The mapping that owns an entity: Rejected and `target_deleted` own nothing (engine §2). */
export function ownerOf(db: Db, entityId: number): (MappingRow & { displayName: string }) | undefined {
  return prepared<MappingRow & { displayName: string }>(
    db,
    `SELECT m.*, g.body ->> '$.displayName' AS displayName FROM mappings m JOIN resources g ON g.seq = m.group_seq
     WHERE m.entity_id = ? AND m.status <> 'Rejected'`,
  ).get(entityId)
}

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

export function insertMapping(
  { db }: WriteContext, group: ResourceRow, given: Pick<MappingRow, 'kind' | 'entity_id' | 'status' | 'reason' | 'detail' | 'rule_id'>,
): number {
  const id = nextNumber(db, 'mapping')
  prepared(db, 'INSERT INTO mappings (id, group_seq, kind, entity_id, status, reason, detail, rule_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(id, group.seq, given.kind, given.entity_id, given.status, given.reason, given.detail, given.rule_id)
  return id
}

export function update(db: Db, id: number, changes: Partial<MappingRow>): void {
  const columns = Object.keys(changes) as (keyof MappingRow)[]
  prepared(db, `UPDATE mappings SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)
    .run(...columns.map((column) => changes[column] ?? null), id)
}

type Reported = 'mapping.created' | 'mapping.auto-approved' | 'mapping.approved' | 'mapping.rejected' | 'mapping.pending'

export function report(context: WriteContext, id: number, type: Reported, before: MappingStatus = 'Pending'): void {
  const part = mappingPart(context.db, id)
  const reason = reasonWords(requireRow(context.db, id))
  if (type === 'mapping.approved') context.events.push({ type, ...part })
  else if (type === 'mapping.pending') context.events.push({ type, ...part, before, reason })
  else context.events.push({ type, ...part, reason })
}

export function isSynced(status: MappingStatus): boolean {
  return status === 'Approved' || status === 'Auto-Approved'
}

/** The entity called like the group, found or made (testmu-provisioning §6: a sub-organization is never made). */
function ownEntity(context: WriteContext, { kind, group_seq: groupSeq }: MappingRow): number {
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
function requireRoom(context: WriteContext, groupSeq: number, kind: EntityKind, own: number | null): void {
  requireOn(context, kind)
  if (kind === 'team') return
  const other = listMappings(context.db, groupSeq).find((mapping) => mapping.kind === kind && mapping.status !== 'Rejected' && mapping.id !== own)
  if (other) throw new ScimError(409, `The group has a ${entityKindWords[kind]} mapping already; it can have one.`, undefined, 'engine §2')
}

/** @throws ScimError 409 for a default or owned entity, 404 for an unknown one */
function requireTarget({ db }: WriteContext, kind: EntityKind, entityId: number, own: number | null): EntityRow {
  const entity = findEntityRow(db, entityId)
  if (entity?.kind !== kind) throw notFound(`${entityKindNames[kind]} ${entityId}`)
  if (entity.is_default === 1) {
    const what = kind === 'subOrganization' ? 'The root organization' : 'The default concurrency group'
    throw new ScimError(409, `${what} cannot be the target of a mapping.`, undefined, 'engine §2')
  }
  const owner = ownerOf(db, entityId)
  if (!owner || owner.id === own) return entity
  throw new ScimError(
    409, `${entityKindNames[kind]} ${entity.name} is mapped from group ${owner.displayName} already: one group per entity.`, undefined, 'testmu-provisioning §5',
  )
}

function usersUnder(db: Db, mappingId: number): number[] {
  return prepared<{ user_seq: number }>(db, 'SELECT user_seq FROM claims WHERE mapping_id = ?').all(mappingId).map((row) => row.user_seq)
}

function requireRow(db: Db, id: number): MappingRow {
  return prepared<MappingRow>(db, 'SELECT * FROM mappings WHERE id = ?').get(id)!
}

function groupOf(db: Db, seq: number): { id: string; displayName: string } {
  const row = prepared<{ id: string; body: string }>(db, 'SELECT id, body FROM resources WHERE seq = ?').get(seq)!
  return { id: row.id, displayName: String((JSON.parse(row.body) as JsonObject).displayName) }
}

function mappingPart(db: Db, id: number) {
  const { kind, entity_id: entityId, group_seq: groupSeq } = requireRow(db, id)
  const group = groupOf(db, groupSeq)
  const target = entityId === null ? null : (findEntityRow(db, entityId)?.name ?? null)
  return { mappingId: id, groupId: group.id, displayName: group.displayName, kind, target }
}
