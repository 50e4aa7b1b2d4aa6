import fc from 'fast-check'
import { conflictAnswers, entityKinds, ruleTypes } from '../../../src-shared/domain/provisioning.ts'
import { roles } from '../../../src-shared/domain/roles.ts'
import { type Db, prepared } from '../../../src-main/core/db/open.ts'
import type { Action } from './world.ts'

/** Names that groups and entities share, so that they meet: two differ in case only. */
const names = ['eng-team', 'ENG-team', 'eng-web', 'eng-api', 'qa-pool', 'qa-web', 'dev-pool', 'us', 'eu']

/** What every history starts with: an approved mapping of each kind and more, so that claims meet at once. */
export const opening: readonly Drawn[] = [
  ...(['us', 'eu'].map((displayName): Drawn => () => ({ action: 'createEntity', kind: 'subOrganization', name: displayName }))),
  ...(['eng-team', 'qa-pool', 'dev-pool', 'us', 'eu'].map((displayName): Drawn => () => ({ action: 'pushGroup', displayName, userIds: [] }))),
  ...(['team', 'concurrencyGroup', 'concurrencyGroup', 'subOrganization', 'subOrganization', 'team'] as const).map((kind, index): Drawn => (db) => ({
    action: 'createMapping', groupId: groupId(db, index % 5), kind, entityId: null, approve: true,
  })),
]
const patterns = { Prefix: ['eng-', 'QA', 'dev-pool', 'u'], Regex: ['^eng-.*$', 'pool', '[a-z]+-team', '(a+)+$'], 'Match All': [''] }

/** An action whose targets are picked from what there is when it is played: any number stands for one of them. */
export type Drawn = (db: Db) => Action

const number = fc.nat(1_000)
const name = fc.constantFrom(...names)
const kind = fc.constantFrom(...entityKinds)
const subset = fc.array(number, { maxLength: 4 })
const rule = fc.constantFrom(...ruleTypes).chain((type) => fc.record({
  type: fc.constant(type), pattern: fc.constantFrom(...patterns[type]), kind, autoApprove: fc.constantFrom(true, true, true, false), priority: fc.integer({ min: 0, max: 3 }),
}))

export const action: fc.Arbitrary<Drawn> = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(name, subset).map(([displayName, members]): Drawn => (db) => ({ action: 'pushGroup', displayName, userIds: users(db, members) })) },
  { weight: 18, arbitrary: fc.tuple(number, number).map(([group, user]): Drawn => (db) => ({ action: 'addMember', groupId: groupId(db, group), userId: userId(db, user) })) },
  { weight: 8, arbitrary: fc.tuple(number, number).map(([group, user]): Drawn => (db) => ({ action: 'removeMember', groupId: groupId(db, group), userId: userId(db, user) })) },
  { weight: 3, arbitrary: fc.tuple(number, subset).map(([group, members]): Drawn => (db) => ({ action: 'replaceMembers', groupId: groupId(db, group), userIds: users(db, members) })) },
  { weight: 3, arbitrary: fc.tuple(number, name).map(([group, displayName]): Drawn => (db) => ({ action: 'renameGroup', groupId: groupId(db, group), displayName })) },
  { weight: 2, arbitrary: fc.tuple(number, fc.subarray([...roles])).map(([group, given]): Drawn => (db) => ({ action: 'setGroupRoles', groupId: groupId(db, group), roles: given })) },
  { weight: 3, arbitrary: number.map((group): Drawn => (db) => ({ action: 'deleteGroup', groupId: groupId(db, group) })) },
  { weight: 8, arbitrary: fc.tuple(number, kind, fc.option(number), fc.boolean()).map(([group, target, entity, approve]): Drawn => (db) => ({
    action: 'createMapping', groupId: groupId(db, group), kind: target, entityId: entity === null ? null : entityId(db, entity, target), approve,
  })) },
  { weight: 6, arbitrary: fc.tuple(number, fc.option(kind, { freq: 1 }), number).map(([mapping, target, entity]): Drawn => (db) => ({
    action: 'approveMapping', id: mappingId(db, mapping, 'Pending'), ...(target && { kind: target, entityId: entityId(db, entity, target) }),
  })) },
  { weight: 3, arbitrary: fc.tuple(number, fc.constantFrom('rejectMapping', 'reopenMapping', 'removeMapping')).map(([mapping, what]): Drawn => (db) => ({
    action: what, id: what === 'reopenMapping' ? mappingId(db, mapping, 'Rejected') : mappingId(db, mapping),
  })) },
  { weight: 2, arbitrary: fc.tuple(number, kind, number).map(([mapping, target, entity]): Drawn => (db) => ({ action: 'retargetMapping', id: mappingId(db, mapping), kind: target, entityId: entityId(db, entity, target) })) },
  { weight: 5, arbitrary: rule.map((given): Drawn => () => ({ action: 'createRule', rule: given })) },
  { weight: 1, arbitrary: fc.tuple(number, rule).map(([id, given]): Drawn => (db) => ({ action: 'updateRule', id: ruleId(db, id), rule: given })) },
  { weight: 1, arbitrary: number.map((id): Drawn => (db) => ({ action: 'removeRule', id: ruleId(db, id) })) },
  { weight: 4, arbitrary: fc.tuple(kind, name).map(([what, given]): Drawn => () => ({ action: 'createEntity', kind: what, name: given })) },
  { weight: 2, arbitrary: fc.tuple(number, kind, name).map(([entity, what, given]): Drawn => (db) => ({ action: 'renameEntity', id: entityId(db, entity, what), name: given })) },
  { weight: 2, arbitrary: fc.tuple(number, kind).map(([entity, what]): Drawn => (db) => ({ action: 'removeEntity', id: entityId(db, entity, what) })) },
  { weight: 1, arbitrary: number.map((entity): Drawn => (db) => ({ action: 'makeDefault', id: entityId(db, entity, 'concurrencyGroup') })) },
  { weight: 3, arbitrary: fc.tuple(number, kind, number).map(([entity, what, user]): Drawn => (db) => (what === 'team'
    ? { action: 'removeFromTeam', id: entityId(db, entity, what), userId: userId(db, user) }
    : { action: 'assignByHand', id: entityId(db, entity, what), userId: userId(db, user) })) },
  { weight: 14, arbitrary: fc.tuple(fc.array(number, { minLength: 1, maxLength: 2 }), fc.constantFrom(...conflictAnswers)).map(([cards, answer]): Drawn => (db) => ({ action: 'answerConflicts', answer, cards: cards.flatMap((card) => openCard(db, card)) })) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('teams', 'concurrencyGroups', 'subOrganizations', 'groupProvisioning'), fc.integer({ min: 0, max: 3 })).map(([flag, on]): Drawn => () => ({ action: 'setFlag', flag, on: on > 0 })) },
  { weight: 3, arbitrary: fc.tuple(number, fc.option(fc.constantFrom(...roles)), fc.option(name), fc.constantFrom(true, true, true, false)).map(([user, organizationRole, lambdatestGroup, active]): Drawn => (db) => ({
    action: 'setUser', userId: userId(db, user), organizationRole, lambdatestGroup, active,
  })) },
  { weight: 1, arbitrary: fc.tuple(number, fc.option(fc.constantFrom(...roles))).map(([user, role]): Drawn => (db) => ({ action: 'setRoleByHand', userId: userId(db, user), role })) },
  { weight: 1, arbitrary: fc.tuple(number, fc.nat(3)).map(([user, rarely]): Drawn => (db) => ({ action: 'removeUser', userId: rarely === 0 ? userId(db, user) : 'nobody' })) },
)

function pick<Row>(rows: Row[], index: number): Row | undefined {
  return rows[index % Math.max(rows.length, 1)]
}

function idOf(db: Db, sql: string, index: number): number {
  return pick(prepared<{ id: number }>(db, sql).all(), index)?.id ?? -1
}

const userId = (db: Db, index: number) => String(idOf(db, "SELECT id FROM resources WHERE type = 'User' ORDER BY seq", index))
const users = (db: Db, indexes: number[]) => [...new Set(indexes.map((index) => userId(db, index)))]
function groupId(db: Db, index: number): string {
  return String(idOf(db, "SELECT id FROM resources WHERE type = 'Group' AND deleted IS NULL ORDER BY seq", index))
}
const mappingId = (db: Db, index: number, status = '') => idOf(
  db, `SELECT id FROM mappings WHERE archived = 0${status === '' ? '' : ` AND status = '${status}'`} ORDER BY id`, index,
)
const ruleId = (db: Db, index: number) => idOf(db, 'SELECT id FROM rules ORDER BY id', index)

function entityId(db: Db, index: number, kind: string): number {
  return pick(prepared<{ id: number }>(db, 'SELECT id FROM entities WHERE kind = ? ORDER BY id').all(kind), index)?.id ?? -1
}

function openCard(db: Db, index: number) {
  const cards = prepared<{ userId: string; current: number; incoming: number }>(
    db, 'SELECT r.id AS userId, c.current, c.incoming FROM conflicts c JOIN resources r ON r.seq = c.user_seq ORDER BY 1, 2, 3',
  ).all()
  return pick(cards, index) ?? []
}
