import { badRequest, ScimError } from '../../../../src-shared/scim/errors.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { BULK_RESPONSE } from '../../../../src-shared/scim/urns.ts'
import type { WriteContext } from '../../sandboxes/write-context.ts'
import { bulkLimits } from './discovery.ts'
import { json, type ScimAnswer, type ScimRequest } from './message.ts'

type Write = (context: WriteContext, request: ScimRequest) => ScimAnswer
interface Done { method: string; bulkId?: string; location?: string; version?: string; status: string; response?: JsonValue }

/** A Bulk request (RFC 7644 §3.7): a savepoint per operation, bulkId references resolved, stopped after `failOnErrors` errors. */
export function bulk(context: WriteContext, request: ScimRequest, write: Write): ScimAnswer {
  const { body } = request
  if (!isObject(body) || !Array.isArray(body.Operations)) throw badRequest('invalidSyntax', 'A Bulk request needs Operations.', 'RFC 7644 §3.7')
  if (body.Operations.length > bulkLimits.maxOperations) {
    throw new ScimError(413, `A Bulk request may hold ${bulkLimits.maxOperations} operations.`, undefined, 'RFC 7644 §3.7.4')
  }
  const limit = typeof body.failOnErrors === 'number' && body.failOnErrors > 0 ? body.failOnErrors : Number.POSITIVE_INFINITY
  const ids = new Map<string, string>()
  const done = new Map<JsonValue, Done>()
  let failed = 0
  for (const operation of inOrderOfReferences(body.Operations)) {
    const result = runOperation(context, request, operation, ids, write)
    done.set(operation, result)
    if (Number(result.status) >= 400) failed += 1
    if (failed >= limit) break
  }
  const answered = body.Operations.flatMap((operation) => done.get(operation) ?? [])
  return json(200, { schemas: [BULK_RESPONSE], Operations: answered })
}

/** An operation runs after those it refers to, wherever they stand; a circle keeps its order and fails (RFC 7644 §3.7.1–3.7.2). */
function inOrderOfReferences(operations: JsonValue[]): JsonValue[] {
  const makers = new Map(operations.flatMap((operation) => (
    isObject(operation) && typeof operation.bulkId === 'string' ? [[operation.bulkId, operation] as const] : []
  )))
  const ordered = new Set<JsonValue>()
  const visiting = new Set<JsonValue>()
  const visit = (operation: JsonValue): void => {
    if (ordered.has(operation) || visiting.has(operation)) return
    visiting.add(operation)
    for (const [, bulkId] of JSON.stringify(operation).matchAll(/bulkId:([^"\\/]+)/g)) {
      const maker = makers.get(bulkId!)
      if (maker) visit(maker)
    }
    ordered.add(operation)
  }
  for (const operation of operations) visit(operation)
  return [...ordered]
}

function runOperation(context: WriteContext, request: ScimRequest, operation: JsonValue, ids: Map<string, string>, write: Write): Done {
  const given = isObject(operation) ? operation : {}
  const method = String(given.method ?? '').toUpperCase()
  const head = { method, ...(typeof given.bulkId === 'string' && { bulkId: given.bulkId }) }
  const own: WriteContext = { ...context, events: [], findings: [] }
  try {
    const answer = context.db.transaction(() => write(own, toRequest(request, given, method, ids)))()
    context.events.push(...own.events)
    context.findings.push(...own.findings)
    const location = answer.headers.Location ?? placeOf(request, given, ids)
    if (head.bulkId !== undefined && location) ids.set(head.bulkId, decodeURIComponent(location.slice(location.lastIndexOf('/') + 1)))
    return { ...head, ...(location && { location }), ...(answer.headers.ETag && { version: answer.headers.ETag }), status: String(answer.status) }
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    const location = placeOf(request, given, ids)
    return { ...head, ...(location && { location }), status: String(error.status), response: error.toJSON() as JsonObject }
  }
}

/** The location of an operation on an existing resource; a POST that failed has none (RFC 7644 §3.7.3). */
function placeOf(request: ScimRequest, operation: JsonObject, ids: Map<string, string>): string | undefined {
  if (typeof operation.path !== 'string' || String(operation.method).toUpperCase() === 'POST') return undefined
  return request.base + operation.path.replace(/bulkId:([^/]+)/, (all, bulkId: string) => ids.get(bulkId) ?? all)
}

function toRequest(request: ScimRequest, operation: JsonObject, method: string, ids: Map<string, string>): ScimRequest {
  if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) throw badRequest('invalidSyntax', `Bulk knows no method "${method}".`, 'RFC 7644 §3.7')
  if (typeof operation.path !== 'string') throw badRequest('invalidSyntax', 'A Bulk operation needs a path.', 'RFC 7644 §3.7')
  if (method === 'POST' && typeof operation.bulkId !== 'string') throw badRequest('invalidSyntax', 'A Bulk POST needs a bulkId.', 'RFC 7644 §3.7')
  const segments = operation.path.split('/').filter((segment) => segment !== '').map((segment) => resolved(segment, ids))
  if (segments[0]?.toLowerCase() === 'bulk') throw badRequest('invalidSyntax', 'A Bulk request cannot hold another.', 'RFC 7644 §3.7')
  const version = typeof operation.version === 'string' ? operation.version : undefined
  return { ...request, method, segments, query: new URLSearchParams(), headers: { 'if-match': version }, body: withIds(operation.data, ids) }
}

function withIds(value: JsonValue | undefined, ids: Map<string, string>): JsonValue | undefined {
  if (typeof value === 'string') return resolved(value, ids)
  if (Array.isArray(value)) return value.map((item) => withIds(item, ids)!)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIds(inner, ids)!]))
}

/** `bulkId:x` as the id it stands for. A reference forward, or to an operation that failed, is 400 (RFC 7644 §3.7.2). */
function resolved(text: string, ids: Map<string, string>): string {
  if (!text.startsWith('bulkId:')) return text
  const id = ids.get(text.slice('bulkId:'.length))
  if (id === undefined) throw badRequest('invalidValue', `${text} refers to no earlier operation that succeeded.`, 'RFC 7644 §3.7.2')
  return id
}
