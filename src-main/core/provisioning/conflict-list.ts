import type { Conflict } from '../../../src-shared/api/conflicts.ts'
import { type ConflictType, type EntityKind, entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { type Bindable, type Db, prepared } from '../db/open.ts'
import { typeOf } from './slots.ts'

interface Query { search: string; type?: ConflictType | undefined; userId?: string | undefined; offset: number; limit: number }

interface Row {
  userId: string; userName: string; active: number
  currentId: number; currentKind: EntityKind; currentEntity: string; currentGroup: string; currentGroupId: string
  incomingId: number; incomingKind: EntityKind; incomingEntity: string; incomingGroup: string; incomingGroupId: string
}

const side = (name: string) => `
  JOIN mappings ${name} ON ${name}.id = c.${name} JOIN entities ${name}_entity ON ${name}_entity.id = ${name}.entity_id
  JOIN resources ${name}_group ON ${name}_group.seq = ${name}.group_seq`
const sideColumns = (name: string) => `${name}.id AS ${name}Id, ${name}.kind AS ${name}Kind, ${name}_entity.name AS ${name}Entity,
  ${name}_group.body ->> '$.displayName' AS ${name}Group, ${name}_group.id AS ${name}GroupId`
const source = `conflicts c JOIN resources u ON u.seq = c.user_seq ${side('current')} ${side('incoming')}`

const typeConditions: Record<ConflictType, string> = {
  'Cross-Type': 'current.kind <> incoming.kind',
  'Concurrency Group': "current.kind = 'concurrencyGroup' AND incoming.kind = 'concurrencyGroup'",
  'Sub-Organization': "current.kind = 'subOrganization' AND incoming.kind = 'subOrganization'",
}

/** Open conflict cards, by user. */
export function listConflicts(db: Db, { search, type, userId, offset, limit }: Query): { total: number; items: Conflict[] } {
  const key = foldCase(search)
  const where = ['(instr(u.key, ?) > 0 OR instr(current_group.key, ?) > 0 OR instr(incoming_group.key, ?) > 0)']
  const params: Bindable[] = [key, key, key]
  if (type) where.push(typeConditions[type])
  if (userId !== undefined) {
    where.push('u.id = ?')
    params.push(userId)
  }
  const condition = where.join(' AND ')
  const { n: total } = prepared<{ n: number }>(db, `SELECT count(*) AS n FROM ${source} WHERE ${condition}`).get(...params)!
  const rows = prepared<Row>(
    db,
    `SELECT u.id AS userId, u.body ->> '$.userName' AS userName, u.active, ${sideColumns('current')}, ${sideColumns('incoming')}
     FROM ${source} WHERE ${condition} ORDER BY u.key, c.current, c.incoming LIMIT ? OFFSET ?`,
  ).all(...params, limit, offset)
  return { total, items: rows.map(toConflict) }
}

function toConflict(row: Row): Conflict {
  const current = {
    mappingId: row.currentId, groupId: row.currentGroupId, displayName: row.currentGroup, kind: row.currentKind, entity: row.currentEntity,
  }
  const incoming = {
    mappingId: row.incomingId, groupId: row.incomingGroupId, displayName: row.incomingGroup, kind: row.incomingKind, entity: row.incomingEntity,
  }
  const type = typeOf(current, incoming)
  return { userId: row.userId, userName: row.userName, active: row.active === 1, type, current, incoming, sentence: whyOpen(row, type), rule: 'testmu-provisioning §7' }
}

function whyOpen(row: Row, type: ConflictType): string {
  const claims = `${row.userName} is in ${row.currentGroup}, mapped to ${entityKindNames[row.currentKind]} ${row.currentEntity}, and in `
    + `${row.incomingGroup}, mapped to ${entityKindNames[row.incomingKind]} ${row.incomingEntity}.`
  const rule = type === 'Cross-Type'
    ? 'A sub-organization excludes teams and concurrency groups of other groups.'
    : `A user can be in one ${type === 'Concurrency Group' ? 'concurrency group' : 'sub-organization'}.`
  return `${claims} ${rule}`
}
