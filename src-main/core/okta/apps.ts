import type { App, AppSettings } from '../../../src-shared/api/okta/apps.ts'
import type { AppKind } from '../../../src-shared/domain/okta.ts'
import { ExpressionError, parseExpression } from '../../../src-shared/domain/okta-expression.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { createAttribute } from './attributes.ts'
import { baseAttributes } from './base-attributes.ts'
import { oktaId } from './ids.ts'

export interface AppRow { seq: number; id: string; label: string; kind: AppKind; settings: AppSettings; created: number }
type RawApp = Omit<AppRow, 'settings'> & { settings: string }

const columns = 'seq, id, label, kind, settings, created'

/** @throws ScimError 404 */
export function appOf(db: Db, id: string): AppRow {
  const raw = prepared<RawApp>(db, `SELECT ${columns} FROM okta_apps WHERE id = ?`).get(id)
  if (!raw) throw new ScimError(404, `There is no application ${id} in the simulated Okta.`)
  return toRow(raw)
}

export function appBySeq(db: Db, seq: number): AppRow {
  return toRow(prepared<RawApp>(db, `SELECT ${columns} FROM okta_apps WHERE seq = ?`).get(seq)!)
}

export function allApps(db: Db): AppRow[] {
  return prepared<RawApp>(db, `SELECT ${columns} FROM okta_apps ORDER BY seq`).all().map(toRow)
}

/** A new app sends nothing: its provisioning is off, as in Okta. @throws ScimError 400 for a Base URL that cannot be one */
export function createApp(writing: WriteContext, given: { label: string; kind: AppKind; target: AppSettings['target'] }): AppRow {
  checkTarget(given.target)
  const { db, now } = writing
  const id = oktaId(writing, '0oa')
  const settings: AppSettings = {
    target: given.target,
    authentication: given.kind === 'OIN' ? 'bearer' : 'header',
    uniqueIdentifier: 'userName',
    supported: { importUsers: false, pushNewUsers: false, pushProfileUpdates: false, pushGroups: false, importGroups: false },
    toApp: { createUsers: false, updateUserAttributes: false, deactivateUsers: false, syncPassword: false },
    userNameFormat: 'user.login',
    renameAppGroups: true,
    patchUsers: false,
  }
  const { lastInsertRowid } = prepared(db, 'INSERT INTO okta_apps (id, label, kind, settings, created) VALUES (?, ?, ?, ?, ?)')
    .run(id, given.label, given.kind, JSON.stringify(settings), now)
  const app = { seq: Number(lastInsertRowid), id, label: given.label, kind: given.kind, settings, created: now }
  for (const attribute of baseAttributes()) createAttribute(writing, app, attribute)
  return app
}

type ChangedSettings = Partial<Omit<AppSettings, 'supported' | 'toApp'>> & { supported?: Partial<AppSettings['supported']>; toApp?: Partial<AppSettings['toApp']> }

/** @throws ScimError 400 for settings that do not go together */
export function changeApp({ db }: WriteContext, app: AppRow, label: string | undefined, given: ChangedSettings): AppRow {
  const settings = changedSettings(app, given)
  prepared(db, 'UPDATE okta_apps SET label = ?, settings = ? WHERE seq = ?').run(label ?? app.label, JSON.stringify(settings), app.seq)
  return { ...app, label: label ?? app.label, settings }
}

/** The settings of an app once changed. @throws ScimError 400 for settings that do not go together */
export function changedSettings(app: AppRow, given: ChangedSettings): AppSettings {
  const settings: AppSettings = {
    ...app.settings, ...given,
    supported: { ...app.settings.supported, ...given.supported },
    toApp: { ...app.settings.toApp, ...given.toApp },
  }
  if (given.target) checkTarget(given.target)
  if (app.kind === 'AIW' && settings.authentication === 'bearer') {
    throw new ScimError(400, 'A custom app (AIW) authenticates with HTTP Header or Basic Auth; HTTP Header sends “Bearer ” and what was pasted.', 'invalidValue')
  }
  if (given.userNameFormat !== undefined) requireReadable(given.userNameFormat)
  return settings
}

/** Refuses what no request would carry. */
function checkTarget(target: AppSettings['target']): void {
  if (target.kind === 'self') return
  const { username, password } = new URL(target.baseUrl)
  if (username !== '' || password !== '') {
    throw new ScimError(400, 'The Base URL holds a name or a password, which is not sent. Take it away and paste the credential below.', 'invalidValue')
  }
  if (/[?#]/.test(target.baseUrl)) {
    throw new ScimError(400, 'The Base URL has a query or a fragment, and /Users cannot follow one. It ends with the path, as in https://app.example/scim/v2.', 'invalidValue')
  }
}

function requireReadable(userNameFormat: string): void {
  try {
    parseExpression(userNameFormat)
  } catch (error) {
    if (error instanceof ExpressionError) throw new ScimError(400, `The application username format cannot be read: ${error.message}`, 'invalidValue')
    throw error
  }
}

/**
 * Forgets the app and all Okta knows about it; nothing is sent. `isUnderWay`: a request is, even for an operation that was withdrawn.
 * @throws ScimError 409 while something is under way to it
 */
export function removeApp({ db }: WriteContext, { seq, label }: AppRow, isUnderWay: boolean): void {
  if (isUnderWay || prepared(db, "SELECT 1 FROM okta_tasks WHERE app_seq = ? AND state IN ('pending', 'waiting')").get(seq)) {
    throw new ScimError(409, `Something is still under way to ${label}. Wait for it, or cancel it under Tasks.`)
  }
  prepared(db, 'DELETE FROM okta_push_members WHERE push_id IN (SELECT id FROM okta_push_groups WHERE app_seq = ?)').run(seq)
  const tables = ['okta_app_attributes', 'okta_app_groups', 'okta_app_users', 'okta_push_rules', 'okta_push_groups', 'okta_tasks', 'okta_imported']
  for (const table of tables) prepared(db, `DELETE FROM ${table} WHERE app_seq = ?`).run(seq)
  prepared(db, 'DELETE FROM okta_apps WHERE seq = ?').run(seq)
}

/** What may be sent: what To App allows, of what Integration supports. */
export function allowed({ settings: { supported, toApp } }: Pick<AppRow, 'settings'>) {
  return {
    create: supported.pushNewUsers && toApp.createUsers,
    update: supported.pushProfileUpdates && toApp.updateUserAttributes,
    deactivate: toApp.deactivateUsers,
    password: toApp.syncPassword,
    groups: supported.pushGroups,
  }
}

/** Whether assigning somebody sends anything: before, people are assigned and get nothing until *Provision User* (okta-wire §3). */
export function isProvisioning(app: Pick<AppRow, 'settings'>): boolean {
  const { create, update, deactivate } = allowed(app)
  return create || update || deactivate
}

export function countsOf(db: Db, seq: number): App['counts'] {
  return prepared<App['counts']>(
    db,
    `SELECT (SELECT count(*) FROM okta_app_users WHERE app_seq = a.seq AND assigned = 1) AS assigned,
      (SELECT count(*) FROM okta_app_users WHERE app_seq = a.seq AND assigned = 1 AND status = 'unprovisioned') AS unprovisioned,
      (SELECT count(*) FROM okta_app_users WHERE app_seq = a.seq AND status = 'error') AS failed,
      (SELECT count(*) FROM okta_push_groups WHERE app_seq = a.seq) AS pushGroups,
      (SELECT count(*) FROM okta_tasks WHERE app_seq = a.seq AND state IN ('pending', 'waiting', 'interrupted', 'error')) AS openTasks
     FROM okta_apps a WHERE a.seq = ?`,
  ).get(seq)!
}

function toRow(raw: RawApp): AppRow {
  return { ...raw, settings: JSON.parse(raw.settings) as AppSettings }
}
