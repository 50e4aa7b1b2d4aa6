import { z } from 'zod'
import { assumptionIds } from '../../domain/okta.ts'
import { tags as sourceTags } from '../../domain/switches.ts'
import { api, inSandbox } from '../common.ts'

const base = '/sandboxes/{sandbox}/okta/assumptions' as const
const tags = ['Okta: Assumptions']

export const assumptionSchema = z.object({
  id: z.enum(assumptionIds),
  title: z.string(),
  value: z.string(),
  defaultValue: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  tag: z.enum(sourceTags),
  source: z.string(),
  /** The day it was confirmed on a real org, and how. */
  confirmed: z.string().nullable(),
  note: z.string(),
})
export type AssumptionState = z.infer<typeof assumptionSchema>

export const assumptions = {
  list: api.route({ method: 'GET', path: base, tags }).input(z.object(inSandbox)).output(z.array(assumptionSchema)),
  set: api.route({ method: 'PUT', path: `${base}/{id}`, tags, description: 'Null returns to the default.' })
    .input(z.object({
      ...inSandbox, id: z.enum(assumptionIds),
      value: z.string().nullable().optional(),
      confirmed: z.iso.date().nullable().optional(),
      note: z.string().max(1000).optional(),
    }))
    .output(z.array(assumptionSchema)),
}
