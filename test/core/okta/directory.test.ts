import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { simulatedOkta } from '../../support/okta.ts'
import { rehearsal } from '../../support/rehearsal.ts'
import { personBody, startLab, type Lab, type Sandbox } from '../../support/sandbox.ts'

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

describe('people', () => {
  test('are found by login and by name, in any case, and by status', async () => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    for (const name of ['jane', 'bob']) await okta.person(name)
    await okta.lifecycle('bob', 'suspend')
    const logins = async (query: object) => (await okta.okta.people.list({ sandbox: s.slug, ...query })).items.map(({ profile }) => profile.login)
    expect(await logins({ search: 'JANE@' })).toEqual(['jane@acme.test'])
    expect(await logins({ search: 'bob doe' })).toEqual(['bob@acme.test'])
    expect(await logins({ status: 'SUSPENDED' })).toEqual(['bob@acme.test'])
    await okta.group('eng', 'jane')
    expect(await logins({ notInGroup: okta.groups.eng! })).toEqual(['bob@acme.test'])
    await okta.assign('bob')
    expect(await logins({ notInApp: okta.appId })).toEqual(['jane@acme.test'])
    await okta.person('gone')
    await okta.lifecycle('gone', 'deactivate')
    expect(await logins({ notInApp: okta.appId })).toEqual(['jane@acme.test'])
    expect((await okta.okta.groups.members({ sandbox: s.slug, id: okta.groups.eng!, search: 'doe' })).total).toBe(1)
    await okta.idle()
    expect((await okta.okta.assignments.people({ ...okta, search: 'Bob' })).items).toMatchObject([{ login: 'bob@acme.test', status: 'unprovisioned' }])
  })

  test.each([
    ['activate', 'ACTIVE'], ['unsuspend', 'ACTIVE'], ['reactivate', 'ACTIVE'],
  ] as const)('%s is refused for one who is %s', async (step, status) => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    await okta.person('jane')
    await expect(s.api.okta.people.lifecycle({ sandbox: s.slug, id: okta.people.jane!, action: step })).rejects.toThrow(status)
  })

  test('a login is used once, whatever its case', async () => {
    const okta = await simulatedOkta(await lab.sandbox())
    await okta.person('jane')
    await expect(okta.okta.people.create({ sandbox: okta.sandbox, people: [{ login: 'JANE@acme.test', firstName: 'J', lastName: 'D' }] })).rejects.toThrow('already exists')
  })

  test('the sample organization is loaded once', async () => {
    const s = await lab.sandbox()
    expect(await s.api.okta.people.loadSample({ sandbox: s.slug })).toEqual({ people: 60, groups: 12 })
    expect(await s.api.okta.people.loadSample({ sandbox: s.slug })).toEqual({ people: 0, groups: 0 })
  })
})

describe('somebody assigned while not active in Okta', () => {
  const usersOf = async (s: Sandbox) => (await s.api.users.list({ sandbox: s.slug })).items.map(({ userName }) => userName)

  test.each([['suspended', 'unsuspend'], ['staged', 'activate']] as const)('%s: gets the account with %s', async (_status, step) => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    const [jane] = await okta.okta.people.create({ sandbox: s.slug, activate: step === 'unsuspend', people: [{ login: 'jane@acme.test', firstName: 'Jane', lastName: 'Doe' }] })
    okta.people.jane = jane!.id
    if (step === 'unsuspend') await okta.lifecycle('jane', 'suspend')
    await okta.assign('jane')
    await okta.change('jane', { lastName: 'Roe' })
    await okta.idle()
    expect(await usersOf(s)).toEqual([])
    await s.api.okta.people.lifecycle({ sandbox: s.slug, id: jane!.id, action: step })
    await okta.idle()
    expect(await usersOf(s)).toEqual(['jane@acme.test'])
    expect(await okta.okta.assignments.person({ ...okta, personId: jane!.id })).toMatchObject({ status: 'provisioned' })
  })

  test('one assigned before provisioning was on still waits for Provision User', async () => {
    const s = await lab.sandbox()
    const off = { createUsers: false, updateUserAttributes: false, deactivateUsers: false }
    const okta = await simulatedOkta(s, { settings: { toApp: { ...off, syncPassword: false } } })
    await okta.person('jane')
    await okta.assign('jane')
    await okta.okta.apps.change({ ...okta, settings: { toApp: { createUsers: true } } })
    await okta.lifecycle('jane', 'suspend')
    await okta.lifecycle('jane', 'unsuspend')
    await okta.idle()
    expect(await usersOf(s)).toEqual([])
    await okta.okta.assignments.provision(okta)
    await okta.idle()
    expect(await usersOf(s)).toEqual(['jane@acme.test'])
  })
})

describe('group rules', () => {
  test('put in who matches, follow the profile, and take out whom they put in', async () => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    await okta.person('jane', { department: 'Engineering' })
    await okta.person('bob', { department: 'Sales' })
    await okta.person('mia', { department: 'Engineering' })
    await okta.group('eng', 'mia')
    await okta.assignGroup('eng')
    const rule = await okta.okta.groupRules.create({ sandbox: s.slug, name: 'Engineers', expression: 'user.department == "Engineering"', groupId: okta.groups.eng! })
    expect(rule).toMatchObject({ active: true, members: 1 })
    const members = async () => (await okta.okta.groups.members({ sandbox: s.slug, id: okta.groups.eng! })).items.map(({ profile, byRule }) => `${profile.firstName} ${byRule}`)
    expect(await members()).toEqual(['Jane true', 'Mia false'])
    await okta.change('bob', { department: 'Engineering' })
    await okta.change('jane', { department: 'Sales' })
    expect(await members()).toEqual(['Bob true', 'Mia false'])
    await expect(okta.leave('eng', 'bob')).rejects.toThrow('group rule')
    await okta.idle()
    const users = await s.api.users.list({ sandbox: s.slug })
    expect(users.items.map(({ userName, active }) => `${userName} ${active}`).toSorted()).toEqual(['bob@acme.test true', 'jane@acme.test false', 'mia@acme.test true'])
    await okta.okta.groupRules.setActive({ sandbox: s.slug, id: rule.id, active: false })
    expect(await members()).toEqual(['Mia false'])
  })

  test('follow who joins and leaves a group by hand, one rule after another', async () => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    await okta.person('jane')
    for (const name of ['eng', 'builders', 'everyone']) await okta.group(name)
    await okta.assignGroup('everyone')
    // The rule that follows from the other comes first.
    for (const [from, to] of [['builders', 'everyone'], ['eng', 'builders']] as const) {
      await okta.okta.groupRules.create({ sandbox: s.slug, name: to, expression: `isMemberOfGroupName("${from}")`, groupId: okta.groups[to]! })
    }
    const groups = async () => (await okta.okta.people.get({ sandbox: s.slug, id: okta.people.jane! })).groups.map(({ name }) => name)
    const accounts = async () => (await s.api.users.list({ sandbox: s.slug })).items.map(({ userName, active }) => `${userName} ${active}`)
    await okta.join('eng', 'jane')
    expect(await groups()).toEqual(['builders', 'eng', 'everyone'])
    await okta.idle()
    expect(await accounts()).toEqual(['jane@acme.test true'])
    await okta.leave('eng', 'jane')
    expect(await groups()).toEqual([])
    await okta.idle()
    expect(await accounts()).toEqual(['jane@acme.test false'])
    await okta.join('eng', 'jane')
    await okta.okta.groups.remove({ sandbox: s.slug, id: okta.groups.eng! })
    expect(await groups()).toEqual([])
  })

  test('leave out who is taken out by hand', async () => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    await okta.person('jane', { department: 'Engineering' })
    await okta.group('eng', 'jane')
    await okta.okta.groupRules.create({ sandbox: s.slug, name: 'Engineers', expression: 'user.department == "Engineering"', groupId: okta.groups.eng! })
    await okta.leave('eng', 'jane')
    expect((await okta.okta.groups.get({ sandbox: s.slug, id: okta.groups.eng! })).members).toBe(0)
  })

  test('that contradict themselves come to an end', async () => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    await okta.person('jane')
    await okta.group('odd')
    await okta.okta.groupRules.create({ sandbox: s.slug, name: 'odd', expression: '!isMemberOfGroupName("odd")', groupId: okta.groups.odd! })
    await okta.change('jane', { lastName: 'Roe' })
    expect((await okta.okta.people.get({ sandbox: s.slug, id: okta.people.jane! })).profile.lastName).toBe('Roe')
  })

  test.each(['"x"', 'user.login + "x"', 'String.len("x")', 'user.department == "x" ? "yes" : "no"'])('%s is refused: it is neither true nor false', async (expression) => {
    const okta = await simulatedOkta(await lab.sandbox())
    await okta.group('eng')
    const create = okta.okta.groupRules.create({ sandbox: okta.sandbox, name: 'x', expression, groupId: okta.groups.eng! })
    await expect(create).rejects.toMatchObject({ status: 400, message: expect.stringContaining('true or false') as string })
  })

  test('an expression that cannot be read is refused in words', async () => {
    const okta = await simulatedOkta(await lab.sandbox())
    await okta.group('eng')
    const create = (expression: string) => okta.okta.groupRules.create({ sandbox: okta.sandbox, name: 'x', expression, groupId: okta.groups.eng! })
    await expect(create('user.department ==')).rejects.toThrow('cannot be read')
  })
})

test('an application username format that cannot be read is refused with what is wrong', async () => {
  const okta = await simulatedOkta(await lab.sandbox())
  const change = okta.okta.apps.change({ ...okta, settings: { userNameFormat: 'user.email +' } })
  await expect(change).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/^The application username format cannot be read: .+/) as string })
  expect((await okta.okta.apps.get(okta)).settings.userNameFormat).toBe('user.login')
})

describe('assignments', () => {
  test('the first priority decides the value of an attribute of type Group; an own value stands over both', async () => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    await okta.attribute({ variableName: 'OrganizationRole', externalNamespace: 'urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:User' })
    await okta.person('jane')
    await okta.group('admins', 'jane')
    await okta.group('guests', 'jane')
    await okta.assignGroup('admins', { OrganizationRole: 'Admin' })
    await okta.assignGroup('guests', { OrganizationRole: 'Guest' })
    const role = async () => (await okta.okta.assignments.person({ ...okta, personId: okta.people.jane! })).effective.OrganizationRole
    expect(await role()).toBe('Admin')
    await okta.okta.assignments.changeGroup({ ...okta, groupId: okta.groups.guests!, priority: 0 })
    expect(await role()).toBe('Guest')
    await okta.okta.assignments.changePerson({ ...okta, personId: okta.people.jane!, profile: { OrganizationRole: 'User' } })
    expect(await role()).toBe('User')
  })

  test('one who leaves an assigned group stays while another reason holds', async () => {
    const s = await lab.sandbox()
    const okta = await simulatedOkta(s)
    await okta.person('jane')
    await okta.group('a', 'jane')
    await okta.group('b', 'jane')
    await okta.assignGroup('a')
    await okta.assignGroup('b')
    await okta.leave('a', 'jane')
    await okta.idle()
    expect((await s.api.users.list({ sandbox: s.slug })).items).toMatchObject([{ active: true }])
    await okta.leave('b', 'jane')
    await okta.idle()
    expect((await s.api.users.list({ sandbox: s.slug })).items).toMatchObject([{ active: false }])
  })
})

test('push rules find groups now and later', async () => {
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  await okta.group('eng-core')
  await okta.group('sales')
  await okta.okta.pushGroups.byRule({ ...okta, field: 'name', operator: 'starts with', value: 'ENG-' })
  await okta.group('eng-web')
  await okta.rename('sales', 'eng-sales')
  await okta.idle()
  const { groups, rules } = await okta.okta.pushGroups.list(okta)
  expect(groups.map(({ groupName, ruleId }) => [groupName, ruleId === rules[0]!.id])).toEqual([['eng-core', true], ['eng-sales', true], ['eng-web', true]])
  expect((await s.api.groups.list({ sandbox: s.slug })).items.map(({ displayName }) => displayName).toSorted()).toEqual(['eng-core', 'eng-sales', 'eng-web'])
})

test('an import matches accounts and groups, which can be confirmed and linked', async () => {
  const s = await lab.sandbox()
  const accountId = await s.user('jane')
  await s.user('left', { active: false })
  const groupId = await s.group('eng', { members: ['jane'] })
  const okta = await simulatedOkta(s, { settings: { supported: { importUsers: true, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true, importGroups: true } } })
  await okta.person('jane')
  await okta.group('eng', 'jane')
  const found = await okta.okta.imports.run(okta)
  expect(found).toMatchObject({
    requests: 2,
    users: { total: 1, items: [{ externalId: accountId, name: 'jane@acme.test', match: { id: okta.people.jane }, linked: false }] },
    groups: { total: 1, items: [{ externalId: groupId, name: 'eng', match: { id: okta.groups.eng }, linked: false }] },
  })
  await okta.okta.imports.confirm({ ...okta, externalIds: [accountId] })
  expect(await okta.okta.assignments.person({ ...okta, personId: okta.people.jane! })).toMatchObject({ assigned: true, status: 'provisioned', externalId: accountId })
  const { groups } = await okta.okta.pushGroups.link({ ...okta, groupId: okta.groups.eng!, externalId: groupId })
  expect(groups).toMatchObject([{ externalId: groupId, status: 'Active' }])
  expect((await s.api.requests.list({ sandbox: s.slug, filter: 'actor:simulator' })).items.map(({ method }) => method)).toEqual(['GET', 'GET'])
})

describe('an import', () => {
  test('reads only what is ticked on Integration, and is refused with nothing ticked', async () => {
    const { app, okta } = await rehearsal(lab)
    app.users.set('1', { id: '1', userName: 'jane@acme.test', active: true })
    app.groups.set('2', { id: '2', displayName: 'eng' })
    const tick = (supported: { importUsers: boolean; importGroups: boolean }) => okta.okta.apps.change({ ...okta, settings: { supported } })
    const users = 'GET /Users?startIndex=1&count=100'
    const groups = 'GET /Groups?startIndex=1&count=100'
    for (const [importUsers, importGroups, ...sent] of [[true, false, users], [true, true, users, groups], [false, true, groups]] as const) {
      await tick({ importUsers, importGroups })
      expect(await okta.okta.imports.run(okta)).toMatchObject({ requests: sent.length, users: { total: 1 }, groups: { total: importGroups ? 1 : 0 } })
      expect(app.taken()).toEqual(sent)
    }
    await tick({ importUsers: false, importGroups: false })
    await expect(okta.okta.imports.run(okta)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('Import New Users and Profile Updates') as string })
    expect(app.taken()).toEqual([])
  })

  test('and what is confirmed of it are in the System Log; so is one that fails', async () => {
    const s = await lab.sandbox()
    const accountId = await s.user('jane')
    const okta = await simulatedOkta(s)
    await okta.person('jane')
    await okta.okta.imports.run(okta)
    await okta.okta.imports.confirm({ ...okta, externalIds: [accountId] })
    await okta.okta.apps.setCredential({ ...okta, credential: 'wrong' })
    await expect(okta.okta.imports.run(okta)).rejects.toThrow()
    const { items } = await okta.okta.log.list({ sandbox: s.slug })
    expect(items.map(({ event, outcome, target, action }) => [event, outcome, target, action?.label])).toEqual([
      ['system.import.complete', 'FAILURE', 'TestMu AI', 'Import from TestMu AI'],
      ['system.import.start', 'SUCCESS', 'TestMu AI', 'Import from TestMu AI'],
      ['application.user_membership.add', 'SUCCESS', 'jane@acme.test', 'Confirm an assignment of TestMu AI'],
      ['system.import.complete', 'SUCCESS', 'TestMu AI', 'Import from TestMu AI'],
      ['system.import.start', 'SUCCESS', 'TestMu AI', 'Import from TestMu AI'],
    ])
  })

  test('does not assign a person who is deactivated', async () => {
    const s = await lab.sandbox()
    const accountId = await s.user('jane')
    const okta = await simulatedOkta(s)
    await okta.person('jane')
    await okta.okta.imports.run(okta)
    await okta.lifecycle('jane', 'deactivate')
    await expect(okta.okta.imports.confirm({ ...okta, externalIds: [accountId] })).rejects.toMatchObject({ status: 409, message: expect.stringContaining('reactivate') as string })
    expect((await okta.okta.assignments.people(okta)).total).toBe(0)
  })
})

test('of a large import the open matches come first, and the count is of all', async () => {
  const s = await lab.sandbox()
  await s.scim('POST', '/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: Array.from({ length: 1_000 }, (_, n) => ({ method: 'POST', path: '/Users', bulkId: `u${n}`, data: personBody(`a${n}`) })),
  })
  await s.user('zoe')
  const okta = await simulatedOkta(s)
  await okta.person('zoe')
  const { users } = await okta.okta.imports.run(okta)
  expect(users.total).toBe(1_001)
  expect(users.items).toHaveLength(1_000)
  expect(users.items[0]).toMatchObject({ name: 'zoe@acme.test', match: { id: okta.people.zoe } })
})
