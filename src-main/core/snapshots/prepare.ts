import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrate } from '../db/migrate.ts'
import { type Db, openDatabase } from '../db/open.ts'
import { installDefaults } from '../provisioning/entities.ts'
import { profiles, type Settings, writeSettings } from '../sandboxes/settings.ts'
import { installProfileSchemas } from '../scim/schema/store.ts'
import { saveSnapshot } from './save.ts'

/** The settings a new sandbox begins with. */
export type FreshState = Pick<Settings, 'profile' | 'strictness' | 'overrides' | 'seed' | 'clock'>

/** Fills an empty, migrated file with what a new sandbox holds. */
export function installState(db: Db, fresh: FreshState): void {
  writeSettings(db, { ...fresh, bugs: [], flags: { groupProvisioning: true, teams: true, concurrencyGroups: true, subOrganizations: true } })
  installProfileSchemas(db, profiles[fresh.profile])
  installDefaults(db)
}

/** Writes a snapshot of a sandbox that nobody has put anything into. */
export function saveFreshState(target: string, created: number, fresh: FreshState): void {
  const file = `${target}.fresh`
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  rmSync(file, { force: true })
  try {
    fill(file, fresh)
    saveSnapshot(file, target, { name: 'a new sandbox', created, automatic: true })
  } finally {
    rmSync(file, { force: true })
  }
}

function fill(file: string, fresh: FreshState): void {
  const db = openDatabase(file, { journal: 'MEMORY' })
  try {
    migrate(db)
    db.transaction(() => installState(db, fresh))()
  } finally {
    db.close()
  }
}

/** Brings a snapshot of an earlier Scimbox to the present schema, and what it left beside the file into it. */
export function upgradeSnapshot(file: string): void {
  const db = openDatabase(file, { journal: 'DELETE' })
  try {
    migrate(db)
  } finally {
    db.close()
  }
}
