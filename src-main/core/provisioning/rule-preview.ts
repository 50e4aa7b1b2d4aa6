import type { RulePreview } from '../../../src-shared/api/rules.ts'
import { describeRule, type MappingStatus } from '../../../src-shared/domain/provisioning.ts'
import { type Db, prepared } from '../db/open.ts'
import { listRules, matches, matchRule, requirePattern, type Rule, type RuleGiven } from './rules.ts'
import { mapInTurns } from './turns.ts'

/** Groups shown in a preview. */
const shown = 200

/** Which groups a rule would match, and whether it or another rule would decide for them. @throws ScimError 400 for a pattern that is none */
export async function previewRule(db: Db, given: RuleGiven & { id?: number | undefined }): Promise<RulePreview> {
  requirePattern(given)
  // A new rule is younger than all others: it comes last among its priority.
  const candidate: Rule = { ...given, id: given.id ?? Number.MAX_SAFE_INTEGER }
  const rules = [...listRules(db).filter((rule) => rule.id !== given.id), candidate].toSorted((a, b) => b.priority - a.priority || a.id - b.id)
  const all = prepared<{ seq: number; groupId: string; displayName: string }>(
    db, "SELECT seq, id AS groupId, body ->> '$.displayName' AS displayName FROM resources WHERE type = 'Group' AND deleted IS NULL ORDER BY key",
  ).all()
  const matched = await mapInTurns(all, ({ displayName }) => matches(candidate, displayName))
  const groups = all.filter((_, index) => matched[index])
  return {
    total: groups.length,
    groups: groups.slice(0, shown).map(({ seq, ...group }) => {
      const first = matchRule(rules, group.displayName)!
      return { ...group, decidedBy: describeRule(first), decides: first.id === candidate.id, now: statusNow(db, seq) }
    }),
  }
}

/** How many mappings came from a rule. */
export function countMappings(db: Db, ruleId: number): number {
  return prepared<{ n: number }>(db, 'SELECT count(*) AS n FROM mappings WHERE rule_id = ? AND archived = 0').get(ruleId)!.n
}

function statusNow(db: Db, groupSeq: number): MappingStatus | null {
  return prepared<{ status: MappingStatus }>(db, 'SELECT status FROM mappings WHERE group_seq = ? AND archived = 0 ORDER BY id LIMIT 1').get(groupSeq)?.status ?? null
}
