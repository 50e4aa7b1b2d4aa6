import { expect } from 'vitest'
import { type Db, prepared } from '../../../src-main/core/db/open.ts'
import { rebuild } from '../../../src-main/core/provisioning/reconcile.ts'
import { readSettings, switchesOf } from '../../../src-main/core/sandboxes/settings.ts'
import { loadModels } from '../../../src-main/core/scim/schema/store.ts'
import { type Action, type Attempt, dump, undone } from './world.ts'

const derived = ['placements', 'team_members', 'conflicts', 'holders']
const everything = [...derived, 'resources', 'memberships', 'mappings', 'claims', 'decisions', 'overrides', 'entities', 'rules']

/** Engine §9: what-if is what then really happens, and a refused action changes nothing. */
export function checkForesight(db: Db, attempt: Attempt, wanted: Action): void {
  const before = dump(db, everything)
  const foreseen = attempt(wanted, true)
  expect(dump(db, everything), 'what-if stores nothing').toEqual(before)
  const happened = attempt(wanted)
  expect(happened, 'what-if is what then really happens').toEqual(foreseen)
  if (happened === null) expect(dump(db, everything), 'a refused action changes nothing').toEqual(before)
}

/** Engine §1, §9: a rebuild from the facts gives what the increments gave. */
export function checkRebuild(db: Db): void {
  const before = dump(db, derived)
  const rebuilt = undone(db, () => {
    rebuildWorld(db)
    return dump(db, derived)
  })
  expect(rebuilt, 'rebuild = incremental').toEqual(before)
}

/** Engine §5, §9: a same-name rename changes nothing. */
export function checkSameName(db: Db, attempt: Attempt): void {
  const group = prepared<{ id: string; name: string }>(
    db, "SELECT id, body ->> '$.displayName' AS name FROM resources WHERE type = 'Group' AND deleted IS NULL ORDER BY modified, seq DESC LIMIT 1",
  ).get()
  if (!group) return
  const before = dump(db, everything)
  expect(attempt({ action: 'renameGroup', groupId: group.id, displayName: group.name }) ?? [], 'a same-name rename').toEqual([])
  expect(dump(db, everything), 'a same-name rename changes nothing').toEqual(before)
}

/** Engine §3: Use Incoming puts the user there, Keep Current moves nobody, and neither pair raises again. True when a card was open. */
export function checkAnswers(db: Db, attempt: Attempt): boolean {
  const card = freeCard(db)
  if (!card) return false
  const { seq, entity, ...pair } = card
  undone(db, () => {
    const before = dump(db, ['placements', 'team_members'])
    attempt({ action: 'answerConflicts', answer: 'keepCurrent', cards: [pair] })
    expect(dump(db, ['placements', 'team_members']), 'Keep Current moves nobody').toEqual(before)
    expect(isOpen(db, seq, pair), 'an answered pair is closed').toBe(false)
  })
  undone(db, () => {
    attempt({ action: 'answerConflicts', answer: 'useIncoming', cards: [pair] })
    expect(entitiesOf(db, seq), 'Use Incoming puts the user there').toContain(entity)
    expect(isOpen(db, seq, pair), 'an answered pair is closed').toBe(false)
  })
  return true
}

/** Engine §6: delete, restore and push again is a fresh push, where all mappings came from rules. True when there was such a group. */
export function checkRestore(db: Db, attempt: Attempt): boolean {
  const group = ruledGroup(db)
  if (!group) return false
  const again = (fresh: boolean) => undone(db, () => {
    if (!attempt({ action: 'deleteGroup', groupId: group.id })) return null
    // No deleted group is found any more: the name makes a new one.
    if (fresh) prepared(db, "UPDATE resources SET key = 'gone' WHERE deleted IS NOT NULL").run()
    attempt({ action: 'pushGroup', displayName: group.name, userIds: group.members })
    return outcome(db, group.name)
  })
  const restored = again(false)
  if (restored === null) return false
  expect(restored, 'delete, restore and push again is a fresh push').toEqual(again(true))
  return true
}

interface Pair { userId: string; current: number; incoming: number }

/**
 * An open card of a user about whom nothing was set by hand, while all types are on, and whose incoming group has no sub-organization
 * of its own that would win over the claim.
 */
function freeCard(db: Db): (Pair & { seq: number; entity: number }) | null {
  const { flags } = readSettings(db)
  if (!flags.teams || !flags.concurrencyGroups || !flags.subOrganizations) return null
  return prepared<Pair & { seq: number; entity: number }>(
    db,
    `SELECT r.id AS userId, r.seq, c.current, c.incoming, m.entity_id AS entity FROM conflicts c JOIN resources r ON r.seq = c.user_seq
     JOIN mappings m ON m.id = c.incoming WHERE NOT EXISTS (SELECT 1 FROM overrides o WHERE o.user_seq = r.seq AND o.slot <> 'role')
     AND (m.kind = 'subOrganization' OR NOT EXISTS (SELECT 1 FROM claims x JOIN mappings own ON own.id = x.mapping_id
       WHERE x.user_seq = r.seq AND own.group_seq = m.group_seq AND own.kind = 'subOrganization'))
     ORDER BY c.incoming DESC LIMIT 1`,
  ).get() ?? null
}

function isOpen(db: Db, seq: number, { current, incoming }: Pair): boolean {
  return prepared(
    db, 'SELECT 1 FROM conflicts WHERE user_seq = ? AND current IN (?, ?) AND incoming IN (?, ?)',
  ).get(seq, current, incoming, current, incoming) !== undefined
}

function entitiesOf(db: Db, seq: number): (number | null)[] {
  const { concurrency_group: concurrencyGroup, organization } = prepared<{ concurrency_group: number | null; organization: number }>(
    db, 'SELECT concurrency_group, organization FROM placements WHERE user_seq = ?',
  ).get(seq)!
  const teams = prepared<{ entity_id: number }>(db, 'SELECT entity_id FROM team_members WHERE user_seq = ?').all(seq)
  return [concurrencyGroup, organization, ...teams.map((team) => team.entity_id)]
}

function rebuildWorld(db: Db): void {
  const settings = readSettings(db)
  rebuild({ db, settings, switches: switchesOf(settings), models: loadModels(db), now: 1_000, findings: [], events: [] })
}

/** A live group with a mapping, all of whose mappings a rule made and none has lost its target. */
function ruledGroup(db: Db): { id: string; name: string; members: string[] } | null {
  const group = prepared<{ seq: number; id: string; name: string }>(
    db,
    `SELECT r.seq, r.id, r.body ->> '$.displayName' AS name FROM resources r WHERE r.type = 'Group' AND r.deleted IS NULL
     AND EXISTS (SELECT 1 FROM mappings m WHERE m.group_seq = r.seq AND m.archived = 0)
     AND NOT EXISTS (SELECT 1 FROM mappings m WHERE m.group_seq = r.seq AND m.archived = 0 AND (m.rule_id IS NULL OR m.target_deleted = 1))
     ORDER BY r.seq DESC LIMIT 1`,
  ).get()
  if (!group) return null
  const members = prepared<{ id: string }>(
    db, 'SELECT r.id FROM memberships x JOIN resources r ON r.seq = x.member_seq WHERE x.group_seq = ? ORDER BY r.seq',
  ).all(group.seq)
  return { ...group, members: members.map((member) => member.id) }
}

/** Roles, assignments and statuses, ids aside. */
function outcome(db: Db, groupName: string) {
  return {
    users: prepared(
      db,
      `SELECT r.id, p.role, c.name AS concurrencyGroup, o.name AS organization,
         (SELECT group_concat(e.name, '|') FROM (SELECT e.name FROM team_members t JOIN entities e ON e.id = t.entity_id
           WHERE t.user_seq = r.seq ORDER BY e.name) e) AS teams
       FROM resources r JOIN placements p ON p.user_seq = r.seq LEFT JOIN entities c ON c.id = p.concurrency_group
       JOIN entities o ON o.id = p.organization ORDER BY r.seq`,
    ).all(),
    mappings: prepared(
      db,
      `SELECT m.kind, m.status, m.reason, e.name FROM mappings m JOIN resources g ON g.seq = m.group_seq LEFT JOIN entities e ON e.id = m.entity_id
       WHERE m.archived = 0 AND g.deleted IS NULL AND g.body ->> '$.displayName' = ? ORDER BY m.id`,
    ).all(groupName),
  }
}
