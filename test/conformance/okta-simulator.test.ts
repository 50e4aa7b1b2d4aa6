import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type ForeignApp, startForeignApp } from '../support/foreign-app.ts'
import {
  accountOf, accountPut, assigned, change, CORE, createdBody, type Golden, groupBody, groupCreated, groupLookup, headersOf, lookup, member, members,
  named, operations, playGolden, pushed, removed, replaced, ROLE, storedBody,
} from '../support/golden.ts'
import { type SimulatedOkta, simulatedOkta } from '../support/okta.ts'
import { startLab, type Lab } from '../support/sandbox.ts'

// okta-wire §2–7: what arrives at an application that is not ours, request by request and key by key. Its headers are part of every row.
// What is assumed rather than known has its rows in okta-assumptions.test.ts.

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

const jane = (okta: SimulatedOkta) => assigned(okta, 'jane')
const resetPassword = (okta: SimulatedOkta) => okta.okta.people.resetPassword({ sandbox: okta.sandbox, id: okta.people.jane! })
const allMembersReplaced = (...each: string[]) => ['PATCH /Groups/3', operations(members('replace', ...each))]
const groupPut = (name: string, ...each: string[]) => ['GET /Groups/3', 'PUT /Groups/3', groupBody('3', name, ...each)]

const roleAttribute = (okta: SimulatedOkta) => okta.attribute({ variableName: 'OrganizationRole', externalNamespace: ROLE })

/** The group 9 of the app, imported and linked with eng-team. */
async function linked(okta: SimulatedOkta, app: ForeignApp): Promise<void> {
  await importedGroup(okta, app)
  await link(okta)
}
async function importedGroup(okta: SimulatedOkta, app: ForeignApp): Promise<void> {
  app.groups.set('9', { id: '9', displayName: 'Engineers' })
  await change(okta, { supported: { importGroups: true } })
  await jane(okta)
  await okta.group('eng-team', 'jane')
  await okta.okta.imports.run(okta)
}
const link = (okta: SimulatedOkta) => okta.okta.pushGroups.link({ ...okta, groupId: okta.groups['eng-team']!, externalId: '9' })

/** What happens while an answer about a group is on its way is sent at once, after it. */
async function whileGroupIsBusy(okta: SimulatedOkta, app: ForeignApp, happens: () => Promise<unknown>): Promise<void> {
  const release = app.holdAll((line) => line.includes('/Groups/'))
  await okta.rename('eng-team', 'platform')
  await vi.waitFor(() => expect(app.arrived).toHaveLength(1))
  await happens()
  release()
}
/** Jane and Bob, the accounts 1 and 2, were pushed; they leave, and Mia and Zoe, 4 and 5, join. */
const twoForTwo = {
  async before(okta: SimulatedOkta) {
    await pushed(okta)
    await okta.join('eng-team', 'bob')
    await assigned(okta, 'mia', 'zoe')
  },
  act: (okta: SimulatedOkta, app: ForeignApp) => whileGroupIsBusy(okta, app, async () => {
    await okta.leave('eng-team', 'jane')
    await okta.join('eng-team', 'mia')
    await okta.leave('eng-team', 'bob')
    await okta.join('eng-team', 'zoe')
  }),
}

const both = (kind: 'AIW' | 'OIN'): Golden[] => [
  {
    name: '§2 Test Connector Configuration: one request', kind,
    act: (okta) => okta.okta.apps.test(okta), sends: () => ['GET /Users?startIndex=1&count=2'],
  },
  {
    name: '§2 Save on Integration repeats the test', kind,
    act: async (okta) => okta.okta.apps.saveIntegration({ ...okta, settings: (await okta.okta.apps.get(okta)).settings }),
    sends: () => ['GET /Users?startIndex=1&count=2'],
  },
  { name: '§3 assign: lookup, then POST', kind, act: jane, sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')] },
  {
    name: '§3 assign: every attribute in its place', kind,
    async before(okta) {
      await roleAttribute(okta)
      await okta.attribute({ variableName: 'title', externalNamespace: CORE, scope: 'Personal', mapping: 'user.title' })
      await okta.person('jane', { title: 'Lead', locale: 'fr' })
    },
    act: (okta) => okta.assign('jane', { OrganizationRole: 'Admin' }),
    sends: (okta) => [
      lookup('jane'), 'POST /Users',
      createdBody(okta, 'jane').replace(`["${CORE}"]`, `["${CORE}","${ROLE}"]`)
        .replace('"externalId"', `"locale":"fr","title":"Lead","${ROLE}":{"OrganizationRole":"Admin"},"externalId"`),
    ],
  },
  {
    name: '§3 an extension without values is not there, nor in schemas', kind, before: roleAttribute,
    act: jane, sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')],
  },
  {
    name: '§3 Create Users off: lookup only', kind, before: (okta) => change(okta, { toApp: { createUsers: false } }),
    act: jane, sends: () => [lookup('jane')],
  },
  {
    name: '§3 nobody found is also 404 with a SCIM error', kind,
    before: async (_okta, app) => app.refuse((line) => (line.includes('filter=')
      ? { status: 404, body: '{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"detail":"none","status":"404"}' } : null)),
    act: jane, sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')],
  },
  {
    name: '§3 409 stops', kind, before: async (_okta, app) => app.refuse((line) => (line.startsWith('POST') ? { status: 409 } : null)),
    act: jane, sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')],
  },
  {
    name: '§3 assigned before provisioning was on: nothing until Provision User', kind,
    async before(okta) {
      await change(okta, { toApp: { createUsers: false, updateUserAttributes: false, deactivateUsers: false } })
      await jane(okta)
      await change(okta, { toApp: { createUsers: true } })
    },
    act: (okta) => okta.okta.assignments.provision(okta), sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')],
  },
  {
    name: '§3 assign a group: the same for each member, no /Groups', kind,
    async act(okta) {
      await okta.person('jane')
      await okta.group('staff', 'jane')
      await okta.assignGroup('staff')
    },
    sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')],
  },
  {
    name: '§4 profile update: GET, then PUT of the merged body', kind, before: jane,
    act: (okta) => okta.change('jane', { lastName: 'Roe' }),
    sends: (okta) => ['GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1').replace('"familyName":"Doe"', '"familyName":"Roe"').replace('Jane Doe', 'Jane Roe')],
  },
  {
    name: '§4 what the app made itself comes back unchanged', kind,
    async before(okta, app) {
      await jane(okta)
      const stored = app.users.get('1')!
      app.users.set('1', { ...stored, name: { formatted: 'Jane Doe', ...stored.name as object }, nickName: 'J', groups: [{ value: '5' }] })
    },
    act: (okta) => okta.change('jane', { lastName: 'Roe' }),
    sends: (okta) => [
      'GET /Users/1', 'PUT /Users/1',
      storedBody(okta, 'jane', '1').replace('"familyName":"Doe"', '"familyName":"Roe"').replace('Jane Doe', 'Jane Roe')
        .replace('"name":{', '"name":{"formatted":"Jane Doe",').replace('"groups":[]', '"groups":[{"value":"5"}]').replace(/}$/, ',"nickName":"J"}'),
    ],
  },
  {
    name: '§4 Update User Attributes off: nothing', kind,
    async before(okta) {
      await jane(okta)
      await change(okta, { toApp: { updateUserAttributes: false } })
    },
    act: (okta) => okta.change('jane', { lastName: 'Roe' }), sends: () => [],
  },
  { name: '§5 suspend sends nothing', kind, before: jane, act: (okta) => okta.lifecycle('jane', 'suspend'), sends: () => [] },
  {
    name: '§5 Deactivate Users off: nothing', kind,
    async before(okta) {
      await jane(okta)
      await change(okta, { toApp: { deactivateUsers: false } })
    },
    act: (okta) => okta.unassign('jane'), sends: () => [],
  },
  {
    name: '§5 a deactivation replays nothing when Deactivate Users comes on', kind,
    async before(okta) {
      await jane(okta)
      await change(okta, { toApp: { deactivateUsers: false } })
      await okta.unassign('jane')
    },
    act: (okta) => change(okta, { toApp: { deactivateUsers: true } }), sends: () => [],
  },
  {
    name: '§5 without a stored id nothing is sent', kind,
    async before(okta) {
      await change(okta, { toApp: { createUsers: false, updateUserAttributes: false, deactivateUsers: false } })
      await jane(okta)
      await change(okta, { toApp: { deactivateUsers: true } })
    },
    act: (okta) => okta.unassign('jane'), sends: () => [],
  },
  ...(['unassign', 'deactivate the person', 'leave the assigned group'] as const).map((how): Golden => ({
    name: `§5 ${how}: ${kind === 'AIW' ? 'GET, PUT with active flipped and nothing merged' : 'PATCH without a path'}`, kind,
    async before(okta, app) {
      if (how === 'leave the assigned group') {
        await okta.person('jane')
        await okta.group('staff', 'jane')
        await okta.assignGroup('staff')
      } else await jane(okta)
      await okta.idle()
      app.users.set('1', { ...app.users.get('1')!, displayName: 'Changed in the app' })
    },
    act: (okta) => (how === 'unassign' ? okta.unassign('jane') : how === 'deactivate the person' ? okta.lifecycle('jane', 'deactivate') : okta.leave('staff', 'jane')),
    sends: (okta) => (kind === 'AIW'
      ? ['GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1').replace('"active":true', '"active":false').replace('Jane Doe', 'Changed in the app')]
      : ['PATCH /Users/1', operations(replaced('{"active":false}'))]),
  })),
  {
    name: '§5 reassign starts again at the lookup', kind,
    async before(okta) {
      await jane(okta)
      await okta.unassign('jane')
    },
    act: (okta) => okta.assign('jane'),
    sends: (okta) => [
      lookup('jane'), ...(kind === 'OIN' ? ['PATCH /Users/1', operations(replaced('{"active":true}'))] : []),
      'GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1'),
    ],
  },
  {
    name: '§3 an active account is found: GET, PUT', kind, before: (_okta, app) => accountOf(app, '7', 'jane', true),
    act: jane, sends: () => [lookup('jane'), ...accountPut('7', true)],
  },
  {
    name: '§1 Sync Password off: nothing', kind,
    async before(okta) {
      await jane(okta)
      await change(okta, { toApp: { syncPassword: false } })
    },
    act: resetPassword, sends: () => [],
  },
  {
    name: '§6 members who are not assigned are left out silently', kind,
    async before(okta) {
      await okta.person('zoe')
      await okta.group('eng-team', 'zoe')
    },
    act: (okta) => okta.push('eng-team'),
    sends: () => [
      groupLookup('eng-team'), 'POST /Groups', groupCreated('eng-team'),
      ...(kind === 'AIW' ? ['GET /Groups/1', 'PUT /Groups/1', groupBody('1', 'eng-team')] : ['PATCH /Groups/1', named('1', 'eng-team')]),
    ],
  },
  ...(['by name', 'by rule', 'by rule, later'] as const).map((how): Golden => ({
    name: `§6 first push, ${how}: filter, POST with members, ${kind === 'AIW' ? 'GET, PUT' : 'PATCH name, PATCH add'}`, kind,
    async before(okta) {
      await jane(okta)
      await okta.group('ops', 'jane')
      await okta.group('eng-team', 'jane')
    },
    async act(okta) {
      if (how === 'by name') return okta.push('eng-team')
      if (how === 'by rule, later') await okta.rename('eng-team', 'unnamed')
      await okta.okta.pushGroups.byRule({ ...okta, field: 'name', operator: 'starts with', value: 'eng' })
      return how === 'by rule, later' ? okta.rename('eng-team', 'eng-team') : undefined
    },
    sends: () => [
      groupLookup('eng-team'), 'POST /Groups', groupCreated('eng-team', member('1', 'jane')),
      ...(kind === 'AIW'
        ? ['GET /Groups/2', 'PUT /Groups/2', groupBody('2', 'eng-team', member('1', 'jane'))]
        : ['PATCH /Groups/2', named('2', 'eng-team'), 'PATCH /Groups/2', operations(members('add', member('1', 'jane')))]),
    ],
  })),
  { name: '§6 link with an imported group: nothing', kind, before: importedGroup, act: link, sends: () => [] },
  {
    name: '§6 Push now of a linked group', kind, before: linked, act: (okta) => okta.pushNow('eng-team'),
    sends: () => (kind === 'AIW'
      ? ['GET /Groups/9', 'PUT /Groups/9', `{"id":"9","displayName":"eng-team","members":[${member('1', 'jane')}]}`]
      : ['PATCH /Groups/9', operations(members('replace', member('1', 'jane')))]),
  },
  {
    name: '§6 rename', kind, before: pushed, act: (okta) => okta.rename('eng-team', 'platform'),
    sends: () => (kind === 'AIW' ? groupPut('platform', member('1', 'jane')) : ['PATCH /Groups/3', named('3', 'platform')]),
  },
  {
    name: '§6 a rename without Rename app groups: nothing', kind,
    async before(okta) {
      await pushed(okta)
      await change(okta, { renameAppGroups: false })
    },
    act: (okta) => okta.rename('eng-team', 'platform'), sends: () => [],
  },
  {
    name: '§6 a member joins', kind, before: pushed, act: (okta) => okta.join('eng-team', 'bob'),
    sends: () => (kind === 'AIW'
      ? groupPut('eng-team', member('1', 'jane'), member('2', 'bob'))
      : ['PATCH /Groups/3', named('3', 'eng-team'), 'PATCH /Groups/3', operations(members('add', member('2', 'bob')))]),
  },
  {
    name: '§6 a member leaves', kind, before: pushed, act: (okta) => okta.leave('eng-team', 'jane'),
    sends: () => (kind === 'AIW' ? groupPut('eng-team') : ['PATCH /Groups/3', named('3', 'eng-team'), 'PATCH /Groups/3', operations(removed('1'))]),
  },
  {
    name: '§6 two leave and two join before it is sent: the name again, a remove for each, then one add', kind, ...twoForTwo,
    sends: () => (kind === 'AIW'
      ? [...groupPut('platform', member('1', 'jane'), member('2', 'bob')), ...groupPut('platform', member('4', 'mia'), member('5', 'zoe'))]
      : [
          'PATCH /Groups/3', named('3', 'platform'), 'PATCH /Groups/3', named('3', 'platform'),
          'PATCH /Groups/3', operations(removed('1'), removed('2'), members('add', member('4', 'mia'), member('5', 'zoe'))),
        ]),
  },
  {
    name: '§6 one who leaves the group and comes back before it is sent: nothing', kind, before: pushed,
    act: (okta, app) => whileGroupIsBusy(okta, app, async () => {
      await okta.leave('eng-team', 'jane')
      await okta.join('eng-team', 'jane')
    }),
    sends: () => (kind === 'AIW' ? groupPut('platform', member('1', 'jane')) : ['PATCH /Groups/3', named('3', 'platform')]),
  },
  {
    name: '§6 Push now: the full list', kind, before: pushed, act: (okta) => okta.pushNow('eng-team'),
    sends: () => (kind === 'AIW' ? groupPut('eng-team', member('1', 'jane')) : allMembersReplaced(member('1', 'jane'))),
  },
  {
    name: '§6 Push now of an emptied group: []', kind,
    async before(okta) {
      await pushed(okta)
      await okta.leave('eng-team', 'jane')
    },
    act: (okta) => okta.pushNow('eng-team'), sends: () => (kind === 'AIW' ? groupPut('eng-team') : allMembersReplaced()),
  },
  { name: '§6 deactivate the push: nothing', kind, before: pushed, act: (okta) => okta.setPushActive('eng-team', false), sends: () => [] },
  {
    name: '§6 activate: the full list', kind,
    async before(okta) {
      await pushed(okta)
      await okta.setPushActive('eng-team', false)
      await okta.join('eng-team', 'bob')
    },
    act: (okta) => okta.setPushActive('eng-team', true),
    sends: () => (kind === 'AIW' ? groupPut('eng-team', member('1', 'jane'), member('2', 'bob')) : allMembersReplaced(member('1', 'jane'), member('2', 'bob'))),
  },
  { name: '§6 unlink, delete: DELETE', kind, before: pushed, act: (okta) => okta.unlink('eng-team', 'delete'), sends: () => ['DELETE /Groups/3'] },
  { name: '§6 unlink, leave: nothing', kind, before: pushed, act: (okta) => okta.unlink('eng-team', 'leave'), sends: () => [] },
  {
    name: '§7 import: every page until totalResults', kind,
    before: async (_okta, app) => {
      for (let n = 1; n <= 201; n += 1) app.users.set(`u${n}`, { id: `u${n}`, userName: `u${n}@acme.test`, active: true })
    },
    act: (okta) => okta.okta.imports.run(okta), sends: () => [1, 101, 201].map((from) => `GET /Users?startIndex=${from}&count=100`),
  },
  {
    name: '§7 import with Import Groups: the groups the same', kind,
    before: async (okta, app) => {
      await change(okta, { supported: { importGroups: true } })
      for (let n = 1; n <= 101; n += 1) app.groups.set(`g${n}`, { id: `g${n}`, displayName: `g${n}` })
    },
    act: (okta) => okta.okta.imports.run(okta),
    sends: () => ['GET /Users?startIndex=1&count=100', 'GET /Groups?startIndex=1&count=100', 'GET /Groups?startIndex=101&count=100'],
  },
]

const golden: Golden[] = [
  ...both('AIW'), ...both('OIN'),
  {
    name: '§3 an inactive account is found: GET, PUT with active', kind: 'AIW', before: (_okta, app) => accountOf(app, '7', 'jane', false),
    act: jane, sends: () => [lookup('jane'), ...accountPut('7', true)],
  },
]

describe('what Okta sends, byte for byte', () => {
  test.each(golden)('$kind: $name', (row) => playGolden(lab, row))
})

test.each([
  ['AIW', 'header', 'abc', 'Bearer abc'], ['AIW', 'basic', 'me:secret', 'Basic bWU6c2VjcmV0'],
  ['OIN', 'header', 'Token abc', 'Token abc'], ['OIN', 'bearer', 'abc', 'Bearer abc'], ['OIN', 'basic', 'me:secret', 'Basic bWU6c2VjcmV0'],
] as const)('%s with %s authentication: of %s, every request bears %s', async (kind, authentication, credential, authorization) => {
  const app = await startForeignApp()
  onTestFinished(() => app.close())
  const okta = await simulatedOkta(await lab.sandbox(), { kind, baseUrl: app.baseUrl, credential, settings: { authentication } })
  expect(await okta.okta.apps.test(okta)).toMatchObject({ ok: true, status: 200 })
  await pushed(okta)
  await okta.unassign('bob')
  await okta.unlink('eng-team', 'delete')
  await okta.idle()
  const methods = new Set(app.arrived.map(({ line }) => line.split(' ')[0]))
  expect([...methods].toSorted()).toEqual(kind === 'AIW' ? ['DELETE', 'GET', 'POST', 'PUT'] : ['DELETE', 'GET', 'PATCH', 'POST'])
  for (const each of app.arrived) expect(each.headers).toEqual(headersOf(each, app, authorization))
})
