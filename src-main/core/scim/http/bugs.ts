import { bugCatalogue, type BugId } from '../../../../src-shared/domain/bugs.ts'
import type { Finding } from '../../../../src-shared/domain/findings.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../../src-shared/scim/types.ts'
import type { WriteContext } from '../../sandboxes/write-context.ts'
import { member } from '../patch/envelope.ts'
import type { ScimAnswer, ScimRequest } from './message.ts'
import { answerWrite } from './route.ts'

/*
 * The buggy-app presets (testmu-provisioning §8), around the endpoint so that it stays healthy: a request is read as the buggy app would
 * read it, an answer is given as it would give it. `oneBadIdRejectsAll` and `itemsPerPage20` are switches (sandboxes/settings.ts).
 */

/** The request as an app with these bugs takes it, and what it got wrong. */
export function misread(bugs: readonly BugId[], request: ScimRequest): { request: ScimRequest; noticed: Finding[] } {
  if (bugs.length === 0) return { request, noticed: [] }
  const noticed = new Set<BugId>()
  const capped = bugs.includes('pageCap100') ? withCap(request, noticed) : request
  const body = misreadWrite(bugs, capped.method, capped.segments, capped.body, noticed)
  return { request: { ...capped, body }, noticed: [...noticed].map(findingOf) }
}

/** Carries out a write; an app that stores nothing takes a PUT or PATCH back once it is answered. @throws ScimError */
export function answerBuggyWrite(context: WriteContext, request: ScimRequest): ScimAnswer {
  const forgets = context.settings.bugs.includes('storesNothing') && (request.method === 'PUT' || request.method === 'PATCH')
  if (!forgets) return answerWrite(context, request, answerBuggyWrite)
  const events = context.events.length
  const answer = takenBack(context, () => answerWrite(context, request))
  context.events.length = events
  context.findings.push({ ...findingOf('storesNothing'), kind: 'unchanged' })
  return answer
}

/** An error as an app without SCIM errors gives it. */
export function withoutScimError(bugs: readonly BugId[], answer: ScimAnswer, detail: string): ScimAnswer {
  if (!bugs.includes('plainTextErrors')) return answer
  return { ...answer, headers: { ...answer.headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: detail }
}

const smallestCap = 100

function withCap(request: ScimRequest, noticed: Set<BugId>): ScimRequest {
  const { query, body } = request
  if (isOver(query.get('count'))) {
    noticed.add('pageCap100')
    const capped = new URLSearchParams(query)
    capped.set('count', String(smallestCap))
    return { ...request, query: capped }
  }
  if (request.segments.at(-1)?.toLowerCase() !== '.search' || !isObject(body) || !isOver(body.count)) return request
  noticed.add('pageCap100')
  return { ...request, body: { ...body, count: smallestCap } }
}

function isOver(count: JsonValue | undefined): boolean {
  return count !== null && Number(count) > smallestCap
}

function misreadWrite(bugs: readonly BugId[], method: string, segments: string[], body: JsonValue | undefined, noticed: Set<BugId>): JsonValue | undefined {
  if (!isObject(body)) return body
  const [first = '', id] = segments
  if (first.toLowerCase() === 'bulk') return misreadBulk(bugs, body, noticed)
  if (first.toLowerCase() !== 'groups' || id === undefined) return body
  if (method === 'PATCH') return misreadPatch(bugs, body, noticed)
  if (method !== 'PUT' || !bugs.includes('partialReplaceWipes') || member(body, 'members') !== undefined) return body
  noticed.add('partialReplaceWipes')
  return { ...body, members: [] }
}

function misreadBulk(bugs: readonly BugId[], body: JsonObject, noticed: Set<BugId>): JsonObject {
  if (!Array.isArray(body.Operations)) return body
  const Operations = body.Operations.map((operation) => {
    if (!isObject(operation) || typeof operation.path !== 'string') return operation
    const segments = operation.path.split('/').filter((segment) => segment !== '')
    const data = misreadWrite(bugs, String(operation.method).toUpperCase(), segments, operation.data, noticed)
    return data === undefined ? operation : { ...operation, data }
  })
  return { ...body, Operations }
}

function misreadPatch(bugs: readonly BugId[], body: JsonObject, noticed: Set<BugId>): JsonObject {
  const key = Object.keys(body).find((name) => name.toLowerCase() === 'operations')
  const operations = key === undefined ? undefined : body[key]
  if (key === undefined || !Array.isArray(operations)) return body
  return { ...body, [key]: operations.flatMap<JsonValue>((operation) => (isObject(operation) ? misreadOperation(bugs, operation, noticed) : [operation])) }
}

function misreadOperation(bugs: readonly BugId[], operation: JsonObject, noticed: Set<BugId>): JsonObject[] {
  const op = String(member(operation, 'op')).toLowerCase()
  const members = namesMembers(operation)
  if (op === 'add' && members && bugs.includes('addReplaces')) {
    noticed.add('addReplaces')
    return [{ op: 'replace', ...pathOf(operation), value: member(operation, 'value') ?? [] }]
  }
  if (op === 'replace' && !members && bugs.includes('partialReplaceWipes')) {
    noticed.add('partialReplaceWipes')
    return [operation, { op: 'replace', path: 'members', value: [] }]
  }
  return [operation]
}

function pathOf(operation: JsonObject): JsonObject {
  const path = member(operation, 'path')
  return path === undefined ? {} : { path }
}

function namesMembers(operation: JsonObject): boolean {
  const path = member(operation, 'path')
  if (typeof path === 'string' && path.trim() !== '') return /(^|:)members\b/i.test(path)
  const value = member(operation, 'value')
  return isObject(value) && Object.keys(value).some((name) => /(^|:)members$/i.test(name))
}

/** Does the work in a savepoint that is rolled back. @throws what the work throws */
function takenBack<Result>(context: WriteContext, work: () => Result): Result {
  const done: Result[] = []
  try {
    context.db.transaction(() => {
      done.push(work())
      throw new TakenBack()
    })()
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  return done[0]!
}

class TakenBack extends Error {}

function findingOf(bug: BugId): Finding {
  return {
    kind: 'warning', code: `bug-${bug}`, rule: 'testmu-provisioning §8', tag: 'A', text: `Preset “${bugCatalogue[bug].title}”: ${bugCatalogue[bug].does}`,
  }
}
