import type { ExchangeDetail, ExchangeRow, LoggedEvent } from '../../../src-shared/api/requests.ts'
import { describeEvent, type DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Finding } from '../../../src-shared/domain/findings.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import { compileRequestFilter } from './request-filter.ts'

interface Page { offset: number; limit: number }
type RawRow = Omit<ExchangeRow, 'pinned' | 'action'> & { pinned: number; action: string | null; actionLabel: string | null }
interface RawEvent { id: number; at: number; exchange_id: number | null; payload: string }
/** Events shown with one exchange. */
const shownEvents = 500

const columns = 'e.id, e.at, e.duration, e.actor, e.method, e.path, e.status, e.effect, e.sentence, e.pinned, e.action, e.action_label AS actionLabel, e.target'

/** Exchanges, newest first. */
export function listExchanges(db: Db, { filter, offset, limit }: Page & { filter: string }): { total: number; items: ExchangeRow[] } {
  const { sql, params } = compileRequestFilter(filter)
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM exchanges e WHERE ${sql}`).get(...params)!.n
  const rows = prepared<RawRow>(db, `SELECT ${columns} FROM exchanges e WHERE ${sql} ORDER BY e.id DESC LIMIT +? OFFSET +?`).all(...params, limit, offset)
  return { total, items: rows.map(toRow) }
}

/** An exchange as it was recorded. `call`: its name, for one of the simulated Okta. */
export type FoundExchange = Omit<ExchangeDetail, 'curl' | 'oktaError'> & { call: string | null }

export function findExchange(db: Db, id: number): FoundExchange | undefined {
  const raw = prepared<RawRow & { call: string | null; request: string; response: string; findings: string }>(
    db, `SELECT ${columns}, e.call, e.request, e.response, e.findings FROM exchanges e WHERE e.id = ?`,
  ).get(id)
  if (!raw) return undefined
  const { call, request, response, findings, ...row } = raw
  return {
    call,
    row: toRow(row),
    request: JSON.parse(request) as ExchangeDetail['request'],
    response: JSON.parse(response) as ExchangeDetail['response'],
    findings: JSON.parse(findings) as Finding[],
    events: prepared<RawEvent>(db, 'SELECT id, at, exchange_id, payload FROM events WHERE exchange_id = +? ORDER BY id LIMIT +?').all(id, shownEvents).map(toEvent),
    eventCount: prepared<{ n: number }>(db, 'SELECT count(*) AS n FROM events WHERE exchange_id = ?').get(id)!.n,
  }
}

interface EventQuery { limit: number; before?: number | undefined; userId?: string | undefined; groupId?: string | undefined }

/** Events, newest first. */
export function listEvents(db: Db, { limit, before, userId, groupId }: EventQuery): LoggedEvent[] {
  const where: string[] = ['1']
  const params: Bindable[] = []
  const add = (condition: string, value: Bindable) => {
    where.push(condition)
    params.push(value)
  }
  if (before !== undefined) add('id < +?', before)
  if (userId !== undefined) add('user_id = +?', userId)
  if (groupId !== undefined) add('group_id = +?', groupId)
  return prepared<RawEvent>(db, `SELECT id, at, exchange_id, payload FROM events WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT +?`)
    .all(...params, limit).map(toEvent)
}

/** What clients sent and the sandbox did not keep, newest first. */
export function listReceivedIgnored(db: Db, { offset, limit }: Page): { total: number; items: { exchangeId: number; at: number; finding: Finding }[] } {
  const source = "FROM exchanges e, json_each(e.findings) f WHERE f.value ->> '$.kind' = 'ignored'"
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n ${source}`).get()!.n
  const rows = prepared<{ exchangeId: number; at: number; finding: string }>(
    db, `SELECT e.id AS exchangeId, e.at, f.value AS finding ${source} ORDER BY e.id DESC, f.key LIMIT +? OFFSET +?`,
  ).all(limit, offset)
  return { total, items: rows.map((row) => ({ ...row, finding: JSON.parse(row.finding) as Finding })) }
}

/** What the last write about a user said that the sandbox did not keep. */
export function ignoredOfUser(db: Db, userId: string): Finding[] {
  const last = prepared<{ findings: string }>(
    db,
    `SELECT e.findings FROM exchanges e WHERE e.target IS NULL AND e.method IN ('POST', 'PUT', 'PATCH') AND e.status < 300
       AND (e.path = '/Users/' || ? OR e.id IN (SELECT exchange_id FROM events WHERE user_id = ? AND type = 'user.created')) ORDER BY e.id DESC LIMIT 1`,
  ).get(userId, userId)
  return last ? (JSON.parse(last.findings) as Finding[]).filter(({ kind }) => kind === 'ignored') : []
}

function toRow({ pinned, action, actionLabel, ...row }: RawRow): ExchangeRow {
  return { ...row, pinned: pinned === 1, action: action === null ? null : { id: action, label: actionLabel ?? '' } }
}

function toEvent({ id, at, exchange_id: exchangeId, payload }: RawEvent): LoggedEvent {
  const event = JSON.parse(payload) as DomainEvent
  return { id, at, exchangeId, event, sentence: describeEvent(event) }
}
