import type { Change } from '../../../src-shared/api/changes.ts'
import { notFound } from '../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { CORE_GROUP, LAMBDATEST_GROUP } from '../../../src-shared/scim/urns.ts'
import { prepared } from '../db/open.ts'
import { changeGroup, createGroup, deleteGroup } from '../directory/groups.ts'
import { findById, type ResourceRow } from '../directory/resources.ts'
import { switchesOf, writeSettings } from '../sandboxes/settings.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { MemberOperation } from '../scim/patch/patching.ts'
import type { ResourceModel } from '../scim/schema/model.ts'
import { assignByHand, removeFromTeam } from './by-hand.ts'
import { answerConflict } from './conflicts.ts'
import { allotConcurrency, createEntity, makeDefaultConcurrencyGroup, renameEntity } from './entities.ts'
import { approveMapping, createMapping, rejectMapping, removeMapping, reopenMapping, retargetMapping } from './mappings.ts'
import { reconcile } from './reconcile.ts'
import { removeEntity } from './remove-entity.ts'
import { createRule, orderRules, removeRule, updateRule } from './rules.ts'

type Performer<Action extends Change['action']> = (context: WriteContext, change: Extract<Change, { action: Action }>) => number | void

const performers: { [Action in Change['action']]: Performer<Action> } = {
  addMember: (context, { groupId, userId }) => edit(context, groupId, {}, [{ op: 'add', ids: [userId] }]),
  removeMember: (context, { groupId, userId }) => edit(context, groupId, {}, [{ op: 'remove', ids: [userId] }]),
  renameGroup: (context, { groupId, displayName }) => edit(context, groupId, { displayName }),
  setGroupRoles: (context, { groupId, roles }) => edit(context, groupId, { [LAMBDATEST_GROUP]: roles.length > 0 ? { LambdatestRoles: roles } : null }),
  deleteGroup: (context, { groupId }) => deleteGroup(context, requireResource(context, 'Group', groupId)),
  pushGroup: (context, { displayName, userIds }) => {
    createGroup(context, groupModel(context), { schemas: [CORE_GROUP], displayName }, userIds)
  },
  createMapping: (context, { approve, ...given }) => {
    const id = createMapping(context, given)
    if (approve) approveMapping(context, id)
    return id
  },
  approveMapping: (context, { id, ...target }) => approveMapping(context, id, target),
  rejectMapping: (context, { id }) => rejectMapping(context, id),
  reopenMapping: (context, { id }) => reopenMapping(context, id),
  retargetMapping: (context, { id, ...target }) => retargetMapping(context, id, target),
  removeMapping: (context, { id }) => removeMapping(context, id),
  createRule: (context, { rule }) => createRule(context, rule),
  updateRule: (context, { id, rule }) => updateRule(context, id, rule),
  removeRule: (context, { id }) => removeRule(context, id),
  orderRules: (context, { ids }) => orderRules(context, ids),
  createEntity: (context, { kind, name, allottedConcurrency = 0 }) => createEntity(context, { kind, name, allottedConcurrency }),
  renameEntity: (context, { id, name }) => renameEntity(context, id, name),
  allotConcurrency: (context, { id, allottedConcurrency }) => allotConcurrency(context, id, allottedConcurrency),
  makeDefault: (context, { id }) => makeDefaultConcurrencyGroup(context, id),
  removeEntity: (context, { id }) => removeEntity(context, id),
  assignByHand: (context, { id, userId }) => assignByHand(context, id, requireResource(context, 'User', userId)),
  removeFromTeam: (context, { id, userId }) => removeFromTeam(context, id, requireResource(context, 'User', userId)),
  answerConflicts: (context, { cards, answer }) => cards.filter((card) => answerConflict(context, card, answer)).length,
  setFlag: setFlag,
}

/**
 * Makes one change of provisioning. Returns the id of what it made, or how many cards it answered; null for the rest.
 * @throws ScimError
 */
export function performChange(context: WriteContext, change: Change): number | null {
  return (performers[change.action] as Performer<Change['action']>)(context, change as never) ?? null
}

/** "approveMapping" as "Approve mapping". */
export function labelOf({ action }: Change): string {
  const words = action.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** An attribute given as null is unassigned (RFC 7643 §2.5), as it would be if it were pushed. */
function edit(context: WriteContext, groupId: string, changes: JsonObject, members: MemberOperation[] = []): void {
  const row = requireResource(context, 'Group', groupId)
  const wanted = Object.entries({ ...(JSON.parse(row.body) as JsonObject), ...changes }).filter(([, value]) => value !== null)
  changeGroup(context, groupModel(context), row, Object.fromEntries(wanted), members)
}

/** A type that is on again is reconciled (engine §8). */
function setFlag(context: WriteContext, { flag, on }: Extract<Change, { action: 'setFlag' }>): void {
  const before = context.settings.flags
  if (before[flag] === on) return
  const settings = { ...context.settings, flags: { ...before, [flag]: on } }
  writeSettings(context.db, { flags: settings.flags })
  context.events.push({ type: 'setting.changed', setting: `flag ${flag}`, before: { flags: before }, after: { flags: settings.flags } })
  if (flag === 'groupProvisioning') return
  const everyone = prepared<{ seq: number }>(context.db, "SELECT seq FROM resources WHERE type = 'User' ORDER BY seq").all()
  reconcile({ ...context, settings, switches: switchesOf(settings) }, everyone.map((row) => row.seq))
}

function requireResource({ db }: WriteContext, type: 'User' | 'Group', id: string): ResourceRow {
  const row = findById(db, id)
  if (row?.type !== type) throw notFound(`${type} ${id}`)
  return row
}

function groupModel({ models }: WriteContext): ResourceModel {
  return models.find((model) => model.type.name === 'Group')!
}
