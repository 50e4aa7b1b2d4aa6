import { defaultRole, type Role } from '../../../src-shared/domain/roles.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { readFacts } from './facts.ts'
import { plan } from './plan.ts'

interface Placement { role: Role; concurrency_group: number | null }
interface UserRow { seq: number; id: string; body: string; role: string | null; active: number }

/**
 * Brings the derived state of the given users in line with the facts and reports the difference as events. The only writer of
 * `placements`: cost follows the users given, not the size of the organization (engine §1).
 */
export function reconcile(context: WriteContext, userSeqs: Iterable<number>): void {
  const select = prepared<UserRow>(context.db, "SELECT seq, id, body, role, active FROM resources WHERE seq = ? AND type = 'User'")
  for (const seq of userSeqs) {
    const row = select.get(seq)
    if (row) applyPlan(context, row)
  }
}

/** Runs a change and warns when it took the last active Admin away (testmu-provisioning §4). */
export function watchingAdmins<Result>(context: WriteContext, change: () => Result): Result {
  const before = hasActiveAdmin(context.db)
  const result = change()
  if (before && !hasActiveAdmin(context.db)) context.events.push({ type: 'organization.without-admin' })
  return result
}

function hasActiveAdmin(db: Db): boolean {
  return prepared(
    db,
    `SELECT 1 FROM placements p JOIN resources r ON r.seq = p.user_seq WHERE p.role = 'Admin' AND r.active = 1 LIMIT 1`,
  ).get() !== undefined
}

function applyPlan(context: WriteContext, row: UserRow): void {
  const { db, settings, switches, events } = context
  const facts = readFacts(db, settings, row)
  const planned = plan(facts, switches.roleCombination)
  const before = prepared<Placement>(db, 'SELECT role, concurrency_group FROM placements WHERE user_seq = ?').get(row.seq)
  const group = planned.concurrencyGroup
  const groupId = group ? group.id : (before?.concurrency_group ?? null)
  if (before?.role === planned.role && before.concurrency_group === groupId) return
  prepared(
    db,
    `INSERT INTO placements (user_seq, role, concurrency_group) VALUES (?, ?, ?)
     ON CONFLICT (user_seq) DO UPDATE SET role = excluded.role, concurrency_group = excluded.concurrency_group`,
  ).run(row.seq, planned.role, groupId)
  const user = { userId: row.id, userName: facts.userName }
  if (before?.role !== planned.role) {
    events.push({ type: 'role.changed', ...user, before: before?.role ?? null, after: planned.role, reason: planned.reason })
  }
  if (group && before?.concurrency_group !== groupId) {
    const left = before?.concurrency_group ?? null
    events.push({ type: 'concurrency-group.assigned', ...user, before: left === null ? null : entityName(db, left), after: group.name, reason: group.reason })
  }
}

function entityName(db: Db, id: number): string | null {
  return prepared<{ name: string }>(db, 'SELECT name FROM entities WHERE id = ?').get(id)?.name ?? null
}

/** Ends a role set by hand: this write is a sync of the user (engine §4). */
export function endOverride(context: WriteContext, userSeq: number, user: { userId: string; userName: string }): void {
  const row = prepared<{ role: Role }>(context.db, 'DELETE FROM role_overrides WHERE user_seq = ? RETURNING role').get(userSeq)
  if (row) context.events.push({ type: 'user.role.override-cleared', ...user, role: row.role })
}

/** The effective role as stored; a user always has one. */
export function effectiveRole(db: Db, userSeq: number): Role {
  return prepared<Placement>(db, 'SELECT role, concurrency_group FROM placements WHERE user_seq = ?').get(userSeq)?.role ?? defaultRole
}
