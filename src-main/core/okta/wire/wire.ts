import { isErrorBody } from '../../../../src-shared/scim/errors.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import { PATCH_OP } from '../../../../src-shared/scim/urns.ts'
import type { AppKind, Assumptions } from '../../../../src-shared/domain/okta.ts'
import type { Answer, Client } from './client.ts'
import { OperationFailure, refused, Throttled } from './failure.ts'

/** What every operation on an app knows. */
export interface Wire {
  client: Client
  kind: AppKind
  assumptions: Assumptions
}

/** Sends a request that has to succeed. @throws Throttled on 429, OperationFailure on any other refusal */
export async function send({ client }: Wire, method: string, path: string, body?: JsonValue): Promise<Answer> {
  return succeeded(await client.call(method, path, body))
}

export function succeeded(answer: Answer): Answer {
  if (answer.status === 429) throw new Throttled(answer)
  if (answer.status < 200 || answer.status > 299) throw refused(answer)
  return answer
}

export function patch(wire: Wire, path: string, Operations: JsonObject[]): Promise<Answer> {
  return send(wire, 'PATCH', path, { schemas: [PATCH_OP], Operations })
}

/** What custom apps do in place of every PATCH (okta-wire §1): the server's own body, changed. */
export async function getThenPut(wire: Wire, path: string, change: (fetched: JsonObject) => JsonObject): Promise<Answer> {
  const answer = await send(wire, 'GET', path)
  if (answer.body === null) throw refused(answer)
  return send(wire, 'PUT', path, change(answer.body))
}

/** Looks a resource up by one attribute, as Okta does before it creates: none, or the first found (okta-wire §3). */
export async function find(wire: Wire, endpoint: 'Users' | 'Groups', attribute: string, value: string): Promise<JsonObject | null> {
  const filter = encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`)
  const answer = await wire.client.call('GET', `/${endpoint}?filter=${filter}&startIndex=1&count=100`)
  // "Not found" is said by an empty list, or by a SCIM error with 404.
  if (answer.status === 404 && isErrorBody(answer.body)) return null
  const resources = succeeded(answer).body?.Resources
  const [first] = Array.isArray(resources) ? resources : []
  return isObject(first) ? first : null
}

/** Id of a created or found resource. @throws OperationFailure when it has none (okta-wire §3) */
export function idOf(body: JsonObject | null): string {
  if (typeof body?.id !== 'string' || body.id === '') throw new OperationFailure({ kind: 'noId' })
  return body.id
}

/** An id in a path. */
export function at(endpoint: 'Users' | 'Groups', id: string): string {
  return `/${endpoint}/${encodeURIComponent(id)}`
}
