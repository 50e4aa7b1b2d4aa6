import type { PushRule } from '../../../src-shared/api/okta/push-groups.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { allApps, allowed, type AppRow } from './apps.ts'
import { groupBySeq, type GroupRow } from './groups.ts'
import { startPush } from './push-groups.ts'

type Given = Pick<PushRule, 'field' | 'operator' | 'value'>

export function listPushRules(db: Db, app: AppRow): PushRule[] {
  return prepared<PushRule>(
    db,
    `SELECT r.id, r.field, r.operator, r.value, (SELECT count(*) FROM okta_push_groups m WHERE m.rule_id = r.id) AS groups
     FROM okta_push_rules r WHERE r.app_seq = ? ORDER BY r.id`,
  ).all(app.seq)
}

/** Pushes every group the rule finds, now and later. @throws ScimError 409 when the app does not support Push Groups */
export function addPushRule(writing: WriteContext, actionId: number, app: AppRow, given: Given): void {
  const { db } = writing
  if (!allowed(app).groups) throw new ScimError(409, `Push Groups is not ticked among the supported provisioning actions of ${app.label}.`)
  const { lastInsertRowid } = prepared(db, 'INSERT INTO okta_push_rules (app_seq, field, operator, value) VALUES (?, ?, ?, ?)')
    .run(app.seq, given.field, given.operator, given.value)
  const groups = prepared<{ seq: number }>(
    db, 'SELECT seq FROM okta_groups WHERE seq NOT IN (SELECT group_seq FROM okta_push_groups WHERE app_seq = ?) ORDER BY key',
  ).all(app.seq)
  for (const { seq } of groups) {
    const group = groupBySeq(db, seq)
    if (finds(given, group)) startPush(writing, actionId, app, group, { ruleId: Number(lastInsertRowid), now: true })
  }
}

/** The groups it found stay pushed. */
export function removePushRule({ db }: WriteContext, app: AppRow, id: number): void {
  const { changes } = prepared(db, 'DELETE FROM okta_push_rules WHERE app_seq = ? AND id = ?').run(app.seq, id)
  if (changes === 0) throw new ScimError(404, `${app.label} has no push rule ${id}.`)
  prepared(db, 'UPDATE okta_push_groups SET rule_id = NULL WHERE rule_id = ?').run(id)
}

/** A new or changed group may be what a rule looks for. */
export function applyPushRules(writing: WriteContext, actionId: number, group: GroupRow): void {
  for (const app of allApps(writing.db)) {
    if (!allowed(app).groups || isPushed(writing.db, app, group)) continue
    const rule = listPushRules(writing.db, app).find((each) => finds(each, group))
    if (rule) startPush(writing, actionId, app, group, { ruleId: rule.id, now: true })
  }
}

function isPushed(db: Db, app: AppRow, group: GroupRow): boolean {
  return prepared(db, 'SELECT 1 FROM okta_push_groups WHERE app_seq = ? AND group_seq = ?').get(app.seq, group.seq) !== undefined
}

function finds({ field, operator, value }: Given, group: GroupRow): boolean {
  const text = group[field].toLowerCase()
  const wanted = value.toLowerCase()
  if (operator === 'starts with') return text.startsWith(wanted)
  return operator === 'ends with' ? text.endsWith(wanted) : text.includes(wanted)
}
