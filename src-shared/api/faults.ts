import { z } from 'zod'
import { bugIds } from '../domain/bugs.ts'
import { faultGivenSchema } from '../domain/faults.ts'
import { api, inSandbox } from './common.ts'

export const faultSchema = faultGivenSchema.extend({
  id: z.number().int(),
  /** Matching requests since it was armed. */
  seen: z.number().int(),
  hits: z.number().int(),
  /** Whether it is enabled and can still hit a request. */
  armed: z.boolean(),
})
export type Fault = z.infer<typeof faultSchema>

export const presetSchema = z.object({ id: z.enum(bugIds), title: z.string(), does: z.string(), on: z.boolean() })
export type Preset = z.infer<typeof presetSchema>

const one = z.object({ ...inSandbox, id: z.coerce.number().int() })
const base = '/sandboxes/{sandbox}/faults' as const
const presets = '/sandboxes/{sandbox}/fault-presets' as const

export const faults = {
  list: api
    .route({ method: 'GET', path: base, tags: ['Faults'], description: 'In the order in which requests are tried against them.' })
    .input(z.object(inSandbox)).output(z.array(faultSchema)),
  create: api
    .route({ method: 'POST', path: base, tags: ['Faults'], successStatus: 201, description: 'At most 100 in a sandbox.' })
    .input(faultGivenSchema.extend({
      ...inSandbox,
      name: faultGivenSchema.shape.name.default(''),
      enabled: z.boolean().default(true),
      method: faultGivenSchema.shape.method.default('any'),
      path: faultGivenSchema.shape.path.default(''),
      user: faultGivenSchema.shape.user.default(''),
      nth: faultGivenSchema.shape.nth.default(1),
      count: faultGivenSchema.shape.count.default(1),
      moment: faultGivenSchema.shape.moment.default('before'),
    }))
    .output(faultSchema),
  change: api
    .route({ method: 'PATCH', path: `${base}/{id}`, tags: ['Faults'], description: 'What is not given stays, its hits included.' })
    .input(faultGivenSchema.partial().extend(one.shape)).output(faultSchema),
  rearm: api
    .route({ method: 'POST', path: `${base}/{id}/rearm`, tags: ['Faults'], description: 'Enables it and counts from zero.' })
    .input(one).output(faultSchema),
  remove: api.route({ method: 'DELETE', path: `${base}/{id}`, tags: ['Faults'], successStatus: 204 }).input(one).output(z.void()),
  removeAll: api
    .route({ method: 'DELETE', path: base, tags: ['Faults'], description: 'Removes every rule; presets stay as they are.' })
    .input(z.object(inSandbox)).output(z.object({ removed: z.number().int() })),
  presets: api
    .route({ method: 'GET', path: presets, tags: ['Faults'], description: 'Buggy-app presets, and which of them are on.' })
    .input(z.object(inSandbox)).output(z.array(presetSchema)),
  setPreset: api
    .route({ method: 'PUT', path: `${presets}/{id}`, tags: ['Faults'] })
    .input(z.object({ ...inSandbox, id: z.enum(bugIds), on: z.boolean() })).output(z.array(presetSchema)),
}
