import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Db, openDatabase, prepared } from '../db/open.ts'
import { forgetOwnSlug } from '../fixtures/okta-tables.ts'
import { clearState, copyState } from '../fixtures/state-tables.ts'

/** What a snapshot says about itself. `created` in epoch milliseconds of the sandbox clock. */
export interface SnapshotGiven { name: string; created: number; automatic: boolean }

/**
 * Copies the state of a sandbox file, as one look sees it, into a file of its own, which is there only once it is whole. It has the
 * schema of a sandbox, so that a later Scimbox migrates it like one; traffic, events and tokens stay empty.
 */
export function saveSnapshot(sandboxFile: string, target: string, { name, created, automatic }: SnapshotGiven): void {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  const file = `${target}.new`
  rmSync(file, { force: true })
  const db = openDatabase(file)
  try {
    // Nobody reads the file before it has its name, and it is written from its beginning to its end.
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    db.pragma('cache_size = -2000')
    prepared(db, 'ATTACH ? AS source').run(sandboxFile)
    db.transaction(() => copyFrom(db))()
    db.exec('CREATE TABLE snapshot (name TEXT NOT NULL, created INTEGER NOT NULL, automatic INTEGER NOT NULL)')
    prepared(db, 'INSERT INTO snapshot VALUES (?, ?, ?)').run(name, created, automatic ? 1 : 0)
  } finally {
    db.close()
  }
  renameSync(file, target)
}

/** Indexes come first: they are copied with their tables, not built. */
function copyFrom(db: Db): void {
  const parts = prepared<{ sql: string }>(
    db, `SELECT sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name <> 'snapshot'
         ORDER BY type = 'index'`,
  ).all()
  for (const { sql } of parts) db.exec(sql)
  for (const sql of [...clearState, ...copyState('source'), forgetOwnSlug('source')]) db.exec(sql)
  db.pragma(`user_version = ${Number(db.pragma('source.user_version', { simple: true }))}`)
}
