import { describeFault, type FaultGiven, type FaultRule, isArmed } from '../../../src-shared/domain/faults.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { JsonValue } from '../../../src-shared/scim/types.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'

type Row = Omit<FaultRule, 'enabled' | 'effect'> & { enabled: number; effect: string }

/** Rules a sandbox may have: every request is tried against all that are armed. */
export const mostFaults = 100

/** Every rule, in the order in which requests are tried against them. */
export function listFaults(db: Db): FaultRule[] {
  return prepared<Row>(db, 'SELECT * FROM faults ORDER BY id').all().map(toRule)
}

/** Those that can still hit a request: what a sandbox keeps in memory. */
export function armedFaults(db: Db): FaultRule[] {
  return listFaults(db).filter(isArmed)
}

export function findFault(db: Db, id: number): FaultRule | undefined {
  const row = prepared<Row>(db, 'SELECT * FROM faults WHERE id = ?').get(id)
  return row && toRule(row)
}

export function createFault({ db, events }: WriteContext, given: FaultGiven): FaultRule {
  const rule = named(given)
  const row = prepared<Row>(
    db,
    `INSERT INTO faults (name, enabled, method, path, user, nth, count, moment, effect) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
  ).get(...columnsOf(rule))!
  events.push({ type: 'fault.created', faultId: row.id, name: row.name })
  return toRule(row)
}

/** Changes a rule; what it has counted stays. */
export function changeFault({ db, events }: WriteContext, before: FaultRule, given: Partial<FaultGiven>): FaultRule {
  // A name that was worded from the rest follows it.
  const wasWorded = given.name === undefined && before.name === describeFault(before)
  const { id, seen, hits, ...old } = before
  const after = named({ ...old, ...given, ...(wasWorded && { name: '' }) })
  const changes = changesBetween(old, after)
  if (changes.length === 0) return before
  prepared(
    db, 'UPDATE faults SET name = ?, enabled = ?, method = ?, path = ?, user = ?, nth = ?, count = ?, moment = ?, effect = ? WHERE id = ?',
  ).run(...columnsOf(after), id)
  events.push({ type: 'fault.changed', faultId: id, name: after.name, changes })
  return { id, seen, hits, ...after }
}

export function rearmFault({ db, events }: WriteContext, { id, name }: FaultRule): void {
  prepared(db, 'UPDATE faults SET enabled = 1, seen = 0, hits = 0 WHERE id = ?').run(id)
  events.push({ type: 'fault.rearmed', faultId: id, name })
}

export function removeFault({ db, events }: WriteContext, { id, name }: FaultRule): void {
  prepared(db, 'DELETE FROM faults WHERE id = ?').run(id)
  events.push({ type: 'fault.removed', faultId: id, name })
}

/**
 * Counts a request that matches these rules and returns the one that hits it, if any. A rule counts the requests that no earlier rule
 * hit. Inside a write, so that of a thousand requests at once exactly as many are hit as the rule says.
 */
export function countMatch({ db, events }: WriteContext, ids: readonly number[], request: { method: string; path: string }): FaultRule | null {
  const count = prepared<Row>(
    db,
    `UPDATE faults SET seen = seen + 1, hits = hits + (seen + 1 >= nth)
     WHERE id = ? AND enabled AND (count IS NULL OR hits < count) RETURNING *`,
  )
  for (const id of ids) {
    const row = count.get(id)
    if (!row || row.seen < row.nth) continue
    events.push({ type: 'fault.hit', faultId: id, name: row.name, ...request, hits: row.hits, count: row.count })
    return toRule(row)
  }
  return null
}

function toRule({ enabled, effect, ...row }: Row): FaultRule {
  return { ...row, enabled: enabled === 1, effect: JSON.parse(effect) as FaultRule['effect'] }
}

function columnsOf({ name, enabled, method, path, user, nth, count, moment, effect }: FaultGiven): Bindable[] {
  return [name, enabled ? 1 : 0, method, path, user, nth, count, moment, JSON.stringify(effect)]
}

function named(given: FaultGiven): FaultGiven {
  return given.name === '' ? { ...given, name: describeFault(given) } : given
}

function changesBetween(before: FaultGiven, after: FaultGiven): Extract<DomainEvent, { type: 'fault.changed' }>['changes'] {
  const keys = Object.keys(after) as (keyof FaultGiven)[]
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => ({ path: key, before: before[key] as JsonValue, after: after[key] as JsonValue }))
}
