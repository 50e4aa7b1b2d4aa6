import type { AppAttribute } from '../../../src-shared/api/okta/attributes.ts'
import type { Assumptions } from '../../../src-shared/domain/okta.ts'
import { isObject, type JsonObject, type JsonValue } from '../../../src-shared/scim/types.ts'
import { CORE_USER } from '../../../src-shared/scim/urns.ts'
import { ExternalNameError, parseExternalName, removeValue, setValue } from './external-name.ts'
import { isEmpty, typedValue } from './value-types.ts'

/** An attribute of the app profile and the value in force; null is emptied. */
export interface Mapped {
  attribute: AppAttribute
  value: JsonValue | null
}

/**
 * The body of `POST /Users`, its keys in the order of okta-wire §3. An emptied value is left out, and so is an
 * extension without values. `externalId` is the id of the Okta user.
 */
export function createBody(profile: readonly Mapped[], given: { userName: string; externalId: string; password: string }): JsonObject {
  const body: JsonObject = { schemas: [CORE_USER], userName: given.userName }
  for (const { attribute, value } of inWireOrder(sendable(profile))) {
    if (!isEmpty(value)) write(body, attribute, value)
  }
  return { ...body, externalId: given.externalId, groups: [], password: given.password, active: true }
}

/**
 * The body of `PUT /Users/{id}` (okta-wire §4): what the app answered, with Okta's values over it. Keys keep the app's
 * order and new ones follow; what Okta does not map comes back unchanged, `id`, `meta` and `groups` too. `active` is
 * set where given: an account found at assignment becomes active. Does not change `fetched`.
 */
export function mergeBody(
  fetched: JsonObject, profile: readonly Mapped[], given: { userName: string; active?: boolean }, emptiedValue: Assumptions['emptiedValue'],
): JsonObject {
  const body = structuredClone(fetched)
  body.userName = given.userName
  const mapped = inWireOrder(sendable(profile))
  for (const { attribute, value } of mapped) if (!isEmpty(value)) write(body, attribute, value)
  for (const { attribute, value } of mapped) if (isEmpty(value)) writeEmptied(body, attribute, emptiedValue)
  if (given.active !== undefined) body.active = given.active
  return body
}

/**
 * The profile that a PATCH replaces, its keys in the order of a created body. The app's own body is not known, so an extension is begun
 * for an emptied value too.
 */
export function patchValues(profile: readonly Mapped[], userName: string, emptiedValue: Assumptions['emptiedValue']): JsonObject {
  const body: JsonObject = { userName }
  for (const { attribute, value } of inWireOrder(sendable(profile))) {
    const { externalName, externalNamespace } = attribute
    const sent = isEmpty(value) ? emptied(attribute, emptiedValue) : value
    if (sent !== undefined) setValue(body, externalName, externalNamespace, sent)
  }
  return body
}

/** Why values do not reach the wire: one sentence for each that has the wrong type or no place to go. */
export function profileProblems(profile: readonly Mapped[]): string[] {
  return profile.flatMap(({ attribute, value }) => {
    if (isUserName(attribute)) return []
    const { variableName, required } = attribute
    if (isEmpty(value)) return required ? [`${variableName} is required and has no value.`] : []
    const place = whyNoPlace(attribute)
    const typed = typedValue(value, attribute)
    return [...(place ? [`${variableName} is not sent: ${place}`] : []), ...('problem' in typed ? [typed.problem] : [])]
  })
}

/** Keys that Okta fills itself or leaves to the app; a mapping to one of them is not sent (assumption). */
export const reservedNames: readonly string[] = ['schemas', 'id', 'meta', 'userName', 'externalId', 'groups', 'password', 'active']

/** Whether the attribute has a place in the body that a mapping may fill. */
export function isSendable(attribute: AppAttribute): boolean {
  return whyNoPlace(attribute) === null
}

function sendable(profile: readonly Mapped[]): Mapped[] {
  return profile.flatMap(({ attribute, value }) => {
    const typed = typedValue(value, attribute)
    return !isSendable(attribute) || 'problem' in typed ? [] : [{ attribute, value: typed.value }]
  })
}

/** Why the attribute has no place in the body, or null. */
function whyNoPlace({ externalName, externalNamespace }: AppAttribute): string | null {
  if (externalNamespace === '') return 'it has no external namespace.'
  try {
    const root = parseExternalName(externalName)[0]!.name
    const key = externalNamespace === CORE_USER ? root : externalNamespace
    if (reservedNames.includes(key)) return `Okta fills “${key}” itself.`
    return externalNamespace === '__proto__' ? `“${externalNamespace}” cannot be a name in the body.` : null
  } catch (error) {
    if (error instanceof ExternalNameError) return error.message
    throw error
  }
}

function isUserName({ externalName, externalNamespace }: AppAttribute): boolean {
  return externalName === 'userName' && externalNamespace === CORE_USER
}

const firstNames = ['name', 'emails', 'displayName', 'locale']

/** Core attributes in the order captured from Okta, other core attributes, extensions; each in the order of the profile. */
function inWireOrder(profile: readonly Mapped[]): Mapped[] {
  const place = ({ attribute }: Mapped): number => {
    if (attribute.externalNamespace !== CORE_USER) return firstNames.length + 1
    const index = firstNames.indexOf(parseExternalName(attribute.externalName)[0]!.name)
    return index < 0 ? firstNames.length : index
  }
  return profile.toSorted((a, b) => place(a) - place(b))
}

function write(body: JsonObject, { externalName, externalNamespace }: AppAttribute, value: JsonValue): void {
  setValue(body, externalName, externalNamespace, value)
  if (externalNamespace === CORE_USER) return
  const schemas = Array.isArray(body.schemas) ? body.schemas : [CORE_USER]
  body.schemas = schemas.includes(externalNamespace) ? schemas : [...schemas, externalNamespace]
}

/** An extension that the app does not show is not begun for the sake of an emptied value (okta-wire §3). */
function writeEmptied(body: JsonObject, attribute: AppAttribute, emptiedValue: Assumptions['emptiedValue']): void {
  const { externalName, externalNamespace } = attribute
  if (externalNamespace !== CORE_USER && !isObject(body[externalNamespace])) return
  const sent = emptied(attribute, emptiedValue)
  if (sent !== undefined) return setValue(body, externalName, externalNamespace, sent)
  removeValue(body, externalName, externalNamespace)
  const isGone = externalNamespace !== CORE_USER && !isObject(body[externalNamespace])
  if (isGone && Array.isArray(body.schemas)) body.schemas = body.schemas.filter((each) => each !== externalNamespace)
}

/** What stands for an emptied value, undefined for nothing. `""` is no number and no boolean, so theirs is null. */
function emptied({ dataType }: AppAttribute, emptiedValue: Assumptions['emptiedValue']): JsonValue | undefined {
  if (emptiedValue !== 'empty') return emptiedValue === 'null' ? null : undefined
  if (dataType.endsWith('array')) return []
  return dataType === 'string' ? '' : null
}
