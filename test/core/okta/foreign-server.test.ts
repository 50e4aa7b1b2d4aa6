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
  // It keeps a member twice that is added twice, as the first push of an OIN app does (okta-wire §6).
  const names = (group: Stored) => [...new Set((group.members ?? []).map(({ value }) => String(users.get(value)?.userName)))].toSorted()
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`,
    user: (userName: string) => [...users.values()].find((user) => user.userName === userName),
    groups: () => Object.fromEntries([...groups.values()].map((group) => [group.displayName, names(group)])),
  }
}

test.each(['AIW', 'OIN'] as const)('%s: assign, update, deactivate, push, rename and unlink on a server that is not ours', async (kind) => {
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const scimmy = scimmyServer()
  const okta = await simulatedOkta(await lab.sandbox(), { kind, baseUrl: scimmy.baseUrl, credential: 'theirs' })
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
  expect(scimmy.groups()).toEqual({ 'eng-team': ['bob@acme.test', 'jane@acme.test'] })
  await okta.join('eng-team', 'mia')
  await okta.leave('eng-team', 'jane')
  await settled()
  expect(scimmy.groups()).toEqual({ 'eng-team': ['bob@acme.test', 'mia@acme.test'] })
  await okta.rename('eng-team', 'platform')
  await settled()
  expect(scimmy.groups()).toEqual({ platform: ['bob@acme.test', 'mia@acme.test'] })

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
