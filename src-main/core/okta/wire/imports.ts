import { isObject, type JsonObject } from '../../../../src-shared/scim/types.ts'
import { send, type Wire } from './wire.ts'

/** Resources of a page (okta-wire §7). */
const pageSize = 100

/** Test Connector Configuration (okta-wire §2). */
export async function testConnector(wire: Wire, importGroups: boolean): Promise<void> {
  await send(wire, 'GET', '/Users?startIndex=1&count=2')
  if (importGroups && wire.assumptions.testGroups === 'groups') await send(wire, 'GET', '/Groups?startIndex=1&count=100')
}

/** Every page of users or groups, until totalResults; `found` hears each resource. Returns the requests it took. */
export async function importAll(wire: Wire, endpoint: 'Users' | 'Groups', found: (resource: JsonObject) => void): Promise<number> {
  for (let startIndex = 1, requests = 1; ; startIndex += pageSize, requests += 1) {
    const { body } = await send(wire, 'GET', `/${endpoint}?startIndex=${startIndex}&count=${pageSize}`)
    const resources = Array.isArray(body?.Resources) ? body.Resources : []
    for (const resource of resources) if (isObject(resource)) found(resource)
    const total = typeof body?.totalResults === 'number' ? body.totalResults : 0
    if (resources.length === 0 || startIndex + pageSize > total) return requests
  }
}
