import { closeSync, existsSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Snapshot } from '../../../src-shared/api/snapshots.ts'
import { openDatabase, prepared } from '../db/open.ts'
import { countResources } from '../fixtures/announce.ts'

/** Automatic snapshots that are kept: the newest. */
const keptAutomatic = 10

/** What a snapshot says about itself. */
export type Described = Omit<Snapshot, 'id'>

/** The state a reset returns to. */
export const seedFile = (folder: string) => join(folder, 'seed.sqlite')
/** The state of a new sandbox, for one that was never filled. */
export const freshFile = (folder: string) => join(folder, 'fresh.sqlite')
export const snapshotFile = (folder: string, id: number) => join(folder, `${String(id).padStart(6, '0')}.sqlite`)
/** Where a snapshot is written before it has its name. */
export const unfinishedFile = (file: string) => `${file}.new`

/** The snapshots of one sandbox, newest first: each file says what it is, or what is wrong with it. */
export function listSnapshots(folder: string): Snapshot[] {
  return idsIn(folder).toReversed().flatMap((id) => {
    const described = describeSnapshot(snapshotFile(folder, id))
    return described ? [{ id, ...described }] : []
  })
}

/** Reads what a snapshot is, and leaves nothing beside it. Null when there is no such file. */
export function describeSnapshot(file: string): Described | null {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return null
  try {
    return { ...readSnapshot(file), problem: null }
  } catch (error) {
    if (!existsSync(file)) return null
    const problem = `It cannot be read: ${(error as Error).message}`
    return { name: basename(file), created: Math.round(found.mtimeMs), automatic: false, users: 0, groups: 0, problem }
  }
}

/** @throws when the file is no snapshot */
export function readSnapshot(file: string): Omit<Described, 'problem'> {
  const db = openDatabase(file, { readonly: true })
  try {
    const row = prepared<{ name: string; created: number; automatic: number }>(db, 'SELECT name, created, automatic FROM snapshot').get()
    if (!row) throw new Error('it does not say what it is')
    return { ...row, automatic: row.automatic === 1, ...countResources(db) }
  } finally {
    db.close()
  }
}

/**
 * Takes the next number that is free, for whoever makes its unfinished file: of two threads, one. A number is given back by taking
 * that file away.
 */
export function takeNumber(folder: string): number {
  for (let id = (idsIn(folder).at(-1) ?? 0) + 1; ; id += 1) {
    const unfinished = unfinishedFile(snapshotFile(folder, id))
    if (!makes(unfinished)) continue
    // Whoever had the number may have finished since the folder was read.
    if (!existsSync(snapshotFile(folder, id))) return id
    rmSync(unfinished)
  }
}

function makes(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a snapshot, with what an earlier Scimbox left beside it. */
export function removeSnapshot(file: string): void {
  const beside = /^(-wal|-shm|-journal|\.v\d+\.bak)$/
  for (const name of readdirSync(dirname(file))) {
    if (name.startsWith(basename(file)) && beside.test(name.slice(basename(file).length))) rmSync(join(dirname(file), name), { force: true })
  }
  rmSync(file, { force: true })
}

/** Removes automatic snapshots but the newest. */
export function dropOldAutomatic(folder: string): void {
  const automatic = listSnapshots(folder).filter((snapshot) => snapshot.automatic)
  for (const { id } of automatic.slice(keptAutomatic)) removeSnapshot(snapshotFile(folder, id))
}

/**
 * Removes what a process that ended left unfinished, and makes files of an earlier Scimbox, which kept a WAL beside each, whole in
 * themselves. For a folder that nobody works in.
 */
export function tidySnapshots(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (/\.(new|fresh)(-\w+)?$/.test(name)) rmSync(file, { force: true })
    else if (name.endsWith('.sqlite') && !headerOf(file).isAlone) takeIn(file)
  }
}

function takeIn(file: string): void {
  try {
    openDatabase(file, { journal: 'DELETE' }).close()
  } catch {
    // It is listed with what is wrong with it.
  }
}

/**
 * What the first bytes of an SQLite file say (sqlite.org/fileformat, 1.3): whether it needs no file beside it, and its size in bytes.
 * @throws when it cannot be opened
 */
export function headerOf(file: string): { isAlone: boolean; size: number } {
  const header = Buffer.alloc(32)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, header)
  } finally {
    closeSync(descriptor)
  }
  const pageSize = header.readUInt16BE(16)
  return { isAlone: header[18] !== 2 && header[19] !== 2, size: header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize) }
}

function idsIn(folder: string): number[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => (/^\d{6,}\.sqlite$/.test(name) ? [Number.parseInt(name, 10)] : [])).toSorted((a, b) => a - b)
}
