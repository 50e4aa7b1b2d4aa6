import type { Comparison, StateDifference } from '../../../src-shared/api/snapshots.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { type Db, openDatabase, prepared } from '../db/open.ts'
import type { ColumnKind } from '../fixtures/columns.ts'
import { memberName, type StateTable, stateTables } from '../fixtures/state-tables.ts'
import { canonicalRow, stateRows } from '../fixtures/write-native.ts'
import { changesBetween } from '../scim/schema/changes.ts'

/** Differences that are listed; the others are only counted. */
const listed = 500

/** What differs between two files of state, row by row. Holds the rows of the first in memory while it looks. */
export function compareStates(from: string, to: string): Comparison {
  const [before, after] = [from, to].map((file) => openDatabase(file, { readonly: true })) as [Db, Db]
  // One look at each, however many tables are read meanwhile.
  for (const db of [before, after]) db.exec('BEGIN')
  try {
    const total = { added: 0, removed: 0, changed: 0 }
    const differences: StateDifference[] = []
    for (const table of stateTables) {
      for (const difference of differencesIn(table, before, after)) {
        total[difference.kind] += 1
        if (differences.length < listed) differences.push(difference)
      }
    }
    return { ...total, differences }
  } finally {
    before.close()
    after.close()
  }
}

function* differencesIn(table: StateTable, before: Db, after: Db): Generator<StateDifference> {
  const known = new Map<string, string>()
  for (const row of stateRows(before, table)) known.set(keyOf(table, row), canonicalRow(row))
  for (const row of stateRows(after, table)) {
    const key = keyOf(table, row)
    const was = known.get(key)
    known.delete(key)
    const what = { table: table.name, what: labelOf(table, row, after) }
    if (was === undefined) yield { ...what, kind: 'added', changes: [] }
    else if (was !== canonicalRow(row)) yield { ...what, kind: 'changed', changes: changesBetween(JSON.parse(was) as JsonObject, row) }
  }
  for (const text of known.values()) {
    yield { table: table.name, what: labelOf(table, JSON.parse(text) as JsonObject, before), kind: 'removed', changes: [] }
  }
}

function keyOf({ key, columns }: StateTable, row: JsonObject): string {
  return JSON.stringify(key.map((column) => row[memberName(column, columns[column]!)]))
}

/** A row as people call it: by its name, or those of the rows it is about. */
function labelOf({ title, about, key, columns }: StateTable, row: JsonObject, db: Db): string {
  if (title) return title(row)
  if (!about && typeof row.name === 'string') return row.name
  return (about ?? key).flatMap((column) => {
    const value = row[memberName(column, columns[column]!)]
    return value === undefined ? [] : nameOf(db, columns[column]!, String(value))
  }).join(' · ')
}

function nameOf(db: Db, { refersTo }: ColumnKind, id: string): string {
  if (!refersTo) return id
  return prepared<{ name: string | null }>(db, `SELECT ${refersTo.label} AS name FROM ${refersTo.table} WHERE id = ?`).get(id)?.name ?? id
}
