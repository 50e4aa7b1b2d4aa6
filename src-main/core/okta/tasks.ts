import type { ActionProgress, Task } from '../../../src-shared/api/okta/tasks.ts'
import type { TaskKind, TaskState } from '../../../src-shared/domain/okta.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { actionOf } from './actions.ts'

/** An operation that is to be performed. */
export interface TaskRow {
  id: number
  actionId: number
  appSeq: number
  kind: TaskKind
  personSeq: number | null
  pushId: number | null
  detail: string | null
  state: TaskState
  attempts: number
}

const columns = 'id, action_id AS actionId, app_seq AS appSeq, kind, person_seq AS personSeq, push_id AS pushId, detail, state, attempts'

type Given = { actionId: number; appSeq: number; kind: TaskKind; detail?: object } & ({ personSeq: number } | { pushId: number })

/** Puts an operation in the queue. It takes the place of those of its kind that failed: what they were to send, it sends. */
export function enqueue(writing: WriteContext, given: Given): void {
  const { db, now } = writing
  const personSeq = 'personSeq' in given ? given.personSeq : null
  const pushId = 'pushId' in given ? given.pushId : null
  const { lastInsertRowid } = prepared(
    db, "INSERT INTO okta_tasks (action_id, app_seq, kind, person_seq, push_id, detail, state, created) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?)",
  ).run(given.actionId, given.appSeq, given.kind, personSeq, pushId, given.detail ? JSON.stringify(given.detail) : null, now)
  supersede(writing, { id: Number(lastInsertRowid), appSeq: given.appSeq, personSeq, pushId, kind: given.kind }, 'its kind')
}

/** Pending operations after `cursor`, in order. */
export function pendingTasks(db: Db, cursor: number, limit: number): TaskRow[] {
  return prepared<TaskRow>(db, `SELECT ${columns} FROM okta_tasks WHERE state = 'pending' AND id > ? ORDER BY id LIMIT +?`).all(cursor, limit)
}

/** Whether an operation that was read from the queue is still in it. */
export function isPending(db: Db, { id }: TaskRow): boolean {
  return prepared(db, "SELECT 1 FROM okta_tasks WHERE id = ? AND state = 'pending'").get(id) !== undefined
}

/** Whether an operation on a group push failed and was not made up for. */
export function hasFailed(db: Db, pushId: number): boolean {
  return prepared(db, "SELECT 1 FROM okta_tasks WHERE push_id = ? AND state IN ('error', 'interrupted')").get(pushId) !== undefined
}

/** Whether an operation of this kind on a person is still to be done, or failed. */
export function isOpen(db: Db, kind: TaskKind, appSeq: number, personSeq: number): boolean {
  return prepared(
    db, "SELECT 1 FROM okta_tasks WHERE person_seq = ? AND state IN ('pending', 'waiting', 'interrupted', 'error') AND +app_seq = ? AND kind = ?",
  ).get(personSeq, appSeq, kind) !== undefined
}

/** The first instant at which a waiting operation may go on, by the sandbox clock. */
export function nextDue(db: Db): number | null {
  return prepared<{ due: number | null }>(db, "SELECT min(due) AS due FROM okta_tasks WHERE state = 'waiting'").get()!.due
}

/** Subjects of waiting operations: what comes after them waits as well. */
export function waitingSubjects(db: Db): Set<string> {
  const rows = prepared<TaskRow>(db, `SELECT ${columns} FROM okta_tasks WHERE state = 'waiting'`).all()
  return new Set(rows.map(subjectKey))
}

export function subjectKey({ appSeq, personSeq, pushId }: Pick<TaskRow, 'appSeq' | 'personSeq' | 'pushId'>): string {
  return `${appSeq} ${personSeq ?? ''} ${pushId ?? ''}`
}

/** Sets waiting operations going whose time has come. */
export function wakeDue({ db, now }: WriteContext): void {
  prepared(db, "UPDATE okta_tasks SET state = 'pending', due = NULL WHERE state = 'waiting' AND due <= ?").run(now)
}

/** Operations that were under way when Scimbox ended: they wait for an admin's *Retry*. */
export function interruptPending({ db }: WriteContext): void {
  prepared(db, "UPDATE okta_tasks SET state = 'interrupted' WHERE state = 'pending'").run()
}

/** Stores how an attempt ended. False for a failure of one that was cancelled meanwhile: it stays so. */
export function finish(writing: WriteContext, task: TaskRow, state: TaskState, given: { error?: string; due?: number } = {}): boolean {
  const { db, now } = writing
  const { changes } = prepared(
    db, "UPDATE okta_tasks SET state = ?, attempts = attempts + 1, error = ?, due = ?, finished = ? WHERE id = ? AND (? = 'done' OR state <> 'cancelled')",
  ).run(state, given.error ?? null, given.due ?? null, state === 'waiting' ? null : now, task.id, state)
  if (changes > 0 && (state === 'done' || state === 'error')) supersede(writing, task, state === 'done' && !carriesPart.has(task.kind) ? 'all' : 'its kind')
  return changes > 0
}

/** Operations after which the app may still miss what others of the subject were to send. */
const carriesPart: ReadonlySet<TaskKind> = new Set(['user.password', 'group.rename'])

/** Takes what failed for this subject before off the list: a later operation settles it. */
function supersede(
  { db, now }: WriteContext, { id, appSeq, personSeq, pushId, kind }: Pick<TaskRow, 'id' | 'appSeq' | 'personSeq' | 'pushId' | 'kind'>, what: 'all' | 'its kind',
): void {
  prepared(
    db,
    `UPDATE okta_tasks SET state = 'cancelled', finished = ? WHERE ${personSeq === null ? 'push_id' : 'person_seq'} = ? AND state IN ('error', 'interrupted')
     AND +app_seq = ? AND id < ? AND (? OR kind = ?)`,
  ).run(now, personSeq ?? pushId, appSeq, id, what === 'all' ? 1 : 0, kind)
}

/** Takes what was not sent yet for a person off the queue: it no longer applies. */
export function withdraw({ db, now }: WriteContext, appSeq: number, personSeq: number): void {
  prepared(
    db, "UPDATE okta_tasks SET state = 'cancelled', finished = ? WHERE person_seq = ? AND state IN ('pending', 'waiting', 'interrupted', 'error') AND +app_seq = ?",
  ).run(now, personSeq, appSeq)
}

/** The same for a group push that was deactivated or unlinked. */
export function withdrawPush({ db, now }: WriteContext, pushId: number): void {
  prepared(
    db, "UPDATE okta_tasks SET state = 'cancelled', finished = ? WHERE push_id = ? AND state IN ('pending', 'waiting', 'interrupted', 'error')",
  ).run(now, pushId)
}

/** *Retry selected*; null for everything that failed. The attempts for a 429 begin anew. Returns how many. */
export function retryTasks({ db }: WriteContext, ids: readonly number[] | null): number {
  const again = "UPDATE okta_tasks SET state = 'pending', attempts = 0, error = NULL, due = NULL, finished = NULL WHERE state IN ('error', 'interrupted', 'waiting')"
  if (ids === null) return prepared(db, `${again} AND state <> 'waiting'`).run().changes
  return ids.reduce((sum, id) => sum + prepared(db, `${again} AND id = ?`).run(id).changes, 0)
}

export function dismissTasks({ db, now }: WriteContext, ids: readonly number[]): number {
  const dismiss = prepared(db, "UPDATE okta_tasks SET state = 'cancelled', finished = ? WHERE state IN ('error', 'interrupted') AND id = ?")
  return ids.reduce((sum, id) => sum + dismiss.run(now, id).changes, 0)
}

/** What is not sent yet of an action is not sent. Returns how many. */
export function cancelAction({ db, now }: WriteContext, actionId: number): number {
  return prepared(db, "UPDATE okta_tasks SET state = 'cancelled', finished = ? WHERE action_id = ? AND state IN ('pending', 'waiting')").run(now, actionId).changes
}

interface Query { offset: number; limit: number; show: 'open' | 'all'; appId?: string | undefined }
type RawTask = Omit<Task, 'action' | 'app'> & { actionId: number; label: string; appId: string; appLabel: string }

const taskRows = `SELECT t.id, t.action_id AS actionId, c.label, a.id AS appId, a.label AS appLabel, t.kind, t.state, t.attempts, t.due, t.error, t.created, t.finished,
    coalesce(p.login, g.name, t.detail ->> '$.name', '') AS subject
  FROM okta_tasks t JOIN okta_apps a ON a.seq = t.app_seq JOIN okta_actions c ON c.id = t.action_id
  LEFT JOIN okta_people p ON p.seq = t.person_seq
  LEFT JOIN okta_push_groups m ON m.id = t.push_id LEFT JOIN okta_groups g ON g.seq = m.group_seq`

/** Tasks, newest first. */
export function listTasks(db: Db, slug: string, { offset, limit, show, appId }: Query): { total: number; items: Task[] } {
  const open = show === 'open' ? "t.state IN ('pending', 'waiting', 'interrupted', 'error')" : '1'
  const source = `FROM okta_tasks t JOIN okta_apps a ON a.seq = t.app_seq WHERE ${open} AND (? IS NULL OR a.id = ?)`
  const params = [appId ?? null, appId ?? null]
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n ${source}`).get(...params)!.n
  const rows = prepared<RawTask>(db, `${taskRows} WHERE ${open} AND (? IS NULL OR a.id = ?) ORDER BY t.id DESC LIMIT +? OFFSET +?`).all(...params, limit, offset)
  return { total, items: rows.map((row) => toTask(slug, row)) }
}

/** @throws ScimError 404 */
export function getTask(db: Db, slug: string, id: number): Task {
  const row = prepared<RawTask>(db, `${taskRows} WHERE t.id = ?`).get(id)
  if (!row) throw new ScimError(404, `There is no task ${id}.`)
  return toTask(slug, row)
}

function toTask(slug: string, { actionId, label, appId: id, appLabel, ...row }: RawTask): Task {
  return { ...row, action: actionOf(slug, actionId, label), app: { id, label: appLabel } }
}

export function countTasks(db: Db): { pending: number; waiting: number; interrupted: number; error: number } {
  const rows = prepared<{ state: 'pending' | 'waiting' | 'interrupted' | 'error'; n: number }>(
    db, "SELECT state, count(*) AS n FROM okta_tasks WHERE state IN ('pending', 'waiting', 'interrupted', 'error') GROUP BY state",
  ).all()
  return { pending: 0, waiting: 0, interrupted: 0, error: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) }
}

/** Actions with operations that are not over. */
export function runningActions(db: Db): Omit<ActionProgress, 'rate'>[] {
  return prepared<Omit<ActionProgress, 'rate'>>(
    db,
    `SELECT a.id, a.label, count(*) AS total, sum(t.state = 'done') AS done, sum(t.state IN ('error', 'cancelled')) AS failed
     FROM okta_actions a JOIN okta_tasks t ON t.action_id = a.id
     WHERE a.id IN (SELECT action_id FROM okta_tasks WHERE state IN ('pending', 'waiting')) GROUP BY a.id ORDER BY a.id`,
  ).all()
}
