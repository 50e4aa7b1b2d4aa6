import { z } from 'zod'
import { dataTypes } from '../../domain/okta.ts'
import { tags as sourceTags } from '../../domain/switches.ts'
import { api, inSandbox } from '../common.ts'
import { appBase } from './apps.ts'

const base = `${appBase}/attributes` as const
const tags = ['Okta: Profile Editor']

/** One attribute of the app user profile (okta-wire §8). */
export const appAttributeSchema = z.object({
  displayName: z.string().trim().min(1).max(255),
  variableName: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'letters, digits and _, not beginning with a digit').max(100),
  externalName: z.string().trim().max(255),
  /** Empty: the attribute is never sent. */
  externalNamespace: z.string().trim().max(255),
  dataType: z.enum(dataTypes),
  /** Values an admin may choose from; null: any. */
  enum: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })).max(100).nullable(),
  required: z.boolean(),
  /** Personal, or settable on a group assignment too. */
  scope: z.enum(['Personal', 'Group']),
  /** An expression over `user` and `appuser`; null: do not map. */
  mapping: z.string().max(1024).nullable(),
  applyOn: z.enum(['create', 'create and update']),
  /** Values of several groups are joined instead of the first deciding (arrays only). */
  combine: z.boolean(),
})
export type AppAttribute = z.infer<typeof appAttributeSchema>
/** What an assignment may set. */
export const profileValuesSchema = z.record(z.string(), z.union([z.string().max(10_000), z.number(), z.boolean(), z.array(z.union([z.string().max(1000), z.number()])).max(100), z.null()]))
export type ProfileValues = z.infer<typeof profileValuesSchema>

/** What the linter says (testmu-provisioning §9). */
export const lintSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  /** What it is about: an attribute's variable name, a person, a group; null for the app. */
  subject: z.string().nullable(),
  /** The field of the form it belongs to. */
  field: z.string().nullable(),
  /** What is wrong, in one sentence. */
  text: z.string(),
  /** What will happen on the wire, in one sentence. */
  wire: z.string(),
  /** The exact value to paste, where there is one. */
  correct: z.string().nullable(),
  rule: z.string(),
  tag: z.enum(sourceTags),
})
export type Lint = z.infer<typeof lintSchema>

const app = z.object({ ...inSandbox, appId: z.string() })
const one = app.extend({ id: z.coerce.number().int() })
const stored = appAttributeSchema.extend({ id: z.number().int(), isBase: z.boolean() })
export type StoredAttribute = z.infer<typeof stored>
const profile = z.object({ attributes: z.array(stored), lints: z.array(lintSchema) })

export const attributes = {
  list: api.route({ method: 'GET', path: base, tags }).input(app).output(profile),
  create: api.route({ method: 'POST', path: base, tags, successStatus: 201 }).input(app.extend({ attribute: appAttributeSchema })).output(profile),
  change: api.route({ method: 'PUT', path: `${base}/{id}`, tags }).input(one.extend({ attribute: appAttributeSchema })).output(profile),
  remove: api.route({ method: 'DELETE', path: `${base}/{id}`, tags }).input(one).output(profile),
  apply: api.route({ method: 'POST', path: `${base}/apply`, tags, description: '“Apply updates now”: pushes the profile of everybody of whom it would be sent otherwise than it was.' })
    .input(app).output(z.object({ actionId: z.number().int(), people: z.number().int() })),
  lint: api.route({ method: 'POST', path: `${base}/lint`, tags, description: 'What the linter would say of an attribute that is being edited.' })
    .input(app.extend({ attribute: appAttributeSchema })).output(z.array(lintSchema)),
  preview: api.route({ method: 'GET', path: `${appBase}/preview/{personId}`, tags, description: 'The body a person would be created with. The password is a placeholder.' })
    .input(app.extend({ personId: z.string() })).output(z.object({ body: z.json(), problems: z.array(z.string()) })),
}
