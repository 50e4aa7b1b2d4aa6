import { z } from 'zod'
import { eventSchema } from '../domain/events.ts'
import { api, findingSchema, inSandbox, instant, pageInput, pageOf } from './common.ts'

/** Who sent a request: known from the socket, or from the User-Agent for clients outside Scimbox. */
export const actors = ['okta', 'client', 'console', 'replay', 'simulator'] as const

/** What an admin of the simulated Okta did: the requests it caused are shown together. */
export const actionSchema = z.object({ id: z.string(), label: z.string() })
export type Action = z.infer<typeof actionSchema>

export const exchangeRowSchema = z.object({
  id: z.number().int(),
  at: instant,
  /** Microseconds. */
  duration: z.number().int(),
  actor: z.enum(actors),
  method: z.string(),
  /** Path below the Base URL, with the query. */
  path: z.string(),
  status: z.number().int(),
  /** The effect chip, such as `+1 user`, `3 members`, `no change`, `ignored 1`. */
  effect: z.string(),
  sentence: z.string(),
  pinned: z.boolean(),
  /** Null for requests from outside. */
  action: actionSchema.nullable(),
  /** Base URL of the app a request of the simulated Okta went to, null for this sandbox's own endpoint. */
  target: z.string().nullable(),
})
export type ExchangeRow = z.infer<typeof exchangeRowSchema>

/** A recorded message. Secrets were taken out before it was stored. */
const message = z.object({
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
  /** Bytes of the whole body. */
  size: z.number().int(),
  /** SHA-256 of the whole body when only its head is kept. */
  cut: z.string().nullable(),
})

export const loggedEventSchema = z.object({
  id: z.number().int(),
  at: instant,
  exchangeId: z.number().int().nullable(),
  event: eventSchema,
  sentence: z.string(),
})
export type LoggedEvent = z.infer<typeof loggedEventSchema>

/** What Okta makes of an exchange that it takes for an error. */
export const oktaErrorSchema = z.object({
  text: z.string(),
  /** How sure the wording is: D documented, C captured from a real Okta org, A our assumption. */
  tag: z.enum(['D', 'C', 'A']),
  /** Whether the simulated Okta shows it; otherwise it is what Okta would show. */
  shown: z.boolean(),
  /** The task of the simulated Okta that it is the error of. */
  task: z.object({ sandbox: z.string(), id: z.number().int() }).nullable(),
  /** When the simulated Okta tries again by itself; until then there is no error. */
  triesAgain: instant.nullable(),
})
export type OktaError = z.infer<typeof oktaErrorSchema>

export const exchangeDetailSchema = z.object({
  row: exchangeRowSchema,
  request: message,
  response: message,
  findings: z.array(findingSchema),
  /** The first 500 of them. */
  events: z.array(loggedEventSchema),
  eventCount: z.number().int(),
  oktaError: oktaErrorSchema.nullable(),
  /** The request as a command; the token is `$SCIM_TOKEN`. */
  curl: z.string(),
})
export type ExchangeDetail = z.infer<typeof exchangeDetailSchema>

const one = z.object({ ...inSandbox, id: z.coerce.number().int() })

export const composedRequestSchema = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string().startsWith('/').max(65_536).describe('Below the Base URL, with the query.'),
  headers: z.array(z.tuple([z.string(), z.string()])).max(50).default([]),
  body: z.string().max(16 * 1024 * 1024).default(''),
})

export const requests = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/requests', tags: ['Requests'] })
    .input(z.object({
      ...inSandbox,
      ...pageInput,
      filter: z.string().max(1000).default('').describe('Such as `method:PATCH status>=400 user:jane path:/Groups body:active`.'),
    }))
    .output(pageOf(exchangeRowSchema)),
  get: api.route({ method: 'GET', path: '/sandboxes/{sandbox}/requests/{id}', tags: ['Requests'] }).input(one).output(exchangeDetailSchema),
  pin: api
    .route({ method: 'PUT', path: '/sandboxes/{sandbox}/requests/{id}/pinned', tags: ['Requests'], description: 'A pinned request is never dropped.' })
    .input(one.extend({ pinned: z.boolean() })).output(exchangeRowSchema),
  clear: api
    .route({ method: 'DELETE', path: '/sandboxes/{sandbox}/requests', tags: ['Requests'], description: 'Drops all but the pinned ones.' })
    .input(z.object(inSandbox)).output(z.object({ dropped: z.number().int() })),
  send: api
    .route({
      method: 'POST', path: '/sandboxes/{sandbox}/requests', tags: ['Requests'], successStatus: 201,
      description: 'Sends a request to the SCIM endpoint of the sandbox over HTTP, with its current token unless an Authorization header is given. A request that went to another app is not replayed (409).',
    })
    .input(composedRequestSchema.extend({ ...inSandbox, replayOf: z.number().int().optional() }))
    .output(z.object({ exchangeId: z.number().int().nullable(), status: z.number().int(), body: z.string() })),
}

export const events = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/events', tags: ['Events'], description: 'Newest first.' })
    .input(z.object({
      ...inSandbox,
      limit: z.coerce.number().int().min(1).max(500).default(50),
      before: z.coerce.number().int().optional().describe('Only events with a smaller id.'),
      userId: z.string().optional(),
      groupId: z.string().optional(),
    }))
    .output(z.array(loggedEventSchema)),
}
