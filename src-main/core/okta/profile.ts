import type { AppAttribute, ProfileValues } from '../../../src-shared/api/okta/attributes.ts'
import { evaluate, ExpressionError, parseExpression } from '../../../src-shared/domain/okta-expression.ts'
import type { JsonObject, JsonValue } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'
import { attributesOf } from './attributes.ts'
import type { AppUserRow } from './app-users.ts'
import type { AppRow } from './apps.ts'
import { isSendable, type Mapped } from './body.ts'
import { groupsOfPerson } from './groups.ts'
import type { PersonRow } from './people.ts'

/** The app user profile of a person: what Okta would send of them now. */
export interface AppProfile {
  /** Null where the username format gives none. */
  userName: string | null
  mapped: Mapped[]
  /** The same by variable name. */
  values: ProfileValues
  /** What the app is told by it, where it is put included: another text means that there is something to send. */
  told: string
  /** Expressions that failed, in words. */
  problems: string[]
}

/** Own values first, then those of the assigned groups by priority, then the mapping (okta-wire §8). */
export function appProfile(
  db: Db, app: AppRow, person: PersonRow, row: Pick<AppUserRow, 'profile' | 'pushed' | 'status'> | null,
  attributes: readonly AppAttribute[] = attributesOf(db, app.seq),
): AppProfile {
  const own = row?.profile ?? {}
  // What is mapped on create only keeps the value it was created with; every push carries it (okta-wire §4).
  const kept = row?.status === 'unprovisioned' ? {} : (row?.pushed ?? {})
  const groups = groupValues(db, app.seq, person.seq)
  const problems: string[] = []
  const context = { user: userOf(person), appuser: own as JsonObject, get groups() { return groupsOfPerson(db, person.seq) } }
  const resolve = (text: string, what: string) => {
    try {
      return evaluate(parseExpression(text), context) ?? null
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      problems.push(`${what}: ${error.message}`)
      return null
    }
  }
  const userName = resolve(app.settings.userNameFormat, 'Application username format')
  const mapped = attributes.map((attribute): Mapped => {
    const { variableName, scope, combine, mapping, applyOn } = attribute
    if (variableName === 'userName') return { attribute, value: userName }
    const set = own[variableName] ?? (scope === 'Group' ? groupValue(groups, variableName, combine) : null)
    if (applyOn === 'create' && set === null && variableName in kept) return { attribute, value: kept[variableName] ?? null }
    return { attribute, value: set ?? (mapping === null ? null : resolve(mapping, variableName)) }
  })
  return {
    userName: typeof userName === 'string' && userName !== '' ? userName : null,
    mapped,
    values: Object.fromEntries(mapped.map(({ attribute, value }) => [attribute.variableName, value])) as ProfileValues,
    told: JSON.stringify(mapped.filter(({ attribute }) => isSendable(attribute)).map(({ attribute, value }) => (
      [attribute.externalNamespace, attribute.externalName, attribute.dataType, value]
    ))),
    problems,
  }
}

function userOf({ profile, id }: PersonRow): JsonObject {
  return { ...profile, id } as JsonObject
}

/** The values of assigned groups a person is in, the first priority first. */
function groupValues(db: Db, appSeq: number, personSeq: number): ProfileValues[] {
  return prepared<{ profile: string }>(
    db,
    `SELECT a.profile FROM okta_app_groups a JOIN okta_group_members m ON m.group_seq = a.group_seq
     WHERE a.app_seq = ? AND m.person_seq = ? ORDER BY a.priority`,
  ).all(appSeq, personSeq).map(({ profile }) => JSON.parse(profile) as ProfileValues)
}

/** The first group that says something decides; arrays may be joined instead. */
function groupValue(groups: ProfileValues[], name: string, combine: boolean): JsonValue {
  const given = groups.map((values) => values[name] ?? null).filter((value) => value !== null)
  if (combine && given.every((value) => Array.isArray(value)) && given.length > 0) return [...new Set(given.flat())]
  return given[0] ?? null
}

/** LambdatestRoles as set on the assignment of a pushed group: sent only under the assumption that Okta does (testmu-provisioning §9.7). */
export function groupRoles(db: Db, { appSeq, groupSeq }: { appSeq: number; groupSeq: number }): string[] {
  const row = prepared<{ profile: string }>(db, 'SELECT profile FROM okta_app_groups WHERE app_seq = ? AND group_seq = ?').get(appSeq, groupSeq)
  const roles = row && (JSON.parse(row.profile) as ProfileValues).LambdatestRoles
  if (typeof roles === 'string') return [roles]
  return Array.isArray(roles) ? roles.map(String) : []
}
