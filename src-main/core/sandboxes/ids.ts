import { createHash } from 'node:crypto'
import { type Db, prepared } from '../db/open.ts'

/** First numbers, as the vendor's examples look (testmu-provisioning §2: a user is "23123"). */
const first: Record<string, number> = { User: 23_001, Group: 50_001 }

/** The next value of a counter, drawn inside the write that uses it. */
export function nextNumber(db: Db, name: string): number {
  const row = prepared<{ value: number }>(
    db,
    'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value',
  ).get(name, first[name] ?? 1)
  return row!.value
}

/** The id of a new resource: a numeric string, or a UUID derived from seed and counter (version 8, RFC 9562 §5.8). */
export function nextId(db: Db, type: string, style: 'numeric' | 'uuid', seed: string): string {
  const name = first[type] ? type : 'resource'
  const number = nextNumber(db, name)
  if (style === 'uuid') {
    const id = uuidOf(seed, type, number)
    // An import may have brought it.
    return isTaken(db, id) ? nextId(db, type, style, seed) : id
  }
  return isTaken(db, String(number)) ? String(jump(db, name)) : String(number)
}

/** Whether a resource or a user of another organization has this id. */
export function isTaken(db: Db, id: string): boolean {
  return prepared(db, 'SELECT 1 FROM resources WHERE id = ? UNION ALL SELECT 1 FROM foreign_users WHERE id = ?').get(id, id) !== undefined
}

/** Numeric ids of all types share one space: a counter that runs into another's numbers goes on behind the highest of them all. */
function jump(db: Db, name: string): number {
  return prepared<{ value: number }>(
    db,
    `UPDATE counters SET value = (SELECT max(value) FROM counters WHERE name IN ('User', 'Group', 'resource')) + 1
     WHERE name = ? RETURNING value`,
  ).get(name)!.value
}

function uuidOf(seed: string, type: string, number: number): string {
  const hex = createHash('sha256').update(`${seed}:${type}:${number}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
