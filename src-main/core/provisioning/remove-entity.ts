import { ScimError } from '../../../src-shared/scim/errors.ts'
import { prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { requireEntity, usersIn, usersNaming } from './entities.ts'
import { type MappingRow, update } from './mapping-store.ts'
import { stop } from './mappings.ts'
import { dropOverridesOf } from './overrides.ts'
import { reconcile } from './reconcile.ts'

/**
 * Deletes an entity. A mapping that owns it is flagged `target_deleted` and Pending until it has a new target and an approval
 * (testmu-provisioning §5).
 * @throws ScimError 409 for the default concurrency group and the root organization
 */
export function removeEntity(context: WriteContext, id: number): void {
  const { db, events } = context
  const entity = requireEntity(db, id)
  if (entity.is_default === 1) {
    throw new ScimError(409, entity.kind === 'subOrganization'
      ? 'The root organization cannot be deleted.'
      : 'The default concurrency group cannot be deleted; make another one the default first.')
  }
  events.push({ type: 'entity.deleted', kind: entity.kind, entityId: id, name: entity.name })
  const users = [...usersIn(db, entity), ...(entity.kind === 'concurrencyGroup' ? usersNaming(db, entity.name) : [])]
  // From here on nobody finds it by name; its row is still there to say where users come from.
  prepared(db, "UPDATE entities SET key = '' WHERE id = ?").run(id)
  dropOverridesOf(db, id)
  for (const mapping of prepared<MappingRow>(db, 'SELECT * FROM mappings WHERE entity_id = ?').all(id)) loseTarget(context, mapping, entity.name)
  reconcile(context, users)
  prepared(db, 'DELETE FROM entities WHERE id = ?').run(id)
}

function loseTarget(context: WriteContext, mapping: MappingRow, name: string): void {
  if (mapping.status === 'Rejected') return update(context.db, mapping.id, { entity_id: null })
  stop(context, mapping, { status: 'Pending', reason: 'target-deleted', detail: name, target_deleted: 1, hold: 0 }, 'mapping.pending')
  update(context.db, mapping.id, { entity_id: null })
}
