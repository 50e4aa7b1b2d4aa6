import { notFound, ScimError } from '../../../../src-shared/scim/errors.ts'
import { LIST_RESPONSE, RESOURCE_TYPE, SCHEMA, SERVICE_PROVIDER_CONFIG } from '../../../../src-shared/scim/urns.ts'
import type { ResourceType, Schema } from '../../../../src-shared/scim/types.ts'
import type { ReadContext } from '../../sandboxes/write-context.ts'
import { largestPage } from './list.ts'
import { json, type ScimAnswer, type ScimRequest } from './message.ts'

/** Operations a Bulk request may hold, and its bytes (RFC 7644 §3.7.4). */
export const bulkLimits = { maxOperations: 1000, maxPayloadSize: 16 * 1024 * 1024 }

/** ServiceProviderConfig, ResourceTypes and Schemas (RFC 7644 §4); undefined when the path is none of them. */
export function discover(context: ReadContext, { segments, query, base, method }: ScimRequest): ScimAnswer | undefined {
  const [endpoint = '', id, ...rest] = segments
  const kind = { serviceproviderconfig: 'config', resourcetypes: 'types', schemas: 'schemas' }[endpoint.toLowerCase()]
  if (!kind || rest.length > 0) return undefined
  if (method !== 'GET') throw new ScimError(405, `${endpoint} can only be read.`)
  if (query.has('filter')) throw new ScimError(403, `${endpoint} cannot be filtered.`, undefined, 'RFC 7644 §4')
  if (kind === 'config') {
    if (id !== undefined) throw notFound(`${endpoint}/${id}`)
    return json(200, serviceProviderConfig(base))
  }
  const all = kind === 'types'
    ? context.models.map((model) => renderResourceType(model.type, base))
    : schemasOf(context).map((schema) => renderSchema(schema, base))
  if (id === undefined) {
    return { ...json(200, { schemas: [LIST_RESPONSE], totalResults: all.length, startIndex: 1, itemsPerPage: all.length, Resources: all }), total: all.length }
  }
  const found = all.find((document) => document.id.toLowerCase() === id.toLowerCase())
  if (!found) throw notFound(`${endpoint}/${id}`)
  return json(200, found)
}

/** The schemas that resource types use, each once. */
function schemasOf(context: ReadContext): Schema[] {
  return [...new Map(context.models.flatMap((model) => [model.core, ...model.extensions]).map((schema) => [schema.id, schema])).values()]
}

function renderSchema(schema: Schema, base: string) {
  return { schemas: [SCHEMA], ...schema, meta: { resourceType: 'Schema', location: `${base}/Schemas/${encodeURI(schema.id)}` } }
}

function renderResourceType(type: ResourceType, base: string) {
  return {
    schemas: [RESOURCE_TYPE], id: type.name, ...type,
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${encodeURIComponent(type.name)}` },
  }
}

function serviceProviderConfig(base: string) {
  return {
    schemas: [SERVICE_PROVIDER_CONFIG],
    patch: { supported: true },
    bulk: { supported: true, ...bulkLimits },
    filter: { supported: true, maxResults: largestPage },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [{
      type: 'oauthbearertoken', name: 'OAuth Bearer Token', description: 'The bearer token of the sandbox.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750', primary: true,
    }],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}
