import { z } from 'zod'
import { personStatuses } from '../../domain/okta.ts'
import { api, inSandbox, instant, pageInput, pageOf } from '../common.ts'

const base = '/sandboxes/{sandbox}/okta/people' as const
const tags = ['Okta: People']

const text = z.string().trim().max(1000)
/** The Okta user profile: the base attributes of Universal Directory, and any further ones. */
export const personProfileSchema = z.object({
  login: z.email().max(320),
  email: z.email().max(320),
  firstName: text.min(1),
  lastName: text.min(1),
}).catchall(z.union([text, z.number(), z.boolean(), z.array(z.union([text, z.number()])).max(100)]))
export type PersonProfile = z.infer<typeof personProfileSchema>

export const personSchema = z.object({
  id: z.string(),
  status: z.enum(personStatuses),
  profile: personProfileSchema,
  created: instant,
  modified: instant,
})
export type Person = z.infer<typeof personSchema>

export const personDetailSchema = personSchema.extend({
  groups: z.array(z.object({ id: z.string(), name: z.string(), byRule: z.boolean() })),
  apps: z.array(z.object({ id: z.string(), label: z.string(), status: z.string(), error: z.string().nullable() })),
})
export type PersonDetail = z.infer<typeof personDetailSchema>

export const lifecycles = ['activate', 'suspend', 'unsuspend', 'deactivate', 'reactivate'] as const
export type Lifecycle = (typeof lifecycles)[number]

const one = z.object({ ...inSandbox, id: z.string() })
/** `email` is the login unless given. */
const personGiven = personProfileSchema.omit({ email: true }).extend({ email: z.email().max(320).optional() })
  .catchall(personProfileSchema._zod.def.catchall!)

export const people = {
  list: api.route({ method: 'GET', path: base, tags })
    .input(z.object({
      ...inSandbox, ...pageInput,
      search: z.string().max(200).default('').describe('Part of a login or a name.'),
      status: z.enum(personStatuses).optional(),
      notInGroup: z.string().optional().describe('Only people who are not in this group.'),
      notInApp: z.string().optional().describe('Only people who can be assigned to this app: not deactivated, and not assigned yet.'),
    }))
    .output(pageOf(personSchema)),
  get: api.route({ method: 'GET', path: `${base}/{id}`, tags }).input(one).output(personDetailSchema),
  create: api.route({ method: 'POST', path: base, tags, successStatus: 201, description: 'Up to 10,000 people at once.' })
    .input(z.object({ ...inSandbox, people: z.array(personGiven).min(1).max(10_000), activate: z.boolean().default(true) }))
    .output(z.array(personSchema)),
  change: api.route({ method: 'PATCH', path: `${base}/{id}`, tags, description: 'Null takes a profile attribute away.' })
    .input(one.extend({ profile: z.record(z.string().max(100), z.json()) })).output(personDetailSchema),
  lifecycle: api.route({ method: 'POST', path: `${base}/{id}/lifecycle/{action}`, tags })
    .input(one.extend({ action: z.enum(lifecycles) })).output(personDetailSchema),
  remove: api.route({ method: 'DELETE', path: `${base}/{id}`, tags, successStatus: 204, description: 'Only a deactivated person can be deleted.' })
    .input(one).output(z.void()),
  resetPassword: api.route({ method: 'POST', path: `${base}/{id}/password`, tags, description: 'A new random password, pushed to the apps that sync passwords.' })
    .input(one).output(personDetailSchema),
  loadSample: api.route({ method: 'POST', path: '/sandboxes/{sandbox}/okta/sample-org', tags, description: 'The sample company as people and groups of the simulated Okta. Sends nothing.' })
    .input(z.object(inSandbox)).output(z.object({ people: z.number().int(), groups: z.number().int() })),
}
