import { listAssumptions, setAssumption } from '../../okta/assumptions.ts'
import { getLogEntry, listLog } from '../../okta/log.ts'
import { cancelAction, countTasks, dismissTasks, getTask, listTasks, retryTasks, runningActions } from '../../okta/tasks.ts'
import { api } from '../context.ts'
import { oktaOf } from './context.ts'

export const taskRoutes = {
  list: api.okta.tasks.list.handler(({ context, input }) => listTasks(oktaOf(context, input.sandbox).db, input.sandbox, input)),
  get: api.okta.tasks.get.handler(({ context, input }) => getTask(oktaOf(context, input.sandbox).db, input.sandbox, input.id)),
  counts: api.okta.tasks.counts.handler(({ context, input }) => countTasks(oktaOf(context, input.sandbox).db)),
  retry: api.okta.tasks.retry.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => (
    { retried: retryTasks(writing, input.ids ?? null) }
  ))),
  dismiss: api.okta.tasks.dismiss.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => (
    { dismissed: dismissTasks(writing, input.ids) }
  ))),
  progress: api.okta.tasks.progress.handler(({ context, input }) => {
    const { db, simulator } = oktaOf(context, input.sandbox)
    return runningActions(db).map((action) => ({ ...action, rate: simulator.rateOf(action.id) }))
  }),
  cancel: api.okta.tasks.cancel.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => (
    { cancelled: cancelAction(writing, input.id) }
  ))),
}

export const logRoutes = {
  list: api.okta.log.list.handler(({ context, input }) => {
    const { db, sandbox } = oktaOf(context, input.sandbox)
    const actionId = input.action === undefined ? null : Number(input.action.split('-').at(-1)) || 0
    return listLog(db, sandbox.slug, { ...input, actionId })
  }),
  get: api.okta.log.get.handler(({ context, input }) => getLogEntry(oktaOf(context, input.sandbox).db, input.sandbox, input.id)),
}

export const assumptionRoutes = {
  list: api.okta.assumptions.list.handler(({ context, input }) => listAssumptions(oktaOf(context, input.sandbox).db)),
  set: api.okta.assumptions.set.handler(({ context, input }) => oktaOf(context, input.sandbox).simulator.act((writing) => {
    setAssumption(writing, input.id, input)
    return listAssumptions(writing.db)
  })),
}
