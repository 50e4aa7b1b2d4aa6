import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Db, openDatabase, prepared } from '../db/open.ts'
import { forgetOwnSlug } from '../fixtures/okta-tables.ts'
import { clearState, copyState } from '../fixtures/state-tables.ts'
import { headerOf, readSnapshot, snapshotFile, takeNumber, unfinishedFile } from './folder.ts'

/** What a snapshot says about itself. `created` in epoch milliseconds of the sandbox clock. */
export interface SnapshotGiven { name: string; created: number; automatic: boolean }

/**
 * Copies the state of a sandbox file, as one look sees it, into a file of its own, which is there only once it is whole. It has the
 * schema of a sandbox, so that a later Scimbox migrates it like one; traffic, events and tokens stay empty.
 */
export function saveSnapshot(sandboxFile: string, target: string, given: SnapshotGiven): void {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  // Two threads may write the same target; the one that is done last stays.
  finish(sandboxFile, unfinishedFile(`${target}.${randomUUID()}`), target, given)
}

/** Saves one under the next number of the folder, which it returns. `check` may refuse it, by a throw, once the number is taken. */
export function saveNumbered(sandboxFile: string, folder: string, given: SnapshotGiven, check: () => void = () => undefined): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const id = takeNumber(folder)
  const target = snapshotFile(folder, id)
  try {
    check()
    finish(sandboxFile, unfinishedFile(target), target, given)
    return id
  } catch (error) {
    rmSync(unfinishedFile(target), { force: true })
    throw error
  }
}

/** Writes a file and gives it its name; what goes wrong leaves neither. */
function finish(sandboxFile: string, file: string, target: string, given: SnapshotGiven): void {
  try {
    write(sandboxFile, file, given)
    verify(file)
    renameSync(file, target)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}

function write(sandboxFile: string, file: string, { name, created, automatic }: SnapshotGiven): void {
  // Nobody reads the file before it has its name, and it is written from its beginning to its end.
  const db = openDatabase(file, { journal: 'MEMORY' })
  try {
    db.pragma('synchronous = OFF')
    db.pragma('cache_size = -2000')
    prepared(db, 'ATTACH ? AS source').run(sandboxFile)
    db.transaction(() => copyFrom(db))()
    db.exec('CREATE TABLE snapshot (name TEXT NOT NULL, created INTEGER NOT NULL, automatic INTEGER NOT NULL)')
    prepared(db, 'INSERT INTO snapshot VALUES (?, ?, ?)').run(name, created, automatic ? 1 : 0)
  } finally {
    db.close()
  }
}

/** @throws when it is not the whole snapshot, in one file */
function verify(file: string): void {
  readSnapshot(file)
  const { isAlone, size } = headerOf(file)
  if (!isAlone || statSync(file).size !== size) throw new Error(`${file} is not whole.`)
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
