import { describeRule, entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import { prepared } from '../db/open.ts'
import type { ResourceRow } from '../directory/resources.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { beginClaimsOfMapping, endClaimsOfMapping, forgetDecisions } from './claims.ts'
import { createEntity, findEntityRow, renameEntity } from './entities.ts'
import { findEntity, frozenKinds } from './facts.ts'
import { insertMapping, isSynced, listMappings, type MappingRow, ownerOf, report, update } from './mapping-store.ts'
import { removeMapping } from './mappings.ts'
import { reconcile } from './reconcile.ts'
import { listRules, matchRule, type Rule } from './rules.ts'

/**
 * Evaluates the rules for a group that was created or restored (testmu-provisioning §6). A mapping whose target was deleted survives
 * the group's deletion and blocks what its rule, or another of its type, would make (engine §6).
 */
export function mapByRules(context: WriteContext, group: ResourceRow, displayName: string): void {
  const rule = matchRule(listRules(context.db), displayName)
  if (!rule) return
  const blocked = listMappings(context.db, group.seq).some((mapping) => mapping.rule_id === rule.id || mapping.kind === rule.kind)
  if (!blocked) applyRule(context, group, displayName, rule)
}

/** What a real rename does to the group's mappings and their entities (engine §5). */
export function followRename(context: WriteContext, group: ResourceRow, displayName: string): void {
  const mappings = listMappings(context.db, group.seq)
  for (const mapping of mappings) if (isSynced(mapping.status)) renameTarget(context, mapping, displayName)
  const rule = matchRule(listRules(context.db), displayName)
  for (const mapping of mappings) if (mapping.status === 'Auto-Approved') followRule(context, mapping, rule)
  if (mappings.length > 0 || !rule) return
  applyRule(context, group, displayName, rule)
  for (const { id, status } of listMappings(context.db, group.seq)) {
    if (status === 'Auto-Approved') reconcile(context, beginClaimsOfMapping(context.db, id, group.seq))
  }
}

/** Rejects and archives the mappings of a deleted group, whose members have left; a `target_deleted` one survives (engine §6). */
export function archiveMappings(context: WriteContext, group: ResourceRow): void {
  for (const mapping of listMappings(context.db, group.seq)) {
    forgetDecisions(context.db, mapping.id)
    endClaimsOfMapping(context.db, mapping.id)
    if (mapping.target_deleted === 1) continue
    update(context.db, mapping.id, { status: 'Rejected', reason: 'group-deleted', detail: null, hold: 0 })
    if (mapping.status !== 'Rejected') report(context, mapping.id, 'mapping.rejected')
    update(context.db, mapping.id, { archived: 1 })
  }
}

/** The group is gone for good, and with it all its mappings ever were. */
export function removeMappings(context: WriteContext, group: ResourceRow): void {
  for (const mapping of listMappings(context.db, group.seq)) removeMapping(context, mapping.id)
  prepared(context.db, 'DELETE FROM mappings WHERE group_seq = ?').run(group.seq)
}

/** A sub-organization is not renamed (testmu-provisioning §5). */
function renameTarget(context: WriteContext, { kind, entity_id: entityId }: MappingRow, displayName: string): void {
  if (kind === 'subOrganization' || entityId === null) return
  const entity = findEntityRow(context.db, entityId)!
  const other = findEntity(context.db, kind, displayName)
  if (!other || other.id === entityId) return renameEntity(context, entityId, displayName)
  context.events.push({ type: 'entity.rename-blocked', kind, entityId, name: entity.name, wanted: displayName })
}

/** Keeps an Auto-Approved mapping where the same rule, or another automatic one of the same type, matches; else puts it on hold. */
function followRule(context: WriteContext, mapping: MappingRow, rule: Rule | null): void {
  if (rule && rule.id === mapping.rule_id) return
  if (rule?.autoApprove && rule.kind === mapping.kind) {
    return update(context.db, mapping.id, { rule_id: rule.id, detail: describeRule(rule) })
  }
  const suggestion = rule && `rule ${describeRule(rule)} → ${entityKindNames[rule.kind]} matches the new name`
  update(context.db, mapping.id, { status: 'Pending', hold: 1, reason: 'on-hold', detail: suggestion })
  report(context, mapping.id, 'mapping.pending', mapping.status)
}

type Outcome = Pick<MappingRow, 'entity_id' | 'status' | 'reason' | 'detail'>

/** Finds or creates the entity of the group's name and maps to it, or says why the mapping is Pending. */
function applyRule(context: WriteContext, group: ResourceRow, displayName: string, rule: Rule): void {
  const outcome = outcomeOf(context, displayName, rule)
  const id = insertMapping(context, group, { ...outcome, kind: rule.kind, rule_id: rule.id })
  report(context, id, outcome.status === 'Pending' ? 'mapping.created' : 'mapping.auto-approved')
}

function outcomeOf(context: WriteContext, displayName: string, rule: Rule): Outcome {
  const { db, settings } = context
  const pending = { status: 'Pending', entity_id: null } as const
  if (frozenKinds(settings).has(rule.kind)) return { ...pending, reason: 'flag-off', detail: null }
  const found = findEntity(db, rule.kind, displayName)
  if (found && findEntityRow(db, found.id)!.is_default === 1) return { ...pending, reason: 'default-target', detail: found.name }
  const owner = found && ownerOf(db, found.id)
  if (owner) return { ...pending, reason: 'owned', detail: owner.displayName }
  if (!found && rule.kind === 'subOrganization') return { ...pending, reason: 'no-sub-organization', detail: displayName }
  if (!rule.autoApprove) return { status: 'Pending', entity_id: found?.id ?? null, reason: 'rule-without-approval', detail: describeRule(rule) }
  const entityId = found?.id ?? createEntity(context, { kind: rule.kind, name: displayName })
  return { status: 'Auto-Approved', entity_id: entityId, reason: 'rule', detail: describeRule(rule) }
}
