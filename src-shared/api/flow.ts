import { z } from 'zod'
import { entityKinds, mappingStatuses } from '../domain/provisioning.ts'
import { roles } from '../domain/roles.ts'
import { api, inSandbox } from './common.ts'

/** The flow picture: SCIM group → mapping → entity → role. Nodes are known by `<type>:<id>`. */
export const flowSchema = z.object({
  groups: z.array(z.object({ id: z.string(), displayName: z.string(), members: z.number().int(), roles: z.array(z.enum(roles)) })),
  mappings: z.array(z.object({
    id: z.number().int(), groupId: z.string(), kind: z.enum(entityKinds), entityId: z.number().int().nullable(),
    status: z.enum(mappingStatuses), targetDeleted: z.boolean(), assigned: z.number().int(), conflicts: z.number().int(),
  })),
  entities: z.array(z.object({ id: z.number().int(), kind: z.enum(entityKinds), name: z.string(), isDefault: z.boolean(), members: z.number().int() })),
  /** How many members of a group end with each role; with a user in focus, that user's role. */
  roles: z.array(z.object({ groupId: z.string(), role: z.enum(roles), users: z.number().int() })),
  /** The user in focus, with where they are and which claims did not apply. */
  user: z.object({
    id: z.string(), userName: z.string(), role: z.enum(roles),
    /** Entities the user is in. */
    entityIds: z.array(z.number().int()),
    /** Mappings that claim the user and do not apply: open conflicts, lost decisions. */
    waiting: z.array(z.number().int()),
  }).nullable(),
  /** Groups there are beyond those shown. */
  more: z.number().int(),
})
export type Flow = z.infer<typeof flowSchema>

export const flow = {
  get: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/flow', tags: ['Flow'], description: 'The whole organization, or one user or group in focus.' })
    .input(z.object({
      ...inSandbox, userId: z.string().optional(), groupId: z.string().optional(),
      search: z.string().default('').describe('Part of the name of a group or entity.'),
      limit: z.coerce.number().int().min(1).max(1000).default(500),
    }))
    .output(flowSchema),
}
