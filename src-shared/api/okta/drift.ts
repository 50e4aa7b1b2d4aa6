import { z } from 'zod'
import { api, inSandbox } from '../common.ts'
import { appBase } from './apps.ts'

/** What Okta believes against what the app has. */
export const driftSchema = z.object({
  kind: z.enum(['user', 'group']),
  /** Person or group in Okta; null where only the app knows it. */
  id: z.string().nullable(),
  name: z.string(),
  okta: z.string(),
  app: z.string(),
  cause: z.string(),
  /** What clears it. */
  remedy: z.enum(['retry', 'provision', 'profile', 'push', 'import', 'none']),
  remedyText: z.string(),
  taskId: z.number().int().nullable(),
})
export type Drift = z.infer<typeof driftSchema>

export const drift = {
  list: api.route({ method: 'GET', path: `${appBase}/drift`, tags: ['Okta: Assignments'], description: 'Groups first, the first 500 of all. Of an app outside of this Scimbox: against what the last import read.' })
    .input(z.object({ ...inSandbox, appId: z.string() })).output(z.object({ comparedWith: z.enum(['app', 'import', 'nothing']), total: z.number().int(), items: z.array(driftSchema) })),
}
