import { migrate } from '../../src-main/core/db/migrate.ts'
import { type Db, openDatabase } from '../../src-main/core/db/open.ts'
import { importNative } from '../../src-main/core/fixtures/read-native.ts'
import { FixtureProblem } from '../../src-main/core/fixtures/problem.ts'
import { ImportLog } from '../../src-main/core/fixtures/report.ts'
import { nativeText } from '../../src-main/core/fixtures/write-native.ts'
import type { ImportReport } from '../../src-shared/api/fixtures.ts'
import type { WriteContext } from '../../src-main/core/sandboxes/write-context.ts'

/** The native fixture of a sandbox file. */
export function exportedText(db: Db): string {
  return [...nativeText(db, () => undefined)].join('')
}

/** A native fixture with that many copies of its first user. */
export function enlarged(text: string, users: number): string {
  const [line] = /\{"id".*"type":"User".*\}/.exec(text)!
  const copies = Array.from({ length: users }, (_, index) => line.replace(/"id":"[^"]+"/, `"id":"c${index}"`).replaceAll('jane@', `c${index}@`))
  return text.replace(line, [line, ...copies].join(',\n'))
}

/** A file that has the schema of a sandbox and nothing in it. */
export function emptyDatabase(): Db {
  const db = openDatabase(':memory:')
  migrate(db)
  return db
}

/** Reads a native fixture into an open file, in pieces of a size that cuts rows anywhere. Nothing is rolled back. */
export function importText(db: Db, text: string, pieceSize = 1000): ImportReport {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceSize) }, (_, index) => bytes.subarray(index * pieceSize, (index + 1) * pieceSize))
  const log = new ImportLog()
  const before = emptyDatabase()
  try {
    importNative({ db } as WriteContext, pieces, log, before)
  } catch (error) {
    if (!(error instanceof FixtureProblem)) throw error
    log.refuse({ at: error.at, what: 'the file', detail: error.message })
  } finally {
    before.close()
  }
  return log.report('native', log.isClean)
}
