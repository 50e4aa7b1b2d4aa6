import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { applyPlan } from './apply-plan.ts'
import { readFacts } from './facts.ts'
import { plan } from './plan.ts'

interface UserRow { seq: number; id: string; body: string; role: string | null }

/**
 * Brings the derived state of the given users in line with the facts and reports the difference as events. The only writer of
 * derived state: cost follows the users given, not the size of the organization (engine §1).
 */
export function reconcile(context: WriteContext, userSeqs: Iterable<number>): void {
  const select = prepared<UserRow>(context.db, "SELECT seq, id, body, role FROM resources WHERE seq = ? AND type = 'User'")
  const seqs = [...new Set(userSeqs)]
  seqs.forEach((seq, index) => {
    const row = select.get(seq)
    if (row) replan(context, row)
    context.progress?.(index + 1, seqs.length)
  })
}

/** Derives everything again from the facts. What a type has while its flag is off counts as a fact (engine §1, §8). */
export function rebuild(context: WriteContext): void {
  const { flags } = context.settings
  const everyone = prepared<{ seq: number }>(context.db, "SELECT seq FROM resources WHERE type = 'User' ORDER BY seq").all()
  if (flags.teams) prepared(context.db, 'DELETE FROM team_members').run()
  if (flags.teams && flags.concurrencyGroups && flags.subOrganizations) {
    prepared(context.db, 'DELETE FROM conflicts').run()
    prepared(context.db, 'DELETE FROM placements').run()
  }
  reconcile(context, everyone.map((row) => row.seq))
}

/** Forgets all the engine knows of a user who is gone. */
export function removeFacts(db: Db, userSeq: number): void {
  const tables = ['claims', 'holders', 'decisions', 'overrides', 'placements', 'team_members', 'conflicts']
  for (const table of tables) prepared(db, `DELETE FROM ${table} WHERE user_seq = ?`).run(userSeq)
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

function replan(context: WriteContext, row: UserRow): void {
  const facts = readFacts(context.db, context.settings, row)
  const planned = plan(facts, context.switches.roleCombination)
  applyPlan(context, { seq: row.seq, userId: row.id, userName: facts.userName }, facts, planned)
}
