import { isObject, type JsonObject, type JsonValue } from '../../../src-shared/scim/types.ts'
import { CORE_USER } from '../../../src-shared/scim/urns.ts'

/** One step of an external name. `where` picks the first element of the multi-valued attribute `name`. */
export interface Step {
  name: string
  where: { name: string; value: string | number | boolean } | null
}

/** An external name or namespace that cannot be written to a SCIM body. The message is a plain sentence. */
export class ExternalNameError extends Error {}

/**
 * Parses an external name of the Profile Editor (okta-wire §8): `userName`, `name.givenName`,
 * `emails.^[primary==true].value`, `roles.^[type=='X'].value`. Text with a colon is one name, as typed: no attribute
 * name has one, so it is a full path by mistake (testmu-provisioning §9.2; assumption: Okta sends it as the key).
 * Throws ExternalNameError.
 */
export function parseExternalName(text: string): Step[] {
  if (text.trim() === '') throw new ExternalNameError('The external name is empty.')
  if (text.includes(':') && !text.includes('^[')) return [{ name: ownName(text), where: null }]
  const steps: Step[] = []
  for (let rest = text, first = true; first || rest !== ''; first = false) {
    const match = (first ? firstStep : nextStep).exec(rest)
    if (!match) throw new ExternalNameError(`“${text}” is not an external name: ${whatIsWrong(rest)}.`)
    const where = match[2] === undefined ? null : { name: ownName(match[2]), value: literal(match[3]!) }
    steps.push({ name: ownName(match[1]!.trim()), where })
    rest = rest.slice(match[0].length)
  }
  refuseElement(text, steps)
  return steps
}

export function isWellFormed(externalName: string): boolean {
  try {
    return parseExternalName(externalName).length > 0
  } catch (error) {
    if (error instanceof ExternalNameError) return false
    throw error
  }
}

/**
 * Writes a value where the external name and namespace lead, in place, and makes what is missing on the way: core User
 * attributes at the top level, those of any other namespace in an object under that literal string (okta-wire §8). A
 * value of another shape on the way is replaced. `schemas` is left to the caller. Throws ExternalNameError.
 */
export function setValue(body: JsonObject, externalName: string, externalNamespace: string, value: JsonValue): void {
  const steps = parseExternalName(externalName)
  let at = externalNamespace === CORE_USER ? body : childObject(body, ownName(externalNamespace))
  for (const step of steps.slice(0, -1)) at = step.where ? childElement(at, step.name, step.where) : childObject(at, step.name)
  at[steps.at(-1)!.name] = value
}

/** The value there, or undefined. Throws ExternalNameError. */
export function readValue(body: JsonObject, externalName: string, externalNamespace: string): JsonValue | undefined {
  const steps = parseExternalName(externalName)
  return holderOf(body, steps, externalNamespace)?.[steps.at(-1)!.name]
}

/**
 * Takes the value away, in place, and then what it leaves empty: an object without attributes, an element of which
 * only the attribute that picks it remains, an array without elements. Throws ExternalNameError.
 */
export function removeValue(body: JsonObject, externalName: string, externalNamespace: string): void {
  const steps = parseExternalName(externalName)
  if (readValue(body, externalName, externalNamespace) === undefined) return
  prune(body, externalNamespace === CORE_USER ? steps : [{ name: externalNamespace, where: null }, ...steps])
}

const name = String.raw`([^.^[\]]+)`
const element = String.raw`(?:\.?\^\[\s*([^=\s\]]+)\s*==\s*('[^']*'|"[^"]*"|true|false|-?\d+(?:\.\d+)?)\s*\])?`
const firstStep = new RegExp(`^${name}${element}(?=$|\\.)`)
const nextStep = new RegExp(`^\\.${name}${element}(?=$|\\.)`)

function whatIsWrong(rest: string): string {
  if (/^\.?\^?\[|\^(?!\[)|\[/.test(rest)) return 'an element is picked as in emails.^[primary==true].value'
  return rest === '.' || /^\.|\.\./.test(rest) ? 'a name is missing beside a dot' : `“${rest}” is not expected`
}

/** `__proto__` would reach the prototype instead of the body. */
function ownName(text: string): string {
  if (text === '') throw new ExternalNameError('A name is missing.')
  if (text === '__proto__') throw new ExternalNameError(`“${text}” cannot be a name in the body.`)
  return text
}

function literal(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^['"]/.test(text) ? text.slice(1, -1) : Number(text)
}

function refuseElement(text: string, steps: readonly Step[]): void {
  const last = steps.at(-1)!
  const picks = steps.at(-2)?.where?.name === last.name
  if (last.where) throw new ExternalNameError(`“${text}” leads to an element: say which of its attributes, as in ${text}.value.`)
  if (picks) throw new ExternalNameError(`“${text}” writes “${last.name}”, by which it picks the element.`)
}

function childObject(parent: JsonObject, key: string): JsonObject {
  const child = parent[key]
  return isObject(child) ? child : (parent[key] = {})
}

function childElement(parent: JsonObject, key: string, where: NonNullable<Step['where']>): JsonObject {
  const child = parent[key]
  const elements = Array.isArray(child) ? child : (parent[key] = [])
  const found = findElement(elements, where)
  if (found) return found
  const made: JsonObject = { [where.name]: where.value }
  elements.push(made)
  return made
}

function findElement(elements: JsonValue | undefined, where: NonNullable<Step['where']>): JsonObject | undefined {
  return Array.isArray(elements) ? elements.filter(isObject).find((each) => own(each, where.name) === where.value) : undefined
}

function holderOf(body: JsonObject, steps: readonly Step[], externalNamespace: string): JsonObject | undefined {
  let at: JsonValue | undefined = externalNamespace === CORE_USER ? body : own(body, externalNamespace)
  for (const step of steps.slice(0, -1)) {
    if (!isObject(at)) return undefined
    at = step.where ? findElement(own(at, step.name), step.where) : own(at, step.name)
  }
  return isObject(at) && Object.hasOwn(at, steps.at(-1)!.name) ? at : undefined
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function prune(parent: JsonObject, [step, ...rest]: readonly Step[]): void {
  const child = own(parent, step!.name)
  const next = step!.where ? findElement(child, step!.where) : child
  if (rest.length > 0 && isObject(next)) {
    prune(next, rest)
    if (Object.keys(next).length > (step!.where ? 1 : 0)) return
    if (Array.isArray(child) && child.length > 1) return void child.splice(child.indexOf(next), 1)
  }
  delete parent[step!.name]
}
