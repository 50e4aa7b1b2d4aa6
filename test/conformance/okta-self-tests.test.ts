import { afterAll, describe, expect, test } from 'vitest'
import { PATCH_OP } from '../../src-shared/scim/urns.ts'
import { expectError } from '../support/rows.ts'
import { personBody, startLab } from '../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const readable = {
  id: expect.stringMatching(/\S/), name: { givenName: 'Jane', familyName: 'Doe' }, userName: 'jane@acme.test', active: true,
  emails: [{ value: 'jane@acme.test' }],
}
const search = (userName: string) => `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`

describe.each(['testmu', 'rfc7644'] as const)('okta-wire §9 in profile %s', (profile) => {
  const opened = (async () => {
    const sandbox = await (await lab).sandbox({ profile })
    await sandbox.user('jane')
    return sandbox
  })()

  test('GET /Users?count=1&startIndex=1 → 200, non-empty Resources, counters as numbers', async () => {
    const { status, body } = await (await opened).scim('GET', '/Users?count=1&startIndex=1')
    expect(status).toBe(200)
    expect(body.Resources).toMatchObject([readable])
    expect([body.totalResults, body.startIndex, body.itemsPerPage]).toEqual([expect.any(Number), 1, 1])
  })

  test('GET /Users/{id} → the same fields', async () => {
    const s = await opened
    expect(await s.scim('GET', `/Users/${s.ids.jane}`)).toMatchObject({ status: 200, body: readable })
  })

  test('filter on an unknown userName → 200, totalResults 0', async () => {
    expect(await (await opened).scim('GET', search('abcdefgh@acme.test'))).toMatchObject({ status: 200, body: { totalResults: 0 } })
  })

  test('unknown id → 404 with Error schema and detail', async () => {
    const reply = await (await opened).scim('GET', '/Users/00919288221112222')
    expect(reply.status).toBe(404)
    expectError(reply)
  })

  test('POST → 201, values echoed; POST again → 409', async () => {
    const s = await opened
    const sent = personBody('bob')
    const { schemas: _, ...values } = sent
    expect(await s.scim('POST', '/Users', sent)).toMatchObject({ status: 201, body: values })
    const again = await s.scim('POST', '/Users', sent)
    expect(again.status).toBe(409)
    expectError(again, 'uniqueness')
    expect(again.effects).toEqual([])
  })

  test('filter in upper case → 200', async () => {
    expect(await (await opened).scim('GET', search('JANE@ACME.TEST'))).toMatchObject({ status: 200, body: { totalResults: 1 } })
  })

  test('GET /Groups → 200, Resources an array', async () => {
    const { status, body } = await (await opened).scim('GET', '/Groups')
    expect([status, Array.isArray(body.Resources)]).toEqual([200, true])
  })

  test('wrong token → 401 with Error schema, status "401", detail', async () => {
    const reply = await (await opened).scim('GET', '/Users', undefined, { Authorization: 'Bearer 12345' })
    expect(reply.status).toBe(401)
    expectError(reply)
  })

  test('PATCH active:false → 200; GET still 200 with false; after reactivation true', async () => {
    const s = await opened
    const id = await s.user('mia')
    for (const active of [false, true]) {
      const patch = { schemas: [PATCH_OP], Operations: [{ op: 'replace', value: { active } }] }
      const reply = await s.scim('PATCH', `/Users/${id}`, patch)
      expect(reply).toMatchObject({ status: 200, body: { active } })
      expect(reply.effects).toEqual([active ? 'user.reactivated' : 'user.deactivated'])
      expect(await s.scim('GET', `/Users/${id}`)).toMatchObject({ status: 200, body: { active } })
    }
  })
})
