import { entityKindWords } from '../../../src-shared/domain/provisioning.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { prepared } from '../db/open.ts'
import type { ResourceRow } from '../directory/resources.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { type EntityRow, requireEntity } from './entities.ts'
import { requireOn } from './mapping-targets.ts'
import { setOverride } from './overrides.ts'
import { reconcile } from './reconcile.ts'

/** Takes a user out of a team, until the next sync of the group that is mapped to it. @throws ScimError 409 for another kind, or no member */
export function removeFromTeam(context: WriteContext, entityId: number, row: ResourceRow): void {
  const entity = requireEntity(context.db, entityId)
  if (entity.kind !== 'team') throw new ScimError(409, `A user leaves a ${entityKindWords[entity.kind]} by being put into another one.`)
  if (!prepared(context.db, 'SELECT 1 FROM team_members WHERE user_seq = ? AND entity_id = ?').get(row.seq, entityId)) {
    throw new ScimError(409, `The user is not in team ${entity.name}.`)
  }
  override(context, row, entity, `team:${entityId}`, 'removed')
}

/**
 * Puts a user into a concurrency group or an organization, until the next sync of a group with a claim on it.
 * @throws ScimError 409 for a team, and for a concurrency group while the user is in a sub-organization
 */
export function assignByHand(context: WriteContext, entityId: number, row: ResourceRow): void {
  const entity = requireEntity(context.db, entityId)
  if (entity.kind === 'team') throw new ScimError(409, 'Teams are filled by SCIM groups; put the user into a group that is mapped to it.')
  if (entity.kind === 'concurrencyGroup') requireRoot(context, row)
  override(context, row, entity, entity.kind, 'assigned')
}

function override(context: WriteContext, row: ResourceRow, { kind, id, name }: EntityRow, slot: string, action: 'assigned' | 'removed'): void {
  requireOn(context, kind)
  setOverride(context.db, row.seq, slot, String(id))
  const userName = String((JSON.parse(row.body) as JsonObject).userName)
  context.events.push({ type: 'user.assignment.overridden', userId: row.id, userName, kind, entityId: id, name, action })
  reconcile(context, [row.seq])
}

function requireRoot({ db }: WriteContext, row: ResourceRow): void {
  const sub = prepared<{ name: string }>(
    db, 'SELECT e.name FROM placements p JOIN entities e ON e.id = p.organization WHERE p.user_seq = ? AND e.is_default = 0',
  ).get(row.seq)
  if (sub) throw new ScimError(409, `The user is in sub-organization ${sub.name}, where the concurrency slot stays empty.`, undefined, 'engine §3')
}
