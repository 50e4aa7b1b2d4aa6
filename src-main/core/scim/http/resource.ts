import { badRequest, notFound, ScimError } from '../../../../src-shared/scim/errors.ts'
import type { JsonObject } from '../../../../src-shared/scim/types.ts'
import { changeGroup, createGroup, deleteGroup } from '../../directory/groups.ts'
import { changeOther, createOther, deleteOther } from '../../directory/others.ts'
import { findById, findByKey, type ResourceRow } from '../../directory/resources.ts'
import { changeUser, createUser, deleteUser, refuseForeign, requireUser } from '../../directory/users.ts'
import type { ReadContext, WriteContext } from '../../sandboxes/write-context.ts'
import type { MemberOperation } from '../patch/patching.ts'
import { applyPatch } from '../patch/apply.ts'
import type { ResourceModel } from '../schema/model.ts'
import { projection } from '../schema/project.ts'
import { mergeForPut } from '../schema/put.ts'
import { readResource } from '../schema/read.ts'
import { settle } from '../schema/settle.ts'
import { searchOfQuery } from './list.ts'
import { json, type ScimAnswer, type ScimRequest } from './message.ts'
import { locationOf, renderResource, versionOf } from './render.ts'

/** GET of one resource, with If-None-Match (RFC 7644 §3.4.1, §3.14). */
export function getResource(context: ReadContext, model: ResourceModel, id: string, request: ScimRequest): ScimAnswer {
  const row = requireResource(context, model, id)
  const tags = request.headers['if-none-match']
  if (tags !== undefined && matchesVersion(tags, row)) return { status: 304, headers: { ETag: versionOf(row) }, body: '' }
  return answerResource(context, model, row, request, 200)
}

/** POST (RFC 7644 §3.3). */
export function createResource(context: WriteContext, model: ResourceModel, request: ScimRequest): ScimAnswer {
  const reading = readResource(model, requireBody(request), context.switches, 'create')
  context.findings.push(...reading.findings)
  if (model.type.name === 'User' && context.switches.duplicateUser === 'update') {
    const userName = String(reading.value.userName)
    refuseForeign(context, { userName })
    const holder = findByKey(context.db, 'User', userName)
    if (holder) return answerResource(context, model, replace(context, model, holder, request), request, 200)
  }
  const row = model.type.name === 'User'
    ? createUser(context, model, reading.value)
    : model.type.name === 'Group'
      ? createGroup(context, model, reading.value, reading.members ?? [])
      : createOther(context, model, reading.value)
  const answer = answerResource(context, model, row, request, 201)
  return { ...answer, headers: { ...answer.headers, Location: locationOf(request.base, model, row.id) } }
}

/** PUT (RFC 7644 §3.5.1). */
export function replaceResource(context: WriteContext, model: ResourceModel, id: string, request: ScimRequest): ScimAnswer {
  const row = requireResource(context, model, id)
  requireMatch(request, row)
  return answerResource(context, model, replace(context, model, row, request), request, 200)
}

/** PATCH (RFC 7644 §3.5.2): all operations or none. */
export function patchResource(context: WriteContext, model: ResourceModel, id: string, request: ScimRequest): ScimAnswer {
  const row = requireResource(context, model, id)
  requireMatch(request, row)
  const stored = JSON.parse(row.body) as JsonObject
  const patched = applyPatch(model, stored, requireBody(request), context.switches)
  context.findings.push(...patched.findings)
  const changed = change(context, model, row, patched.value, patched.members)
  if (context.switches.patchResponse === '204') return { status: 204, headers: { ETag: versionOf(changed) }, body: '' }
  return answerResource(context, model, changed, request, 200)
}

/** DELETE (RFC 7644 §3.6). */
export function deleteResource(context: WriteContext, model: ResourceModel, id: string, request: ScimRequest): ScimAnswer {
  const row = requireResource(context, model, id)
  requireMatch(request, row)
  if (model.type.name === 'User') deleteUser(context, model, row)
  else if (model.type.name === 'Group') deleteGroup(context, row)
  else deleteOther(context, row)
  return { status: 204, headers: {}, body: '' }
}

function replace(context: WriteContext, model: ResourceModel, row: ResourceRow, request: ScimRequest): ResourceRow {
  const reading = readResource(model, requireBody(request), context.switches, 'replace')
  context.findings.push(...reading.findings)
  const wanted = mergeForPut(model, JSON.parse(row.body) as JsonObject, reading, context.switches)
  const absent = context.switches.putAbsent === 'keep' && !reading.nulls.includes('members') ? null : []
  const members = reading.members ?? absent
  return change(context, model, row, wanted, members === null ? [] : [{ op: 'replace', ids: members }])
}

function change(context: WriteContext, model: ResourceModel, row: ResourceRow, wanted: JsonObject, members: MemberOperation[]): ResourceRow {
  const settled = settle(model, JSON.parse(row.body) as JsonObject, wanted, context.switches)
  context.findings.push(...settled.findings)
  if (model.type.name === 'User') return changeUser(context, model, row, settled.value)
  if (model.type.name === 'Group') return changeGroup(context, model, row, settled.value, members)
  return changeOther(context, model, row, settled.value)
}

function answerResource(context: ReadContext, model: ResourceModel, row: ResourceRow, request: ScimRequest, status: number): ScimAnswer {
  const project = projection(model, searchOfQuery(request.query))
  return json(status, renderResource(context, model, row, request.base, project), { ETag: versionOf(row) })
}

function requireResource(context: ReadContext, model: ResourceModel, id: string): ResourceRow {
  const found = findById(context.db, id)
  const row = found?.type === model.type.name ? found : undefined
  if (model.type.name === 'User') return requireUser(context, row, id)
  if (!row) throw notFound(`${model.type.name} ${id}`)
  return row
}

function requireBody(request: ScimRequest) {
  if (request.body === undefined) throw badRequest('invalidSyntax', 'The request needs a JSON body.', 'RFC 7644 §3.12')
  return request.body
}

function requireMatch(request: ScimRequest, row: ResourceRow): void {
  const tags = request.headers['if-match']
  if (tags === undefined || matchesVersion(tags, row)) return
  throw new ScimError(412, `The resource is at version ${versionOf(row)}, not ${tags}.`, undefined, 'RFC 7644 §3.14')
}

function matchesVersion(tags: string, row: ResourceRow): boolean {
  const plain = (tag: string) => tag.trim().replace(/^W\//, '')
  return tags.split(',').some((tag) => tag.trim() === '*' || plain(tag) === plain(versionOf(row)))
}
