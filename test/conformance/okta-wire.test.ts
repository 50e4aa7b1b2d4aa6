import { afterAll, describe, expect, test } from 'vitest'
import type { EventType } from '../../src-shared/domain/events.ts'
import { PATCH_OP } from '../../src-shared/scim/urns.ts'
import { createOktaClient, type AppKind, type Member, type Person } from '../support/okta-client.ts'
import { startLab } from '../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const jane: Person = { userName: 'jane@acme.test', givenName: 'Jane', familyName: 'Doe' }
const bob: Person = { userName: 'bob@acme.test', givenName: 'Bob', familyName: 'Roe' }

async function connected(kind: AppKind) {
  const sandbox = await (await lab).sandbox()
  const okta = createOktaClient(sandbox, kind)
  let seen = (await sandbox.api.events.list({ sandbox: sandbox.slug, limit: 1 }))[0]?.id ?? 0
  /** Types of the events since the last call. */
  async function effects(): Promise<EventType[]> {
    const listed = (await sandbox.api.events.list({ sandbox: sandbox.slug, limit: 500 })).filter(({ id }) => id > seen)
    seen = listed[0]?.id ?? seen
    return listed.toReversed().map(({ event }) => event.type)
  }
  async function member(person: Person): Promise<Member> {
    return { value: (await okta.assign(person)).body.id, display: person.userName }
  }
  const wire = (from: number) => okta.log.slice(from).map(({ method, path, status }) => `${method} ${path.split(/[/?]/)[1]} ${status}`)
  return { sandbox, okta, effects, member, wire }
}

describe.each(['AIW', 'OIN'] as const)('%s app', (kind) => {
  test('§2 Test Connector Configuration', async () => {
    const { okta } = await connected(kind)
    expect(await okta.testConnector()).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } })
  })

  test('§3 assign: looked up, created, 201 with a body Okta can keep', async () => {
    const { okta, effects, wire } = await connected(kind)
    const answer = await okta.assign({ ...jane, organizationRole: 'Admin' })
    expect(wire(0)).toEqual(['GET Users 200', 'POST Users 201'])
    expect(answer.body).toMatchObject({ id: expect.stringMatching(/\S/), userName: jane.userName, active: true, groups: [] })
    expect(answer.body).not.toHaveProperty('password')
    expect(await effects()).toEqual(['user.created', 'role.changed', 'concurrency-group.assigned'])
  })

  test('§3 assign again: found, updated, nothing changes', async () => {
    const { okta, effects, wire } = await connected(kind)
    await okta.assign(jane)
    await effects()
    const answer = await okta.assign(jane)
    expect(wire(2)).toEqual(['GET Users 200', 'GET Users 200', 'PUT Users 200'])
    expect(answer.body.userName).toBe(jane.userName)
    expect(await effects()).toEqual([])
  })

  test('§4 profile update: the server\'s own body comes back unchanged', async () => {
    const { okta, effects } = await connected(kind)
    const { body } = await okta.assign(jane)
    await effects()
    const answer = await okta.updateProfile(body.id, { ...jane, organizationRole: 'Guest' })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body.meta.created).toBe(body.meta.created)
    expect(await effects()).toEqual(['user.updated', 'role.changed'])
  })

  test('§5 deactivate, stay findable, reactivate by reassignment', async () => {
    const { okta, effects, wire } = await connected(kind)
    const { body } = await okta.assign(jane)
    await effects()
    expect(await okta.deactivate(body.id)).toMatchObject({ status: 200, body: { active: false } })
    expect(await effects()).toEqual(['user.deactivated'])
    const from = okta.log.length
    expect(await okta.assign(jane)).toMatchObject({ status: 200, body: { id: body.id, active: true } })
    expect(wire(from)[0]).toBe('GET Users 200')
    expect(await effects()).toEqual(['user.reactivated'])
  })

  test('§6 first push, delta, rename, push now, empty, unlink', async () => {
    const { okta, effects, member, sandbox } = await connected(kind)
    const [a, b] = [await member(jane), await member(bob)]
    await effects()
    await okta.pushGroup('eng-team', [a])
    expect(await effects()).toEqual(['group.created', 'group.member.added'])
    const id = (await sandbox.scim('GET', '/Groups')).body.Resources[0]!.id
    const stored = async () => (await sandbox.scim('GET', `/Groups/${id}`)).body
    await okta.changeMembers(id, 'eng-team', { add: [b], all: [a, b] })
    expect(await effects()).toEqual(['group.member.added'])
    await okta.changeMembers(id, 'eng-team', { remove: [a.value], all: [b] })
    expect(await effects()).toEqual(['group.member.removed'])
    await okta.renameGroup(id, 'platform-team')
    expect(await effects()).toEqual(['group.renamed'])
    expect(await stored()).toMatchObject({ displayName: 'platform-team', members: [{ value: b.value, display: b.display }] })
    await okta.pushNow(id, [a, b])
    expect(await effects()).toEqual(['group.member.added'])
    await okta.pushNow(id, [])
    expect(await effects()).toEqual(['group.member.removed', 'group.member.removed'])
    expect((await okta.unlink(id)).status).toBe(204)
    expect(await effects()).toEqual(['group.deleted'])
    expect(okta.log.filter(({ status }) => status >= 400)).toEqual([])
  })
})

describe('§6 field variants the server must accept', () => {
  const variants: [string, (value: string, id: string) => object, string[]][] = [
    ['path-less {"members":[…]}', (value) => ({ op: 'replace', value: { members: [{ value }] } }), ['bob']],
    ['path-less {members:[], id, displayName}', (_, id) => ({ op: 'replace', value: { members: [], id, displayName: 'eng' } }), []],
    ['path-less replace without members must not empty the group', (_, id) => ({ op: 'replace', value: { id, displayName: 'eng' } }), ['jane']],
    ['path-less add {"members":[…]}', (value) => ({ op: 'add', value: { members: [{ value }] } }), ['bob', 'jane']],
    ['display null', (value) => ({ op: 'add', path: 'members', value: [{ value, display: null }] }), ['bob', 'jane']],
    ['a single member that is no array', (value) => ({ op: 'add', path: 'members', value: { value } }), ['bob', 'jane']],
  ]
  test.each(variants)('%s', async (_, operation, left) => {
    const s = await (await lab).sandbox()
    await s.user('jane')
    const bobId = await s.user('bob')
    const id = await s.group('eng', { members: ['jane'] })
    const reply = await s.scim('PATCH', `/Groups/${id}`, { schemas: [PATCH_OP], Operations: [operation(bobId, id)] })
    expect(reply.status, reply.text).toBe(200)
    const { members = [] } = (await s.scim('GET', `/Groups/${id}`)).body
    expect(members.map(({ value }) => value).toSorted()).toEqual(left.map((name) => s.ids[name]).toSorted())
  })

  test('§6 PUT with display null', async () => {
    const s = await (await lab).sandbox()
    const value = await s.user('jane')
    const id = await s.group('eng')
    const fetched = (await s.scim('GET', `/Groups/${id}`)).body
    const reply = await s.scim('PUT', `/Groups/${id}`, { ...fetched, members: [{ value, display: null }] })
    expect(reply).toMatchObject({ status: 200, body: { members: [{ value, display: 'jane@acme.test' }] }, effects: ['group.member.added'] })
  })
})

test('§7 import: every page, stable, counters as numbers', async () => {
  const { sandbox, okta } = await connected('AIW')
  const names = Array.from({ length: 205 }, (_, index) => `u${index}`)
  for (const name of names) await sandbox.user(name)
  const users = await okta.importUsers()
  expect(users.map(({ userName }) => userName)).toEqual(names.map((name) => `${name}@acme.test`))
  expect(okta.log.map(({ body }) => body.itemsPerPage)).toEqual([100, 100, 5])
})

test('§2 Okta\'s bytes: the log names Okta as the actor and keeps no token', async () => {
  const { sandbox, okta } = await connected('OIN')
  await okta.assign(jane)
  const detail = await sandbox.exchange('POST', '/Users')
  expect(detail.row.actor).toBe('okta')
  expect(JSON.stringify(detail)).not.toContain(sandbox.token)
  expect(JSON.stringify(detail)).not.toContain('k2mPq7vX')
})
