import { isRole, type Role } from '../../../src-shared/domain/roles.ts'
import { foldCase, isObject, type JsonObject } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { type Db, prepared } from '../db/open.ts'
import { listGroupsOf } from '../directory/memberships.ts'
import type { Settings } from '../sandboxes/settings.ts'
import type { Facts } from './plan.ts'

type Entity = { id: number; name: string }

/** Reads what the planner needs about one user. `row` is the user's row. */
export function readFacts(db: Db, settings: Settings, row: { seq: number; body: string; role: string | null }): Facts {
  const body = JSON.parse(row.body) as JsonObject
  const extension = body[LAMBDATEST_USER]
  const wanted = isObject(extension) && typeof extension.LambdatestGroup === 'string' ? extension.LambdatestGroup : null
  const override = prepared<{ role: Role }>(db, 'SELECT role FROM role_overrides WHERE user_seq = ?').get(row.seq)
  return {
    userName: String(body.userName),
    attributeRole: isRole(row.role) ? row.role : null,
    groups: listGroupsOf(db, row.seq),
    overrideRole: override?.role ?? null,
    wantedConcurrencyGroup: wanted,
    namedConcurrencyGroup: wanted === null ? null : (findConcurrencyGroup(db, wanted) ?? null),
    defaultConcurrencyGroup: prepared<Entity>(db, "SELECT id, name FROM entities WHERE kind = 'concurrencyGroup' AND is_default = 1").get()!,
    concurrencyGroupsOn: settings.flags.concurrencyGroups,
  }
}

export function findConcurrencyGroup(db: Db, name: string): Entity | undefined {
  return prepared<Entity>(db, "SELECT id, name FROM entities WHERE kind = 'concurrencyGroup' AND key = ?").get(foldCase(name))
}
