import { listDrift } from '../../okta/drift-facts.ts'
import { api } from '../context.ts'
import { appIn } from './context.ts'

export const driftRoutes = {
  list: api.okta.drift.list.handler(({ context, input }) => {
    const { app, db, target } = appIn(context, input)
    return { comparedWith: target.from, ...listDrift(db, app, target) }
  }),
}
