import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Db, openDatabase, prepared } from '../db/open.ts'
import { stateTables } from '../fixtures/state-tables.ts'

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
    // Nobody reads the file before it has its name.
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    prepared(db, 'ATTACH ? AS source').run(sandboxFile)
    db.transaction(() => copyFrom(db))()
    db.exec('CREATE TABLE snapshot (name TEXT NOT NULL, created INTEGER NOT NULL, automatic INTEGER NOT NULL)')
    prepared(db, 'INSERT INTO snapshot VALUES (?, ?, ?)').run(name, created, automatic ? 1 : 0)
  } finally {
    db.close()
  }
  renameSync(file, target)
}

/** The statements that copy all state from an attached file into tables without any. */
export function copyState(from: string): string[] {
  const tables = [...stateTables, { name: 'indexed_values', where: undefined }]
  return tables.map(({ name, where }) => `INSERT INTO main.${name} SELECT * FROM ${from}.${name} WHERE ${where ?? '1'}`)
}

/** Indexes come last: they are built faster than kept. */
function copyFrom(db: Db): void {
  const parts = prepared<{ type: string; sql: string }>(
    db, "SELECT type, sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name <> 'snapshot'",
  ).all()
  for (const { sql } of parts.filter(({ type }) => type === 'table')) db.exec(sql)
  for (const sql of copyState('source')) db.exec(sql)
  for (const { sql } of parts.filter(({ type }) => type === 'index')) db.exec(sql)
  db.pragma(`user_version = ${Number(db.pragma('source.user_version', { simple: true }))}`)
}
