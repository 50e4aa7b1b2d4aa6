import type { Imported } from '../../../src-shared/api/okta/imports.ts'
import type { PersonStatus } from '../../../src-shared/domain/okta.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { foldCase, type JsonObject } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { AppRow } from './apps.ts'
import { logEntry } from './log.ts'

/** Rows of a list that are shown. */
const shown = 1_000

/** Replaces what the last import of this type read. */
export function storeImport({ db }: WriteContext, app: AppRow, type: 'User' | 'Group', resources: readonly JsonObject[]): void {
  prepared(db, 'DELETE FROM okta_imported WHERE app_seq = ? AND type = ?').run(app.seq, type)
  const insert = prepared(db, 'INSERT OR REPLACE INTO okta_imported (app_seq, type, external_id, name, key, body) VALUES (?, ?, ?, ?, ?, ?)')
  for (const resource of resources) {
    const name = type === 'User' ? resource.userName : resource.displayName
    if (typeof resource.id !== 'string' || typeof name !== 'string') continue
    insert.run(app.seq, type, resource.id, name, foldCase(name), JSON.stringify(resource))
  }
}

interface RawImported { externalId: string; name: string; matchId: string | null; matchName: string | null; linked: number }
interface Found { total: number; items: Imported[] }

/**
 * What the last import found, inactive users skipped (okta-wire §7), with the person or group each matches: accounts by username, groups
 * by name. Open matches come first.
 */
export function listImported(db: Db, app: AppRow): { users: Found; groups: Found } {
  return {
    users: found(db, app, "'User' AND i.body ->> '$.active' IS NOT 0", 'okta_people', 'login', 'okta_app_users'),
    groups: found(db, app, "'Group'", 'okta_groups', 'name', 'okta_push_groups'),
  }
}

function found(db: Db, app: AppRow, type: string, matches: string, name: string, links: string): Found {
  const rows = prepared<RawImported & { total: number }>(
    db,
    `SELECT i.external_id AS externalId, i.name, m.id AS matchId, m.${name} AS matchName, count(*) OVER () AS total,
       EXISTS (SELECT 1 FROM ${links} l WHERE l.app_seq = i.app_seq AND l.external_id = i.external_id) AS linked
     FROM okta_imported i LEFT JOIN ${matches} m ON m.key = i.key
     WHERE i.app_seq = ? AND i.type = ${type} ORDER BY linked, m.id IS NULL, i.name LIMIT +?`,
  ).all(app.seq, shown)
  return { total: rows[0]?.total ?? 0, items: rows.map(toImported) }
}

function toImported({ externalId, name, matchId, matchName, linked }: RawImported): Imported {
  return { externalId, name, match: matchId === null ? null : { id: matchId, name: matchName! }, linked: linked === 1 }
}

/** Makes an account the matching person's, who is assigned by it. @throws ScimError 404 when nobody matches, 409 for one who is deactivated */
export function confirmAccount(writing: WriteContext, actionId: number, app: AppRow, externalId: string): void {
  const { db } = writing
  const found = prepared<{ name: string }>(db, "SELECT name FROM okta_imported WHERE app_seq = ? AND type = 'User' AND external_id = ?").get(app.seq, externalId)
  const person = found && prepared<{ seq: number; login: string; status: PersonStatus }>(db, 'SELECT seq, login, status FROM okta_people WHERE key = ?').get(foldCase(found.name))
  if (!person) throw new ScimError(404, `No person of this Okta matches the account ${found?.name ?? externalId}.`)
  if (person.status === 'DEPROVISIONED') throw new ScimError(409, `${person.login} is deactivated in Okta; reactivate the person before confirming the account.`)
  prepared(
    db,
    `INSERT INTO okta_app_users (app_seq, person_seq, assigned, individual, profile, status, external_id, active) VALUES (?, ?, 1, 1, '{}', 'provisioned', ?, 1)
     ON CONFLICT (app_seq, person_seq) DO UPDATE SET assigned = 1, individual = 1, status = 'provisioned', external_id = excluded.external_id, active = 1, error = NULL`,
  ).run(app.seq, person.seq, externalId)
  const message = `Assigned ${person.login} to ${app.label} with the account ${found.name} that was imported; nothing is sent.`
  logEntry(writing, { event: 'application.user_membership.add', outcome: 'SUCCESS', message, target: person.login, actionId })
}

/** The name of a group an import found. @throws ScimError 404 */
export function importedGroupName(db: Db, app: AppRow, externalId: string): string {
  const row = prepared<{ name: string }>(db, "SELECT name FROM okta_imported WHERE app_seq = ? AND type = 'Group' AND external_id = ?").get(app.seq, externalId)
  if (!row) throw new ScimError(404, `The last import of ${app.label} found no group ${externalId}. Import first.`)
  return row.name
}
