import type { Change } from '../../../src-shared/api/changes.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { CORE_USER, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { migrate } from '../../../src-main/core/db/migrate.ts'
import { type Db, openDatabase, prepared } from '../../../src-main/core/db/open.ts'
import { changeGroup } from '../../../src-main/core/directory/groups.ts'
import { findById, type ResourceRow } from '../../../src-main/core/directory/resources.ts'
import { changeUser, createUser, removeUser } from '../../../src-main/core/directory/users.ts'
import { performChange } from '../../../src-main/core/provisioning/change.ts'
import { installDefaults } from '../../../src-main/core/provisioning/entities.ts'
import { endRoleOverride, setOverride } from '../../../src-main/core/provisioning/overrides.ts'
import { reconcile } from '../../../src-main/core/provisioning/reconcile.ts'
import { readSettings, profiles, switchesOf, writeSettings } from '../../../src-main/core/sandboxes/settings.ts'
import type { WriteContext } from '../../../src-main/core/sandboxes/write-context.ts'
import { installProfileSchemas, loadModels } from '../../../src-main/core/scim/schema/store.ts'
import { runningClock } from '../../../src-main/core/sandboxes/clock.ts'

/** Beside the changes of the console: what SCIM and an admin do to users, and a whole member list. */
export type Action = Change
  | { action: 'replaceMembers'; groupId: string; userIds: string[] }
  | { action: 'setUser'; userId: string; organizationRole: Role | null; lambdatestGroup: string | null; active: boolean }
  | { action: 'setRoleByHand'; userId: string; role: Role | null }
  | { action: 'removeUser'; userId: string }

/** An organization in memory, without HTTP: thousands of histories can be played in one. */
export function openWorld(users: readonly string[]): { db: Db; context: () => WriteContext; play: (history: (attempt: Attempt) => void) => void } {
  const db = openDatabase(':memory:')
  migrate(db)
  writeSettings(db, {
    name: 'World', slug: 'world', bugs: [], created: 0, profile: 'testmu', strictness: 'lenient', overrides: {}, keep: 1000, seed: 'world', clock: runningClock,
    flags: { groupProvisioning: true, teams: true, concurrencyGroups: true, subOrganizations: true },
  })
  installProfileSchemas(db, profiles.testmu)
  installDefaults(db)
  const models = loadModels(db)
  const context = (): WriteContext => {
    const settings = readSettings(db)
    return { db, settings, switches: switchesOf(settings), models, now: 1_000, findings: [], events: [] }
  }
  const start = context()
  for (const name of users) {
    createUser(start, userModel(start), { schemas: [CORE_USER], userName: `${name}@acme.test`, name: { givenName: name, familyName: 'Doe' } })
  }
  const step = db.transaction((action: Action, undo: boolean) => {
    const writing = context()
    perform(writing, action)
    if (undo) throw new Undo(writing.events)
    return writing.events
  })
  const attempt: Attempt = (action, undo = false) => {
    try {
      return step(action, undo)
    } catch (error) {
      if (error instanceof Undo) return error.events
      if (error instanceof ScimError) return null
      throw error
    }
  }
  return {
    db, context,
    play(history) {
      db.exec('BEGIN')
      try {
        history(attempt)
      } finally {
        db.exec('ROLLBACK')
      }
    },
  }
}

/** The events of an action, or null where it was refused. With `undo` nothing of it stays. */
export type Attempt = (action: Action, undo?: boolean) => DomainEvent[] | null

class Undo extends Error {
  readonly events: DomainEvent[]
  constructor(events: DomainEvent[]) {
    super('undone')
    this.events = events
  }
}

/** Runs work and takes back what it stored. */
export function undone<Result>(db: Db, work: () => Result): Result {
  db.exec('SAVEPOINT undone')
  try {
    return work()
  } finally {
    db.exec('ROLLBACK TO undone; RELEASE undone')
  }
}

function perform(context: WriteContext, action: Action): void {
  if (action.action === 'replaceMembers') {
    const row = required(context, action.groupId)
    const model = context.models.find((each) => each.type.name === 'Group')!
    changeGroup(context, model, row, JSON.parse(row.body) as JsonObject, [{ op: 'replace', ids: action.userIds }])
  } else if (action.action === 'setUser') {
    const row = required(context, action.userId)
    const { [LAMBDATEST_USER]: _old, ...body } = JSON.parse(row.body) as JsonObject
    const { organizationRole, lambdatestGroup, active } = action
    const extension = { ...(organizationRole && { OrganizationRole: organizationRole }), ...(lambdatestGroup && { LambdatestGroup: lambdatestGroup }) }
    changeUser(context, userModel(context), row, { ...body, active, ...(Object.keys(extension).length > 0 && { [LAMBDATEST_USER]: extension }) })
  } else if (action.action === 'setRoleByHand') {
    const row = required(context, action.userId)
    if (action.role === null) endRoleOverride(context, { seq: row.seq, userId: row.id, userName: '' })
    else setOverride(context.db, row.seq, 'role', action.role)
    reconcile(context, [row.seq])
  } else if (action.action === 'removeUser') removeUser(context, required(context, action.userId))
  else performChange(context, action)
}

function required({ db }: WriteContext, id: string): ResourceRow {
  const row = findById(db, id)
  if (!row) throw new ScimError(404, `${id} was not found.`)
  return row
}

function userModel({ models }: WriteContext) {
  return models.find((each) => each.type.name === 'User')!
}

/** Every row of the given tables, to compare. */
export function dump(db: Db, tables: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(tables.map((table) => [table, prepared(db, `SELECT * FROM ${table}`).all().map((row) => JSON.stringify(row)).toSorted()]))
}
