import { z } from 'zod'
import { api, inSandbox, instant, pageInput, pageOf } from '../common.ts'

export const logEntrySchema = z.object({
  id: z.number().int(),
  at: instant,
  /** Okta's event type, such as `application.provision.user.push`. */
  event: z.string(),
  outcome: z.enum(['SUCCESS', 'FAILURE', 'DEFERRED', 'SKIPPED']),
  message: z.string(),
  target: z.string().nullable(),
  action: z.object({ id: z.string(), label: z.string() }).nullable(),
  taskId: z.number().int().nullable(),
})
export type LogEntry = z.infer<typeof logEntrySchema>

export const log = {
  list: api.route({ method: 'GET', path: '/sandboxes/{sandbox}/okta/log', tags: ['Okta: System Log'], description: 'Newest first.' })
    .input(z.object({ ...inSandbox, ...pageInput, search: z.string().max(200).default(''), action: z.string().optional() }))
    .output(pageOf(logEntrySchema)),
  get: api.route({ method: 'GET', path: '/sandboxes/{sandbox}/okta/log/{id}', tags: ['Okta: System Log'] })
    .input(z.object({ ...inSandbox, id: z.coerce.number().int() })).output(logEntrySchema),
}
