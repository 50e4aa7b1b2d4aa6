import type { Change } from '../../../src-shared/api/changes.ts'
import { type Db, prepared } from '../db/open.ts'
import { findEntityRow, placeOf } from './entities.ts'

/** Users from which a change goes to the worker thread (architecture, Writing without blocking). */
const largeChange = 500

/** Whether a change may touch so many users that the thread it runs on would be missed. */
export function isLargeChange(db: Db, change: Change): boolean {
  if (change.action === 'answerConflicts') return change.cards.length > largeChange
  if (change.action === 'pushGroup') return change.userIds.length > largeChange
  if (change.action === 'setFlag') return exceeds(db, "resources WHERE type = 'User'", [])
  if (change.action === 'makeDefault') return exceeds(db, "resources WHERE type = 'User'", [])
  if (change.action === 'removeEntity') return isLargeEntity(db, change.id)
  if (change.action === 'addMember' || change.action === 'removeMember') return false
  const groupSeq = groupOf(db, change)
  return groupSeq !== null && exceeds(db, 'memberships WHERE group_seq = ?', [groupSeq])
}

function isLargeEntity(db: Db, id: number): boolean {
  const entity = findEntityRow(db, id)
  return entity !== undefined && exceeds(db, `${placeOf[entity.kind]} = ?`, [id])
}

/** The group whose members a change may move. */
function groupOf(db: Db, change: Change): number | null {
  if ('groupId' in change) return prepared<{ seq: number }>(db, 'SELECT seq FROM resources WHERE id = ?').get(change.groupId)?.seq ?? null
  if (!change.action.endsWith('Mapping') || !('id' in change)) return null
  return prepared<{ group_seq: number }>(db, 'SELECT group_seq FROM mappings WHERE id = ?').get(change.id)?.group_seq ?? null
}

function exceeds(db: Db, source: string, params: (number | string)[]): boolean {
  return prepared<{ n: number }>(db, `SELECT count(*) AS n FROM (SELECT 1 FROM ${source} LIMIT ${largeChange + 1})`).get(...params)!.n > largeChange
}
