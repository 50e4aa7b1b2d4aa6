import { afterAll, beforeAll, expect, test } from 'vitest'
import { recogniseApp } from '../../../src-main/core/traffic/app-kind.ts'
import { createOutside } from '../../../src-main/core/traffic/outside.ts'
import { type AppKind, createOktaClient } from '../../support/okta-client.ts'
import { startLab, type Lab, type Sandbox } from '../../support/sandbox.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const jane = { userName: 'jane@acme.test', givenName: 'Jane', familyName: 'Doe' }
const arrivals = ({ slug }: Sandbox) => lab.api.tunnel.arrivals({ sandbox: slug })
const written = async (sandbox: Sandbox, count: number) => {
  await expect.poll(async () => (await lab.api.requests.list({ sandbox: sandbox.slug })).total).toBe(count)
}

async function kindAfter(kind: AppKind, act: (okta: ReturnType<typeof createOktaClient>, id: string) => Promise<unknown>) {
  const sandbox = await lab.sandbox()
  const okta = createOktaClient(sandbox, kind)
  const { body } = await okta.assign(jane)
  await act(okta, body.id)
  okta.close()
  await written(sandbox, okta.log.length)
  return (await arrivals(sandbox)).app
}

test('the kind of application is told by what only one kind sends', async () => {
  expect(await kindAfter('AIW', (okta, id) => okta.updateProfile(id, { ...jane, familyName: 'Roe' })))
    .toEqual({ kind: null, saw: [{ what: 'PUT of a profile', tells: null, count: 1 }] })
  expect(await kindAfter('AIW', (okta, id) => okta.deactivate(id)))
    .toEqual({ kind: 'AIW', saw: [{ what: 'PUT that deactivates a user', tells: 'AIW', count: 1 }] })
  expect(await kindAfter('AIW', (okta) => okta.pushGroup('eng', []))).toMatchObject({ kind: 'AIW', saw: [{ what: 'PUT of a group' }] })
  expect(await kindAfter('OIN', (okta, id) => okta.deactivate(id))).toMatchObject({ kind: 'OIN', saw: [{ what: 'PATCH of a user' }] })
  expect(await kindAfter('OIN', (okta) => okta.pushGroup('eng', []))).toMatchObject({ kind: 'OIN', saw: [{ what: 'PATCH of a group', count: 2 }] })
  expect(await kindAfter('OIN', () => Promise.resolve())).toEqual({ kind: null, saw: [] })
})

test('both kinds are told when both were seen, and other paths tell nothing', () => {
  const seen = (method: string, path: string) => ({ method, path, body: '{' })
  expect(recogniseApp([seen('PUT', '/Groups/1'), seen('PATCH', '/users/2?x=y'), seen('PATCH', '/Badges/1'), seen('PUT', '/Users')]).kind).toBe('both')
})

test('the first request, the refused one and another client are told apart; requests of this process are none of them', async () => {
  const sandbox = await lab.sandbox()
  await lab.api.requests.send({ sandbox: sandbox.slug, method: 'GET', path: '/Users' })
  expect(await arrivals(sandbox)).toMatchObject({ first: null, refused: null, other: null, meter: { requests: 0 } })
  await sandbox.scim('GET', '/Users', undefined, { 'User-Agent': 'curl/8.0' })
  const wrong = createOktaClient({ ...sandbox, token: 'wrong-token-of-somebody' }, 'OIN')
  await wrong.testConnector()
  wrong.close()
  const told = await arrivals(sandbox)
  expect(told).toMatchObject({ first: null, other: { userAgent: 'curl/8.0', status: 200 }, refused: { status: 401, refusal: 'The bearer token is not one of this sandbox.' } })
  expect(JSON.stringify(told)).not.toContain('wrong-token')
  const okta = createOktaClient(sandbox, 'OIN')
  await okta.testConnector()
  await okta.assign(jane)
  okta.close()
  expect(await arrivals(sandbox)).toMatchObject({
    first: { method: 'GET', path: '/Users', status: 200, userAgent: 'Okta SCIM Client 1.0.0', isPublic: false }, last: { method: 'POST', status: 201 },
  })
})

test('the meter counts the last minute: requests, requests at once, members of PATCH', () => {
  let now = 1_000_000
  const outside = createOutside(() => now)
  const came = (method: string, path: string) => outside.came('default', { client: 'okta', method, path, userAgent: null, isPublic: true })
  const open = [came('GET', '/Users'), came('PATCH', '/Groups/1'), came('PATCH', '/Groups/2')]
  const members = (count: number) => Array.from({ length: count }, (_, value) => ({ value: String(value) }))
  open[1]!.body({ Operations: [{ op: 'add', path: 'members', value: members(30) }, { op: 'remove', path: 'members[value eq "1"]' }] })
  open[2]!.body({ Operations: [{ op: 'replace', value: { displayName: 'eng', members: members(4) } }] })
  now += 1_000
  for (const visit of open) visit.answered(200, null)
  const { meter } = outside.of('default')
  expect(meter).toMatchObject({ requests: 3, atOnce: 3, patches: { count: 2, members: 35, largest: 31 } })
  expect(meter.perSecond.slice(-3)).toEqual([0, 0, 3])
  now += 30_000
  expect(outside.of('default').meter.perSecond[29]).toBe(3)
  now += 60_000
  expect(outside.of('default').meter).toMatchObject({ requests: 0, atOnce: 0, patches: { count: 0, members: 0, largest: 0 } })
})
