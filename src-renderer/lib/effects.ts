import type { EventType } from '../../src-shared/domain/events.ts'
import { plural } from './format.ts'

/** How many events of each type, and how many users those are about. */
export type EventCounts = Readonly<Partial<Record<string, { events: number; users: number }>>>

const told: [EventType, string, string][] = [
  ['group.member.added', 'joins the group', 'join the group'],
  ['group.member.removed', 'leaves the group', 'leave the group'],
  ['team.member.added', 'joins a team', 'join a team'],
  ['team.member.removed', 'leaves a team', 'leave a team'],
  ['concurrency-group.assigned', 'changes concurrency group', 'change concurrency group'],
  ['organization.assigned', 'changes organization', 'change organization'],
  ['role.changed', 'changes role', 'change role'],
]
const conflicts: [EventType, string, string][] = [
  ['conflict.opened', 'conflict opens', 'conflicts open'],
  ['conflict.resolved', 'conflict closes', 'conflicts close'],
]

/** Many events in a few words, what people ask first: who moves, what opens. `9 users leave a team`. */
export function summarize(counts: EventCounts): string[] {
  const users = told.flatMap(([type, one, many]) => {
    const n = counts[type]?.users ?? 0
    return n === 0 ? [] : [`${plural(n, 'user')} ${n === 1 ? one : many}`]
  })
  const cards = conflicts.flatMap(([type, one, many]) => {
    const n = counts[type]?.events ?? 0
    return n === 0 ? [] : [plural(n, one, many)]
  })
  return [...users, ...cards]
}
