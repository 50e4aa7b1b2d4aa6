import { afterAll, expect, test } from 'vitest'
import { CORE_GROUP, CORE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { startLab } from '../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const lambdatest = { OrganizationRole: 'Admin' }

test('the vendor guide, users: create, look up, replace, patch, delete (testmu-provisioning §2)', async () => {
  const s = await (await lab).sandbox()
  const made = await s.scim('POST', '/Users', {
    schemas: [CORE_USER, LAMBDATEST_USER], userName: 'test.user@acme.test', name: { givenName: 'Test', familyName: 'User' }, active: true,
    [LAMBDATEST_USER]: lambdatest,
  })
  expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^\d+$/), userName: 'test.user@acme.test', [LAMBDATEST_USER]: lambdatest } })
  const at = `/Users/${made.body.id}`
  expect(await s.scim('GET', at)).toMatchObject({ status: 200, body: made.body, effects: [] })
  const found = await s.scim('GET', `/Users?filter=${encodeURIComponent('userName eq "test.user@acme.test"')}`)
  expect(found).toMatchObject({ status: 200, body: { totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id: made.body.id }] } })
  const put = await s.scim('PUT', at, { schemas: [CORE_USER, LAMBDATEST_USER], [LAMBDATEST_USER]: { OrganizationRole: 'Guest' }, active: true })
  expect(put).toMatchObject({ status: 200, body: { userName: 'test.user@acme.test', [LAMBDATEST_USER]: { OrganizationRole: 'Guest' } } })
  expect(put.effects).toEqual(['user.updated', 'role.changed', 'organization.without-admin'])
  const patched = await s.scim('PATCH', at, patch(
    { op: 'Replace', path: 'active', value: false }, { op: 'Replace', path: `${LAMBDATEST_USER}:OrganizationRole`, value: 'User' },
  ))
  expect(patched).toMatchObject({ status: 200, body: { active: false, [LAMBDATEST_USER]: { OrganizationRole: 'User' } } })
  expect(await s.scim('DELETE', at)).toMatchObject({ status: 204, text: '', effects: [] })
})

test('the vendor guide, groups: create, read, replace, patch, delete (testmu-provisioning §3)', async () => {
  const s = await (await lab).sandbox()
  const [jane, bob] = [await s.user('jane'), await s.user('bob')]
  const made = await s.scim('POST', '/Groups', {
    schemas: [CORE_GROUP, LAMBDATEST_GROUP], displayName: 'Engineering', members: [{ value: jane }], [LAMBDATEST_GROUP]: { LambdatestRoles: ['User'] },
  })
  expect(made).toMatchObject({ status: 201, body: { displayName: 'Engineering', members: [{ value: jane, display: 'jane@acme.test' }] } })
  expect(made.effects).toEqual(['group.created', 'group.member.added'])
  const at = `/Groups/${made.body.id}`
  expect(await s.scim('GET', at)).toMatchObject({ status: 200, body: made.body })
  expect((await s.scim('PATCH', at, patch({ op: 'Add', path: 'members', value: [{ value: bob }] }))).effects).toEqual(['group.member.added'])
  expect((await s.scim('PATCH', at, patch({ op: 'Remove', path: 'members', value: [{ value: jane }] }))).effects).toEqual(['group.member.removed'])
  expect((await s.scim('PATCH', at, patch({ op: 'Replace', path: 'displayName', value: 'Platform' }))).effects).toEqual(['group.renamed'])
  const roles = await s.scim('PATCH', at, patch({ op: 'Replace', path: `${LAMBDATEST_GROUP}:LambdatestRoles`, value: ['Admin'] }))
  expect(roles.effects).toEqual(['group.roles.changed', 'role.changed'])
  const put = await s.scim('PUT', at, { schemas: [CORE_GROUP], displayName: 'Platform', members: [{ value: jane }] })
  expect(put).toMatchObject({ status: 200, body: { members: [{ value: jane }], [LAMBDATEST_GROUP]: { LambdatestRoles: ['Admin'] } } })
  expect((await s.scim('DELETE', at)).status).toBe(204)
  expect((await s.scim('GET', at)).status).toBe(404)
})
