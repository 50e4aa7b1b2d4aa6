import { afterAll, describe, expect, test } from 'vitest'
import { CORE_USER } from '../../src-shared/scim/urns.ts'
import { groupBody, personBody, startLab, type Sandbox, type Variant } from '../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())
const fresh = async (variant?: Variant) => (await lab).sandbox(variant)

/** Types of all events since the sandbox had `seen` of them. */
async function during(s: Sandbox, action: () => Promise<unknown>) {
  const before = (await s.api.events.list({ sandbox: s.slug, limit: 1 }))[0]?.id ?? 0
  await action()
  const listed = await s.api.events.list({ sandbox: s.slug, limit: 100 })
  return listed.filter(({ id }) => id > before).toReversed().map(({ event }) => event.type)
}

describe('engine §7 target-side admin actions', () => {
  test('deactivate and reactivate', async () => {
    const s = await fresh()
    const one = { sandbox: s.slug, id: await s.user('jane') }
    expect(await during(s, () => s.api.users.setActive({ ...one, active: false }))).toEqual(['user.deactivated'])
    expect((await s.scim('GET', `/Users/${one.id}`)).body.active).toBe(false)
    expect(await during(s, () => s.api.users.setActive({ ...one, active: true }))).toEqual(['user.reactivated'])
    expect((await s.scim('GET', `/Users/${one.id}`)).body.active).toBe(true)
    expect(await during(s, () => s.api.users.setActive({ ...one, active: true }))).toEqual([])
  })

  test('set role: effective at once, SCIM keeps the stored attribute', async () => {
    const s = await fresh()
    const one = { sandbox: s.slug, id: await s.user('jane') }
    expect(await during(s, () => s.api.users.setRole({ ...one, role: 'Admin' }))).toEqual(['user.role.overridden', 'role.changed'])
    expect(await s.role(one.id)).toBe('Admin')
    expect((await s.api.users.get(one)).override).toBe('Admin')
    expect((await s.scim('GET', `/Users/${one.id}`)).text).not.toContain('OrganizationRole')
    expect(await during(s, () => s.api.users.setRole({ ...one, role: null })))
      .toEqual(['user.role.override-cleared', 'role.changed', 'organization.without-admin'])
  })

  test('edit name: SCIM shows it, though SCIM cannot change it', async () => {
    const s = await fresh()
    const one = { sandbox: s.slug, id: await s.user('jane') }
    expect(await during(s, () => s.api.users.editName({ ...one, givenName: 'Janet', familyName: 'Roe' }))).toEqual(['user.updated'])
    expect((await s.scim('GET', `/Users/${one.id}`)).body.name).toMatchObject({ givenName: 'Janet', familyName: 'Roe', formatted: 'Janet Roe' })
  })

  test('remove from organization: really gone, the id Okta holds is stale', async () => {
    const s = await fresh()
    const id = await s.user('jane')
    await s.group('eng', { members: ['jane'] })
    expect(await during(s, () => s.api.users.remove({ sandbox: s.slug, id }))).toEqual(['group.member.removed', 'user.removed'])
    expect((await s.scim('GET', `/Users/${id}`)).status).toBe(404)
    expect((await s.scim('PUT', `/Users/${id}`, { schemas: [CORE_USER], active: true })).status).toBe(404)
    expect((await s.scim('GET', `/Groups/${s.ids.eng}`)).body.members ?? []).toEqual([])
    const again = await s.scim('POST', '/Users', personBody('jane'))
    expect(again.status).toBe(201)
    expect(again.body.id).not.toBe(id)
  })
})

describe('engine §7 inactive users', () => {
  test('TestMu: membership and role are kept and shown as inactive', async () => {
    const s = await fresh()
    const id = await s.user('jane')
    await s.group('eng', { members: ['jane'], roles: ['Admin'] })
    expect((await s.scim('DELETE', `/Users/${id}`)).effects).toEqual(['user.deactivated', 'organization.without-admin'])
    expect((await s.scim('GET', `/Groups/${s.ids.eng}`)).body.members).toMatchObject([{ value: id }])
    expect(await s.role(id)).toBe('Admin')
    const { row } = await s.api.groups.get({ sandbox: s.slug, id: s.ids.eng! })
    expect(row).toMatchObject({ members: 1, inactiveMembers: 1 })
  })

  test('RFC profile: DELETE removes the user everywhere', async () => {
    const s = await fresh({ profile: 'rfc7644' })
    const id = await s.user('jane')
    await s.group('eng', { members: ['jane'] })
    expect((await s.scim('DELETE', `/Users/${id}`)).effects).toEqual(['group.member.removed', 'user.removed'])
    expect((await s.scim('GET', `/Users/${id}`)).status).toBe(404)
    expect((await s.scim('GET', `/Groups/${s.ids.eng}`)).body.members ?? []).toEqual([])
  })

  test('RFC profile: active:false changes nothing else', async () => {
    const s = await fresh({ profile: 'rfc7644' })
    const id = await s.user('jane')
    await s.group('eng', { members: ['jane'] })
    expect((await s.scim('PUT', `/Users/${id}`, personBody('jane', undefined, { active: false }))).effects).toEqual(['user.deactivated'])
    expect((await s.scim('GET', `/Groups/${s.ids.eng}`)).body.members).toMatchObject([{ value: id }])
  })
})

describe('engine §7 attributes an admin adds', () => {
  const schema = (mutability: 'readWrite' | 'immutable') => ({
    id: 'urn:acme:params:scim:schemas:extension:hr:2.0:User', name: 'HR', attributes: [{ name: 'badge', mutability }],
  })
  test.each([['testmu', 'readWrite', 200, 'B2'], ['testmu', 'immutable', 400, 'B1'], ['rfc7644', 'readWrite', 200, 'B2'], ['rfc7644', 'immutable', 400, 'B1']] as const)(
    '%s: a %s attribute follows its own mutability',
    async (profile, mutability, status, stored) => {
      const s = await fresh({ profile })
      const added = schema(mutability)
      await s.api.schemas.create({ sandbox: s.slug, ...added })
      const types = await s.api.resourceTypes.list({ sandbox: s.slug })
      const { builtIn: _, resources: __, ...user } = types.find(({ name }) => name === 'User')!
      await s.api.resourceTypes.update({ sandbox: s.slug, ...user, schemaExtensions: [...user.schemaExtensions, { schema: added.id, required: false }] })
      const id = await s.user('jane', { extra: { [added.id]: { badge: 'B1' } } })
      const reply = await s.scim('PATCH', `/Users/${id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', path: `${added.id}:badge`, value: 'B2' }],
      })
      expect(reply.status, reply.text).toBe(status)
      expect(reply.effects).toEqual(status === 200 ? ['user.updated'] : [])
      expect((await s.scim('GET', `/Users/${id}`)).body[added.id]).toEqual({ badge: stored })
    },
  )
})

test('engine §7 known in another organization: removing the address frees it', async () => {
  const s = await fresh()
  const { foreignUsers } = await s.api.settings.addForeignUser({ sandbox: s.slug, address: 'Jane@acme.test' })
  expect((await s.scim('POST', '/Users', personBody('jane'))).status).toBe(400)
  expect((await s.scim('POST', '/Groups', groupBody('eng', [foreignUsers[0]!.id]))).body.members ?? []).toEqual([])
  await s.api.settings.removeForeignUser({ sandbox: s.slug, id: foreignUsers[0]!.id })
  expect((await s.scim('POST', '/Users', personBody('jane'))).status).toBe(201)
})
