import type { AppAttribute } from '../../../src-shared/api/okta/attributes.ts'
import type { Drift } from '../../../src-shared/api/okta/drift.ts'
import { type Db, prepared } from '../db/open.ts'
import { type AppUserRow, findAppUser } from './app-users.ts'
import type { AppRow } from './apps.ts'
import { attributesOf } from './attributes.ts'
import { type AppUserFacts, driftOf, type OpenTask } from './drift.ts'
import { groupDriftOf } from './group-drift.ts'
import { type PersonRow, personBySeq } from './people.ts'
import type { PushRow } from './push-groups.ts'
import { appProfile } from './profile.ts'
import type { TargetState } from './target.ts'

/** Differences that are listed. */
const shown = 500

/** Where the app differs from what Okta believes: the few groups first, then app users. */
export function listDrift(db: Db, app: AppRow, target: TargetState): { total: number; items: Drift[] } {
  if (target.from === 'nothing') return { total: 0, items: [] }
  const all = [...groupDrift(db, app, target), ...userDrift(db, app, target)]
  return { total: all.length, items: all.slice(0, shown) }
}

function userDrift(db: Db, app: AppRow, target: TargetState): Drift[] {
  const attributes = attributesOf(db, app.seq)
  const rows = prepared<{ seq: number }>(db, 'SELECT person_seq AS seq FROM okta_app_users WHERE app_seq = ? ORDER BY person_seq').all(app.seq)
  return rows.flatMap(({ seq }) => {
    const person = personBySeq(db, seq)
    const row = findAppUser(db, app.seq, seq)!
    const userName = typeof row.pushed?.userName === 'string' ? row.pushed.userName : person.login
    const drift = driftOf({
      appUser: { ...row, ...profileFacts(db, app, person, row, attributes), personId: person.id, login: person.login, personStatus: person.status },
      account: row.externalId === null ? target.userByName(userName) : target.userById(row.externalId),
      openTask: openTask(db, app, 'person_seq', seq), settings: app.settings, attributes,
    })
    return drift === null ? [] : [drift]
  })
}

function profileFacts(
  db: Db, app: AppRow, person: PersonRow, row: AppUserRow, attributes: readonly AppAttribute[],
): Pick<AppUserFacts, 'profile' | 'isTold'> {
  if (!row.assigned || row.pushed === null) return { profile: null, isTold: true }
  const { values, told } = appProfile(db, app, person, row, attributes)
  return { profile: values, isTold: told === row.told }
}

interface PushedRow extends PushRow { groupId: string; groupName: string }

function groupDrift(db: Db, app: AppRow, target: TargetState): Drift[] {
  const rows = prepared<PushedRow>(
    db,
    `SELECT m.id, m.app_seq AS appSeq, m.group_seq AS groupSeq, m.external_id AS externalId, m.name, m.status, m.error, g.id AS groupId, g.name AS groupName
     FROM okta_push_groups m JOIN okta_groups g ON g.seq = m.group_seq WHERE m.app_seq = ? ORDER BY g.key`,
  ).all(app.seq)
  return rows.flatMap(({ id, groupId, groupName, externalId, status, error }) => {
    const members = prepared<{ id: string }>(db, 'SELECT external_id AS id FROM okta_push_members WHERE push_id = ?').all(id).map((row) => row.id)
    const drift = groupDriftOf({
      kind: app.kind, settings: app.settings, group: { id: groupId, name: groupName },
      push: { status, externalId, error, members },
      remote: externalId === null ? target.groupByName(groupName) : target.groupById(externalId),
      openTask: openTask(db, app, 'push_id', id),
    })
    return drift === null ? [] : [drift]
  })
}

function openTask(db: Db, app: AppRow, column: 'person_seq' | 'push_id', subject: number): OpenTask | null {
  return prepared<OpenTask>(
    db,
    `SELECT id, kind, state, error FROM okta_tasks WHERE ${column} = ? AND state IN ('pending', 'waiting', 'interrupted', 'error') AND +app_seq = ?
     ORDER BY id DESC LIMIT 1`,
  ).get(subject, app.seq) ?? null
}
