import { BULK_REQUEST, CORE_USER } from '../../src-shared/scim/urns.ts'
import type { ScimBody } from './wire.ts'

const perBulk = 600

type Call = (method: string, path: string, body: object) => Promise<{ body: ScimBody }>

/** Creates `u0@acme.test`, `u1@acme.test` … through Bulk and returns their ids in that order. */
export async function crowd(call: Call, people: number): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < people; from += perBulk) {
    const Operations = Array.from({ length: Math.min(perBulk, people - from) }, (_, index) => ({
      method: 'POST', path: '/Users', bulkId: `u${from + index}`,
      data: { schemas: [CORE_USER], userName: `u${from + index}@acme.test`, name: { givenName: 'U', familyName: String(from + index) } },
    }))
    const { body } = await call('POST', '/Bulk', { schemas: [BULK_REQUEST], Operations })
    ids.push(...body.Operations.map(({ location }) => location!.split('/').at(-1)!))
  }
  return ids
}
