import Database from 'better-sqlite3'
import { registerFilterFunctions } from '../scim/filter/functions.ts'

export type Db = Database.Database
export type Bindable = string | number | null | Buffer

/** With a `journal` other than WAL, what is written is in the one file once it is closed. */
interface Opening { readonly?: boolean; journal?: 'WAL' | 'DELETE' | 'MEMORY' }

/**
 * Opens a sandbox file. `synchronous=NORMAL` with WAL survives the death of the process, not of the power.
 * @throws when the file is not a database or cannot be opened
 */
export function openDatabase(file: string, { readonly = false, journal = 'WAL' }: Opening = {}): Db {
  const db = new Database(file, { readonly })
  if (!readonly) {
    setJournal(db, journal)
    db.pragma('synchronous = NORMAL')
    // Pages between checkpoints: four times the default, as every checkpoint waits for the disk.
    db.pragma('wal_autocheckpoint = 4000')
  }
  db.pragma('temp_store = MEMORY')
  db.pragma('cache_size = -32000')
  registerFilterFunctions(db)
  return db
}

/** SQLite says nothing when it does not change the mode, as while somebody else has the file open. */
function setJournal(db: Db, wanted: NonNullable<Opening['journal']>): void {
  const mode = String(db.pragma(`journal_mode = ${wanted}`, { simple: true }))
  if (mode === wanted.toLowerCase() || db.memory) return
  db.close()
  throw new Error(`${db.name} is in the journal mode ${mode}, not ${wanted}.`)
}

const statements = new WeakMap<Db, Map<string, Database.Statement<Bindable[], unknown>>>()

/**
 * The statement for this SQL text, prepared once per connection. A value compared next to ORDER BY, or bound as LIMIT, is written `+?`:
 * SQLite plans by the value of a bare `?` there, and so prepares the statement anew with every run.
 */
export function prepared<Row = unknown>(db: Db, sql: string): Database.Statement<Bindable[], Row> {
  let known = statements.get(db)
  if (!known) statements.set(db, (known = new Map()))
  let statement = known.get(sql)
  if (!statement) known.set(sql, (statement = db.prepare<Bindable[], unknown>(sql)))
  return statement as Database.Statement<Bindable[], Row>
}
