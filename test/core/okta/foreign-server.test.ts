import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import SCIMMY from 'scimmy'
import { SCIMMYRouters } from 'scimmy-routers'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { simulatedOkta } from '../../support/okta.ts'
import { startLab } from '../../support/sandbox.ts'

type Stored = Record<string, unknown> & { id: string; members?: { value: string }[] }

interface Asked { id?: string; filter?: { match(all: Stored[]): Stored[] } }

const users = new Map<string, Stored>()
const groups = new Map<string, Stored>()
let made = 0
/** Requests about groups with their bodies, as the server parsed them. */
const sent: string[] = []

/** Keeps resources of one type in a map. */
function handlersOf(store: Map<string, Stored>) {
  const found = (id: string) => {
    const resource = store.get(id)
    if (!resource) throw new SCIMMY.Types.Error(404, null as never, `${id} is unknown`)
    return resource
  }
  return {
    egress: ({ id, filter }: Asked) => (id === undefined ? (filter?.match([...store.values()]) ?? [...store.values()]) : found(id)),
    ingress({ id }: Asked, data: object) {
      if (id !== undefined) found(id)
      const stored = { ...(JSON.parse(JSON.stringify(data)) as object), id: id ?? String((made += 1)) } as Stored
      store.set(stored.id, stored)
      return stored
    },
    degress: ({ id }: Asked) => void store.delete(id!),
  }
}
SCIMMY.Resources.declare(SCIMMY.Resources.User, handlersOf(users) as never)
SCIMMY.Resources.declare(SCIMMY.Resources.Group, handlersOf(groups) as never)

let server: Server
beforeAll(async () => {
  const app = express()
  app.use('/scim/Groups', (request, response, next) => {
    response.on('finish', () => sent.push(`${request.method} ${JSON.stringify(request.body ?? null)}`))
    next()
  })
  app.use('/scim', new SCIMMYRouters({
    type: 'bearer',
    handler(request) {
      if (request.header('Authorization') !== 'Bearer theirs') throw new Error('wrong token')
      return 'okta'
    },
  }))
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => new Promise<void>((resolve) => {
  server.close(() => resolve())
  server.closeAllConnections()
}))

/** A SCIM server that is not ours, empty. */
function scimmyServer() {
  users.clear()
  groups.clear()
  sent.length = 0
  const user = (userName: string) => [...users.values()].find((each) => each.userName === userName)
  const names = (group: Stored) => (group.members ?? []).map(({ value }) => String(users.get(value)?.userName).replace('@acme.test', ''))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`,
    user,
    /** Members by first name, in the order they are stored, as often as they are stored. */
    groups: () => Object.fromEntries([...groups.values()].map((group) => [group.displayName, names(group)])),
    groupId: () => [...groups.keys()][0],
    member: (name: string) => ({ value: user(`${name}@acme.test`)!.id, display: `${name}@acme.test` }),
    /** What was asked about groups since the last call. */
    taken: () => sent.splice(0),
  }
}

/**
 * SCIMMY 1.3 pushes what a PATCH adds behind what is there without a look whether it is there, against RFC 7644 §3.5.2.1. The first push of
 * an OIN app adds the members its POST had (okta-wire §6), so this server has them twice; with `replace`, or a PUT, once.
 */
const kinds = [
  { kind: 'AIW', firstMembers: 'add', first: ['jane', 'bob'], later: ['bob', 'mia'] },
  { kind: 'OIN', firstMembers: 'add', first: ['jane', 'bob', 'jane', 'bob'], later: ['bob', 'bob', 'mia'] },
  { kind: 'OIN', firstMembers: 'replace', first: ['jane', 'bob'], later: ['bob', 'mia'] },
] as const

test.each(kinds)('$kind, members by $firstMembers: assign, update, deactivate, push, rename and unlink on a server that is not ours', async ({ kind, firstMembers, first, later }) => {
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const scimmy = scimmyServer()
  const okta = await simulatedOkta(await lab.sandbox(), { kind, baseUrl: scimmy.baseUrl, credential: 'theirs' })
  await okta.assume('firstMembers', firstMembers)
  const settled = async () => {
    await okta.idle()
    expect(await okta.tasks()).toEqual([])
  }
  expect(await okta.okta.apps.test(okta)).toMatchObject({ ok: true })
  for (const name of ['jane', 'bob', 'mia']) {
    await okta.person(name)
    await okta.assign(name)
  }
  await settled()
  expect(scimmy.user('jane@acme.test')).toMatchObject({ active: true, externalId: okta.people.jane, name: { givenName: 'Jane', familyName: 'Doe' } })

  await okta.change('jane', { lastName: 'Roe' })
  await settled()
  expect(scimmy.user('jane@acme.test')).toMatchObject({ active: true, name: { familyName: 'Roe' }, displayName: 'Jane Roe' })

  await okta.group('eng-team', 'jane', 'bob')
  await okta.push('eng-team')
  await settled()
  expect(scimmy.groups()).toEqual({ 'eng-team': first })
  expect(scimmy.taken()).toEqual(firstPushOf(kind, firstMembers, scimmy))
  await okta.join('eng-team', 'mia')
  await okta.leave('eng-team', 'jane')
  await settled()
  expect(scimmy.groups()).toEqual({ 'eng-team': later })
  await okta.rename('eng-team', 'platform')
  await settled()
  expect(scimmy.groups()).toEqual({ platform: later })

  await okta.unassign('bob')
  await settled()
  expect(scimmy.user('bob@acme.test')).toMatchObject({ active: false })
  await okta.assign('bob')
  await settled()
  expect(scimmy.user('bob@acme.test')).toMatchObject({ active: true })
  await okta.unlink('platform', 'delete')
  await settled()
  expect(scimmy.groups()).toEqual({})
})

/** Each member is named once by each request. */
function firstPushOf(kind: 'AIW' | 'OIN', op: 'add' | 'replace', scimmy: ReturnType<typeof scimmyServer>): string[] {
  const [schemas, displayName, id] = [['urn:ietf:params:scim:schemas:core:2.0:Group'], 'eng-team', scimmy.groupId()]
  const members = [scimmy.member('jane'), scimmy.member('bob')]
  const patch = (...Operations: object[]) => `PATCH ${JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })}`
  return [
    'GET null', `POST ${JSON.stringify({ schemas, displayName, members })}`,
    ...(kind === 'AIW'
      ? ['GET null', `PUT ${JSON.stringify({ schemas, id, meta: { resourceType: 'Group', location: `/scim/Groups/${id}` }, displayName, members })}`]
      : [patch({ op: 'replace', value: { id, displayName } }), patch({ op, path: 'members', value: members })]),
  ]
}
