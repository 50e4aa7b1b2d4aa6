import { z } from 'zod'
import { type Flag, flags } from '../domain/flags.ts'
import { profileIds, strictnesses, switchIds, tags } from '../domain/switches.ts'
import { api, inSandbox, instant } from './common.ts'

export const switchStateSchema = z.object({
  id: z.enum(switchIds),
  title: z.string(),
  value: z.string(),
  /** What the profile and strictness give without an override. */
  profileValue: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  tag: z.enum(tags),
  source: z.string(),
})

export const profileSchema = z.object({
  profile: z.enum(profileIds),
  strictness: z.enum(strictnesses),
  name: z.string(),
  description: z.string(),
  /** The base profile changes only while the sandbox is empty. */
  canChangeProfile: z.boolean(),
  available: z.array(z.object({ id: z.enum(profileIds), name: z.string(), description: z.string() })),
  switches: z.array(switchStateSchema),
})
export type ProfileState = z.infer<typeof profileSchema>

export const organizationSchema = z.object({
  flags: z.object(Object.fromEntries(flags.map((flag) => [flag, z.boolean()])) as Record<Flag, z.ZodBoolean>),
  foreignUsers: z.array(z.object({ id: z.string(), address: z.string() })),
  defaultConcurrencyGroup: z.object({ id: z.number().int(), name: z.string() }),
})
export type Organization = z.infer<typeof organizationSchema>

export const recordingSchema = z.object({ keep: z.number().int().min(100).max(1_000_000).describe('Requests kept; older ones are dropped, pinned ones stay.') })

export const clockSchema = z.object({
  now: instant,
  frozen: z.boolean(),
})

/** Ten years. */
const farthestAdvance = 10 * 366 * 86_400_000

const sandboxOnly = z.object(inSandbox)
const base = '/sandboxes/{sandbox}/settings' as const

export const settings = {
  profile: api.route({ method: 'GET', path: `${base}/profile`, tags: ['Settings'] }).input(sandboxOnly).output(profileSchema),
  setProfile: api
    .route({ method: 'PUT', path: `${base}/profile`, tags: ['Settings'] })
    .input(z.object({ ...inSandbox, profile: z.enum(profileIds), strictness: z.enum(strictnesses) })).output(profileSchema),
  setSwitch: api
    .route({ method: 'PUT', path: `${base}/switches/{id}`, tags: ['Settings'], description: 'Null returns to the value of the profile.' })
    .input(z.object({ ...inSandbox, id: z.enum(switchIds), value: z.string().nullable() })).output(profileSchema),
  organization: api.route({ method: 'GET', path: `${base}/organization`, tags: ['Settings'] }).input(sandboxOnly).output(organizationSchema),
  setFlag: api
    .route({ method: 'PUT', path: `${base}/flags/{flag}`, tags: ['Settings'] })
    .input(z.object({ ...inSandbox, flag: z.enum(flags), on: z.boolean() })).output(organizationSchema),
  addForeignUser: api
    .route({ method: 'POST', path: `${base}/foreign-users`, tags: ['Settings'], successStatus: 201, description: 'An address known in another organization.' })
    .input(z.object({ ...inSandbox, address: z.email() })).output(organizationSchema),
  removeForeignUser: api
    .route({ method: 'DELETE', path: `${base}/foreign-users/{id}`, tags: ['Settings'] })
    .input(z.object({ ...inSandbox, id: z.string() })).output(organizationSchema),
  recording: api.route({ method: 'GET', path: `${base}/recording`, tags: ['Settings'] }).input(sandboxOnly).output(recordingSchema),
  setRecording: api
    .route({ method: 'PUT', path: `${base}/recording`, tags: ['Settings'] })
    .input(recordingSchema.extend(inSandbox)).output(recordingSchema),
  clock: api.route({ method: 'GET', path: `${base}/clock`, tags: ['Settings'] }).input(sandboxOnly).output(clockSchema),
  setClock: api
    .route({
      method: 'PUT', path: `${base}/clock`, tags: ['Settings'],
      description: 'Freeze the sandbox clock at an instant, move it, or let it run again from where it is.',
    })
    .input(z.object({ ...inSandbox, frozen: z.boolean(), now: instant.optional() })).output(clockSchema),
  advanceClock: api
    .route({
      method: 'POST', path: `${base}/clock/advance`, tags: ['Settings'],
      description: 'Moves the sandbox clock on; it stays frozen or running. Waiting retries, delays and expiries due meanwhile follow in order.',
    })
    .input(z.object({ ...inSandbox, by: z.number().int().min(1).max(farthestAdvance).describe('Milliseconds, ten years at most.') }))
    .output(clockSchema),
}
