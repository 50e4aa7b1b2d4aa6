import { CORE_USER } from '../../src-shared/scim/urns.ts'
import { startHost } from '../support/host.ts'
import { send } from '../support/wire.ts'

const perBulk = 1000

/** Fills a data directory through SCIM Bulk and returns the ids in the order of `user0@acme.test`, `user1@acme.test` … */
export async function seedUsers(dataDir: string, size: number): Promise<string[]> {
  const host = await startHost(['--data-dir', dataDir])
  const ids: string[] = []
  try {
    for (let from = 0; from < size; from += perBulk) {
      const Operations = Array.from({ length: Math.min(perBulk, size - from) }, (_, index) => createOperation(from + index))
      const answer = await send(`${host.scimUrl}/Bulk`, 'POST', [
        ['Authorization', `Bearer ${host.token}`], ['Content-Type', 'application/scim+json'],
      ], JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations }))
      if (answer.status !== 200) throw new Error(`Seeding: ${answer.status} ${answer.text}`)
      for (const { status, location } of answer.body.Operations) {
        if (status !== '201' || !location) throw new Error(`Seeding: an operation answered ${status}`)
        ids.push(location.slice(location.lastIndexOf('/') + 1))
      }
    }
    return ids
  } finally {
    await host.stop()
  }
}

function createOperation(index: number) {
  const userName = `user${index}@acme.test`
  return {
    method: 'POST', path: '/Users', bulkId: `u${index}`,
    data: {
      schemas: [CORE_USER], userName, name: { givenName: `Given${index}`, familyName: `Family${index % 997}` },
      emails: [{ primary: true, value: userName, type: 'work' }], displayName: `Given${index} Family${index % 997}`,
      externalId: `00u${String(index).padStart(12, '0')}`, active: true,
    },
  }
}
