import { type EntityKind, entityKinds } from '../../../src-shared/domain/provisioning.ts'
import { isRole, type Role } from '../../../src-shared/domain/roles.ts'
import { foldCase, isObject, type JsonObject } from '../../../src-shared/scim/types.ts'
import { LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { type Db, prepared } from '../db/open.ts'
import { listGroupsOf } from '../directory/memberships.ts'
import type { Settings } from '../sandboxes/settings.ts'
import type { Current, CurrentEntity, Entity, Facts, Overrides } from './plan.ts'
import type { Claim, Decision, Holders } from './slots.ts'

/** The row of a user, as far as planning needs it. */
export interface PlannedRow { seq: number; body: string; role: string | null }

/** Reads what the planner needs about one user. */
export function readFacts(db: Db, settings: Settings, row: PlannedRow): Facts {
  const body = JSON.parse(row.body) as JsonObject
  const extension = body[LAMBDATEST_USER]
  const wanted = isObject(extension) && typeof extension.LambdatestGroup === 'string' ? extension.LambdatestGroup : null
  const claims = listClaims(db, row.seq)
  const overrides = readOverrides(db, row.seq)
  return {
    userName: String(body.userName),
    attributeRole: isRole(row.role) ? row.role : null,
    groups: listGroupsOf(db, row.seq),
    overrideRole: overrides.role,
    overrides,
    claims,
    holders: readHolders(db, row.seq),
    decisions: claims.length > 1 ? listDecisions(db, row.seq) : [],
    wantedConcurrencyGroup: wanted,
    namedConcurrencyGroup: wanted === null ? null : (findEntity(db, 'concurrencyGroup', wanted) ?? null),
    defaultConcurrencyGroup: defaultEntity(db, 'concurrencyGroup'),
    rootOrganization: defaultEntity(db, 'subOrganization'),
    frozen: frozenKinds(settings),
    current: readCurrent(db, row.seq),
  }
}

export function frozenKinds({ flags }: Settings): Set<EntityKind> {
  return new Set(entityKinds.filter((kind) => !flags[`${kind}s`]))
}

export function findEntity(db: Db, kind: EntityKind, name: string): Entity | undefined {
  return prepared<Entity>(db, 'SELECT id, name FROM entities WHERE kind = ? AND key = ?').get(kind, foldCase(name))
}

/** The default concurrency group, or the root organization. */
export function defaultEntity(db: Db, kind: EntityKind): Entity {
  return prepared<Entity>(db, 'SELECT id, name FROM entities WHERE kind = ? AND is_default = 1').get(kind)!
}

/** In two steps: most users have no claim, and opening the joined tables costs more than the look-up. */
export function listClaims(db: Db, userSeq: number): Claim[] {
  const rows = prepared<{ mapping_id: number; claim_seq: number }>(
    db, 'SELECT mapping_id, claim_seq FROM claims WHERE user_seq = ? ORDER BY claim_seq',
  ).all(userSeq)
  if (rows.length === 0) return []
  const select = prepared<Omit<Claim, 'mappingId' | 'seq'>>(
    db,
    `SELECT m.kind, e.id AS entityId, e.name AS entityName, g.id AS groupId, g.body ->> '$.displayName' AS groupName
     FROM mappings m JOIN entities e ON e.id = m.entity_id JOIN resources g ON g.seq = m.group_seq WHERE m.id = ?`,
  )
  return rows.map(({ mapping_id: mappingId, claim_seq: seq }) => ({ ...select.get(mappingId)!, mappingId, seq }))
}

function readHolders(db: Db, userSeq: number): Holders {
  const rows = prepared<{ slot: keyof Holders; mapping_id: number }>(db, 'SELECT slot, mapping_id FROM holders WHERE user_seq = ?').all(userSeq)
  const holders: Holders = { concurrencyGroup: null, subOrganization: null }
  for (const row of rows) holders[row.slot] = row.mapping_id
  return holders
}

function listDecisions(db: Db, userSeq: number): Decision[] {
  return prepared<Decision>(db, 'SELECT a, b, winner FROM decisions WHERE user_seq = ?').all(userSeq)
}

function readOverrides(db: Db, userSeq: number): Overrides {
  const rows = prepared<{ slot: string; value: string }>(db, 'SELECT slot, value FROM overrides WHERE user_seq = ?').all(userSeq)
  const value = (slot: string) => rows.find((row) => row.slot === slot)?.value
  const entity = (slot: string) => {
    const id = value(slot)
    return id === undefined ? null : (prepared<Entity>(db, 'SELECT id, name FROM entities WHERE id = ?').get(Number(id)) ?? null)
  }
  return {
    role: (value('role') as Role | undefined) ?? null,
    concurrencyGroup: entity('concurrencyGroup'),
    organization: entity('subOrganization'),
    leftTeams: rows.filter((row) => row.slot.startsWith('team:')).map((row) => Number(row.slot.slice('team:'.length))),
  }
}

function readCurrent(db: Db, userSeq: number): Current {
  const placement = prepared<{ concurrency_group: number | null; organization: number | null }>(
    db, 'SELECT concurrency_group, organization FROM placements WHERE user_seq = ?',
  ).get(userSeq)
  const byId = (id: number | null | undefined) => (
    id == null ? null : (prepared<CurrentEntity>(db, "SELECT id, name, key = '' AS gone FROM entities WHERE id = ?").get(id) ?? null)
  )
  return {
    concurrencyGroup: byId(placement?.concurrency_group),
    organization: byId(placement?.organization),
    teams: prepared<{ entity_id: number }>(db, 'SELECT entity_id FROM team_members WHERE user_seq = ? ORDER BY entity_id').all(userSeq)
      .flatMap((row) => byId(row.entity_id) ?? []),
    conflicts: prepared<Current['conflicts'][number]>(db, 'SELECT current, incoming FROM conflicts WHERE user_seq = ? ORDER BY current, incoming').all(userSeq),
  }
}
