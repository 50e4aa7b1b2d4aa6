import { notFound, ScimError } from '../../../../src-shared/scim/errors.ts'
import { isObject } from '../../../../src-shared/scim/types.ts'
import type { ReadContext, WriteContext } from '../../sandboxes/write-context.ts'
import type { ResourceModel } from '../schema/model.ts'
import { bulk } from './bulk.ts'
import { discover } from './discovery.ts'
import { answerList, planList, type Search, searchOfBody, searchOfQuery } from './list.ts'
import type { ScimAnswer, ScimRequest } from './message.ts'
import { createResource, deleteResource, getResource, patchResource, replaceResource } from './resource.ts'
import { isLongList } from './size.ts'

/** Whether the request can only read, and so runs on the read-only connection. */
export function isRead({ method, segments }: ScimRequest): boolean {
  return method === 'GET' || segments.at(-1)?.toLowerCase() === '.search'
}

/** A read as far as its cost is known. */
interface PlannedRead { isLong: boolean; answer: () => ScimAnswer }

/** Plans a request that changes nothing. @throws ScimError */
export function planRead(context: ReadContext, request: ScimRequest): PlannedRead {
  const { method, segments, base } = request
  const discovered = discover(context, request)
  if (discovered) return { isLong: false, answer: () => discovered }
  const asked = searchOf(context, request)
  if (asked) {
    const list = planList(context, asked.models, asked.search)
    return { isLong: isLongList(context, list), answer: () => answerList(context, list, base) }
  }
  if (segments[0]?.toLowerCase() === 'bulk') throw new ScimError(405, 'Bulk takes POST only.')
  if (segments[0]?.toLowerCase() === 'me') throw notSupported()
  const { model, id } = locate(context, segments)
  if (method !== 'GET' || id === null) throw new ScimError(405, `${method} is not possible on this path.`)
  return { isLong: false, answer: () => getResource(context, model, id, request) }
}

/**
 * Carries out a request that may change something, inside the transaction of the context. `write` carries out the operations of a Bulk
 * request.
 * @throws ScimError
 */
export function answerWrite(context: WriteContext, request: ScimRequest, write: typeof answerWrite = answerWrite): ScimAnswer {
  const { method, segments } = request
  const first = segments[0]?.toLowerCase()
  if (first === 'me') throw notSupported()
  if (first === 'bulk' && segments.length === 1) {
    if (method !== 'POST') throw new ScimError(405, 'Bulk takes POST only.')
    return bulk(context, request, write)
  }
  if (discover(context, request)) throw new ScimError(405, `${segments[0]} can only be read.`)
  const { model, id } = locate(context, segments)
  if (id === null && method === 'POST') return createResource(context, model, request)
  if (id !== null && method === 'PUT') return replaceResource(context, model, id, request)
  if (id !== null && method === 'PATCH') return patchResource(context, model, id, request)
  if (id !== null && method === 'DELETE') return deleteResource(context, model, id, request)
  throw new ScimError(405, `${method} is not possible on ${id === null ? 'a list' : 'a resource'}.`)
}

/**
 * The resource types and parameters of a list or search, undefined when the request is neither (RFC 7644 §3.4.2–3.4.3).
 * @throws ScimError when it is one and is wrong
 */
function searchOf(context: ReadContext, request: ScimRequest): { models: readonly ResourceModel[]; search: Search } | undefined {
  const { method, segments, body, query } = request
  if (segments.at(-1)?.toLowerCase() !== '.search') {
    const model = segments.length === 1 && method === 'GET' ? typeAt(context, segments[0]!) : undefined
    return model && { models: [model], search: searchOfQuery(query) }
  }
  if (method !== 'POST') throw new ScimError(405, '.search takes POST only.')
  if (!isObject(body)) throw new ScimError(400, 'A search needs a SearchRequest body.', 'invalidSyntax')
  if (segments.length === 1) return { models: context.models, search: searchOfBody(body) }
  const { model, id } = locate(context, segments.slice(0, -1))
  if (id !== null) throw notFound(`/${segments.join('/')}`)
  return { models: [model], search: searchOfBody(body) }
}

/** The resource type a path names, without regard to case (testmu-provisioning §1), and the id. */
function locate(context: ReadContext, segments: string[]): { model: ResourceModel; id: string | null } {
  const model = typeAt(context, segments[0] ?? '')
  if (!model || segments.length > 2) throw notFound(`/${segments.join('/')}`)
  return { model, id: segments[1] ?? null }
}

function typeAt(context: ReadContext, segment: string): ResourceModel | undefined {
  const endpoint = `/${segment}`.toLowerCase()
  return context.models.find((candidate) => candidate.type.endpoint.toLowerCase() === endpoint)
}

function notSupported(): ScimError {
  return new ScimError(501, 'The /Me alias is not supported.', undefined, 'RFC 7644 §3.11')
}
