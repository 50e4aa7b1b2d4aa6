import type { AppAttribute, Lint, ProfileValues } from '../../../src-shared/api/okta/attributes.ts'
import type { PersonStatus } from '../../../src-shared/domain/okta.ts'
import { type Db, prepared } from '../db/open.ts'
import { listAppGroups } from './app-groups.ts'
import { findAppUser } from './app-users.ts'
import type { AppRow } from './apps.ts'
import { attributesOf } from './attributes.ts'
import { lintAssignments, lintValues } from './lint-assignments.ts'
import { lintAttribute, lintProfile } from './lint-attribute.ts'
import { lintPush } from './lint-push.ts'
import { lintApp, type LintInput } from './lint.ts'
import { personBySeq } from './people.ts'
import { appProfile } from './profile.ts'
import { memberFacts } from './push-groups.ts'
import { missingOf } from './readiness.ts'
import type { TargetState } from './target.ts'

/** Assigned people whose values are looked at. */
const sampled = 200

export function lintsOfProfile(db: Db, app: AppRow, target: TargetState): Lint[] {
  const input = factsOf(db, app, target)
  return [...lintApp(input), ...lintProfile(input)]
}

/** Of an attribute as it is being edited. */
export function lintsOfAttribute(db: Db, app: AppRow, target: TargetState, attribute: AppAttribute): Lint[] {
  const input = factsOf(db, app, target)
  const others = input.attributes.filter(({ variableName }) => variableName !== attribute.variableName)
  return lintAttribute(attribute, { ...input, attributes: [...others, attribute] })
}

export function lintsOfAssignments(db: Db, app: AppRow, target: TargetState): Lint[] {
  return lintAssignments(factsOf(db, app, target))
}

/** Of values of an assignment as they are being typed. */
export function lintsOfValues(db: Db, app: AppRow, target: TargetState, profile: ProfileValues): Lint[] {
  return lintValues(factsOf(db, app, target), profile)
}

export function lintsOfPushes(db: Db, app: AppRow, target: TargetState): Lint[] {
  return lintPush(factsOf(db, app, target))
}

function factsOf(db: Db, app: AppRow, { schemas, concurrencyGroups }: TargetState): LintInput {
  return {
    kind: app.kind,
    settings: app.settings,
    attributes: attributesOf(db, app.seq),
    assignedPeople: assignedPeople(db, app),
    assignedGroups: listAppGroups(db, app).map(({ groupId, name, profile }) => ({ id: groupId, name, profile })),
    pushedGroups: pushedGroups(db, app),
    ...(schemas && { targetSchemas: schemas }),
    ...(concurrencyGroups && { concurrencyGroups }),
  }
}

function assignedPeople(db: Db, app: AppRow): LintInput['assignedPeople'] {
  return prepared<{ seq: number; login: string; status: PersonStatus }>(
    db,
    `SELECT p.seq, p.login, p.status FROM okta_app_users u JOIN okta_people p ON p.seq = u.person_seq
     WHERE u.app_seq = ? AND u.assigned = 1 ORDER BY p.seq DESC LIMIT +?`,
  ).all(app.seq, sampled).map(({ seq, login, status }) => ({
    login, status, profile: appProfile(db, app, personBySeq(db, seq), findAppUser(db, app.seq, seq)).values,
  }))
}

function pushedGroups(db: Db, app: AppRow): LintInput['pushedGroups'] {
  return prepared<{ id: string; name: string; groupSeq: number }>(
    db, 'SELECT g.id, g.name, g.seq AS groupSeq FROM okta_push_groups m JOIN okta_groups g ON g.seq = m.group_seq WHERE m.app_seq = ? ORDER BY g.key',
  ).all(app.seq).map(({ id, name, groupSeq }) => {
    const members = { unassigned: 0, unprovisioned: 0, inactive: 0 }
    for (const facts of memberFacts(db, { appSeq: app.seq, groupSeq })) {
      const missing = missingOf(facts)
      if (missing !== null) members[missing] += 1
    }
    return { id, name, members }
  })
}
