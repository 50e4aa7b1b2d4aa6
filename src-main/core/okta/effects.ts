import type { WriteContext } from '../sandboxes/write-context.ts'
import { settle } from './app-users.ts'
import { applyGroupRules } from './group-rules.ts'
import { membersChanged } from './push-groups.ts'

/** What follows when people change: group rules, assignments, and the groups that are pushed. */
export function peopleChanged(writing: WriteContext, actionId: number, personSeqs: readonly number[]): void {
  const groups = applyGroupRules(writing, personSeqs)
  settle(writing, actionId, personSeqs)
  for (const seq of new Set(groups)) membersChanged(writing, actionId, seq)
}

/**
 * What follows when people join or leave a group: what rules of other groups make of it, as who is taken out by hand stays out; then
 * assignments before the groups that are pushed, so that who loses both is not removed from the group in the app.
 */
export function membershipChanged(writing: WriteContext, actionId: number, groupSeq: number, personSeqs: readonly number[]): void {
  if (personSeqs.length === 0) return
  const groups = applyGroupRules(writing, personSeqs, groupSeq)
  settle(writing, actionId, personSeqs)
  for (const seq of new Set([groupSeq, ...groups])) membersChanged(writing, actionId, seq)
}
