import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { assumptionCatalogue, type AssumptionId, assumptionIds } from '../../src-shared/domain/okta.ts'
import type { ForeignApp } from '../support/foreign-app.ts'
import {
  accountOf, accountPut, assigned, change, CORE, createdBody, type Golden, groupBody, groupCreated, groupLookup, lookup, member, members, named, operations,
  playGolden, pushed, removed, replaced, ROLE, storedBody,
} from '../support/golden.ts'
import type { SimulatedOkta } from '../support/okta.ts'
import { startLab, type Lab } from '../support/sandbox.ts'

// Every option of every assumption about Okta, as it arrives at an application that is not ours.

let lab: Lab
beforeAll(async () => { lab = await startLab() })
afterAll(() => lab.close())

type Row = Omit<Golden, 'name' | 'assume'>
type Options<Id extends AssumptionId> = keyof (typeof assumptionCatalogue)[Id]['options']

const resetPassword = (okta: SimulatedOkta) => okta.okta.people.resetPassword({ sandbox: okta.sandbox, id: okta.people.jane! })
const password = (kind: 'AIW' | 'OIN', sends: Row['sends']): Row => ({ kind, before: (okta) => assigned(okta, 'jane'), act: resetPassword, sends })

const roleOfJane = async (okta: SimulatedOkta) => {
  await okta.attribute({ variableName: 'OrganizationRole', externalNamespace: ROLE })
  await okta.person('jane', { locale: 'fr' })
  await okta.assign('jane', { OrganizationRole: 'Admin' })
  await okta.idle()
}
const janePatched = '"userName":"jane@acme.test","name":{"givenName":"Jane","familyName":"Roe"},'
  + '"emails":[{"primary":true,"value":"jane@acme.test","type":"work"}],"displayName":"Jane Roe"'

const userPatch = (ops: string): Row => ({
  kind: 'OIN', settings: { patchUsers: true }, before: roleOfJane,
  act: (okta) => okta.change('jane', { lastName: 'Roe' }), sends: () => ['PATCH /Users/1', operations(ops)],
})
const each = (path: string, value: string) => `{"op":"replace","path":"${path}","value":${value}}`

const testGroups = (...more: string[]): Row => ({
  kind: 'AIW', before: (okta) => change(okta, { supported: { importGroups: true } }), act: (okta) => okta.okta.apps.test(okta),
  sends: () => ['GET /Users?startIndex=1&count=2', ...more],
})

/** A failing Save on a Base URL, then a test of what is saved. */
const failedTest = (saved: string): Row => ({
  kind: 'AIW',
  async act(okta, app) {
    app.refuse((line) => (line.includes('/moved') ? { status: 401 } : null))
    const { settings } = await okta.okta.apps.get(okta)
    await okta.okta.apps.saveIntegration({ ...okta, settings: { ...settings, target: { kind: 'url', baseUrl: `${app.baseUrl}/moved` } } })
    await okta.okta.apps.test(okta)
  },
  sends: () => ['GET /moved/Users?startIndex=1&count=2', `GET ${saved}/Users?startIndex=1&count=2`],
})

const activated = ['PATCH /Users/7', operations(replaced('{"active":true}'))]
const foundInactive = (...steps: string[]): Row => ({
  kind: 'OIN', before: (_okta, app) => accountOf(app, '7', 'jane', false), act: (okta) => assigned(okta, 'jane'), sends: () => [lookup('jane'), ...steps],
})

const emptied = async (okta: SimulatedOkta) => {
  await okta.okta.assignments.changePerson({ ...okta, personId: okta.people.jane!, profile: {} })
  await okta.idle()
}
/** Jane's role is taken away; she never had a title. */
const emptiedByPut = (role: string, title: string, schemas = `,"${ROLE}"`): Row => ({
  kind: 'AIW',
  async before(okta) {
    await okta.attribute({ variableName: 'title', externalNamespace: CORE, scope: 'Personal', mapping: 'user.title' })
    await roleOfJane(okta)
  },
  act: emptied,
  sends: (okta) => ['GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1')
    .replace(`["${CORE}"]`, `["${CORE}"${schemas}]`)
    .replace('"externalId"', `"locale":"fr",${role}"externalId"`)
    .replace(/}$/, `${title}}`)],
})
const emptiedByPatch = (locale: string, role: string): Row => ({
  kind: 'OIN', settings: { patchUsers: true }, before: roleOfJane,
  async act(okta) {
    await emptied(okta)
    await okta.change('jane', { locale: null })
  },
  sends: () => {
    const patched = (value: string) => ['PATCH /Users/1', operations(replaced(`{${janePatched.replaceAll('Roe', 'Doe')}${value}${role}}`))]
    return [...patched(',"locale":"fr"'), ...patched(locale)]
  },
})
const roleAs = (value: string) => `"${ROLE}":{"OrganizationRole":${value}}`

const firstPush = (kind: 'AIW' | 'OIN', ...rest: string[]): Row => ({
  kind,
  async before(okta) {
    await assigned(okta, 'jane')
    await okta.group('eng-team', 'jane')
  },
  act: (okta) => okta.push('eng-team'),
  sends: () => [groupLookup('eng-team'), 'POST /Groups', groupCreated('eng-team', member('1', 'jane')), ...rest],
})

/** As many people as do not fit into one PATCH join, then all of them leave. */
const memberBatch = (size: number): Row => {
  const names = Array.from({ length: size + 1 }, (_, n) => `u${String(n + 1).padStart(4, '0')}`)
  const inBatches = (op: (batch: string[]) => string) => [names.slice(0, size), names.slice(size)].flatMap((batch) => ['PATCH /Groups/1', operations(op(batch))])
  const renamed = ['PATCH /Groups/1', named('1', 'everybody')]
  return {
    kind: 'OIN',
    async before(okta, app) {
      await change(okta, { toApp: { updateUserAttributes: false } })
      await haveAccounts(okta, app, names)
      await okta.group('everybody')
      await okta.push('everybody')
    },
    async act(okta) {
      await okta.join('everybody', ...names)
      await okta.idle()
      await okta.okta.groups.removeAllMembers({ sandbox: okta.sandbox, id: okta.groups.everybody! })
    },
    sends: () => [
      ...renamed, ...inBatches((batch) => members('add', ...batch.map((name) => member(name, name)))),
      ...renamed, ...inBatches((batch) => batch.map(removed).join(',')),
    ],
  }
}

/** Gives people accounts by an import, which takes no request for each of them. The id of an account is the name. */
async function haveAccounts(okta: SimulatedOkta, app: ForeignApp, names: string[]): Promise<void> {
  for (const name of names) app.users.set(name, { id: name, userName: `${name}@acme.test`, active: true })
  const made = await okta.okta.people.create({ sandbox: okta.sandbox, people: names.map((name) => ({ login: `${name}@acme.test`, firstName: name, lastName: 'Doe' })) })
  for (const [at, { id }] of made.entries()) okta.people[names[at]!] = id
  await okta.okta.imports.run(okta)
  await okta.okta.imports.confirm({ ...okta, externalIds: names })
}

const existingGroup = (kind: 'AIW' | 'OIN', ...rest: string[]): Row => ({
  kind,
  async before(okta, app) {
    app.groups.set('9', { id: '9', displayName: 'eng-team' })
    await assigned(okta, 'jane')
    await okta.group('eng-team', 'jane')
  },
  act: (okta) => okta.push('eng-team'), sends: () => [groupLookup('eng-team'), ...rest],
})

const memberDisplay = (...sent: string[]): Row => ({
  kind: 'AIW', before: pushed, act: (okta) => okta.join('eng-team', 'bob'), sends: () => ['GET /Groups/3', 'PUT /Groups/3', groupBody('3', 'eng-team', ...sent)],
})

const GROUP_ROLES = 'urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:Group'
/** A group with LambdatestRoles on its assignment. */
const groupAttributes = (kind: 'AIW' | 'OIN', inSchemas: string, roles: string): Row => ({
  kind,
  async before(okta) {
    await okta.group('eng-team')
    await okta.assignGroup('eng-team', { LambdatestRoles: ['Admin'] })
  },
  act: (okta) => okta.push('eng-team'),
  sends: () => {
    const body = groupCreated('eng-team').replace('"],', `"${inSchemas}],`).replace(/}$/, `${roles}}`)
    return [groupLookup('eng-team'), 'POST /Groups', body, ...(kind === 'OIN'
      ? ['PATCH /Groups/1', named('1', 'eng-team')]
      : ['GET /Groups/1', 'PUT /Groups/1', body.replace(/}$/, ',"id":"1","meta":{"resourceType":"Group"}}')])]
  },
})

/** Two answers of 429 that say so many seconds, and the clock is moved as long as the operation waits. */
const retryAfter = (said: string, first: number, second: number): Row => ({
  kind: 'AIW',
  async act(okta, app) {
    const setClock = (now: number) => lab.api.settings.setClock({ sandbox: okta.sandbox, frozen: true, now })
    let now = 1_800_000_000_000
    await setClock(now)
    await assignRefusedTwice(okta, app, said)
    for (const attempts of [1, 2]) {
      const { due } = await vi.waitFor(async () => {
        const { items: [task] } = await okta.okta.tasks.list({ sandbox: okta.sandbox })
        expect(task).toMatchObject({ state: 'waiting', attempts })
        return { due: task!.due! }
      })
      app.note(`${(due - now) / 1000} s later`)
      await setClock(now = due)
    }
    await vi.waitFor(async () => expect(await okta.tasks()).toEqual([]))
  },
  sends: (okta) => {
    const tried = [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')]
    return [...tried, `${first} s later`, ...tried, `${second} s later`, ...tried]
  },
})

const retriedAtOnce: Row = {
  kind: 'AIW',
  async act(okta, app) {
    await assignRefusedTwice(okta, app, '0')
    await vi.waitFor(() => expect(app.users.size).toBe(1))
  },
  sends: (okta) => Array.from({ length: 3 }, () => [lookup('jane'), 'POST /Users', createdBody(okta, 'jane')]).flat(),
}

async function assignRefusedTwice(okta: SimulatedOkta, app: ForeignApp, said: string): Promise<void> {
  let refusals = 2
  app.refuse((line) => (line.startsWith('POST') && refusals-- > 0 ? { status: 429, headers: { 'retry-after': said } } : null))
  await okta.person('jane')
  await okta.assign('jane')
}

const rows: { [Id in AssumptionId]: Record<Options<Id>, Row[]> } = {
  aiwPassword: {
    put: [password('AIW', (okta) => ['GET /Users/1', 'PUT /Users/1', storedBody(okta, 'jane', '1').replace(/}$/, ',"password":"…"}')])],
    patch: [password('AIW', () => ['PATCH /Users/1', operations(each('password', '"…"'))])],
  },
  oinPassword: {
    pathless: [password('OIN', () => ['PATCH /Users/1', operations(replaced('{"password":"…"}'))])],
    path: [password('OIN', () => ['PATCH /Users/1', operations(each('password', '"…"'))])],
  },
  userPatch: {
    pathless: [userPatch(replaced(`{${janePatched},"locale":"fr",${roleAs('"Admin"')}}`))],
    paths: [userPatch([
      each('userName', '"jane@acme.test"'), each('name', '{"givenName":"Jane","familyName":"Roe"}'),
      each('emails', '[{"primary":true,"value":"jane@acme.test","type":"work"}]'), each('displayName', '"Jane Roe"'), each('locale', '"fr"'),
      each(`${ROLE}:OrganizationRole`, '"Admin"'),
    ].join(','))],
  },
  testGroups: { users: [testGroups()], groups: [testGroups('GET /Groups?startIndex=1&count=100')] },
  failedTest: { kept: [failedTest('/moved')], refused: [failedTest('')] },
  foundInactive: {
    activateFirst: [foundInactive(...activated, ...accountPut('7', true))],
    profileFirst: [foundInactive(...accountPut('7', false), ...activated)],
  },
  emptiedValue: {
    omit: [emptiedByPut('', '', ''), emptiedByPatch('', '')],
    empty: [emptiedByPut(`${roleAs('""')},`, ',"title":""'), emptiedByPatch(',"locale":""', `,${roleAs('""')}`)],
    null: [emptiedByPut(`${roleAs('null')},`, ',"title":null'), emptiedByPatch(',"locale":null', `,${roleAs('null')}`)],
  },
  firstMembers: {
    add: [firstPush('OIN', 'PATCH /Groups/2', named('2', 'eng-team'), 'PATCH /Groups/2', operations(members('add', member('1', 'jane'))))],
    replace: [firstPush('OIN', 'PATCH /Groups/2', named('2', 'eng-team'), 'PATCH /Groups/2', operations(members('replace', member('1', 'jane'))))],
  },
  memberBatch: { 256: [memberBatch(256)], 100: [memberBatch(100)], 500: [memberBatch(500)], 1000: [memberBatch(1000)] },
  existingGroup: {
    adopt: [
      existingGroup('AIW', 'GET /Groups/9', 'PUT /Groups/9', `{"id":"9","displayName":"eng-team","members":[${member('1', 'jane')}]}`),
      existingGroup('OIN', 'PATCH /Groups/9', named('9', 'eng-team'), 'PATCH /Groups/9', operations(members('add', member('1', 'jane')))),
    ],
    error: [existingGroup('AIW'), existingGroup('OIN')],
  },
  memberDisplay: {
    userName: [memberDisplay(member('1', 'jane'), member('2', 'bob'))],
    null: [memberDisplay('{"value":"1","display":null}', '{"value":"2","display":null}')],
  },
  groupAttributes: {
    never: [groupAttributes('AIW', '', ''), groupAttributes('OIN', '', '')],
    sent: (['AIW', 'OIN'] as const).map((kind) => groupAttributes(kind, `,"${GROUP_ROLES}"`, `,"${GROUP_ROLES}":{"LambdatestRoles":["Admin"]}`)),
  },
  retryAfter: { doubles: [retryAfter('30', 30, 60)], asSent: [retryAfter('30', 30, 30)] },
  zeroRetryAfter: { none: [retryAfter('0', 300, 600)], now: [retriedAtOnce] },
}

const all = Object.entries(rows).flatMap(([id, options]) => Object.entries(options as Record<string, Row[]>).flatMap(([option, given]) => given.map((row) => ({ id, option, row }))))

describe('what an assumption makes Okta send, byte for byte', () => {
  test.each(all)('$row.kind: $id is $option', ({ id, option, row }) => playGolden(lab, { ...row, name: `${id} ${option}`, assume: { [id]: option } }))
})

test.each(assumptionIds)('%s: every option has its rows, and sends something else than the others', (id) => {
  const options = Object.keys(assumptionCatalogue[id].options)
  const given = rows[id] as Record<string, Row[]>
  expect(Object.keys(given).toSorted()).toEqual(options.toSorted())
  const people = new Proxy({}, { get: (_people, name) => String(name) })
  const sent = options.map((option) => JSON.stringify(given[option]!.map(({ sends }) => sends({ people }))))
  expect(new Set(sent).size).toBe(options.length)
})
