import { copyFileSync } from 'node:fs'
import type { Db } from './open.ts'

const files = import.meta.glob<string>('./migrations/*.sql', { query: '?raw', import: 'default', eager: true })
const migrations = Object.keys(files).toSorted().map((path) => files[path]!)

/** The schema version this build writes, kept in `user_version`. */
export const currentVersion = migrations.length

/**
 * Brings a file to the current schema version. A file with content is copied to `<file>.v<version>.bak` first; each migration is
 * one transaction, so a failed one leaves the old version.
 * @throws when the file was written by a newer Scimbox
 */
export function migrate(db: Db): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version > currentVersion) {
    throw new Error(`The file has schema version ${version}; this Scimbox knows ${currentVersion}. Open it with a newer Scimbox.`)
  }
  if (version > 0 && version < currentVersion) {
    db.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(db.name, `${db.name}.v${version}.bak`)
  }
  for (let next = version; next < currentVersion; next += 1) {
    db.transaction(() => {
      db.exec(migrations[next]!)
      db.pragma(`user_version = ${next + 1}`)
    }).immediate()
  }
}
