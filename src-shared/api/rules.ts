import { z } from 'zod'
import { entityKinds, mappingStatuses, priorities, ruleTypes } from '../domain/provisioning.ts'
import { api, inSandbox } from './common.ts'

const ruleGiven = {
  type: z.enum(ruleTypes),
  pattern: z.string().max(4096).default('').describe('At most 256 characters. Regex: RE2 syntax, unanchored, case-sensitive.'),
  kind: z.enum(entityKinds).describe('The type of the target; the entity is found or created by the name of the group.'),
  autoApprove: z.boolean(),
  priority: z.number().int().min(priorities.lowest).max(priorities.highest).describe('The highest comes first.'),
}
export const ruleGivenSchema = z.object(ruleGiven)

export const ruleSchema = z.object({
  id: z.number().int(),
  ...ruleGiven,
  /** Mappings that came from it. */
  mappings: z.number().int(),
})
export type MappingRule = z.infer<typeof ruleSchema>

/** What a rule would do if every group were pushed now; what exists does not change. */
export const rulePreviewSchema = z.object({
  /** Groups whose name the pattern matches. */
  total: z.number().int(),
  /** The first 200 of them. */
  groups: z.array(z.object({
    groupId: z.string(),
    displayName: z.string(),
    /** The rule that comes first for this group: this one, or an earlier one. */
    decidedBy: z.string(),
    decides: z.boolean(),
    /** The status of what the group is mapped to now; null: no mapping. */
    now: z.enum(mappingStatuses).nullable(),
  })),
})
export type RulePreview = z.infer<typeof rulePreviewSchema>

const one = z.object({ ...inSandbox, id: z.coerce.number().int() })
const base = '/sandboxes/{sandbox}/rules' as const

export const rules = {
  list: api
    .route({ method: 'GET', path: base, tags: ['Mapping Rules'], description: 'In the order of evaluation.' })
    .input(z.object(inSandbox)).output(z.array(ruleSchema)),
  create: api
    .route({ method: 'POST', path: base, tags: ['Mapping Rules'], successStatus: 201, description: 'Changes nothing that exists.' })
    .input(ruleGivenSchema.extend({ ...inSandbox, priority: ruleGiven.priority.optional().describe('Without one: after all others.') }))
    .output(ruleSchema),
  update: api.route({ method: 'PUT', path: `${base}/{id}`, tags: ['Mapping Rules'] }).input(ruleGivenSchema.extend(one.shape)).output(ruleSchema),
  remove: api.route({ method: 'DELETE', path: `${base}/{id}`, tags: ['Mapping Rules'], successStatus: 204 }).input(one).output(z.void()),
  order: api
    .route({ method: 'PUT', path: '/sandboxes/{sandbox}/rule-order', tags: ['Mapping Rules'], description: 'Every rule once, first evaluated first.' })
    .input(z.object({ ...inSandbox, ids: z.array(z.number().int()).max(1000) })).output(z.array(ruleSchema)),
  preview: api
    .route({ method: 'POST', path: '/sandboxes/{sandbox}/rule-preview', tags: ['Mapping Rules'], description: 'Which groups a rule would match.' })
    .input(ruleGivenSchema.extend({ ...inSandbox, id: z.number().int().optional().describe('The rule it would replace.') })).output(rulePreviewSchema),
  test: api
    .route({ method: 'POST', path: '/sandboxes/{sandbox}/rule-test', tags: ['Mapping Rules'], description: 'Tries a pattern on names.' })
    .input(z.object({ ...inSandbox, type: ruleGiven.type, pattern: ruleGiven.pattern, names: z.array(z.string().max(1000)).max(100) }))
    .output(z.object({
      /** What is wrong with the pattern, and where. */
      problem: z.string().nullable(),
      results: z.array(z.object({ name: z.string(), matches: z.boolean() })),
    })),
}
