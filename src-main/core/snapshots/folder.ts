import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Snapshot } from '../../../src-shared/api/snapshots.ts'
import { openDatabase, prepared } from '../db/open.ts'
import { countResources } from '../fixtures/announce.ts'

/** Automatic snapshots that are kept: the newest. */
const keptAutomatic = 10

/** The state a reset returns to. */
export const seedFile = (folder: string) => join(folder, 'seed.sqlite')
/** The state of a new sandbox, for one that was never filled. */
export const freshFile = (folder: string) => join(folder, 'fresh.sqlite')
export const snapshotFile = (folder: string, id: number) => join(folder, `${String(id).padStart(6, '0')}.sqlite`)

/** The snapshots of one sandbox, newest first: each file says what it is. */
export function listSnapshots(folder: string): Snapshot[] {
  return idsIn(folder).toReversed().map((id) => ({ id, ...describeSnapshot(snapshotFile(folder, id)) }))
}

/** A file for the next snapshot. */
export function nextSnapshotFile(folder: string): string {
  return snapshotFile(folder, (idsIn(folder).at(-1) ?? 0) + 1)
}

/** Removes automatic snapshots but the newest. */
export function dropOldAutomatic(folder: string): void {
  const automatic = listSnapshots(folder).filter((snapshot) => snapshot.automatic)
  for (const { id } of automatic.slice(keptAutomatic)) rmSync(snapshotFile(folder, id))
}

export function describeSnapshot(file: string): Omit<Snapshot, 'id'> {
  const db = openDatabase(file, { readonly: true })
  try {
    const row = prepared<{ name: string; created: number; automatic: number }>(db, 'SELECT name, created, automatic FROM snapshot').get()!
    return { ...row, automatic: row.automatic === 1, ...countResources(db) }
  } finally {
    db.close()
  }
}

function idsIn(folder: string): number[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => (/^\d{6,}\.sqlite$/.test(name) ? [Number.parseInt(name, 10)] : [])).toSorted((a, b) => a - b)
}
