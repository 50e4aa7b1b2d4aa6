import type { AppGroup } from '../../../src-shared/api/okta/assignments.ts'
import type { ProfileValues } from '../../../src-shared/api/okta/attributes.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { AppRow } from './apps.ts'
import type { GroupRow } from './groups.ts'

/** The assigned groups, the one that decides first at the top. */
export function listAppGroups(db: Db, app: AppRow): AppGroup[] {
  return prepared<Omit<AppGroup, 'profile'> & { profile: string }>(
    db,
    `SELECT g.id AS groupId, g.name, a.priority, a.profile, (SELECT count(*) FROM okta_group_members m WHERE m.group_seq = g.seq) AS members
     FROM okta_app_groups a JOIN okta_groups g ON g.seq = a.group_seq WHERE a.app_seq = ? ORDER BY a.priority`,
  ).all(app.seq).map((row) => ({ ...row, profile: JSON.parse(row.profile) as ProfileValues }))
}

/** The last to be assigned has the lowest priority. @throws ScimError 409 when it is assigned already */
export function assignGroup({ db }: WriteContext, app: AppRow, group: GroupRow, profile: ProfileValues): void {
  if (isGroupAssigned(db, app, group)) throw new ScimError(409, `${group.name} is assigned to ${app.label} already.`)
  prepared(
    db,
    `INSERT INTO okta_app_groups (app_seq, group_seq, priority, profile)
     SELECT ?, ?, (SELECT count(*) FROM okta_app_groups WHERE app_seq = ?), ?`,
  ).run(app.seq, group.seq, app.seq, JSON.stringify(profile))
}

/** @throws ScimError 404 */
export function changeAppGroup({ db }: WriteContext, app: AppRow, group: GroupRow, given: { profile?: ProfileValues | undefined; priority?: number | undefined }): void {
  refuseUnassigned(db, app, group)
  if (given.profile !== undefined) {
    prepared(db, 'UPDATE okta_app_groups SET profile = ? WHERE app_seq = ? AND group_seq = ?').run(JSON.stringify(given.profile), app.seq, group.seq)
  }
  if (given.priority !== undefined) reorder(db, app, order(db, app).filter((seq) => seq !== group.seq).toSpliced(given.priority, 0, group.seq))
}

/** @throws ScimError 404 */
export function unassignGroup({ db }: WriteContext, app: AppRow, group: GroupRow): void {
  refuseUnassigned(db, app, group)
  prepared(db, 'DELETE FROM okta_app_groups WHERE app_seq = ? AND group_seq = ?').run(app.seq, group.seq)
  reorder(db, app, order(db, app))
}

function isGroupAssigned(db: Db, app: AppRow, group: GroupRow): boolean {
  return prepared(db, 'SELECT 1 FROM okta_app_groups WHERE app_seq = ? AND group_seq = ?').get(app.seq, group.seq) !== undefined
}

function refuseUnassigned(db: Db, app: AppRow, group: GroupRow): void {
  if (!isGroupAssigned(db, app, group)) throw new ScimError(404, `${group.name} is not assigned to ${app.label}.`)
}

function order(db: Db, app: AppRow): number[] {
  return prepared<{ seq: number }>(db, 'SELECT group_seq AS seq FROM okta_app_groups WHERE app_seq = ? ORDER BY priority').all(app.seq).map(({ seq }) => seq)
}

function reorder(db: Db, app: AppRow, groupSeqs: number[]): void {
  const update = prepared(db, 'UPDATE okta_app_groups SET priority = ? WHERE app_seq = ? AND group_seq = ?')
  groupSeqs.forEach((seq, priority) => update.run(priority, app.seq, seq))
}
