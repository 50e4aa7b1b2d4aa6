import { z } from 'zod'
import { entityKinds, mappingReasons, mappingStatuses } from '../domain/provisioning.ts'
import { roles } from '../domain/roles.ts'
import { tags } from '../domain/switches.ts'
import { api, inSandbox, pageInput, pageOf } from './common.ts'

const kind = z.enum(entityKinds)

export const mappingSchema = z.object({
  id: z.number().int(),
  groupId: z.string(),
  displayName: z.string().describe('Of the SCIM group.'),
  kind,
  /** Null while none is chosen, and after the target was deleted. */
  entity: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  status: z.enum(mappingStatuses),
  targetDeleted: z.boolean(),
  /** Sent to Pending by a rename: members stay, newcomers wait (engine §5). */
  onHold: z.boolean(),
  ruleId: z.number().int().nullable(),
  /** Why it has this status. */
  why: z.object({ reason: z.enum(mappingReasons), sentence: z.string(), rule: z.string(), tag: z.enum(tags) }),
  /** What to look at, such as a target with 0 allotted concurrency. */
  warnings: z.array(z.string()),
  /** Members of the group, and those of them the mapping assigns now. */
  members: z.number().int(),
  assigned: z.number().int(),
})
export type Mapping = z.infer<typeof mappingSchema>

/** A SCIM group as the vendor's dashboard lists it: with its mappings, or Pending without any. */
export const mappedGroupSchema = z.object({
  groupId: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(roles)),
  members: z.number().int(),
  conflicts: z.number().int(),
  mappings: z.array(mappingSchema),
  /** Why there is no mapping; null where there is one. */
  whyNone: z.object({ sentence: z.string(), rule: z.string(), tag: z.enum(tags) }).nullable(),
})
export type MappedGroup = z.infer<typeof mappedGroupSchema>

const one = z.object({ ...inSandbox, id: z.coerce.number().int() })
const base = '/sandboxes/{sandbox}/mappings' as const

export const mappings = {
  groups: api
    .route({
      method: 'GET', path: '/sandboxes/{sandbox}/mapped-groups', tags: ['Mappings'],
      description: 'SCIM groups with their mappings. A group without one counts as Pending.',
    })
    .input(z.object({ ...inSandbox, ...pageInput, search: z.string().default(''), status: z.enum(mappingStatuses).optional() }))
    .output(pageOf(mappedGroupSchema).extend({ counts: z.record(z.enum(mappingStatuses), z.number().int()) })),
  ofGroup: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/groups/{groupId}/mappings', tags: ['Mappings'] })
    .input(z.object({ ...inSandbox, groupId: z.string() })).output(mappedGroupSchema),
  get: api.route({ method: 'GET', path: `${base}/{id}`, tags: ['Mappings'] }).input(one).output(mappingSchema),
  create: api
    .route({ method: 'POST', path: base, tags: ['Mappings'], successStatus: 201, description: 'Pending, unless it is approved at once.' })
    .input(z.object({
      ...inSandbox, groupId: z.string(), kind, entityId: z.number().int().nullable().default(null),
      approve: z.boolean().default(false).describe('Without a target: find or create the entity called like the group.'),
    }))
    .output(mappingSchema),
  approve: api
    .route({ method: 'POST', path: `${base}/{id}/approve`, tags: ['Mappings'], description: 'Pending → Approved; members are synced at once.' })
    .input(one.extend({
      kind: kind.optional(),
      entityId: z.number().int().nullable().optional().describe('A new target; null: the entity called like the group.'),
    }))
    .output(mappingSchema),
  reject: api
    .route({ method: 'POST', path: `${base}/{id}/reject`, tags: ['Mappings'], description: 'No sync: members leave the entity.' })
    .input(one).output(mappingSchema),
  reopen: api
    .route({ method: 'POST', path: `${base}/{id}/reopen`, tags: ['Mappings'], description: 'Rejected → Pending.' })
    .input(one).output(mappingSchema),
  retarget: api
    .route({ method: 'PUT', path: `${base}/{id}/target`, tags: ['Mappings'] })
    .input(one.extend({ kind, entityId: z.number().int().nullable() })).output(mappingSchema),
  remove: api.route({ method: 'DELETE', path: `${base}/{id}`, tags: ['Mappings'], successStatus: 204 }).input(one).output(z.void()),
}
