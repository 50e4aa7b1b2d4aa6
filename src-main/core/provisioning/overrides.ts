import { type EntityKind } from '../../../src-shared/domain/provisioning.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'

interface OverriddenUser { seq: number; userId: string; userName: string }
interface Row { slot: string; value: string }

/** Remembers what an admin did by hand, until the next sync (engine §4). */
export function setOverride(db: Db, userSeq: number, slot: string, value: string): void {
  prepared(db, 'INSERT OR REPLACE INTO overrides (user_seq, slot, value) VALUES (?, ?, ?)').run(userSeq, slot, value)
}

/** Ends a role set by hand: this write is a sync of the user, or an admin took it back. */
export function endRoleOverride(context: WriteContext, { seq, userId, userName }: OverriddenUser): void {
  const row = prepared<{ value: Role }>(context.db, "DELETE FROM overrides WHERE user_seq = ? AND slot = 'role' RETURNING value").get(seq)
  if (row) context.events.push({ type: 'user.role.override-cleared', userId, userName, role: row.value })
}

/**
 * Ends what was done by hand about a user whom a SCIM write names in a group: the role where the group gives one, and each assignment
 * for which a claim of that group speaks now. A manual assignment is never an incumbent: the claim replaces it without a conflict (engine §4).
 */
export function endOverrides(context: WriteContext, user: OverriddenUser, groupSeq: number): void {
  const rows = prepared<Row>(context.db, 'SELECT slot, value FROM overrides WHERE user_seq = ?').all(user.seq)
  if (rows.length === 0) return
  if (prepared(context.db, 'SELECT 1 FROM resources WHERE seq = ? AND role IS NOT NULL').get(groupSeq)) endRoleOverride(context, user)
  const claims = prepared<{ kind: EntityKind; entity_id: number }>(
    context.db,
    `SELECT m.kind, m.entity_id FROM claims c JOIN mappings m ON m.id = c.mapping_id WHERE c.user_seq = ? AND m.group_seq = ?`,
  ).all(user.seq, groupSeq)
  for (const row of rows) if (claims.some((claim) => speaksFor(claim, row.slot))) clear(context, user, row)
}

/** Every claim says in which organization the user is: its own, or the root one. */
function speaksFor(claim: { kind: EntityKind; entity_id: number }, slot: string): boolean {
  return slot === 'subOrganization' || slot === claim.kind || slot === `team:${claim.entity_id}`
}

function clear({ db, events }: WriteContext, { seq, userId, userName }: OverriddenUser, { slot, value }: Row): void {
  prepared(db, 'DELETE FROM overrides WHERE user_seq = ? AND slot = ?').run(seq, slot)
  const entityId = slot.startsWith('team:') ? Number(slot.slice('team:'.length)) : Number(value)
  const entity = prepared<{ kind: EntityKind; name: string }>(db, 'SELECT kind, name FROM entities WHERE id = ?').get(entityId)!
  events.push({ type: 'user.assignment.override-cleared', userId, userName, entityId, ...entity })
}

/** What was set by hand about an entity ends with the entity. */
export function dropOverridesOf(db: Db, entityId: number): void {
  prepared(db, "DELETE FROM overrides WHERE slot = ? OR (slot IN ('concurrencyGroup', 'subOrganization') AND value = ?)").run(`team:${entityId}`, String(entityId))
}
