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
  const number = nextNumber(db, first[type] ? type : 'resource')
  if (style === 'numeric') return String(number)
  const hex = createHash('sha256').update(`${seed}:${type}:${number}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
