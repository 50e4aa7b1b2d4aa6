import { z } from 'zod'
import { entityKinds } from '../domain/provisioning.ts'
import { roles } from '../domain/roles.ts'
import { tags } from '../domain/switches.ts'
import { api, inSandbox, instant, pageInput, pageOf } from './common.ts'

const role = z.enum(roles)

export const userRowSchema = z.object({
  id: z.string(),
  userName: z.string(),
  /** name.formatted, else given and family name, else displayName, else empty. */
  name: z.string(),
  active: z.boolean(),
  role,
  groups: z.number().int(),
  modified: instant,
})
export type UserRow = z.infer<typeof userRowSchema>

/** Why a user has the role it has (testmu-provisioning §4). */
export const roleWhySchema = z.object({
  role,
  sentence: z.string(),
  rule: z.string(),
  tag: z.enum(tags),
  contributors: z.array(z.object({
    source: z.enum(['group', 'attribute', 'override', 'default']),
    /** The group's displayName, or `OrganizationRole`, or who set it. */
    label: z.string(),
    groupId: z.string().optional(),
    role,
    /** Decides the effective role. */
    wins: z.boolean(),
    /** Why it counts or does not. */
    note: z.string(),
  })),
  wouldChange: z.array(z.string()).describe('What would change the role, one sentence each.'),
})
export type RoleWhy = z.infer<typeof roleWhySchema>

/** What a claim of a SCIM group came to, or where a user is without one: `byHand` and no `via` is where an admin put them. */
export const assignmentStates = ['assigned', 'conflict', 'decided', 'byHand', 'sameGroup', 'inSubOrganization', 'flagOff'] as const

/** Where a user is, or would be but for something, and why. */
export const assignmentSchema = z.object({
  kind: z.enum(entityKinds),
  entityId: z.number().int(),
  name: z.string(),
  state: z.enum(assignmentStates),
  sentence: z.string(),
  rule: z.string(),
  tag: z.enum(tags),
  /** The SCIM group and mapping that say so. */
  via: z.object({ groupId: z.string(), displayName: z.string(), mappingId: z.number().int() }).nullable(),
})
export type Assignment = z.infer<typeof assignmentSchema>

export const userDetailSchema = z.object({
  row: userRowSchema,
  /** The resource exactly as SCIM returns it. */
  resource: z.record(z.string(), z.json()),
  groups: z.array(z.object({ id: z.string(), displayName: z.string(), roles: z.array(role) })),
  why: roleWhySchema,
  assignments: z.array(assignmentSchema),
  /** Role set by hand that stands until the next sync. */
  override: role.nullable(),
})
export type UserDetail = z.infer<typeof userDetailSchema>

const one = z.object({ ...inSandbox, id: z.string() })

export const users = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/users', tags: ['Users'] })
    .input(z.object({
      ...inSandbox,
      ...pageInput,
      search: z.string().default('').describe('Part of the userName or the name.'),
      role: role.optional(),
      status: z.enum(['active', 'inactive']).optional(),
      sort: z.enum(['created', 'userName', 'modified']).default('created'),
      order: z.enum(['ascending', 'descending']).default('ascending'),
    }))
    .output(pageOf(userRowSchema)),
  get: api.route({ method: 'GET', path: '/sandboxes/{sandbox}/users/{id}', tags: ['Users'] }).input(one).output(userDetailSchema),
  setRole: api
    .route({
      method: 'PUT', path: '/sandboxes/{sandbox}/users/{id}/role', tags: ['Users'],
      description: 'What an admin of the product does by hand. Stands until the next sync; null ends it now.',
    })
    .input(one.extend({ role: role.nullable() })).output(userDetailSchema),
  setActive: api
    .route({ method: 'PUT', path: '/sandboxes/{sandbox}/users/{id}/active', tags: ['Users'] })
    .input(one.extend({ active: z.boolean() })).output(userDetailSchema),
  editName: api
    .route({ method: 'PUT', path: '/sandboxes/{sandbox}/users/{id}/name', tags: ['Users'] })
    .input(one.extend({ givenName: z.string().max(200), familyName: z.string().max(200) })).output(userDetailSchema),
  remove: api
    .route({
      method: 'DELETE', path: '/sandboxes/{sandbox}/users/{id}', tags: ['Users'], successStatus: 204,
      description: 'Removes the user from the organization for good; Okta then holds a stale id.',
    })
    .input(one).output(z.void()),
}
