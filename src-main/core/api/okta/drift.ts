import { api } from '../context.ts'
export const driftRoutes = { list: api.okta.drift.list.handler(() => ({ comparedWith: 'nothing' as const, items: [] })) }
