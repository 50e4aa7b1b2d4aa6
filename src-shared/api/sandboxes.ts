import { z } from 'zod'
import { profileIds, strictnesses } from '../domain/switches.ts'
import { api, inSandbox, instant, jobSchema, slugSchema } from './common.ts'

export const sandboxSchema = z.object({
  slug: slugSchema,
  name: z.string(),
  isDefault: z.boolean(),
  profile: z.enum(profileIds),
  strictness: z.enum(strictnesses),
  created: instant,
  /** Why the sandbox cannot be opened, null when it is fine. */
  problem: z.string().nullable(),
  counts: z.object({ users: z.number(), groups: z.number(), requests: z.number() }),
})
export type Sandbox = z.infer<typeof sandboxSchema>

const name = z.string().trim().min(1).max(80)

/** How far long work is, in users unless `unit` says otherwise. */
export const progressSchema = z.object({
  label: z.string(),
  done: z.number().int(),
  total: z.number().int(),
  unit: z.enum(['rows', 'kB']).optional(),
  /** Real milliseconds since it began. */
  elapsed: z.number().int(),
  /** Whether it can be cancelled. */
  cancellable: z.boolean(),
})
export type Progress = z.infer<typeof progressSchema>

export const sandboxes = {
  list: api.route({ method: 'GET', path: '/sandboxes', tags: ['Sandboxes'] }).output(z.array(sandboxSchema)),
  create: api
    .route({ method: 'POST', path: '/sandboxes', tags: ['Sandboxes'], successStatus: 201 })
    .input(z.object({
      name,
      slug: slugSchema.optional().describe('Fixed for good. Derived from the name when absent.'),
      profile: z.enum(profileIds).default('testmu'),
      strictness: z.enum(strictnesses).default('lenient'),
    }))
    .output(sandboxSchema),
  get: api.route({ method: 'GET', path: '/sandboxes/{sandbox}', tags: ['Sandboxes'] }).input(z.object(inSandbox)).output(sandboxSchema),
  rename: api
    .route({ method: 'PATCH', path: '/sandboxes/{sandbox}', tags: ['Sandboxes'] })
    .input(z.object({ ...inSandbox, name })).output(sandboxSchema),
  duplicate: api
    .route({ method: 'POST', path: '/sandboxes/{sandbox}/duplicate', tags: ['Sandboxes'], successStatus: 201 })
    .input(z.object({ ...inSandbox, name })).output(sandboxSchema),
  remove: api
    .route({ method: 'DELETE', path: '/sandboxes/{sandbox}', tags: ['Sandboxes'], successStatus: 204 })
    .input(z.object(inSandbox)).output(z.void()),
  progress: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/progress', tags: ['Sandboxes'], description: 'The long work that is running, if any is.' })
    .input(z.object(inSandbox)).output(progressSchema.nullable()),
  cancel: api
    .route({
      method: 'DELETE', path: '/sandboxes/{sandbox}/progress', tags: ['Sandboxes'],
      description: 'Ends an import, export or seed; nothing of it stays. Without `job`, the one whose progress is told.',
    })
    .input(z.object({ ...inSandbox, job: jobSchema.optional() })).output(z.object({ cancelled: z.boolean() })),
  loadSampleCompany: api
    .route({
      method: 'POST', path: '/sandboxes/{sandbox}/sample-company', tags: ['Sandboxes'],
      description: 'Adds the sample company shipped with Scimbox: about 60 people in 12 groups.',
    })
    .input(z.object(inSandbox)).output(z.object({ users: z.number(), groups: z.number() })),
}
