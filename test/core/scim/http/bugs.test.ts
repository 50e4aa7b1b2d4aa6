import { afterAll, describe, expect, test } from 'vitest'
import { bugCatalogue, type BugId, bugIds } from '../../../../src-shared/domain/bugs.ts'
import type { EventType } from '../../../../src-shared/domain/events.ts'
import { BULK_REQUEST, PATCH_OP } from '../../../../src-shared/scim/urns.ts'
import { crowd } from '../../../support/crowd.ts'
import { groupBody, personBody, type Sandbox, startLab } from '../../../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

interface Row {
  bug: BugId
  line: string
  send: (ids: Record<string, string>) => [method: string, path: string, body?: unknown]
  status: number
  events: EventType[]
  body?: (ids: Record<string, string>) => object
  /** Who is in eng afterwards; jane and bob were before. */
  members?: string[]
  /** The effect chip. */
  effect?: string
  sentence?: RegExp
  then?: (s: Sandbox) => Promise<void>
}

const patch = (...Operations: object[]) => ({ schemas: [PATCH_OP], Operations })
const left = 'group.member.removed'
const joined = 'group.member.added'

const rows: Row[] = [
  {
    bug: 'oneBadIdRejectsAll', line: 'a push with a stale id adds nobody',
    send: ({ eng, jane, mia }) => ['PUT', `/Groups/${eng}`, groupBody('eng', [jane!, mia!, 'stale'])],
    status: 400, events: [], body: () => ({ scimType: 'invalidValue' }), members: ['jane', 'bob'], effect: 'refused',
  },
  {
    bug: 'oneBadIdRejectsAll', line: 'a push of good ids goes through',
    send: ({ eng, jane, bob, mia }) => ['PUT', `/Groups/${eng}`, groupBody('eng', [jane!, bob!, mia!])],
    status: 200, events: [joined], members: ['jane', 'bob', 'mia'],
  },
  {
    bug: 'addReplaces', line: 'add of mia leaves only mia',
    send: ({ eng, mia }) => ['PATCH', `/Groups/${eng}`, patch({ op: 'add', path: 'members', value: [{ value: mia }] })],
    status: 200, events: [left, left, joined], members: ['mia'], sentence: /1 joined.*2 left/,
  },
  {
    bug: 'addReplaces', line: 'in capitals and without a path',
    send: ({ eng, mia }) => ['PATCH', `/Groups/${eng}`, patch({ OP: 'Add', Value: { members: [{ value: mia }] } })],
    status: 200, events: [left, left, joined], members: ['mia'],
  },
  {
    bug: 'addReplaces', line: 'remove is as it should be',
    send: ({ eng, bob }) => ['PATCH', `/Groups/${eng}`, patch({ op: 'remove', path: `members[value eq "${bob}"]` })],
    status: 200, events: [left], members: ['jane'],
  },
  {
    bug: 'addReplaces', line: 'inside Bulk too',
    send: ({ eng, mia }) => ['POST', '/Bulk', {
      schemas: [BULK_REQUEST], Operations: [{ method: 'PATCH', path: `/Groups/${eng}`, data: patch({ op: 'add', path: 'members', value: [{ value: mia }] }) }],
    }],
    status: 200, events: [left, left, joined], members: ['mia'],
  },
  {
    bug: 'partialReplaceWipes', line: 'a rename empties the group',
    send: ({ eng }) => ['PATCH', `/Groups/${eng}`, patch({ op: 'replace', value: { id: eng, displayName: 'platform' } })],
    status: 200, events: ['group.renamed', left, left], members: [], body: () => ({ displayName: 'platform', members: [] }),
  },
  {
    bug: 'partialReplaceWipes', line: 'the name is sent again with one member added: only that one is left',
    send: ({ eng, mia }) => ['PATCH', `/Groups/${eng}`, patch({ op: 'replace', path: 'displayName', value: 'eng' }, { op: 'add', path: 'members', value: [{ value: mia }] })],
    status: 200, events: [left, left, joined], members: ['mia'],
  },
  {
    bug: 'partialReplaceWipes', line: 'a replace of the members is as it should be',
    send: ({ eng, jane }) => ['PATCH', `/Groups/${eng}`, patch({ op: 'replace', path: 'members', value: [{ value: jane }] })],
    status: 200, events: [left], members: ['jane'],
  },
  {
    bug: 'partialReplaceWipes', line: 'a PUT without members empties the group',
    send: ({ eng }) => ['PUT', `/Groups/${eng}`, { schemas: groupBody('eng').schemas, displayName: 'eng' }],
    status: 200, events: [left, left], members: [],
  },
  {
    bug: 'storesNothing', line: 'PATCH of active is answered and not stored',
    send: ({ jane }) => ['PATCH', `/Users/${jane}`, patch({ op: 'replace', value: { active: false } })],
    status: 200, events: [], body: ({ jane }) => ({ id: jane, active: false }), effect: 'no change', sentence: /^Nothing changed: Preset “200 with nothing stored”/,
    then: async (s) => expect((await s.scim('GET', `/Users/${s.ids.jane}`)).body.active).toBe(true),
  },
  {
    bug: 'storesNothing', line: 'PUT of members is answered and not stored',
    send: ({ eng, mia }) => ['PUT', `/Groups/${eng}`, groupBody('eng', [mia!])],
    status: 200, events: [], body: ({ mia }) => ({ members: [{ value: mia }] }), members: ['jane', 'bob'],
  },
  {
    bug: 'storesNothing', line: 'a POST is stored',
    send: () => ['POST', '/Users', personBody('ann')],
    status: 201, events: ['user.created', 'role.changed', 'concurrency-group.assigned'],
  },
  {
    bug: 'storesNothing', line: 'in Bulk the POST is stored, the PATCH is not',
    send: ({ jane }) => ['POST', '/Bulk', {
      schemas: [BULK_REQUEST],
      Operations: [
        { method: 'PATCH', path: `/Users/${jane}`, data: patch({ op: 'replace', value: { active: false } }) },
        { method: 'POST', path: '/Users', bulkId: 'a', data: personBody('ann') },
      ],
    }],
    status: 200, events: ['user.created', 'role.changed', 'concurrency-group.assigned'],
    then: async (s) => expect((await s.scim('GET', `/Users/${s.ids.jane}`)).body.active).toBe(true),
  },
  {
    bug: 'storesNothing', line: 'what is wrong is refused nevertheless',
    send: () => ['PATCH', '/Users/none', patch({ op: 'replace', value: { active: false } })],
    status: 404, events: [],
  },
  {
    bug: 'itemsPerPage20', line: 'a list of three says 20',
    send: () => ['GET', '/Users'], status: 200, events: [], body: () => ({ totalResults: 3, itemsPerPage: 20 }),
  },
  {
    bug: 'plainTextErrors', line: 'a 404 without a SCIM error',
    send: () => ['GET', '/Users/none'], status: 404, events: [], effect: 'refused',
  },
]

async function prepared(bug: BugId): Promise<Sandbox> {
  const s = await (await lab).sandbox()
  for (const name of ['jane', 'bob', 'mia']) await s.user(name)
  await s.group('eng', { members: ['jane', 'bob'] })
  await s.api.faults.setPreset({ sandbox: s.slug, id: bug, on: true })
  return s
}

async function expectMembers(s: Sandbox, names: string[]) {
  const { body } = await s.scim('GET', `/Groups/${s.ids.eng}`)
  expect((body.members ?? []).map(({ value }) => value).toSorted()).toEqual(names.map((name) => s.ids[name]).toSorted())
}

for (const bug of new Set(rows.map((row) => row.bug))) {
  describe(bugCatalogue[bug].title, () => {
    for (const { line, send, status, events, body, members, effect, sentence, then } of rows.filter((row) => row.bug === bug)) {
      test(line, async () => {
        const s = await prepared(bug)
        const [method, path, sent] = send(s.ids)
        const reply = await s.scim(method, path, sent)
        expect(reply.status, reply.text).toBe(status)
        expect(reply.effects.toSorted()).toEqual(events.toSorted())
        if (body) expect(reply.body).toMatchObject(body(s.ids))
        if (members) await expectMembers(s, members)
        const { row } = await s.exchange(method, path)
        if (effect) expect(row.effect).toBe(effect)
        if (sentence) expect(row.sentence).toMatch(sentence)
        await then?.(s)
      })
    }
  })
}

test('page cap 100: of 120 users a page holds 100 whatever was asked for, and the total is told', async () => {
  const s = await (await lab).sandbox()
  await crowd(s.scim, 120)
  await s.api.faults.setPreset({ sandbox: s.slug, id: 'pageCap100', on: true })
  const page = (body: { Resources: unknown[]; totalResults: number; itemsPerPage: number }) => [body.Resources.length, body.totalResults, body.itemsPerPage]
  expect(page((await s.scim('GET', '/Users?count=500')).body)).toEqual([100, 120, 100])
  expect(page((await s.scim('GET', '/Users?count=500&startIndex=101')).body)).toEqual([20, 120, 20])
  expect(page((await s.scim('GET', '/Users?count=50')).body)).toEqual([50, 120, 50])
  expect(page((await s.scim('POST', '/Users/.search', { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], count: 500 })).body)).toEqual([100, 120, 100])
  const { findings } = await s.exchange('GET', '/Users?count=500')
  expect(findings).toMatchObject([{ code: 'bug-pageCap100', rule: 'testmu-provisioning §8', text: expect.stringMatching(/^Preset “Page cap 100”/) }])
})

test('plain-text errors: of a refused token, an unknown path and bad JSON', async () => {
  const s = await prepared('plainTextErrors')
  const plain = (reply: { headers: Record<string, string>; text: string }) => {
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(() => JSON.parse(reply.text) as unknown).toThrow()
  }
  plain(await s.scim('GET', '/Users', undefined, { Authorization: 'Bearer wrong' }))
  plain(await s.scim('GET', '/Nowhere'))
  plain(await s.scim('POST', '/Users', '{'))
})

test('each preset is listed with what it does, switched on by itself, and off again', async () => {
  const s = await (await lab).sandbox()
  const { api, slug: sandbox } = s
  const on = async () => (await api.faults.presets({ sandbox })).filter((preset) => preset.on).map(({ id }) => id)
  expect((await api.faults.presets({ sandbox })).map(({ title }) => title)).toEqual(bugIds.map((id) => bugCatalogue[id].title))
  await Promise.all(bugIds.map((id) => api.faults.setPreset({ sandbox, id, on: true })))
  expect(await on()).toEqual(bugIds)
  await api.faults.setPreset({ sandbox, id: 'addReplaces', on: false })
  expect(await on()).toEqual(bugIds.filter((id) => id !== 'addReplaces'))
  const [newest] = await api.events.list({ sandbox, limit: 1 })
  expect(newest?.event).toMatchObject({ type: 'setting.changed', setting: 'preset Add replaces the list' })
})
