/** What a SCIM group can be mapped to (testmu-provisioning §5). */
export const entityKinds = ['team', 'concurrencyGroup', 'subOrganization'] as const
export type EntityKind = (typeof entityKinds)[number]

export const entityKindNames = {
  team: 'Team',
  concurrencyGroup: 'Concurrency Group',
  subOrganization: 'Sub-Organization',
} as const satisfies Record<EntityKind, string>

/** A kind inside a sentence. */
export const entityKindWords = {
  team: 'team',
  concurrencyGroup: 'concurrency group',
  subOrganization: 'sub-organization',
} as const satisfies Record<EntityKind, string>

/** Pending → Approved (admin) or Auto-Approved (rule), or Rejected; the first three own their entity (engine §2). */
export const mappingStatuses = ['Pending', 'Approved', 'Auto-Approved', 'Rejected'] as const
export type MappingStatus = (typeof mappingStatuses)[number]

/** Why a mapping has the status it has. */
export const mappingReasons = [
  'by-hand', 'rule', 'rule-without-approval', 'no-sub-organization', 'owned', 'default-target', 'flag-off', 'target-deleted', 'on-hold',
  'group-deleted',
] as const
export type MappingReason = (typeof mappingReasons)[number]

/** The vendor's rule types (testmu-provisioning §6). */
export const ruleTypes = ['Prefix', 'Regex', 'Match All'] as const
export type RuleType = (typeof ruleTypes)[number]

/** The vendor's conflict types (testmu-provisioning §7). */
export const conflictTypes = ['Concurrency Group', 'Sub-Organization', 'Cross-Type'] as const
export type ConflictType = (typeof conflictTypes)[number]

/** The two answers to a conflict card. */
export const conflictAnswers = ['keepCurrent', 'useIncoming'] as const
export type ConflictAnswer = (typeof conflictAnswers)[number]

/** A rule as people say it: `Prefix "eng-"`, `Match All`. */
export function describeRule({ type, pattern }: { type: RuleType; pattern: string }): string {
  return type === 'Match All' ? type : `${type} "${pattern}"`
}

/** The highest priority comes first, ties the older rule (testmu-provisioning §6). */
export const priorities = { lowest: -1_000_000, highest: 1_000_000 }

/** The priority of a new rule that comes after all others. */
export function lastPriority(rules: readonly { priority: number }[]): number {
  return Math.max(Math.min(...rules.map(({ priority }) => priority), 1) - 1, priorities.lowest)
}
