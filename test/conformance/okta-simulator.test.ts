import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppKind, AssumptionId } from '../../src-shared/domain/okta.ts'
import { startForeignApp, type ForeignApp } from '../support/foreign-app.ts'
import { simulatedOkta, type SimulatedOkta } from '../support/okta.ts'
import { startLab, type Lab } from '../support/sandbox.ts'

// okta-wire §2–7: what arrives at an application that is not ours, request by request and key by key.

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const PATCH = '"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]'
const lookup = (name: string) => `GET /Users?filter=userName%20eq%20%22${name}%40acme.test%22&startIndex=1&count=100`
const groupLookup = (name: string) => `GET /Groups?filter=displayName%20eq%20%22${name}%22&startIndex=1&count=100`
const createdBody = (okta: SimulatedOkta, name: string) => {
  const given = name[0]!.toUpperCase() + name.slice(1)
  return `{"schemas":["${CORE}"],"userName":"${name}@acme.test","name":{"givenName":"${given}","familyName":"Doe"},`
    + `"emails":[{"primary":true,"value":"${name}@acme.test","type":"work"}],"displayName":"${given} Doe",`
    + `"externalId":"${okta.people[name]}","groups":[],"password":"…","active":true}`
}
/** What the app stored of it and gives back on GET. */
const storedBody = (okta: SimulatedOkta, name: string, id: string) => (
  createdBody(okta, name).replace('"password":"…",', '').replace(/}$/, `,"id":"${id}","meta":{"resourceType":"User"}}`)
)
const member = (id: string, name: string) => `{"value":"${id}","display":"${name}@acme.test"}`

interface Step {
  name: string
  kind: AppKind
  assume?: Partial<Record<AssumptionId, string>>
  /** Done before what is looked at. */
  before?: (okta: SimulatedOkta, app: ForeignApp) => Promise<unknown>
  act: (okta: SimulatedOkta, app: ForeignApp) => Promise<unknown>
  sends: (okta: SimulatedOkta) => string[]
}

const jane = async (okta: SimulatedOkta) => {
  await okta.person('jane')
  await okta.assign('jane')
}
const pushed = async (okta: SimulatedOkta) => {
  for (const name of ['jane', 'bob']) {
    await okta.person(name)
    await okta.assign(name)
    await okta.idle()
  }
  await okta.group('eng-team', 'jane')
  await okta.push('eng-team')
}
const aiwGroup = (name: string, ...members: string[]) => `{"schemas":["${GROUP}"],"displayName":"${name}","members":[${members.join(',')}],"id":"3","meta":{"resourceType":"Group"}}`

const steps: Step[] = [
  ...(['AIW', 'OIN'] as const).flatMap((kind): Step[] => [
    {
      name: '§2 Test Connector Configuration: one request', kind,
      act: (okta) => okta.okta.apps.test(okta), sends: () => ['GET /Users?startIndex=1&count=2'],
    },
    {
      name: '§2 with Import Groups ticked nothing more is asked for', kind,
      act: async (okta) => {
        await okta.okta.apps.change({ ...okta, settings: { supported: { importGroups: true } } })
        await okta.okta.apps.test(okta)
      },
      sends: () => ['GET /Users?startIndex=1&count=2'],
    },
    {
      name: '§2 assumed: Import Groups asks for groups as well', kind, assume: { testGroups: 'groups' },
      act: async (okta) => {
        await okta.okta.apps.change({ ...okta, settings: { supported: { importGroups: true } } })
        await okta.okta.apps.test(okta)
      },
      sends: () => ['GET /Users?startIndex=1&count=2', 'GET /Groups?startIndex=1&count=100'],
    },
    {
      name: '§2 Save on Integration repeats the test', kind,
      act: async (okta) => okta.okta.apps.saveIntegration({ ...okta, settings: (await okta.okta.apps.get(okta)).settings }),
      sends: () => ['GET /Users?startIndex=1&count=2'],
    },
    { name: '§3 assign: lookup, then POST', kind, act: jane, sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')] },
    {
      name: '§3 Create Users off: lookup only', kind,
      before: (okta) => okta.okta.apps.change({ ...okta, settings: { toApp: { createUsers: false } } }),
      act: jane, sends: () => [lookup('jane')],
    },
    {
      name: '§3 assigned before provisioning was on: nothing until Provision User', kind,
      before: async (okta) => {
        await okta.okta.apps.change({ ...okta, settings: { toApp: { createUsers: false, updateUserAttributes: false, deactivateUsers: false } } })
        await jane(okta)
        await okta.okta.apps.change({ ...okta, settings: { toApp: { createUsers: true } } })
      },
      act: (okta) => okta.okta.assignments.provision(okta), sends: (okta) => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')],
    },
    {
      name: '§3 assign a group: the same for each member, no /Groups', kind,
      act: async (okta) => {
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
      name: '§4 Update User Attributes off: nothing', kind,
      before: async (okta) => {
        await jane(okta)
        await okta.okta.apps.change({ ...okta, settings: { toApp: { updateUserAttributes: false } } })
      },
      act: (okta) => okta.change('jane', { lastName: 'Roe' }), sends: () => [],
    },
    { name: '§5 suspend sends nothing', kind, before: jane, act: (okta) => okta.lifecycle('jane', 'suspend'), sends: () => [] },
    {
      name: '§5 Deactivate Users off: nothing', kind,
      before: async (okta) => {
        await jane(okta)
        await okta.okta.apps.change({ ...okta, settings: { toApp: { deactivateUsers: false } } })
      },
      act: (okta) => okta.unassign('jane'), sends: () => [],
    },
    {
      name: '§5 a deactivation replays nothing when Deactivate Users comes on', kind,
      before: async (okta) => {
        await jane(okta)
        await okta.okta.apps.change({ ...okta, settings: { toApp: { deactivateUsers: false } } })
        await okta.unassign('jane')
      },
      act: (okta) => okta.okta.apps.change({ ...okta, settings: { toApp: { deactivateUsers: true } } }), sends: () => [],
    },
    {
      name: '§5 without a stored id nothing is sent', kind,
      before: async (okta) => {
        await okta.okta.apps.change({ ...okta, settings: { toApp: { createUsers: false, updateUserAttributes: false, deactivateUsers: false } } })
        await jane(okta)
        await okta.okta.apps.change({ ...okta, settings: { toApp: { deactivateUsers: true } } })
      },
      act: (okta) => okta.unassign('jane'), sends: () => [],
    },
    { name: '§6 Deactivate group push: nothing', kind, before: pushed, act: (okta) => okta.setPushActive('eng-team', false), sends: () => [] },
    { name: '§6 unlink, delete: DELETE', kind, before: pushed, act: (okta) => okta.unlink('eng-team', 'delete'), sends: () => ['DELETE /Groups/3'] },
    { name: '§6 unlink, leave: nothing', kind, before: pushed, act: (okta) => okta.unlink('eng-team', 'leave'), sends: () => [] },
    {
      name: '§6 a rename without Rename app groups: nothing', kind,
      before: async (okta) => {
        await pushed(okta)
        await okta.okta.apps.change({ ...okta, settings: { renameAppGroups: false } })
      },
      act: (okta) => okta.rename('eng-team', 'platform'), sends: () => [],
    },
    {
      name: '§6 members who are not assigned are left out silently', kind,
      before: async (okta) => {
        await okta.person('zoe')
        await okta.group('eng-team', 'zoe')
      },
      act: (okta) => okta.push('eng-team'),
      sends: () => [
        groupLookup('eng-team'), 'POST /Groups', `{"schemas":["${GROUP}"],"displayName":"eng-team","members":[]}`,
        ...(kind === 'AIW'
          ? ['GET /Groups/1', 'PUT /Groups/1', aiwGroup('eng-team').replace('"id":"3"', '"id":"1"')]
          : ['PATCH /Groups/1', `{${PATCH},"Operations":[{"op":"replace","value":{"id":"1","displayName":"eng-team"}}]}`]),
      ],
    },
    {
      name: '§7 import: every page until totalResults', kind,
      before: async (_okta, app) => {
        for (let n = 1; n <= 201; n += 1) app.users.set(`u${n}`, { id: `u${n}`, userName: `u${n}@acme.test`, active: true })
      },
      act: (okta) => okta.okta.imports.run(okta),
      sends: () => [1, 101, 201].map((from) => `GET /Users?startIndex=${from}&count=100`),
    },
  ]),
  {
    name: '§3 an account is found: GET, PUT with active', kind: 'AIW',
    before: async (_okta, app) => void app.users.set('7', { schemas: [CORE], id: '7', userName: 'jane@acme.test', active: false, meta: {} }),
    act: jane,
    sends: () => [
      lookup('jane'), 'GET /Users/7', 'PUT /Users/7',
      `{"schemas":["${CORE}"],"id":"7","userName":"jane@acme.test","active":true,"meta":{},"name":{"givenName":"Jane","familyName":"Doe"},`
      + '"emails":[{"primary":true,"value":"jane@acme.test","type":"work"}],"displayName":"Jane Doe"}',
    ],
  },
  {
    name: '§3 an inactive account is found: PATCH active, then the profile', kind: 'OIN',
    before: async (_okta, app) => void app.users.set('7', { schemas: [CORE], id: '7', userName: 'jane@acme.test', active: false, meta: {} }),
    act: jane,
    sends: () => [
      lookup('jane'), 'PATCH /Users/7', `{${PATCH},"Operations":[{"op":"replace","value":{"active":true}}]}`, 'GET /Users/7', 'PUT /Users/7',
      `{"schemas":["${CORE}"],"id":"7","userName":"jane@acme.test","active":true,"meta":{"resourceType":"User"},"name":{"givenName":"Jane","familyName":"Doe"},`
      + '"emails":[{"primary":true,"value":"jane@acme.test","type":"work"}],"displayName":"Jane Doe"}',
    ],
  },
  {
    name: '§4 Support PATCH for User: one path-less replace (assumed)', kind: 'OIN',
    before: async (okta) => {
      await okta.okta.apps.change({ ...okta, settings: { patchUsers: true } })
      await jane(okta)
    },
    act: (okta) => okta.change('jane', { lastName: 'Roe' }),
    sends: () => ['PATCH /Users/1', `{${PATCH},"Operations":[{"op":"replace","value":{"userName":"jane@acme.test","name":{"givenName":"Jane","familyName":"Roe"},`
      + '"emails":[{"primary":true,"value":"jane@acme.test","type":"work"}],"displayName":"Jane Roe"}}]}'],
  },
  ...(['unassign', 'deactivate the person', 'leave the assigned group'] as const).flatMap((how): Step[] => {
    const act = (okta: SimulatedOkta) => (how === 'unassign' ? okta.unassign('jane') : how === 'deactivate the person' ? okta.lifecycle('jane', 'deactivate') : okta.leave('staff', 'jane'))
    const before = async (okta: SimulatedOkta) => {
      if (how !== 'leave the assigned group') return jane(okta)
      await okta.person('jane')
      await okta.group('staff', 'jane')
      await okta.assignGroup('staff')
    }
    return [
      { name: `§5 ${how}: GET, PUT with active flipped and nothing merged`, kind: 'AIW', before, act, sends: (okta) => ['GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1').replace('"active":true', '"active":false')] },
      { name: `§5 ${how}: PATCH without a path`, kind: 'OIN', before, act, sends: () => ['PATCH /Users/1', `{${PATCH},"Operations":[{"op":"replace","value":{"active":false}}]}`] },
    ]
  }),
  {
    name: '§5 reassign starts again at the lookup', kind: 'AIW',
    before: async (okta) => {
      await jane(okta)
      await okta.idle()
      await okta.unassign('jane')
    },
    act: (okta) => okta.assign('jane'),
    sends: (okta) => [lookup('jane'), 'GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1')],
  },
  {
    name: '§1 Sync Password: GET, PUT (assumed)', kind: 'AIW', before: jane,
    act: (okta) => okta.okta.people.resetPassword({ sandbox: okta.sandbox, id: okta.people.jane! }),
    sends: (okta) => ['GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1').replace(/}$/, ',"password":"…"}')],
  },
  {
    name: '§1 Sync Password: PATCH (body assumed)', kind: 'OIN', before: jane,
    act: (okta) => okta.okta.people.resetPassword({ sandbox: okta.sandbox, id: okta.people.jane! }),
    sends: () => ['PATCH /Users/1', `{${PATCH},"Operations":[{"op":"replace","value":{"password":"…"}}]}`],
  },
  {
    name: '§6 first push: filter, POST with members, GET, PUT', kind: 'AIW',
    before: async (okta) => {
      await jane(okta)
      await okta.group('eng-team', 'jane')
    },
    act: (okta) => okta.push('eng-team'),
    sends: () => [
      groupLookup('eng-team'), 'POST /Groups', `{"schemas":["${GROUP}"],"displayName":"eng-team","members":[${member('1', 'jane')}]}`,
      'GET /Groups/2', 'PUT /Groups/2', aiwGroup('eng-team', member('1', 'jane')).replace('"id":"3"', '"id":"2"'),
    ],
  },
  ...([['add', {}], ['replace', { firstMembers: 'replace' }]] as const).map(([op, assume]): Step => ({
    name: `§6 first push: filter, POST with members, PATCH name, PATCH members ${op}`, kind: 'OIN', assume,
    before: async (okta) => {
      await jane(okta)
      await okta.group('eng-team', 'jane')
    },
    act: (okta) => okta.push('eng-team'),
    sends: () => [
      groupLookup('eng-team'), 'POST /Groups', `{"schemas":["${GROUP}"],"displayName":"eng-team","members":[${member('1', 'jane')}]}`,
      'PATCH /Groups/2', `{${PATCH},"Operations":[{"op":"replace","value":{"id":"2","displayName":"eng-team"}}]}`,
      'PATCH /Groups/2', `{${PATCH},"Operations":[{"op":"${op}","path":"members","value":[${member('1', 'jane')}]}]}`,
    ],
  })),
  {
    name: '§6 a group of that name is adopted (assumed)', kind: 'OIN',
    before: async (okta, app) => {
      app.groups.set('9', { id: '9', displayName: 'eng-team' })
      await jane(okta)
      await okta.group('eng-team', 'jane')
    },
    act: (okta) => okta.push('eng-team'),
    sends: () => [
      groupLookup('eng-team'),
      'PATCH /Groups/9', `{${PATCH},"Operations":[{"op":"replace","value":{"id":"9","displayName":"eng-team"}}]}`,
      'PATCH /Groups/9', `{${PATCH},"Operations":[{"op":"add","path":"members","value":[${member('1', 'jane')}]}]}`,
    ],
  },
  {
    name: '§6 rename: GET, PUT', kind: 'AIW', before: pushed, act: (okta) => okta.rename('eng-team', 'platform'),
    sends: () => ['GET /Groups/3', 'PUT /Groups/3', aiwGroup('platform', member('1', 'jane'))],
  },
  {
    name: '§6 rename: path-less PATCH', kind: 'OIN', before: pushed, act: (okta) => okta.rename('eng-team', 'platform'),
    sends: () => ['PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"replace","value":{"id":"3","displayName":"platform"}}]}`],
  },
  {
    name: '§6 a member joins: GET, PUT with the complete list', kind: 'AIW', before: pushed, act: (okta) => okta.join('eng-team', 'bob'),
    sends: () => ['GET /Groups/3', 'PUT /Groups/3', aiwGroup('eng-team', member('1', 'jane'), member('2', 'bob'))],
  },
  {
    name: '§6 a member leaves: GET, PUT with the complete list', kind: 'AIW', before: pushed, act: (okta) => okta.leave('eng-team', 'jane'),
    sends: () => ['GET /Groups/3', 'PUT /Groups/3', aiwGroup('eng-team')],
  },
  {
    name: '§6 members[].display null (seen on PUT)', kind: 'AIW', before: pushed, assume: { memberDisplay: 'null' }, act: (okta) => okta.join('eng-team', 'bob'),
    sends: () => ['GET /Groups/3', 'PUT /Groups/3', aiwGroup('eng-team', '{"value":"1","display":null}', '{"value":"2","display":null}')],
  },
  {
    name: '§6 one joins and one leaves: the name again, one remove, one add', kind: 'OIN',
    before: async (okta) => {
      await pushed(okta)
      await okta.idle()
      await okta.setPushActive('eng-team', true)
      await okta.okta.groupRules.create({ sandbox: okta.sandbox, name: 'swap', expression: 'user.department == "Eng"', groupId: okta.groups['eng-team']! })
      await okta.change('jane', { department: 'Eng' })
    },
    act: async (okta) => {
      await okta.join('eng-team', 'bob')
      await okta.idle()
      await okta.leave('eng-team', 'jane')
    },
    sends: () => [
      'PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"replace","value":{"id":"3","displayName":"eng-team"}}]}`,
      'PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"add","path":"members","value":[${member('2', 'bob')}]}]}`,
      'PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"replace","value":{"id":"3","displayName":"eng-team"}}]}`,
      'PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"remove","path":"members[value eq \\"1\\"]"}]}`,
    ],
  },
  {
    name: '§6 Push now: GET, PUT', kind: 'AIW', before: pushed, act: (okta) => okta.pushNow('eng-team'),
    sends: () => ['GET /Groups/3', 'PUT /Groups/3', aiwGroup('eng-team', member('1', 'jane'))],
  },
  {
    name: '§6 Push now: replace members with the full list', kind: 'OIN', before: pushed, act: (okta) => okta.pushNow('eng-team'),
    sends: () => ['PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"replace","path":"members","value":[${member('1', 'jane')}]}]}`],
  },
  {
    name: '§6 Push now of an emptied group: []', kind: 'OIN',
    before: async (okta) => {
      await pushed(okta)
      await okta.idle()
      await okta.leave('eng-team', 'jane')
    },
    act: (okta) => okta.pushNow('eng-team'),
    sends: () => ['PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"replace","path":"members","value":[]}]}`],
  },
  {
    name: '§6 activate: the full list', kind: 'OIN',
    before: async (okta) => {
      await pushed(okta)
      await okta.idle()
      await okta.setPushActive('eng-team', false)
    },
    act: (okta) => okta.setPushActive('eng-team', true),
    sends: () => ['PATCH /Groups/3', `{${PATCH},"Operations":[{"op":"replace","path":"members","value":[${member('1', 'jane')}]}]}`],
  },
]

describe('what Okta sends, byte for byte', () => {
  test.each(steps)('$kind: $name', async ({ kind, assume = {}, before, act, sends }) => {
    const app = await startForeignApp()
    try {
      const okta = await simulatedOkta(await lab.sandbox(), { kind, baseUrl: app.baseUrl })
      for (const [id, value] of Object.entries(assume)) await okta.assume(id as AssumptionId, value)
      await before?.(okta, app)
      await okta.idle()
      app.taken()
      await act(okta, app)
      await okta.idle()
      expect(app.taken().map((line) => line.replace(/"password":"[^"]+"/, '"password":"…"'))).toEqual(sends(okta))
    } finally {
      await app.close()
    }
  })
})

test('headers: exactly these, in this order, and a content type only with a body', async () => {
  const app = await startForeignApp()
  const okta = await simulatedOkta(await lab.sandbox(), { baseUrl: app.baseUrl, credential: 'pasted' })
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  const [read, write] = app.arrived
  const host = new URL(app.baseUrl).host
  expect(read!.headers).toEqual([
    ['Authorization', 'Bearer pasted'], ['Accept', 'application/scim+json'], ['Accept-Charset', 'utf-8'], ['Accept-Encoding', 'gzip,deflate'],
    ['User-Agent', 'Okta SCIM Client 1.0.0'], ['Host', host], ['Connection', 'Keep-Alive'],
  ])
  expect(write!.headers).toEqual([
    ['Authorization', 'Bearer pasted'], ['Accept', 'application/scim+json'], ['Accept-Charset', 'utf-8'],
    ['Content-Type', 'application/scim+json; charset=utf-8'], ['Content-Length', String(Buffer.byteLength(write!.body))],
    ['Accept-Encoding', 'gzip,deflate'], ['User-Agent', 'Okta SCIM Client 1.0.0'], ['Host', host], ['Connection', 'Keep-Alive'],
  ])
  await app.close()
})

test.each([
  ['AIW', 'header', 'abc', 'Bearer abc'], ['OIN', 'header', 'Token abc', 'Token abc'], ['OIN', 'bearer', 'abc', 'Bearer abc'],
  ['AIW', 'basic', 'me:secret', `Basic ${Buffer.from('me:secret').toString('base64')}`],
] as const)('%s with %s authentication: %s is sent as %s', async (kind, authentication, credential, sent) => {
  const app = await startForeignApp()
  const okta = await simulatedOkta(await lab.sandbox(), { kind, baseUrl: app.baseUrl, credential, settings: { authentication } })
  expect(await okta.okta.apps.test(okta)).toMatchObject({ ok: true, status: 200 })
  expect(app.arrived[0]!.headers[0]).toEqual(['Authorization', sent])
  await app.close()
})
