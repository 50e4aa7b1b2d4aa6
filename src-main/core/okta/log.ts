import type { LogEntry } from '../../../src-shared/api/okta/log.ts'
import type { Tag } from '../../../src-shared/domain/switches.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { actionOf } from './actions.ts'

/** Entries that are kept. */
const kept = 20_000

interface Entry {
  /** Okta's event type. */
  event: string
  outcome: LogEntry['outcome']
  message: string
  target?: string | undefined
  actionId?: number | undefined
  taskId?: number | undefined
  failure?: Failure | undefined
}

/** What is known of an error beside its words. */
export interface Failure {
  /** The request it came of, null where none was sent. */
  call: string | null
  /** How sure the wording is. */
  tag: Tag
  /** When it is tried again, by the sandbox clock; null: not by itself. */
  due: number | null
}

/** Writes one line of the System Log. */
export function logEntry({ db, now }: WriteContext, { event, outcome, message, target, actionId, taskId, failure }: Entry): void {
  const { lastInsertRowid } = prepared(
    db, 'INSERT INTO okta_log (at, action_id, task_id, event, outcome, message, target, call, tag, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(now, actionId ?? null, taskId ?? null, event, outcome, message, target ?? null, failure?.call ?? null, failure?.tag ?? null, failure?.due ?? null)
  const id = Number(lastInsertRowid)
  if (id % 1000 === 0) prepared(db, 'DELETE FROM okta_log WHERE id <= ?').run(id - kept)
}

type RawEntry = Omit<LogEntry, 'action'> & { actionId: number | null; label: string | null }

const entryRows = `SELECT l.id, l.at, l.event, l.outcome, l.message, l.target, l.task_id AS taskId, l.action_id AS actionId, a.label
  FROM okta_log l LEFT JOIN okta_actions a ON a.id = l.action_id`

/** The System Log, newest first. */
export function listLog(
  db: Db, slug: string, { offset, limit, search, actionId }: { offset: number; limit: number; search: string; actionId: number | null },
): { total: number; items: LogEntry[] } {
  const where = `(? IS NULL OR l.action_id = ?) AND (? = '' OR instr(lower(l.message || ' ' || l.event || ' ' || coalesce(l.target, '')), lower(?)) > 0)`
  const params: Bindable[] = [actionId, actionId, search, search]
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM okta_log l WHERE ${where}`).get(...params)!.n
  const rows = prepared<RawEntry>(db, `${entryRows} WHERE ${where} ORDER BY l.id DESC LIMIT +? OFFSET +?`).all(...params, limit, offset)
  return { total, items: rows.map((row) => toEntry(slug, row)) }
}

/** @throws ScimError 404 */
export function getLogEntry(db: Db, slug: string, id: number): LogEntry {
  const row = prepared<RawEntry>(db, `${entryRows} WHERE l.id = ?`).get(id)
  if (!row) throw new ScimError(404, `There is no entry ${id} in the System Log; it keeps the last ${kept}.`)
  return toEntry(slug, row)
}

function toEntry(slug: string, { actionId: id, label, ...row }: RawEntry): LogEntry {
  return { ...row, action: id === null ? null : actionOf(slug, id, label ?? '') }
}

/** What Okta made of one of its requests, null where it took the answer. */
export function errorOfCall(db: Db, call: string): { text: string; tag: Tag; due: number | null; taskId: number | null } | null {
  return prepared<{ text: string; tag: Tag; due: number | null; taskId: number | null }>(
    db, 'SELECT message AS text, tag, due, task_id AS taskId FROM okta_log WHERE call = ?',
  ).get(call) ?? null
}
