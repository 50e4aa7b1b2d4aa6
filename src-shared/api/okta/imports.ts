import { z } from 'zod'
import { api, inSandbox } from '../common.ts'
import { appBase } from './apps.ts'

const base = `${appBase}/import` as const
const tags = ['Okta: Import']
const app = z.object({ ...inSandbox, appId: z.string() })

export const importedSchema = z.object({
  externalId: z.string(),
  name: z.string(),
  /** The person or group of this Okta it matches. */
  match: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Already known as this person's account, or linked with this group. */
  linked: z.boolean(),
})
export type Imported = z.infer<typeof importedSchema>
const found = z.object({ total: z.number().int(), items: z.array(importedSchema) })
const imported = z.object({ users: found, groups: found, requests: z.number().int() })

export const imports = {
  list: api.route({ method: 'GET', path: base, tags, description: 'What the last import found: open matches first, at most 1,000 of each.' }).input(app).output(imported),
  run: api.route({ method: 'POST', path: base, tags, description: 'Import Now: reads every page of users and, where supported, of groups.' }).input(app).output(imported),
  confirm: api.route({ method: 'POST', path: `${base}/confirm`, tags, description: 'Confirms matches: the account becomes the person\'s.' })
    .input(app.extend({ externalIds: z.array(z.string()).min(1).max(10_000) })).output(imported),
}
