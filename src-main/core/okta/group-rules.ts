import type { GroupRule } from '../../../src-shared/api/okta/groups.ts'
import { evaluate, type Expression, ExpressionError, parseExpression } from '../../../src-shared/domain/okta-expression.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { addMembers, type GroupRow, groupBySeq, groupsOfPerson, removeMembersBy } from './groups.ts'
import { personBySeq } from './people.ts'

interface RuleRow { id: number; name: string; expression: string; groupSeq: number; active: number }

const columns = 'id, name, expression, group_seq AS groupSeq, active'

export function listGroupRules(db: Db): GroupRule[] {
  return prepared<RuleRow>(db, `SELECT ${columns} FROM okta_group_rules ORDER BY id`).all().map((row) => toRule(db, row))
}

function toRule(db: Db, { groupSeq, active, ...rule }: RuleRow): GroupRule {
  const { id, name } = groupBySeq(db, groupSeq)
  const { n } = prepared<{ n: number }>(db, 'SELECT count(*) AS n FROM okta_group_members WHERE group_seq = ? AND rule_id = ?').get(groupSeq, rule.id)!
  return { ...rule, group: { id, name }, active: active === 1, members: n }
}

/** Returns the id of the rule and who came into its group. @throws ScimError 400 for an expression that cannot be read, or is no condition */
export function createGroupRule(
  writing: WriteContext, given: { name: string; expression: string; activate: boolean }, group: GroupRow,
): { id: number; changed: number[] } {
  try {
    if (!isCondition(parseExpression(given.expression))) throw new ScimError(400, noCondition, 'invalidValue')
  } catch (error) {
    if (error instanceof ExpressionError) throw new ScimError(400, `The expression cannot be read: ${error.message}`, 'invalidValue')
    throw error
  }
  const { lastInsertRowid } = prepared(writing.db, 'INSERT INTO okta_group_rules (name, expression, group_seq, active) VALUES (?, ?, ?, ?)')
    .run(given.name, given.expression, group.seq, given.activate ? 1 : 0)
  const id = Number(lastInsertRowid)
  return { id, changed: given.activate ? applyTo(writing, findRule(writing.db, id), everyone(writing.db)) : [] }
}

/** Returns the rule, and who came into its group or left it. @throws ScimError 404 */
export function setRuleActive(writing: WriteContext, id: number, active: boolean): { rule: GroupRule; groupSeq: number; changed: number[] } {
  const row = findRule(writing.db, id)
  prepared(writing.db, 'UPDATE okta_group_rules SET active = ? WHERE id = ?').run(active ? 1 : 0, id)
  const changed = active ? applyTo(writing, row, everyone(writing.db)) : removeMembersBy(writing, groupBySeq(writing.db, row.groupSeq), id)
  return { rule: toRule(writing.db, findRule(writing.db, id)), groupSeq: row.groupSeq, changed }
}

/** Takes out whom the rule put in. Returns who. @throws ScimError 404 */
export function removeGroupRule(writing: WriteContext, id: number): { groupSeq: number; changed: number[] } {
  const { groupSeq, changed } = setRuleActive(writing, id, false)
  prepared(writing.db, 'DELETE FROM okta_group_rules WHERE id = ?').run(id)
  return { groupSeq, changed }
}

/**
 * Evaluates every active rule but those of the group `except` for these people, again where a group that changed may be what another rule asks
 * for; rules that contradict themselves end after as many rounds as there are rules. Returns the groups that changed.
 */
export function applyGroupRules(writing: WriteContext, personSeqs: readonly number[], except: number | null = null): number[] {
  const rows = prepared<RuleRow>(writing.db, `SELECT ${columns} FROM okta_group_rules WHERE active = 1 AND group_seq IS NOT ? ORDER BY id`).all(except)
  const changed: number[] = []
  for (let round = 0, seen = -1; round < rows.length && seen !== changed.length; round += 1) {
    seen = changed.length
    changed.push(...rows.filter((row) => applyTo(writing, row, personSeqs).length > 0).map(({ groupSeq }) => groupSeq))
  }
  return changed
}

/** Puts in who matches and takes out who no longer does. Returns both. */
function applyTo(writing: WriteContext, row: RuleRow, personSeqs: readonly number[]): number[] {
  const { db } = writing
  const group = groupBySeq(db, row.groupSeq)
  const matching = new Set(personSeqs.filter((seq) => matches(db, row.expression, seq)))
  const added = addMembers(writing, group, [...matching].filter((seq) => !isMember(db, group, seq)), row.id)
  const leave = prepared(db, 'DELETE FROM okta_group_members WHERE group_seq = ? AND person_seq = ? AND rule_id = ?')
  const left = personSeqs.filter((seq) => !matching.has(seq) && leave.run(group.seq, seq, row.id).changes > 0)
  return [...added, ...left]
}

const noCondition = 'A group rule needs an expression that is true or false, such as user.department == "Engineering".'
const conditions = /^(isMemberOf\w+|String\.(stringContains|startsWith)|Arrays\.(contains|isEmpty|get))$/

/** Whether an expression can be true: an attribute may hold true, text cannot. */
function isCondition(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant': return typeof expression.value === 'boolean'
    case 'attribute': case 'not': return true
    case 'binary': return !['+', '-', '*', '/', '%'].includes(expression.operator)
    case 'choice': return isCondition(expression.yes) && isCondition(expression.no)
    case 'call': return conditions.test(expression.name)
    default: return false
  }
}

/** A deactivated person matches no rule; an expression that fails for somebody does not match them. */
function matches(db: Db, expression: string, personSeq: number): boolean {
  const person = personBySeq(db, personSeq)
  if (person.status === 'DEPROVISIONED') return false
  const groups = groupsOfPerson(db, personSeq)
  try {
    return evaluate(parseExpression(expression), { user: person.profile as JsonObject, appuser: {}, groups }) === true
  } catch (error) {
    if (error instanceof ExpressionError) return false
    throw error
  }
}

function isMember(db: Db, group: GroupRow, personSeq: number): boolean {
  return prepared(db, 'SELECT 1 FROM okta_group_members WHERE group_seq = ? AND person_seq = ?').get(group.seq, personSeq) !== undefined
}

function findRule(db: Db, id: number): RuleRow {
  const row = prepared<RuleRow>(db, `SELECT ${columns} FROM okta_group_rules WHERE id = ?`).get(id)
  if (!row) throw new ScimError(404, `There is no group rule ${id}.`)
  return row
}

function everyone(db: Db): number[] {
  return prepared<{ seq: number }>(db, 'SELECT seq FROM okta_people ORDER BY seq').all().map(({ seq }) => seq)
}
