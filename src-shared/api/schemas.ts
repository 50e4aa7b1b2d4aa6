import { z } from 'zod'
import { attributeTypes } from '../scim/types.ts'
import { api, findingSchema, inSandbox, instant, pageInput, pageOf } from './common.ts'

const attributeName = z.string().regex(/^[A-Za-z$][A-Za-z0-9$_-]{0,99}$/, 'a letter, then letters, digits, "-", "_" or "$" (RFC 7643 §2.1)')

const characteristics = {
  name: attributeName,
  multiValued: z.boolean().default(false),
  description: z.string().max(2000).default(''),
  required: z.boolean().default(false),
  canonicalValues: z.array(z.string()).max(500).optional().describe('The allowed values, in a custom schema.'),
  caseExact: z.boolean().default(false),
  mutability: z.enum(['readOnly', 'readWrite', 'immutable', 'writeOnly']).default('readWrite'),
  returned: z.enum(['always', 'never', 'default', 'request']).default('default'),
  uniqueness: z.enum(['none', 'server', 'global']).default('none'),
  referenceTypes: z.array(z.string()).optional(),
}

export const simpleAttributeSchema = z.object({
  ...characteristics,
  type: z.enum(attributeTypes).exclude(['complex']).default('string'),
})
export const attributeSchema = z.object({
  ...characteristics,
  type: z.enum(attributeTypes).default('string'),
  subAttributes: z.array(simpleAttributeSchema).max(200).optional(),
})

/** RFC 7643 §7 as JSON; `schemas` and `meta` are accepted and ignored. */
export const schemaDocument = z.object({
  id: z.string().regex(/^urn:[a-z0-9][a-z0-9-]{0,31}:[^\s"\\]{1,400}$/i, 'a URN without spaces'),
  name: z.string().min(1).max(200),
  description: z.string().max(2000).default(''),
  attributes: z.array(attributeSchema).max(500),
})
export type SchemaDocument = z.infer<typeof schemaDocument>

/** RFC 7643 §6 as JSON; `id`, `schemas` and `meta` are accepted and ignored. */
export const resourceTypeDocument = z.object({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'a letter, then letters, digits, "-" or "_"'),
  endpoint: z.string().regex(/^\/[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'a slash and one path segment'),
  description: z.string().max(2000).default(''),
  schema: z.string(),
  schemaExtensions: z.array(z.object({ schema: z.string(), required: z.boolean().default(false) })).default([]),
})
export type ResourceTypeDocument = z.infer<typeof resourceTypeDocument>

const listed = { builtIn: z.boolean(), usedBy: z.array(z.string()).describe('Resource types that use it.') }
const byId = z.object({ ...inSandbox, id: z.string() })
const byName = z.object({ ...inSandbox, name: z.string() })

/** A narrowing edit leaves stored values alone and says how many no longer fit. */
const edited = z.object({ schema: schemaDocument, storedValuesThatNoLongerFit: z.number().int() })

export const schemas = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/schemas', tags: ['Attributes'] })
    .input(z.object(inSandbox)).output(z.array(schemaDocument.extend(listed))),
  create: api
    .route({ method: 'POST', path: '/sandboxes/{sandbox}/schemas', tags: ['Attributes'], successStatus: 201, description: 'Body: RFC 7643 §7 JSON.' })
    .input(schemaDocument.extend(inSandbox)).output(schemaDocument),
  update: api
    .route({ method: 'PUT', path: '/sandboxes/{sandbox}/schemas/{id}', tags: ['Attributes'], description: 'Body: RFC 7643 §7 JSON.' })
    .input(schemaDocument.extend(inSandbox)).output(edited),
  remove: api
    .route({ method: 'DELETE', path: '/sandboxes/{sandbox}/schemas/{id}', tags: ['Attributes'], successStatus: 204 })
    .input(byId).output(z.void()),
  received: api
    .route({
      method: 'GET', path: '/sandboxes/{sandbox}/received-ignored', tags: ['Attributes'],
      description: 'Attributes that clients sent and the sandbox did not keep, newest first.',
    })
    .input(z.object({ ...inSandbox, ...pageInput }))
    .output(pageOf(z.object({ exchangeId: z.number(), at: instant, finding: findingSchema }))),
}

export const resourceTypes = {
  list: api
    .route({ method: 'GET', path: '/sandboxes/{sandbox}/resource-types', tags: ['Attributes'] })
    .input(z.object(inSandbox))
    .output(z.array(resourceTypeDocument.extend({ builtIn: z.boolean(), resources: z.number().int() }))),
  create: api
    .route({ method: 'POST', path: '/sandboxes/{sandbox}/resource-types', tags: ['Attributes'], successStatus: 201, description: 'Body: RFC 7643 §6 JSON.' })
    .input(resourceTypeDocument.extend(inSandbox)).output(resourceTypeDocument),
  update: api
    .route({
      method: 'PUT', path: '/sandboxes/{sandbox}/resource-types/{name}', tags: ['Attributes'],
      description: 'Body: RFC 7643 §6 JSON. Of a built-in type only schemaExtensions and description change.',
    })
    .input(resourceTypeDocument.extend(inSandbox)).output(resourceTypeDocument),
  remove: api
    .route({ method: 'DELETE', path: '/sandboxes/{sandbox}/resource-types/{name}', tags: ['Attributes'], successStatus: 204 })
    .input(byName).output(z.void()),
}
