import { z } from 'zod'
import { taskKinds, taskStates } from '../../domain/okta.ts'
import { api, inSandbox, instant, pageInput, pageOf } from '../common.ts'

const base = '/sandboxes/{sandbox}/okta' as const
const tags = ['Okta: Tasks']

export const taskSchema = z.object({
  id: z.number().int(),
  /** The id its requests carry in the traffic log. */
  action: z.object({ id: z.string(), label: z.string() }),
  app: z.object({ id: z.string(), label: z.string() }),
  kind: z.enum(taskKinds),
  /** Who or what it is about. */
  subject: z.string(),
  state: z.enum(taskStates),
  /** Times its requests were sent since an admin last retried it. */
  attempts: z.number().int(),
  /** When a waiting one goes on, by the sandbox clock. */
  due: instant.nullable(),
  /** In Okta's words. */
  error: z.string().nullable(),
  created: instant,
  finished: instant.nullable(),
})
export type Task = z.infer<typeof taskSchema>

export const actionProgressSchema = z.object({
  id: z.number().int(),
  label: z.string(),
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  /** Per second of real time, over the last seconds. */
  rate: z.number(),
})
export type ActionProgress = z.infer<typeof actionProgressSchema>

export const tasks = {
  list: api.route({ method: 'GET', path: `${base}/tasks`, tags, description: 'Newest first; open ones are pending, waiting, interrupted or in error.' })
    .input(z.object({ ...inSandbox, ...pageInput, show: z.enum(['open', 'all']).default('open'), appId: z.string().optional() }))
    .output(pageOf(taskSchema)),
  get: api.route({ method: 'GET', path: `${base}/tasks/{id}`, tags }).input(z.object({ ...inSandbox, id: z.coerce.number().int() })).output(taskSchema),
  counts: api.route({ method: 'GET', path: `${base}/tasks/counts`, tags }).input(z.object(inSandbox))
    .output(z.object({ pending: z.number().int(), waiting: z.number().int(), interrupted: z.number().int(), error: z.number().int() })),
  retry: api.route({ method: 'POST', path: `${base}/tasks/retry`, tags, description: '“Retry selected”; without ids, all that are in error or were interrupted.' })
    .input(z.object({ ...inSandbox, ids: z.array(z.number().int()).max(10_000).optional() })).output(z.object({ retried: z.number().int() })),
  dismiss: api.route({ method: 'POST', path: `${base}/tasks/dismiss`, tags, description: 'Takes failed tasks off the list; what Okta believes stays as it is.' })
    .input(z.object({ ...inSandbox, ids: z.array(z.number().int()).min(1).max(10_000) })).output(z.object({ dismissed: z.number().int() })),
  progress: api.route({ method: 'GET', path: `${base}/actions`, tags, description: 'Actions that are not done yet.' })
    .input(z.object(inSandbox)).output(z.array(actionProgressSchema)),
  cancel: api.route({ method: 'POST', path: `${base}/actions/{id}/cancel`, tags, description: 'What is not sent yet is not sent.' })
    .input(z.object({ ...inSandbox, id: z.coerce.number().int() })).output(z.object({ cancelled: z.number().int() })),
}
