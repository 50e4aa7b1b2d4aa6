import { z } from 'zod'
import { pushStatuses } from '../../domain/okta.ts'
import { api, inSandbox, instant } from '../common.ts'
import { appBase } from './apps.ts'
import { lintSchema } from './attributes.ts'

const base = `${appBase}/push-groups` as const
const tags = ['Okta: Push Groups']

export const pushGroupSchema = z.object({
  id: z.number().int(),
  groupId: z.string(),
  groupName: z.string(),
  /** displayName last sent, and the id it got. */
  appName: z.string().nullable(),
  externalId: z.string().nullable(),
  status: z.enum(pushStatuses),
  error: z.string().nullable(),
  /** The rule that found it. */
  ruleId: z.number().int().nullable(),
  members: z.number().int(),
  /** Members of the Okta group that are sent; the others lack something. */
  ready: z.number().int(),
  /** Members Okta believes the group in the app has. */
  pushedMembers: z.number().int(),
  lastPush: instant.nullable(),
  isBusy: z.boolean(),
})
export type PushGroup = z.infer<typeof pushGroupSchema>

/** The four conditions of a pushed member (okta-wire §6), in the order they are checked. */
export const readinessSchema = z.object({
  personId: z.string(),
  login: z.string(),
  name: z.string(),
  assigned: z.boolean(),
  provisioned: z.boolean(),
  active: z.boolean(),
  isSent: z.boolean(),
  /** What is missing and what to do, empty for one who is sent. */
  text: z.string(),
})
export type Readiness = z.infer<typeof readinessSchema>

export const ruleFields = ['name', 'description'] as const
export const ruleOperators = ['starts with', 'contains', 'ends with'] as const
export const pushRuleSchema = z.object({
  id: z.number().int(),
  field: z.enum(ruleFields),
  operator: z.enum(ruleOperators),
  value: z.string().min(1).max(255),
  groups: z.number().int(),
})
export type PushRule = z.infer<typeof pushRuleSchema>

const app = z.object({ ...inSandbox, appId: z.string() })
const one = app.extend({ id: z.coerce.number().int() })
const list = z.object({ groups: z.array(pushGroupSchema), rules: z.array(pushRuleSchema), lints: z.array(lintSchema) })

export const pushGroups = {
  list: api.route({ method: 'GET', path: base, tags }).input(app).output(list),
  readiness: api.route({ method: 'GET', path: `${base}/{id}/readiness`, tags }).input(one).output(z.array(readinessSchema)),
  byName: api.route({ method: 'POST', path: base, tags, description: 'Push groups “by name”: pushed at once unless told otherwise.' })
    .input(app.extend({ groupIds: z.array(z.string()).min(1).max(1000), pushNow: z.boolean().default(true) })).output(list),
  byRule: api.route({ method: 'POST', path: `${base}/rules`, tags, description: 'Pushes every group the rule finds, now and later.' })
    .input(app.extend(pushRuleSchema.pick({ field: true, operator: true, value: true }).shape)).output(list),
  removeRule: api.route({ method: 'DELETE', path: `${base}/rules/{id}`, tags, description: 'Keeps the groups it found.' }).input(one).output(list),
  link: api.route({ method: 'POST', path: `${base}/links`, tags, description: 'Links an Okta group with a group an import found in the app.' })
    .input(app.extend({ groupId: z.string(), externalId: z.string() })).output(list),
  pushNow: api.route({ method: 'POST', path: `${base}/{id}/push`, tags }).input(one).output(list),
  setActive: api.route({ method: 'PUT', path: `${base}/{id}/active`, tags }).input(one.extend({ active: z.boolean() })).output(list),
  unlink: api.route({ method: 'POST', path: `${base}/{id}/unlink`, tags, description: '“Unlink pushed group”: delete the group in the target app, or leave it.' })
    .input(one.extend({ inApp: z.enum(['delete', 'leave']) })).output(list),
  retryAll: api.route({ method: 'POST', path: `${base}/retry`, tags, description: '“Retry All Groups”.' }).input(app).output(list),
}
