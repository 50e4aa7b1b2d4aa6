import { expect, onTestFinished } from 'vitest'
import type { AppSettings } from '../../src-shared/api/okta/apps.ts'
import type { AppKind, AssumptionId, Assumptions } from '../../src-shared/domain/okta.ts'
import { type Arrived, type ForeignApp, startForeignApp } from './foreign-app.ts'
import { type SimulatedOkta, simulatedOkta } from './okta.ts'
import type { Lab } from './sandbox.ts'

/** One thing an admin does, and every byte of the requests that an application gets by it. */
export interface Golden {
  name: string
  kind: AppKind
  settings?: Partial<AppSettings>
  assume?: Partial<Assumptions>
  /** Done before what is looked at. */
  before?: (okta: SimulatedOkta, app: ForeignApp) => Promise<unknown>
  act: (okta: SimulatedOkta, app: ForeignApp) => Promise<unknown>
  /** `METHOD path`, each with its body in the line below. */
  sends: (okta: Pick<SimulatedOkta, 'people'>) => string[]
}

export async function playGolden(lab: Lab, { kind, settings, assume = {}, before, act, sends }: Golden): Promise<void> {
  const app = await startForeignApp()
  onTestFinished(() => app.close())
  const okta = await simulatedOkta(await lab.sandbox(), { kind, baseUrl: app.baseUrl, ...(settings && { settings }) })
  for (const [id, value] of Object.entries(assume)) await okta.assume(id as AssumptionId, value)
  const arrived = () => {
    for (const each of app.arrived) if (each.headers.length > 0) expect(each.headers, each.line).toEqual(headersOf(each, app, 'Bearer secret-1'))
    return app.taken()
  }
  await before?.(okta, app)
  await okta.idle()
  arrived()
  await act(okta, app)
  await okta.idle()
  // A password is random, and never empty.
  expect(arrived().map((line) => line.replace(/"(password|value)":"Aa1![^"]+"/, '"$1":"…"'))).toEqual(sends(okta))
}

/** okta-wire §2: exactly these, in this order; a content type only with a body. */
export function headersOf({ body }: Arrived, { baseUrl }: ForeignApp, authorization: string): [string, string][] {
  return [
    ['Authorization', authorization], ['Accept', 'application/scim+json'], ['Accept-Charset', 'utf-8'],
    ...(body === '' ? [] : [['Content-Type', 'application/scim+json; charset=utf-8'], ['Content-Length', String(Buffer.byteLength(body))]] as [string, string][]),
    ['Accept-Encoding', 'gzip,deflate'], ['User-Agent', 'Okta SCIM Client 1.0.0'], ['Host', new URL(baseUrl).host], ['Connection', 'Keep-Alive'],
  ]
}

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const ROLE = 'urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:User'

export const lookup = (name: string) => `GET /Users?filter=userName%20eq%20%22${name}%40acme.test%22&startIndex=1&count=100`
export const groupLookup = (name: string) => `GET /Groups?filter=displayName%20eq%20%22${name}%22&startIndex=1&count=100`

/** The body that creates `<name>@acme.test`. */
export function createdBody(okta: Pick<SimulatedOkta, 'people'>, name: string): string {
  const given = name[0]!.toUpperCase() + name.slice(1)
  return `{"schemas":["${CORE}"],"userName":"${name}@acme.test","name":{"givenName":"${given}","familyName":"Doe"},`
    + `"emails":[{"primary":true,"value":"${name}@acme.test","type":"work"}],"displayName":"${given} Doe",`
    + `"externalId":"${okta.people[name]}","groups":[],"password":"…","active":true}`
}

/** What the app stored of it and gives back on GET. */
export function storedBody(okta: Pick<SimulatedOkta, 'people'>, name: string, id: string): string {
  return createdBody(okta, name).replace('"password":"…",', '').replace(/}$/, `,"id":"${id}","meta":{"resourceType":"User"}}`)
}

export const member = (id: string, name: string) => `{"value":"${id}","display":"${name}@acme.test"}`

/** A group as a custom app stored it, and as it is put. */
export function groupBody(id: string, name: string, ...members: string[]): string {
  return `{"schemas":["${GROUP}"],"displayName":"${name}","members":[${members.join(',')}],"id":"${id}","meta":{"resourceType":"Group"}}`
}

export const groupCreated = (name: string, ...members: string[]) => `{"schemas":["${GROUP}"],"displayName":"${name}","members":[${members.join(',')}]}`

/** The body of a PATCH with these operations. */
export function operations(...each: string[]): string {
  return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[${each.join(',')}]}`
}

export const replaced = (value: string) => `{"op":"replace","value":${value}}`
export const named = (id: string, name: string) => operations(replaced(`{"id":"${id}","displayName":"${name}"}`))
export const members = (op: 'add' | 'replace', ...each: string[]) => `{"op":"${op}","path":"members","value":[${each.join(',')}]}`
export const removed = (id: string) => `{"op":"remove","path":"members[value eq \\"${id}\\"]"}`

/** An account that was in the app before. */
export async function accountOf(app: ForeignApp, id: string, name: string, active: boolean): Promise<void> {
  app.users.set(id, { schemas: [CORE], id, userName: `${name}@acme.test`, active, meta: { resourceType: 'User' } })
}

/** That account with Jane's profile put over it. */
export function accountPut(id: string, active: boolean): string[] {
  return [
    `GET /Users/${id}`, `PUT /Users/${id}`,
    `{"schemas":["${CORE}"],"id":"${id}","userName":"jane@acme.test","active":${active},"meta":{"resourceType":"User"},"name":{"givenName":"Jane","familyName":"Doe"},`
    + '"emails":[{"primary":true,"value":"jane@acme.test","type":"work"}],"displayName":"Jane Doe"}',
  ]
}

export async function assigned(okta: SimulatedOkta, ...names: string[]): Promise<void> {
  for (const name of names) {
    await okta.person(name)
    await okta.assign(name)
    await okta.idle()
  }
}

/** Jane and Bob have the accounts 1 and 2; eng-team, with Jane, is the group 3 of the app. */
export async function pushed(okta: SimulatedOkta): Promise<void> {
  await assigned(okta, 'jane', 'bob')
  await okta.group('eng-team', 'jane')
  await okta.push('eng-team')
  await okta.idle()
}

export const change = (okta: SimulatedOkta, settings: Parameters<SimulatedOkta['okta']['apps']['change']>[0]['settings']) => okta.okta.apps.change({ ...okta, settings })
