import type { PushGroup, PushRule } from '../../../../src-shared/api/okta/push-groups.ts'
import type { Lint } from '../../../../src-shared/api/okta/attributes.ts'
import type { Db } from '../../db/open.ts'
import { prepared } from '../../db/open.ts'
import { beginAction, namesIn } from '../../okta/actions.ts'
import type { AppRow } from '../../okta/apps.ts'
import { groupBySeq, groupOf } from '../../okta/groups.ts'
import { importedGroupName } from '../../okta/imports.ts'
import { lintsOfPushes } from '../../okta/lint-facts.ts'
import { linkGroup, listPushes, memberFacts, pushAgain, pushOf, setPushActive, startPush, unlink } from '../../okta/push-groups.ts'
import { addPushRule, listPushRules, removePushRule } from '../../okta/push-rules.ts'
import { readinessOf } from '../../okta/readiness.ts'
import type { TargetState } from '../../okta/target.ts'
import { retryTasks } from '../../okta/tasks.ts'
import type { WriteContext } from '../../sandboxes/write-context.ts'
import { api, type ApiContext } from '../context.ts'
import { appIn } from './context.ts'

interface List { groups: PushGroup[]; rules: PushRule[]; lints: Lint[] }
type InApp = { sandbox: string; appId: string }

export const pushGroupRoutes = {
  list: api.okta.pushGroups.list.handler(({ context, input }) => {
    const { app, db, target } = appIn(context, input)
    return listOf(db, app, target)
  }),
  readiness: api.okta.pushGroups.readiness.handler(({ context, input }) => {
    const { app, db } = appIn(context, input)
    return memberFacts(db, pushOf(db, app, input.id)).map(readinessOf)
  }),
  byName: api.okta.pushGroups.byName.handler(({ context, input }) => act(context, input, (writing, app) => {
    const groups = input.groupIds.map((id) => groupOf(writing.db, id))
    const action = beginAction(writing, `Push ${namesIn(groups.map(({ name }) => name))}`)
    for (const group of groups) startPush(writing, action, app, group, { ruleId: null, now: input.pushNow })
  })),
  byRule: api.okta.pushGroups.byRule.handler(({ context, input }) => act(context, input, (writing, app) => {
    addPushRule(writing, beginAction(writing, `Push groups whose ${input.field} ${input.operator} ${input.value}`), app, input)
  })),
  removeRule: api.okta.pushGroups.removeRule.handler(({ context, input }) => act(context, input, (writing, app) => removePushRule(writing, app, input.id))),
  link: api.okta.pushGroups.link.handler(({ context, input }) => act(context, input, (writing, app) => {
    linkGroup(writing, app, groupOf(writing.db, input.groupId), input.externalId, importedGroupName(writing.db, app, input.externalId))
  })),
  pushNow: api.okta.pushGroups.pushNow.handler(({ context, input }) => onOne(context, input, 'Push', (writing, action, push) => pushAgain(writing, action, push))),
  setActive: api.okta.pushGroups.setActive.handler(({ context, input }) => (
    onOne(context, input, input.active ? 'Activate the push of' : 'Deactivate the push of', (writing, action, push) => setPushActive(writing, action, push, input.active))
  )),
  unlink: api.okta.pushGroups.unlink.handler(({ context, input }) => {
    const { simulator } = appIn(context, input)
    return onOne(context, input, 'Unlink', (writing, action, push) => (
      unlink(writing, action, push, input.inApp, simulator.underWay().some(({ pushId }) => pushId === push.id))
    ))
  }),
  retryAll: api.okta.pushGroups.retryAll.handler(({ context, input }) => act(context, input, (writing, app) => {
    const failed = prepared<{ id: number }>(
      writing.db, "SELECT id FROM okta_tasks WHERE app_seq = ? AND push_id IS NOT NULL AND state IN ('error', 'interrupted')",
    ).all(app.seq)
    retryTasks(writing, failed.map(({ id }) => id))
  })),
}

async function act(context: ApiContext, input: InApp, work: (writing: WriteContext, app: AppRow) => void): Promise<List> {
  const { app, simulator, db, target } = appIn(context, input)
  await simulator.act((writing) => work(writing, app))
  return listOf(db, app, target)
}

function onOne(
  context: ApiContext, input: InApp & { id: number }, verb: string, work: (writing: WriteContext, actionId: number, push: ReturnType<typeof pushOf>) => void,
): Promise<List> {
  return act(context, input, (writing, app) => {
    const push = pushOf(writing.db, app, input.id)
    work(writing, beginAction(writing, `${verb} ${groupBySeq(writing.db, push.groupSeq).name}`), push)
  })
}

function listOf(db: Db, app: AppRow, target: TargetState): List {
  return { groups: listPushes(db, app), rules: listPushRules(db, app), lints: lintsOfPushes(db, app, target) }
}
