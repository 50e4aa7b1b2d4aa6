import { foldCase, type JsonObject, type Schema } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { AppRow } from './apps.ts'

/** What the app at the other end has, as far as it can be read without a request. */
export interface TargetState {
  /** `app`: a sandbox of this Scimbox, read as it is now; `import`: what the last import read. */
  from: 'app' | 'import' | 'nothing'
  schemas: Schema[] | null
  concurrencyGroups: string[] | null
  userById(id: string): JsonObject | null
  userByName(userName: string): JsonObject | null
  groupById(id: string): RemoteGroup | null
  groupByName(displayName: string): RemoteGroup | null
}

export interface RemoteGroup { id: string; displayName: string; members: string[] }

/** A sandbox is looked into; of any other app only what was imported is known. */
export function targetOf(db: Db, app: AppRow, sandbox: Sandbox | null): TargetState {
  return sandbox === null ? importedTarget(db, app) : sandboxTarget(sandbox.db)
}

interface Stored { seq: number; id: string; body: string; active: number }

function sandboxTarget(db: Db): TargetState {
  const one = (type: 'User' | 'Group', column: 'id' | 'key', value: string) => prepared<Stored>(
    db, `SELECT seq, id, body, active FROM resources WHERE ${column} = ? AND type = ? AND deleted IS NULL`,
  ).get(value, type)
  const user = (row: Stored | undefined) => (row ? { ...(JSON.parse(row.body) as JsonObject), id: row.id, active: row.active === 1 } : null)
  const group = (row: Stored | undefined): RemoteGroup | null => row ? {
    id: row.id,
    displayName: String((JSON.parse(row.body) as JsonObject).displayName),
    members: prepared<{ id: string }>(db, 'SELECT r.id FROM memberships m JOIN resources r ON r.seq = m.member_seq WHERE m.group_seq = ?').all(row.seq).map(({ id }) => id),
  } : null
  return {
    from: 'app',
    schemas: prepared<{ body: string }>(db, 'SELECT body FROM schemas ORDER BY id').all().map(({ body }) => JSON.parse(body) as Schema),
    concurrencyGroups: prepared<{ name: string }>(db, "SELECT name FROM entities WHERE kind = 'concurrencyGroup' ORDER BY key").all().map(({ name }) => name),
    userById: (id) => user(one('User', 'id', id)),
    userByName: (userName) => user(one('User', 'key', foldCase(userName))),
    groupById: (id) => group(one('Group', 'id', id)),
    groupByName: (displayName) => group(one('Group', 'key', foldCase(displayName))),
  }
}

function importedTarget(db: Db, { seq }: AppRow): TargetState {
  const one = (type: 'User' | 'Group', column: 'external_id' | 'key', value: string) => {
    const row = prepared<{ body: string }>(db, `SELECT body FROM okta_imported WHERE app_seq = ? AND type = ? AND ${column} = ?`).get(seq, type, value)
    return row ? (JSON.parse(row.body) as JsonObject) : null
  }
  const group = (body: JsonObject | null): RemoteGroup | null => body && {
    id: String(body.id), displayName: String(body.displayName),
    members: Array.isArray(body.members) ? body.members.map((member) => String((member as JsonObject).value)) : [],
  }
  return {
    from: prepared(db, 'SELECT 1 FROM okta_imported WHERE app_seq = ? LIMIT 1').get(seq) ? 'import' : 'nothing',
    schemas: null,
    concurrencyGroups: null,
    userById: (id) => one('User', 'external_id', id),
    userByName: (userName) => one('User', 'key', foldCase(userName)),
    groupById: (id) => group(one('Group', 'external_id', id)),
    groupByName: (displayName) => group(one('Group', 'key', foldCase(displayName))),
  }
}
