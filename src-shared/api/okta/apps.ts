import { z } from 'zod'
import { appKinds, authModes } from '../../domain/okta.ts'
import { api, inSandbox, instant, slugSchema } from '../common.ts'

export const appsBase = '/sandboxes/{sandbox}/okta/apps' as const
export const appBase = `${appsBase}/{appId}` as const
const tags = ['Okta: Applications']

/** Where an app is: this or another sandbox of this Scimbox, or any SCIM Base URL. */
export const targetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('self'), sandbox: slugSchema }),
  z.object({ kind: z.literal('url'), baseUrl: z.url({ protocol: /^https?$/ }).max(2000) }),
])
export type Target = z.infer<typeof targetSchema>

export const appSettingsSchema = z.object({
  target: targetSchema,
  authentication: z.enum(authModes),
  uniqueIdentifier: z.string().max(100).describe('“Unique identifier field for users”; TestMu AI wants userName.'),
  /** “Supported provisioning actions”. */
  supported: z.object({
    importUsers: z.boolean(), pushNewUsers: z.boolean(), pushProfileUpdates: z.boolean(), pushGroups: z.boolean(), importGroups: z.boolean(),
  }),
  /** Provisioning › To App. */
  toApp: z.object({ createUsers: z.boolean(), updateUserAttributes: z.boolean(), deactivateUsers: z.boolean(), syncPassword: z.boolean() }),
  /** “Application username format”, an expression over `user`. */
  userNameFormat: z.string().max(1024),
  /** “Rename app groups to match group name in Okta”. */
  renameAppGroups: z.boolean(),
  /** OIN only: “Support PATCH for User”. */
  patchUsers: z.boolean(),
})
export type AppSettings = z.infer<typeof appSettingsSchema>

export const appSchema = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(appKinds),
  settings: appSettingsSchema,
  /** The Base URL requests go to now. Null while the sandbox it names is not listening. */
  baseUrl: z.string().nullable(),
  /** Whether a credential was pasted; it is never shown again. */
  hasCredential: z.boolean(),
  created: instant,
  counts: z.object({
    assigned: z.number().int(), unprovisioned: z.number().int(), failed: z.number().int(), pushGroups: z.number().int(), openTasks: z.number().int(),
  }),
})
export type App = z.infer<typeof appSchema>

/** The parts of the settings that Provisioning › Integration saves. */
const integrationSchema = appSettingsSchema.pick({ target: true, authentication: true, uniqueIdentifier: true, supported: true, patchUsers: true })
export type Integration = z.infer<typeof integrationSchema>

/** How a connection test ended; the status is null where nothing was answered. */
export const testResultSchema = z.object({
  ok: z.boolean(),
  /** In Okta's words. */
  message: z.string(),
  status: z.number().int().nullable(),
})
export type TestResult = z.infer<typeof testResultSchema>

const one = z.object({ ...inSandbox, appId: z.string() })
const label = z.string().trim().min(1).max(100)

export const apps = {
  list: api.route({ method: 'GET', path: appsBase, tags }).input(z.object(inSandbox)).output(z.array(appSchema)),
  get: api.route({ method: 'GET', path: appBase, tags }).input(one).output(appSchema),
  create: api.route({ method: 'POST', path: appsBase, tags, successStatus: 201, description: 'A new app has provisioning off and the base attributes of its profile.' })
    .input(z.object({ ...inSandbox, label, kind: z.enum(appKinds).default('AIW'), target: targetSchema.optional().describe('This sandbox unless given.') }))
    .output(appSchema),
  change: api.route({ method: 'PATCH', path: appBase, tags })
    .input(one.extend({
      label: label.optional(),
      settings: appSettingsSchema.partial().extend({
        supported: appSettingsSchema.shape.supported.partial().optional(),
        toApp: appSettingsSchema.shape.toApp.partial().optional(),
      }).optional(),
    }))
    .output(appSchema),
  saveIntegration: api
    .route({
      method: 'PUT', path: `${appBase}/integration`, tags,
      description: 'Save on Provisioning › Integration: repeats Test Connector Configuration with what is to be saved, where a credential is stored.',
    })
    .input(one.extend({ settings: integrationSchema }))
    .output(z.object({ app: appSchema, isSaved: z.boolean(), test: testResultSchema.nullable() })),
  setCredential: api.route({ method: 'PUT', path: `${appBase}/credential`, tags, description: 'What an admin pastes: a token, a header, or name:password. `fromSandbox` takes the current token of the sandbox the app points at.' })
    .input(one.extend({ credential: z.string().max(4000).regex(/^[\x20-\x7e]*$/, 'printable ASCII only: it goes into a header').optional(), fromSandbox: z.boolean().default(false) })).output(appSchema),
  test: api.route({ method: 'POST', path: `${appBase}/test`, tags, description: 'Test Connector Configuration.' }).input(one).output(testResultSchema),
  remove: api.route({ method: 'DELETE', path: appBase, tags, successStatus: 204, description: 'Sends nothing to the app.' }).input(one).output(z.void()),
}
