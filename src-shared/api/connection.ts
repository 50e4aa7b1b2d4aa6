import { z } from 'zod'
import { api, inSandbox, instant } from './common.ts'

/** What an admin pastes into Okta, and whether it would work. */
export const connectionSchema = z.object({
  baseUrl: z.string().describe('The SCIM Base URL.'),
  publicUrl: z.string().nullable().describe('The SCIM Base URL through the tunnel, while it is up.'),
  /** Null when this host keeps no recoverable copy: rotate to get a new one. */
  token: z.string().nullable(),
  tokenExpires: instant.nullable(),
  tokenWarning: z.string().nullable().describe('How the copy of the token is kept where no keyring protects it as it should; null where all is well.'),
  listener: z.object({
    state: z.enum(['listening', 'failed']),
    address: z.string().describe('host:port'),
    problem: z.string().nullable().describe('Why it does not listen, and what to do.'),
  }),
  lastRequest: z.object({ at: instant, userAgent: z.string().nullable() }).nullable(),
})
export type Connection = z.infer<typeof connectionSchema>

export const tokenSchema = z.object({
  id: z.number().int(),
  created: instant,
  expires: instant.nullable(),
  retires: instant.nullable().describe('End of the overlap, for a token that was rotated out.'),
  state: z.enum(['current', 'overlapping', 'expired', 'retired']),
})

export const connection = {
  get: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/connection', tags: ['Connection'] })
    .input(z.object(inSandbox)).output(connectionSchema),
  retryListener: api
    .route({ method: 'POST', path: '/listener/retry', tags: ['Connection'], description: 'Tries to listen again after a taken port was freed.' })
    .output(connectionSchema.shape.listener),
}

export const tokens = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/tokens', tags: ['Tokens'] })
    .input(z.object(inSandbox)).output(z.array(tokenSchema)),
  rotate: api
    .route({
      method: 'POST', path: '/sandboxes/{sandbox}/tokens', tags: ['Tokens'], successStatus: 201,
      description: 'Makes a new token. The old one stops at once, or after the overlap.',
    })
    .input(z.object({
      ...inSandbox,
      overlapSeconds: z.number().int().min(0).max(30 * 86_400).default(0),
      expiresInSeconds: z.number().int().min(1).nullable().default(null),
    }))
    .output(z.object({ token: z.string() })),
  revoke: api
    .route({ method: 'DELETE', path: '/sandboxes/{sandbox}/tokens/{id}', tags: ['Tokens'], successStatus: 204 })
    .input(z.object({ ...inSandbox, id: z.coerce.number().int() })).output(z.void()),
}
