import { isErrorBody } from '../scim/errors.ts'
import { remoteErrorText, remoteErrorTag, type RemoteAnswer } from './okta-remote-errors.ts'
import type { TaskKind } from './okta.ts'
import { isObject, type JsonObject, type JsonValue } from '../scim/types.ts'
import type { Tag } from './switches.ts'

/** A request of Okta's and what came back. */
export interface Exchange extends RemoteAnswer {
  method: string
  /** Below the Base URL, with its query: `/Users?filter=…`. */
  path: string
  requestBody?: string | null
  /** What the request was part of, where known; otherwise it is read from the request. */
  operation?: TaskKind
  /** userName or displayName, where known. */
  subject?: string
  /** Label of the app; without it the text begins at the step that failed. */
  app?: string
}

/** D: what Okta shows where the lookup finds nobody and Create Users is off (okta-wire §3). */
export const matchingUserNotFound = 'Matching user not found.'

/** A: of a 2xx to a create without a body that has an id (okta-wire §3). */
export const answerHasNoId = 'The answer has no id of the new resource.'

/**
 * The text Okta shows as the error of the task for a failed request; null where Okta sees no error. `wordingTag` says
 * how sure it is.
 */
export function howOktaShows(exchange: Exchange): string | null {
  if (!isError(exchange)) return lacksId(exchange) ? answerHasNoId : null
  const subject = subjectOf(exchange)
  const operation = exchange.operation ?? operationOf(exchange)
  const cause = causeText({ ...exchange, operation, subject })
  return operation && exchange.app !== undefined ? taskErrorText({ operation, subject, app: exchange.app, cause }) : cause
}

/**
 * How sure the wording is: D Okta's documentation, C published by those who saw it, A ours. The least sure part decides.
 * Null where Okta sees no error.
 */
export function wordingTag(exchange: Exchange): Tag | null {
  if (!isError(exchange)) return lacksId(exchange) ? 'A' : null
  return causeTag({ ...exchange, operation: exchange.operation ?? operationOf(exchange) }, exchange.app !== undefined)
}

/** The same of an exchange that is known to have failed, with or without the sentence of its task around it. */
export function causeTag(exchange: Pick<Exchange, 'method' | 'path' | 'operation'> & RemoteAnswer, inTask: boolean): Tag {
  const { operation } = exchange
  return leastSure([inTask && operation ? frames[operation].tag : 'D', stepOf(exchange).tag, remoteErrorTag(exchange)])
}

/** How sure the sentence of a task is that failed for another reason. */
export function taskErrorTag(operation: TaskKind, cause: Tag): Tag {
  return leastSure([frames[operation].tag, cause])
}

function leastSure(tags: Tag[]): Tag {
  return tags.includes('A') ? 'A' : tags.includes('C') ? 'C' : 'D'
}

/** `Error while creating user jane@acme.test: Conflict. Errors reported by remote server: …` */
export function causeText(exchange: Pick<Exchange, 'method' | 'path' | 'operation' | 'subject'> & RemoteAnswer): string {
  return `${stepOf(exchange).text(exchange.subject ?? 'the user')}${remoteErrorText(exchange)}`
}

interface TaskError { operation: TaskKind; subject: string; app: string; cause: string }

/** The error of a task. `subject`: userName or displayName; `cause`: `causeText` or `matchingUserNotFound`. */
export function taskErrorText({ operation, subject, app, cause }: TaskError): string {
  return `${frames[operation].text(subject, app)}: ${cause}`
}

interface Frame { text: (subject: string, app: string) => string; tag: Tag }

const updateGroup: Frame = { text: (group) => `Unable to update Group Push mapping target App group ${group}`, tag: 'C' }

const frames: Record<TaskKind, Frame> = {
  'user.assign': { text: (user, app) => `Automatic provisioning of user ${user} to app ${app} failed`, tag: 'D' },
  'user.update': { text: (user, app) => `Automatic profile push of user ${user} to app ${app} failed`, tag: 'C' },
  'user.deactivate': { text: (user, app) => `Automatic deprovisioning of user ${user} from app ${app} failed`, tag: 'A' },
  'user.password': { text: (user, app) => `Automatic password push of user ${user} to app ${app} failed`, tag: 'A' },
  'group.push': updateGroup,
  'group.rename': updateGroup,
  'group.members': updateGroup,
  'group.push-now': updateGroup,
  'group.delete': { text: (group) => `Unable to delete Group Push mapping target App group ${group}`, tag: 'C' },
}

interface Step { text: (subject: string) => string; tag: Tag }

const steps = {
  connect: { text: () => 'Error authenticating: ', tag: 'D' },
  findUser: { text: (user) => `Error while verifying if user ${user} exists: `, tag: 'D' },
  createUser: { text: (user) => `Error while creating user ${user}: `, tag: 'C' },
  updateUser: { text: (user) => `Error while trying to push profile update for ${user}: `, tag: 'C' },
  deactivateUser: { text: (user) => `Error while deactivating user ${user}: `, tag: 'A' },
  setPassword: { text: (user) => `Error while pushing password of user ${user}: `, tag: 'A' },
  findGroup: { text: (group) => `Error while verifying if group ${group} exists: `, tag: 'A' },
  createGroup: { text: (group) => `Error while creating user group ${group}: `, tag: 'C' },
  getGroup: { text: (group) => `Error while trying to get the group ${group}: `, tag: 'C' },
  renameGroup: { text: (group) => `Error while updating user group ${group}: `, tag: 'A' },
  // As it was published: no colon.
  changeMembers: { text: (group) => `Error while updating user group membership for group ${group} `, tag: 'C' },
  deleteGroup: { text: (group) => `Error while deleting user group ${group}: `, tag: 'C' },
} satisfies Record<string, Step>

function stepOf(exchange: Pick<Exchange, 'method' | 'path' | 'operation'>): Step {
  const { method, path, operation } = exchange
  if (/^\/Groups\b/i.test(path)) return groupStep(exchange)
  if (method === 'GET' && /[?&]filter=/i.test(path)) return steps.findUser
  if (method === 'GET' && !/^\/Users\/./i.test(path)) return steps.connect
  if (method === 'POST') return steps.createUser
  if (operation === 'user.deactivate') return steps.deactivateUser
  return operation === 'user.password' ? steps.setPassword : steps.updateUser
}

function groupStep({ method, path, operation }: Pick<Exchange, 'method' | 'path' | 'operation'>): Step {
  if (method === 'POST') return steps.createGroup
  if (method === 'DELETE') return steps.deleteGroup
  if (method !== 'GET') return operation === 'group.rename' ? steps.renameGroup : steps.changeMembers
  if (/[?&]filter=/i.test(path)) return steps.findGroup
  return /^\/Groups\/./i.test(path) ? steps.getGroup : steps.connect
}

/**
 * A SCIM error with 404 to a lookup means that nobody is there (okta-wire §3); a 2xx that is no JSON object is an error. Of a long answer
 * the log keeps only the beginning.
 */
function isError({ method, path, status, body, problem }: Exchange): boolean {
  if (problem !== undefined || status === null) return true
  if (status < 300) return /^\s*[^{\s]/.test(body ?? '')
  const isLookup = method === 'GET' && /[?&]filter=/i.test(path)
  return !(status === 404 && isLookup && isErrorBody(objectIn(body)))
}

function lacksId({ method, path, status, body }: Exchange): boolean {
  if (method !== 'POST' || !/^\/(Users|Groups)\/?$/i.test(path) || status === null || status >= 300) return false
  const created = objectIn(body)
  if (created === null) return isEmpty(body)
  return typeof created.id !== 'string' || created.id === ''
}

function isEmpty(body: string | null): boolean {
  return body === null || body.trim() === ''
}

function objectIn(body: string | null): JsonObject | null {
  try {
    const value = JSON.parse(body ?? '') as JsonValue
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function operationOf({ method, path, requestBody }: Exchange): TaskKind | undefined {
  const isGroup = /^\/Groups\b/i.test(path)
  if (method === 'GET' && !/^\/\w+\/.|[?&]filter=/i.test(path)) return undefined
  if (isGroup) return method === 'DELETE' ? 'group.delete' : 'group.push'
  if (method === 'POST' || method === 'GET' && /[?&]filter=/i.test(path)) return 'user.assign'
  return deactivates(requestBody) ? 'user.deactivate' : 'user.update'
}

function subjectOf({ path, subject, requestBody }: Exchange): string {
  if (subject !== undefined) return subject
  const filter = new URLSearchParams(path.split('?')[1] ?? '').get('filter') ?? ''
  const searched = /\beq\s+"((?:[^"\\]|\\.)*)"/i.exec(filter)?.[1]
  const sent = /"(?:userName|displayName)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(requestBody ?? '')?.[1]
  return searched ?? sent ?? (/^\/Groups\b/i.test(path) ? 'the group' : 'the user')
}

/** Of a request whose operation is not known: both kinds of app send `active: false` to deactivate (okta-wire §5). */
function deactivates(requestBody: string | null | undefined): boolean {
  return /"active"\s*:\s*false/.test(requestBody ?? '')
}
