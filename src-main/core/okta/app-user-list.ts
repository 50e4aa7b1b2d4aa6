import type { AppUser } from '../../../src-shared/api/okta/assignments.ts'
import type { AppUserStatus } from '../../../src-shared/domain/okta.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import { findAppUser } from './app-users.ts'
import type { AppRow } from './apps.ts'
import { matchesPerson, nameOf, personBySeq, type PersonRow } from './people.ts'
import { appProfile } from './profile.ts'

interface Query { offset: number; limit: number; search: string; status?: AppUserStatus | undefined }

/** Who is or was assigned to an app, by login. */
export function listAppUsers(db: Db, app: AppRow, { offset, limit, search, status }: Query): { total: number; items: AppUser[] } {
  const params: Bindable[] = [app.seq, search, search, search, status ?? null, status ?? null]
  const source = `FROM okta_app_users u JOIN okta_people p ON p.seq = u.person_seq
    WHERE u.app_seq = ? AND (? = '' OR ${matchesPerson}) AND (? IS NULL OR u.status = ?)`
  const total = prepared<{ n: number }>(db, `SELECT count(*) AS n ${source}`).get(...params)!.n
  const rows = prepared<{ seq: number }>(db, `SELECT p.seq ${source} ORDER BY p.key LIMIT +? OFFSET +?`).all(...params, limit, offset)
  return { total, items: rows.map(({ seq }) => describeAppUser(db, app, personBySeq(db, seq))) }
}

/** @throws ScimError 404 for one who never was assigned */
export function describeAppUser(db: Db, app: AppRow, person: PersonRow): AppUser {
  const row = findAppUser(db, app.seq, person.seq)
  if (!row) throw new ScimError(404, `${person.login} is not assigned to ${app.label}.`)
  const { userName, values } = appProfile(db, app, person, row)
  return {
    personId: person.id, login: person.login, name: nameOf(person), personStatus: person.status, userName,
    assigned: row.assigned, individual: row.individual, status: row.status, externalId: row.externalId, error: row.error,
    profile: row.profile, effective: values,
    groups: prepared<{ id: string; name: string }>(
      db,
      `SELECT g.id, g.name FROM okta_app_groups a JOIN okta_groups g ON g.seq = a.group_seq JOIN okta_group_members m ON m.group_seq = g.seq
       WHERE a.app_seq = ? AND m.person_seq = ? ORDER BY a.priority`,
    ).all(app.seq, person.seq),
  }
}
