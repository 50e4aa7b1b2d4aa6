import { z } from 'zod'
import { roles } from '../domain/roles.ts'
import { api, inSandbox, instant, pageInput, pageOf } from './common.ts'
import { userRowSchema } from './users.ts'

export const groupRowSchema = z.object({
  id: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(roles)),
  members: z.number().int(),
  inactiveMembers: z.number().int(),
  modified: instant,
})
export type GroupRow = z.infer<typeof groupRowSchema>

const one = { ...inSandbox, id: z.string() }

export const groups = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/groups', tags: ['Groups'] })
    .input(z.object({
      ...inSandbox,
      ...pageInput,
      search: z.string().default('').describe('Part of the displayName.'),
      sort: z.enum(['created', 'displayName', 'modified']).default('created'),
      order: z.enum(['ascending', 'descending']).default('ascending'),
    }))
    .output(pageOf(groupRowSchema)),
  get: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/groups/{id}', tags: ['Groups'] })
    .input(z.object(one))
    .output(z.object({
      row: groupRowSchema,
      /** The resource as SCIM returns it with excludedAttributes=members. */
      resource: z.record(z.string(), z.json()),
    })),
  members: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/groups/{id}/members', tags: ['Groups'] })
    .input(z.object({ ...one, ...pageInput, search: z.string().default('') })).output(pageOf(userRowSchema)),
}
