import { z } from 'zod'
import { appUserStatuses, personStatuses } from '../../domain/okta.ts'
import { api, inSandbox, pageInput, pageOf } from '../common.ts'
import { appBase } from './apps.ts'
import { lintSchema, profileValuesSchema } from './attributes.ts'

const base = `${appBase}/assignments` as const
const tags = ['Okta: Assignments']

export const appUserSchema = z.object({
  personId: z.string(),
  login: z.string(),
  name: z.string(),
  personStatus: z.enum(personStatuses),
  /** The application username; null where its format gives none. */
  userName: z.string().nullable(),
  assigned: z.boolean(),
  /** Assigned as a person; otherwise through groups. */
  individual: z.boolean(),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  status: z.enum(appUserStatuses),
  /** Id of the account in the app. */
  externalId: z.string().nullable(),
  error: z.string().nullable(),
  /** Values set for this person. */
  profile: profileValuesSchema,
  /** The app profile in force: mappings, group values, own values. */
  effective: profileValuesSchema,
})
export type AppUser = z.infer<typeof appUserSchema>

export const appGroupSchema = z.object({
  groupId: z.string(),
  name: z.string(),
  members: z.number().int(),
  priority: z.number().int(),
  profile: profileValuesSchema,
})
export type AppGroup = z.infer<typeof appGroupSchema>

const app = z.object({ ...inSandbox, appId: z.string() })
const person = app.extend({ personId: z.string() })
const group = app.extend({ groupId: z.string() })
const groupList = z.array(appGroupSchema)

export const assignments = {
  people: api.route({ method: 'GET', path: `${base}/people`, tags })
    .input(app.extend({ ...pageInput, search: z.string().max(200).default(''), status: z.enum(appUserStatuses).optional() }))
    .output(pageOf(appUserSchema)),
  person: api.route({ method: 'GET', path: `${base}/people/{personId}`, tags }).input(person).output(appUserSchema),
  assignPeople: api.route({ method: 'POST', path: `${base}/people`, tags, description: 'Assigns people, with the same values for each.' })
    .input(app.extend({ personIds: z.array(z.string()).min(1).max(10_000), profile: profileValuesSchema.default({}) })).output(z.object({ actionId: z.number().int() })),
  changePerson: api.route({ method: 'PUT', path: `${base}/people/{personId}`, tags })
    .input(person.extend({ profile: profileValuesSchema })).output(appUserSchema),
  unassignPerson: api.route({ method: 'DELETE', path: `${base}/people/{personId}`, tags, description: 'Of one who is also in an assigned group, only the individual assignment ends.' })
    .input(person).output(appUserSchema),
  pushProfile: api.route({ method: 'POST', path: `${base}/people/{personId}/push`, tags, description: 'Sends the whole profile again, whether it changed or not.' })
    .input(person).output(appUserSchema),
  provision: api.route({ method: 'POST', path: `${base}/provision`, tags, description: '“Provision User”: for those assigned before provisioning was on, or whose task was cancelled. Without ids, all of them.' })
    .input(app.extend({ personIds: z.array(z.string()).max(10_000).optional() })).output(z.object({ actionId: z.number().int(), people: z.number().int() })),
  groups: api.route({ method: 'GET', path: `${base}/groups`, tags }).input(app).output(groupList),
  assignGroup: api.route({ method: 'POST', path: `${base}/groups`, tags })
    .input(group.extend({ profile: profileValuesSchema.default({}) })).output(groupList),
  changeGroup: api.route({ method: 'PUT', path: `${base}/groups/{groupId}`, tags })
    .input(group.extend({ profile: profileValuesSchema.optional(), priority: z.number().int().min(0).optional() })).output(groupList),
  unassignGroup: api.route({ method: 'DELETE', path: `${base}/groups/{groupId}`, tags }).input(group).output(groupList),
  lintValues: api.route({ method: 'POST', path: `${base}/lint`, tags, description: 'What the linter would say of values that are being typed; `field` names the attribute.' })
    .input(app.extend({ profile: profileValuesSchema })).output(z.array(lintSchema)),
  lints: api.route({ method: 'GET', path: `${base}/lints`, tags }).input(app).output(z.array(lintSchema)),
}
