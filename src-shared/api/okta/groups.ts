import { z } from 'zod'
import { api, inSandbox, instant, pageInput, pageOf } from '../common.ts'
import { personSchema } from './people.ts'

const base = '/sandboxes/{sandbox}/okta/groups' as const
const rulesBase = '/sandboxes/{sandbox}/okta/group-rules' as const
const tags = ['Okta: Groups']

const name = z.string().trim().min(1).max(255)
const description = z.string().max(1024)

export const oktaGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  members: z.number().int(),
  created: instant,
  modified: instant,
})
export type OktaGroup = z.infer<typeof oktaGroupSchema>

export const oktaGroupDetailSchema = oktaGroupSchema.extend({
  /** Apps the group is assigned to, and those it is pushed to. */
  assigned: z.array(z.object({ id: z.string(), label: z.string() })),
  pushed: z.array(z.object({ id: z.string(), label: z.string(), status: z.string() })),
})
export type OktaGroupDetail = z.infer<typeof oktaGroupDetailSchema>

const one = z.object({ ...inSandbox, id: z.string() })

export const groups = {
  list: api.route({ method: 'GET', path: base, tags })
    .input(z.object({
      ...inSandbox, ...pageInput,
      search: z.string().max(200).default(''),
      notInApp: z.string().optional().describe('Only groups that are not assigned to this app.'),
      notPushedTo: z.string().optional().describe('Only groups that are not pushed to this app.'),
    }))
    .output(pageOf(oktaGroupSchema)),
  get: api.route({ method: 'GET', path: `${base}/{id}`, tags }).input(one).output(oktaGroupDetailSchema),
  members: api.route({ method: 'GET', path: `${base}/{id}/members`, tags })
    .input(one.extend({ ...pageInput, search: z.string().max(200).default('') }))
    .output(pageOf(personSchema.extend({ byRule: z.boolean() }))),
  create: api.route({ method: 'POST', path: base, tags, successStatus: 201 })
    .input(z.object({ ...inSandbox, name, description: description.default('') })).output(oktaGroupDetailSchema),
  change: api.route({ method: 'PATCH', path: `${base}/{id}`, tags })
    .input(one.extend({ name: name.optional(), description: description.optional() })).output(oktaGroupDetailSchema),
  remove: api.route({ method: 'DELETE', path: `${base}/{id}`, tags, successStatus: 204 }).input(one).output(z.void()),
  addMembers: api.route({ method: 'POST', path: `${base}/{id}/members`, tags })
    .input(one.extend({ personIds: z.array(z.string()).min(1).max(10_000) })).output(oktaGroupDetailSchema),
  removeMember: api.route({ method: 'DELETE', path: `${base}/{id}/members/{personId}`, tags })
    .input(one.extend({ personId: z.string() })).output(oktaGroupDetailSchema),
  /** Everyone out who is in by hand. */
  removeAllMembers: api.route({ method: 'DELETE', path: `${base}/{id}/members`, tags }).input(one).output(oktaGroupDetailSchema),
}

export const groupRuleSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  /** In Okta's expression language, over `user`: `user.department == "Engineering"`. */
  expression: z.string(),
  group: z.object({ id: z.string(), name: z.string() }),
  active: z.boolean(),
  members: z.number().int(),
})
export type GroupRule = z.infer<typeof groupRuleSchema>

const ruleOne = z.object({ ...inSandbox, id: z.coerce.number().int() })

export const groupRules = {
  list: api.route({ method: 'GET', path: rulesBase, tags }).input(z.object(inSandbox)).output(z.array(groupRuleSchema)),
  create: api.route({ method: 'POST', path: rulesBase, tags, successStatus: 201 })
    .input(z.object({ ...inSandbox, name: z.string().trim().min(1).max(50), expression: z.string().trim().min(1).max(1024), groupId: z.string(), activate: z.boolean().default(true) }))
    .output(groupRuleSchema),
  setActive: api.route({ method: 'PUT', path: `${rulesBase}/{id}/active`, tags, description: 'Deactivating a rule takes out whom it put in.' })
    .input(ruleOne.extend({ active: z.boolean() })).output(groupRuleSchema),
  remove: api.route({ method: 'DELETE', path: `${rulesBase}/{id}`, tags, successStatus: 204 }).input(ruleOne).output(z.void()),
}
