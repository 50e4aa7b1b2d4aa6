import { z } from 'zod'
import { appKinds } from '../domain/okta.ts'
import { checkSchema, providerSettingsSchema, tunnelStates } from '../domain/tunnel.ts'
import { api, inSandbox, instant } from './common.ts'

export const tunnelSchema = z.object({
  state: z.enum(tunnelStates),
  /** Null until a provider was chosen. */
  settings: providerSettingsSchema.nullable(),
  /** Goes on without what only Okta needs of the public URL. */
  rehearsal: z.boolean(),
  /** Whether a password, passphrase or authtoken is kept for the provider; it is never shown. */
  hasSecret: z.boolean(),
  /** The public address, without a path, while the tunnel is up. */
  url: z.string().nullable(),
  /** When this state began, by the clock of the machine. */
  since: instant,
  /** Why it failed or reconnects: what happened, why, what to do. */
  problem: z.string().nullable(),
  /** When the next try is due, while it reconnects. */
  retryAt: instant.nullable(),
  /** The address that is still in Okta, when the public one is another now. */
  replaces: z.string().nullable(),
  /** What the last preflight, and the start, found. */
  checks: z.array(checkSchema),
  /** The last lines of the provider, as it wrote them. */
  output: z.array(z.string()),
})
export type Tunnel = z.infer<typeof tunnelSchema>

const arrivalSchema = z.object({
  at: instant.describe('By the clock of the machine.'),
  method: z.string(),
  path: z.string(),
  status: z.number().int(),
  userAgent: z.string().nullable(),
  /** Whether it came by the public URL. */
  isPublic: z.boolean(),
  /** The detail of a refusal, such as the cause of a 401. */
  refusal: z.string().nullable(),
})
export type Arrival = z.infer<typeof arrivalSchema>

/** The kind of Okta application, from the verbs it sends (okta-wire §1). */
export const recognisedSchema = z.object({
  kind: z.enum([...appKinds, 'both']).nullable().describe('`both`: what only one kind sends was seen of each; null: not known yet.'),
  /** What was seen, and of which kind it tells. */
  saw: z.array(z.object({ what: z.string(), count: z.number().int(), tells: z.enum(appKinds).nullable() })),
})
export type Recognised = z.infer<typeof recognisedSchema>

export const meterSchema = z.object({
  /** Requests that ended in each second of the last minute, the current one last. */
  perSecond: z.array(z.number().int()).length(60),
  requests: z.number().int(),
  /** Most requests that were being answered at once. */
  atOnce: z.number().int(),
  /** PATCH of groups: how many, and the members they named. */
  patches: z.object({ count: z.number().int(), members: z.number().int(), largest: z.number().int() }),
})
export type Meter = z.infer<typeof meterSchema>

/** Requests of this run from clients outside this process, of one sandbox. */
export const arrivalsSchema = z.object({
  /** The first and the last of Okta that were let in since the tunnel came up, and the last of it that was not. */
  first: arrivalSchema.nullable(),
  last: arrivalSchema.nullable(),
  refused: arrivalSchema.nullable(),
  /** The last of another client. */
  other: arrivalSchema.nullable(),
  app: recognisedSchema,
  meter: meterSchema,
})
export type Arrivals = z.infer<typeof arrivalsSchema>

const tags = ['Tunnel']

export const tunnel = {
  get: api
    .route({ method: 'GET', path: '/tunnel', tags, description: 'The one tunnel of this Scimbox; it serves every sandbox.' })
    .output(tunnelSchema),
  configure: api
    .route({
      method: 'PUT', path: '/tunnel/settings', tags,
      description: 'Chooses the provider, while the tunnel is off. Without a secret the one that is kept stays; null forgets it.',
    })
    .input(z.object({
      settings: providerSettingsSchema,
      rehearsal: z.boolean().default(false),
      secret: z.string().max(10_000).nullable().optional().describe('SSH password or passphrase, ngrok authtoken.'),
    }))
    .output(tunnelSchema),
  preflight: api
    .route({ method: 'POST', path: '/tunnel/preflight', tags, description: 'Checks what can be known before a start; opens nothing.' })
    .output(tunnelSchema),
  trustHostKey: api
    .route({ method: 'PUT', path: '/tunnel/host-key', tags, description: 'Trusts this key of the SSH server from now on, in the place of any other.' })
    .input(z.object({ fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/) })).output(tunnelSchema),
  start: api
    .route({ method: 'POST', path: '/tunnel/start', tags, description: 'Answers at once; the state says when it is up, or why not.' })
    .output(tunnelSchema),
  stop: api.route({ method: 'POST', path: '/tunnel/stop', tags }).output(tunnelSchema),
  acknowledge: api
    .route({ method: 'POST', path: '/tunnel/acknowledge', tags, description: 'The address in Okta is the public one now.' })
    .output(tunnelSchema),
  arrivals: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/arrivals', tags })
    .input(z.object(inSandbox)).output(arrivalsSchema),
}
