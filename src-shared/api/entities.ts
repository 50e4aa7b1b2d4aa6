import { z } from 'zod'
import { entityKinds, mappingStatuses } from '../domain/provisioning.ts'
import { api, inSandbox, pageInput, pageOf } from './common.ts'
import { userRowSchema } from './users.ts'

export const entitySchema = z.object({
  id: z.number().int(),
  kind: z.enum(entityKinds),
  name: z.string(),
  /** The default concurrency group, or the root organization: neither can be mapped or deleted. */
  isDefault: z.boolean(),
  /** Of a concurrency group; null is not limited. */
  allottedConcurrency: z.number().int().nullable(),
  members: z.number().int(),
  /** The one group that is mapped to it. */
  owner: z.object({ mappingId: z.number().int(), groupId: z.string(), displayName: z.string(), status: z.enum(mappingStatuses) }).nullable(),
})
export type EntityState = z.infer<typeof entitySchema>

export const entityName = z.string().trim().min(1).max(200)
export const allottedConcurrency = z.number().int().min(0).max(1_000_000)
const one = z.object({ ...inSandbox, id: z.coerce.number().int() })
const member = one.extend({ userId: z.string() })
const base = '/sandboxes/{sandbox}/entities' as const

export const entities = {
  list: api
    .route({ method: 'GET', path: base, tags: ['Entities'] })
    .input(z.object({
      ...inSandbox, ...pageInput, kind: z.enum(entityKinds), search: z.string().default('').describe('Part of the name.'),
    }))
    .output(pageOf(entitySchema)),
  get: api.route({ method: 'GET', path: `${base}/{id}`, tags: ['Entities'] }).input(one).output(entitySchema),
  create: api
    .route({ method: 'POST', path: base, tags: ['Entities'], successStatus: 201 })
    .input(z.object({ ...inSandbox, kind: z.enum(entityKinds), name: entityName, allottedConcurrency: allottedConcurrency.optional() }))
    .output(entitySchema),
  change: api
    .route({ method: 'PATCH', path: `${base}/{id}`, tags: ['Entities'] })
    .input(
      one.extend({ name: entityName.optional(), allottedConcurrency: allottedConcurrency.optional(), isDefault: z.literal(true).optional() })
        .refine(
          ({ name, allottedConcurrency: allotted, isDefault }) => [name, allotted, isDefault].filter((given) => given !== undefined).length === 1,
          'Change one at a time: name, allottedConcurrency or isDefault.',
        ),
    )
    .output(entitySchema),
  remove: api
    .route({
      method: 'DELETE', path: `${base}/{id}`, tags: ['Entities'], successStatus: 204,
      description: 'A mapping that owns it becomes Pending with target_deleted.',
    })
    .input(one).output(z.void()),
  members: api
    .route({ method: 'GET', path: `${base}/{id}/members`, tags: ['Entities'] })
    .input(one.extend({ ...pageInput, search: z.string().default('') })).output(pageOf(userRowSchema)),
  assign: api
    .route({
      method: 'PUT', path: `${base}/{id}/members/{userId}`, tags: ['Entities'], successStatus: 204,
      description: 'What an admin of the product does by hand: put a user into a concurrency group or an organization, until the next sync.',
    })
    .input(member).output(z.void()),
  removeMember: api
    .route({
      method: 'DELETE', path: `${base}/{id}/members/{userId}`, tags: ['Entities'], successStatus: 204,
      description: 'Take a user out of a team by hand, until the next sync of the group that is mapped to it.',
    })
    .input(member).output(z.void()),
}
