import { badRequest } from '../../../../src-shared/scim/errors.ts'
import { commonAttributes } from '../../../../src-shared/scim/schemas/common.ts'
import {
  type Attribute, isObject, type JsonObject, type JsonValue, type Schema,
} from '../../../../src-shared/scim/types.ts'
import { locate } from './locate.ts'
import { perModel, type ResourceModel } from './model.ts'

/** The paths a client names in `attributes` or `excludedAttributes` (RFC 7644 §3.9). */
export interface Selection {
  attributes?: readonly string[] | undefined
  excludedAttributes?: readonly string[] | undefined
}

/** What of a value is returned: all of it, or the listed members of an object (or of each object in a list). */
type Plan = true | Map<string, Plan>

/** Cuts a resource down to what is returned. `isDefault` when the client asked for nothing particular. */
export type Projection = ((resource: JsonObject) => JsonObject) & {
  readonly isDefault: boolean
  readonly plan: ReadonlyMap<string, Plan>
}

/**
 * Works out once per request which attributes are returned (RFC 7643 §7 `returned`, RFC 7644 §3.9). Unknown names ask
 * for nothing. Never changes a resource; the result may share values with it.
 * @throws ScimError 400 invalidValue when both lists are given: RFC 7644 §3.9 has them mutually exclusive
 */
export function projection(model: ResourceModel, selection: Selection): Projection {
  if (!selection.attributes && !selection.excludedAttributes) return defaultProjection(model)
  const attributes = given(selection.attributes)
  const excluded = given(selection.excludedAttributes)
  if (attributes && excluded) {
    throw badRequest('invalidValue', 'attributes and excludedAttributes cannot be used together.', 'RFC 7644 §3.9')
  }
  const plan = planResource(model, choice(model, attributes ?? excluded ?? [], attributes ? 'only' : 'all but'))
  return Object.assign((resource: JsonObject) => pick(resource, plan), { isDefault: !attributes && !excluded, plan })
}

/** What a request that asks for nothing particular gets. */
const defaultProjection = perModel((model): Projection => {
  const plan = planResource(model, choice(model, [], 'all but'))
  return Object.assign((resource: JsonObject) => pick(resource, plan), { isDefault: true, plan })
})

/** Whether `members` of a group or `groups` of a user is returned, and hence worth loading. */
export function needsVirtual(chosen: Projection, name: 'members' | 'groups'): boolean {
  return chosen.plan.has(name)
}

function given(paths: readonly string[] | undefined): string[] | undefined {
  const named = paths?.map((path) => path.trim()).filter((path) => path !== '')
  return named && named.length > 0 ? named : undefined
}

/** The named paths, resolved: whole attributes, sub-attributes of others, and whole schemas. */
interface Choice {
  mode: 'only' | 'all but'
  whole: Set<Attribute>
  subs: Set<Attribute>
  schemas: Set<Schema>
}

function choice(model: ResourceModel, paths: readonly string[], mode: Choice['mode']): Choice {
  const chosen: Choice = { mode, whole: new Set(), subs: new Set(), schemas: new Set() }
  for (const path of paths) {
    const location = locate(model, path)
    if (location.kind === 'schema') chosen.schemas.add(location.schema ?? model.core)
    else if (location.kind === 'attribute' && location.sub) chosen.subs.add(location.sub)
    else if (location.kind === 'attribute') chosen.whole.add(location.attribute)
  }
  return chosen
}

function planResource(model: ResourceModel, chosen: Choice): Map<string, Plan> {
  const plan = planAttributes(commonAttributes, chosen, false)
  const core = planAttributes(model.core.attributes, chosen, chosen.schemas.has(model.core))
  for (const [name, inner] of core) plan.set(name, inner)
  for (const schema of model.extensions) {
    const inner = planAttributes(schema.attributes, chosen, chosen.schemas.has(schema))
    if (inner.size > 0) plan.set(schema.id, inner)
  }
  return plan
}

/** `named` says that what holds these attributes was itself named. */
function planAttributes(attributes: readonly Attribute[], chosen: Choice, named: boolean): Map<string, Plan> {
  const plan = new Map<string, Plan>()
  for (const attribute of attributes) {
    const inner = planAttribute(attribute, chosen, named)
    if (inner) plan.set(attribute.name, inner)
  }
  return plan
}

function planAttribute(attribute: Attribute, chosen: Choice, holderNamed: boolean): Plan | undefined {
  const named = chosen.whole.has(attribute)
  const subs = attribute.subAttributes ?? []
  const partly = chosen.mode === 'only' && subs.some((sub) => chosen.subs.has(sub))
  if (!partly && !isReturned(attribute, chosen.mode, named, holderNamed)) return undefined
  if (subs.length === 0) return true
  const everything = chosen.mode === 'only' && !(partly && !named && !holderNamed)
  return planSubs(subs, chosen, everything)
}

function isReturned({ returned }: Attribute, mode: Choice['mode'], named: boolean, holderNamed: boolean): boolean {
  if (returned === 'never' || returned === 'always') return returned === 'always'
  if (mode === 'only') return named || (holderNamed && returned === 'default')
  return returned === 'default' && !named && !holderNamed
}

/** `everything` returns sub-attributes as by default, beside those named; true when that leaves none out. */
function planSubs(subs: readonly Attribute[], chosen: Choice, everything: boolean): Plan | undefined {
  const kept = subs.filter((sub) => {
    const named = chosen.subs.has(sub)
    return isReturned(sub, chosen.mode, named, chosen.mode === 'only' && everything)
  })
  if (kept.length === subs.length) return true
  return kept.length > 0 ? new Map(kept.map((sub) => [sub.name, true])) : undefined
}

function pick(resource: JsonObject, plan: ReadonlyMap<string, Plan>): JsonObject {
  const picked: JsonObject = {}
  for (const key of Object.keys(resource)) {
    const inner = plan.get(key)
    const value = inner === undefined ? undefined : pickValue(resource[key]!, inner)
    if (value !== undefined) picked[key] = value
  }
  return picked
}

function pickValue(value: JsonValue, plan: Plan): JsonValue | undefined {
  if (plan === true) return value
  if (Array.isArray(value)) return value.map((element) => (isObject(element) ? pick(element, plan) : element))
  if (!isObject(value)) return value
  const picked = pick(value, plan)
  return Object.keys(picked).length > 0 ? picked : undefined
}
