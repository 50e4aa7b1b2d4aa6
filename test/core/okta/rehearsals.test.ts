import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CORE_USER, LAMBDATEST_USER } from '../../../src-shared/scim/urns.ts'
import { simulatedOkta } from '../../support/okta.ts'
import { startLab, type Lab, type Sandbox } from '../../support/sandbox.ts'

// What the linter, the readiness checklist, the drift view and the tasks say together with what the endpoint did.

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

const wrongUrn = 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User'

async function whyOf(s: Sandbox, userName: string) {
  const { items } = await s.api.users.list({ sandbox: s.slug, search: userName })
  return (await s.api.users.get({ sandbox: s.slug, id: items[0]!.id })).why
}

test('the role does not arrive: wrong namespace, then wrong case, then right', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  const { lints } = await okta.attribute({ variableName: 'OrganizationRole', externalNamespace: wrongUrn })
  expect(lints.find(({ subject }) => subject === 'OrganizationRole')).toMatchObject({ severity: 'error', field: 'externalNamespace', correct: LAMBDATEST_USER })
  await okta.person('bob')
  await okta.assign('bob', { OrganizationRole: 'Admin' })
  await okta.idle()
  expect((await whyOf(s, 'bob')).role).toBe('User')
  expect((await s.exchange('POST', '/Users')).findings).toContainEqual(expect.objectContaining({ kind: 'ignored' }))

  const { attributes } = await okta.okta.attributes.list(okta)
  const { id, isBase: _isBase, ...attribute } = attributes.find(({ variableName }) => variableName === 'OrganizationRole')!
  await okta.okta.attributes.change({ ...okta, id, attribute: { ...attribute, externalNamespace: LAMBDATEST_USER } })
  await okta.okta.assignments.changePerson({ ...okta, personId: okta.people.bob!, profile: { OrganizationRole: 'admin' } })
  await okta.idle()
  const { items: [task] } = await okta.okta.tasks.list({ sandbox: s.slug })
  expect(task).toMatchObject({ state: 'error', kind: 'user.update' })
  expect(task!.error).toContain('Bad Request. Errors reported by remote server:')
  expect(task!.error).toContain('Admin')
  expect((await okta.okta.assignments.lints(okta)).map(({ code }) => code)).toContain('value')

  await okta.okta.assignments.changePerson({ ...okta, personId: okta.people.bob!, profile: { OrganizationRole: 'Admin' } })
  await okta.idle()
  expect((await whyOf(s, 'bob')).role).toBe('Admin')
  expect(await okta.tasks()).toEqual([])

  await okta.change('bob', { lastName: 'Smith' })
  await okta.idle()
  const { items } = await s.api.requests.list({ sandbox: s.slug, filter: 'method:PUT' })
  expect(items[0]).toMatchObject({ status: 200, effect: expect.stringContaining('ignored') as string })
  expect(items[0]!.sentence).toMatch(/^Nothing changed: /)
})

test('a corrected namespace or mapping sends nothing by itself: Apply updates now does, and so does the next save', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  await okta.attribute({ variableName: 'OrganizationRole', externalNamespace: wrongUrn })
  for (const name of ['ann', 'bob', 'cid']) {
    await okta.person(name)
    await okta.assign(name, { OrganizationRole: 'Admin' })
  }
  await okta.idle()
  const change = async (changed: object, name = 'OrganizationRole') => {
    const { attributes } = await okta.okta.attributes.list(okta)
    const { id, isBase: _isBase, ...attribute } = attributes.find(({ variableName }) => variableName === name)!
    await okta.okta.attributes.change({ ...okta, id, attribute: { ...attribute, ...changed } })
  }
  const roles = async () => (await Promise.all(['ann', 'bob', 'cid'].map((name) => whyOf(s, name)))).map(({ role }) => role)
  await change({ externalNamespace: LAMBDATEST_USER })
  await okta.idle()
  expect(await roles()).toEqual(['User', 'User', 'User'])
  const { items } = await okta.okta.drift.list(okta)
  expect(items.map(({ name, okta: wanted, app, remedy }) => `${name} ${wanted} / ${app} | ${remedy}`)).toEqual(
    ['ann', 'bob', 'cid'].map((name) => `${name}@acme.test OrganizationRole: Admin / OrganizationRole: (none) | profile`),
  )
  expect(items[0]!.cause).toContain('Changed in Okta since the last profile push')

  await okta.okta.assignments.changePerson({ ...okta, personId: okta.people.ann!, profile: { OrganizationRole: 'Admin' } })
  await okta.okta.assignments.pushProfile({ ...okta, personId: okta.people.bob! })
  await okta.idle()
  expect(await roles()).toEqual(['Admin', 'Admin', 'User'])
  expect((await okta.okta.attributes.apply(okta)).people).toBe(1)
  await okta.idle()
  expect(await roles()).toEqual(['Admin', 'Admin', 'Admin'])
  expect((await okta.okta.drift.list(okta)).items).toEqual([])
  expect((await okta.okta.attributes.apply(okta)).people).toBe(0)

  await okta.attribute({ variableName: 'title', externalNamespace: CORE_USER, scope: 'Personal' })
  await okta.okta.attributes.apply(okta)
  await okta.idle()
  await change({ mapping: '"Ms. " + user.lastName' }, 'title')
  const drifted = (await okta.okta.drift.list(okta)).items
  expect(drifted.map(({ okta: wanted, app }) => [wanted, app])).toContainEqual(['title: Ms. Doe', 'title: (none)'])
  await okta.okta.attributes.apply(okta)
  await okta.idle()
  expect((await s.api.requests.list({ sandbox: s.slug, filter: 'method:PUT body:"Ms. Doe"' })).total).toBe(3)
  await okta.okta.apps.change({ ...okta, settings: { toApp: { updateUserAttributes: false } } })
  await expect(okta.okta.assignments.pushProfile({ ...okta, personId: okta.people.bob! })).rejects.toThrow('Update User Attributes is off')
})

test('drift of more than can be shown says how much there is, and groups come first', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s, { settings: { toApp: { createUsers: false, updateUserAttributes: false, deactivateUsers: false, syncPassword: false } } })
  const people = Array.from({ length: 501 }, (_, index) => ({ login: `u${index}@acme.test`, firstName: 'U', lastName: `N${index}` }))
  const made = await okta.okta.people.create({ sandbox: s.slug, people })
  await okta.okta.assignments.assignPeople({ ...okta, personIds: made.map(({ id }) => id) })
  await okta.group('eng')
  await s.api.faults.create({ sandbox: s.slug, name: 'down', path: '/Groups', effect: { kind: 'status', status: 500, detail: 'down', retryAfter: null } })
  await okta.push('eng')
  await okta.idle()
  const { total, items } = await okta.okta.drift.list(okta)
  expect([total, items.length]).toEqual([502, 500])
  expect(items[0]).toMatchObject({ kind: 'group', name: 'eng' })
})

test('drift: a deactivation that failed, its cause, and Retry selected', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  expect((await okta.okta.drift.list(okta))).toEqual({ comparedWith: 'app', total: 0, items: [] })
  await s.api.faults.create({ sandbox: s.slug, name: 'next PUT to Jane', method: 'PUT', user: 'jane', count: 1, effect: { kind: 'status', status: 500, detail: 'down', retryAfter: null } })
  await okta.unassign('jane')
  await okta.idle()
  const { items: [drift] } = await okta.okta.drift.list(okta)
  expect(drift).toMatchObject({ name: 'jane@acme.test', okta: 'unassigned', app: 'active', remedy: 'retry' })
  expect(drift!.cause).toContain('Internal Server Error')
  await okta.okta.tasks.retry({ sandbox: s.slug, ids: [drift!.taskId!] })
  await okta.idle()
  expect((await okta.okta.drift.list(okta)).items).toEqual([])
})

test('a member is missing: the checklist names the condition, only the ready are sent, and Push now brings the rest', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  for (const name of ['jane', 'bob', 'mia']) await okta.person(name)
  await okta.assign('jane')
  await okta.assign('mia')
  await okta.idle()
  await okta.lifecycle('mia', 'suspend')
  await okta.group('eng-team', 'jane', 'bob', 'mia')
  await okta.push('eng-team')
  await okta.idle()
  const { groups: [push], lints } = await okta.okta.pushGroups.list(okta)
  expect(push).toMatchObject({ members: 3, ready: 1, pushedMembers: 1, status: 'Active' })
  expect(lints.length).toBeGreaterThan(0)
  const rows = await okta.okta.pushGroups.readiness({ ...okta, id: push!.id })
  expect(rows.map(({ login, isSent, assigned, active }) => [login, isSent, assigned, active])).toEqual([
    ['jane@acme.test', true, true, true], ['bob@acme.test', false, false, true], ['mia@acme.test', false, true, false],
  ])
  await okta.assign('bob')
  await okta.lifecycle('mia', 'unsuspend')
  await okta.idle()
  await okta.pushNow('eng-team')
  await okta.idle()
  const { items } = await s.api.groups.list({ sandbox: s.slug })
  expect(items[0]).toMatchObject({ displayName: 'eng-team', members: 3 })
  await okta.okta.groups.removeAllMembers({ sandbox: s.slug, id: okta.groups['eng-team']! })
  await okta.pushNow('eng-team')
  await okta.idle()
  expect((await s.api.groups.list({ sandbox: s.slug })).items[0]).toMatchObject({ members: 0 })
})

test('an attribute mapped on create only keeps the value it was created with', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  await okta.attribute({ variableName: 'title', externalNamespace: 'urn:ietf:params:scim:schemas:core:2.0:User', mapping: 'user.title', applyOn: 'create', scope: 'Personal' })
  await okta.person('jane', { title: 'Engineer' })
  await okta.assign('jane')
  await okta.idle()
  await okta.change('jane', { title: 'Lead' })
  await okta.change('jane', { locale: 'de-DE' })
  await okta.idle()
  const put = await s.exchange('PUT', '/Users/23001')
  expect(JSON.parse(put.request.body)).toMatchObject({ title: 'Engineer', locale: 'de-DE' })
})

test('a duplicate rehearses on its own: its app has its own address and token', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  await okta.person('jane')
  const { slug } = await s.api.sandboxes.duplicate({ sandbox: s.slug, name: 'Right side' })
  const [app] = await s.api.okta.apps.list({ sandbox: slug })
  expect(app).toMatchObject({ settings: { target: { kind: 'self', sandbox: slug } }, hasCredential: true, baseUrl: s.baseUrl.replace(s.slug, slug) })
  expect(await s.api.okta.apps.test({ sandbox: slug, appId: app!.id })).toMatchObject({ ok: true })
  await s.api.okta.assignments.assignPeople({ sandbox: slug, appId: app!.id, personIds: [okta.people.jane!] })
  await vi.waitFor(async () => expect((await s.api.users.list({ sandbox: slug })).total).toBe(1))
  expect((await s.api.users.list({ sandbox: s.slug })).total).toBe(0)
})
