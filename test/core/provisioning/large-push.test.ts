import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CORE_GROUP, PATCH_OP } from '../../../src-shared/scim/urns.ts'
import type { Progress } from '../../../src-shared/api/sandboxes.ts'
import { crowd } from '../../support/crowd.ts'
import { type Lab, type Sandbox, startLab } from '../../support/sandbox.ts'
import { send } from '../../support/wire.ts'

const people = 10_000
let lab: Lab
let sandbox: Sandbox
let ids: string[]

beforeAll(async () => {
  lab = await startLab()
  sandbox = await lab.sandbox()
  ids = await crowd(sandbox.scim, people)
  await lab.api.rules.create({ sandbox: sandbox.slug, type: 'Prefix', pattern: 'all-', kind: 'team', autoApprove: true })
}, 120_000)
afterAll(() => lab.close())

const raw = (method: string, path: string, body?: object) => send(sandbox.baseUrl + path, method, [
  ['Authorization', `Bearer ${sandbox.token}`], ['Content-Type', 'application/scim+json'],
], body && JSON.stringify(body))

test('a push of 10,000 members into an approved mapping: one transaction, with progress, while others are answered', async () => {
  const seen: Progress[] = []
  let over = false
  const push = raw('POST', '/Groups?excludedAttributes=members', {
    schemas: [CORE_GROUP], displayName: 'all-hands', members: ids.map((value) => ({ value })),
  }).finally(() => {
    over = true
  })
  await vi.waitFor(async () => {
    const progress = await lab.api.sandboxes.progress({ sandbox: sandbox.slug })
    if (progress) seen.push(progress)
    expect(progress?.total).toBe(people)
  }, { timeout: 60_000, interval: 5 })
  // Another request is answered while it runs, and sees nothing of it: it is one transaction.
  const meanwhile = await raw('GET', '/Groups?count=0')
  const wasRunning = !over
  expect([meanwhile.status, meanwhile.body.totalResults, wasRunning]).toEqual([200, 0, true])
  const answer = await push
  expect(answer.status, answer.text).toBe(201)
  sandbox.ids.everyone = answer.body.id!
  expect(seen.at(-1)).toMatchObject({ label: 'POST /Groups?excludedAttributes=members', total: people })
  expect(await lab.api.sandboxes.progress({ sandbox: sandbox.slug })).toBeNull()
  const { items } = await lab.api.entities.list({ sandbox: sandbox.slug, kind: 'team' })
  expect(items).toMatchObject([{ name: 'all-hands', members: people, owner: { displayName: 'all-hands', status: 'Auto-Approved' } }])
}, 120_000)

test('looking at a large change counts all of it and lists the first 500', async () => {
  const { mappings: [mapping] } = await lab.api.mappings.ofGroup({ sandbox: sandbox.slug, groupId: sandbox.ids.everyone! })
  const { total, counts, events } = await lab.api.changes.preview({ sandbox: sandbox.slug, change: { action: 'rejectMapping', id: mapping!.id } })
  expect({ total, counts, listed: events.length }).toEqual({
    total: people + 1, listed: 500,
    counts: { 'mapping.rejected': { events: 1, users: 0 }, 'team.member.removed': { events: people, users: people } },
  })
}, 120_000)

test('rejecting the mapping from the console moves all of them on the worker thread too', async () => {
  const { mappings: [mapping] } = await lab.api.mappings.ofGroup({ sandbox: sandbox.slug, groupId: sandbox.ids.everyone! })
  const rejected = await lab.api.mappings.reject({ sandbox: sandbox.slug, id: mapping!.id })
  expect(rejected).toMatchObject({ status: 'Rejected', members: people, assigned: 0 })
  const { items } = await lab.api.entities.list({ sandbox: sandbox.slug, kind: 'team' })
  expect(items).toMatchObject([{ name: 'all-hands', members: 0, owner: null }])
  await lab.api.mappings.reopen({ sandbox: sandbox.slug, id: mapping!.id })
  expect(await lab.api.mappings.approve({ sandbox: sandbox.slug, id: mapping!.id })).toMatchObject({ status: 'Approved', assigned: people })
}, 120_000)

test('one member more is planned for one user, however large the group', async () => {
  const extra = await sandbox.user('jane')
  const { effects } = await sandbox.scim('PATCH', `/Groups/${sandbox.ids.everyone}?excludedAttributes=members`, {
    schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'members', value: [{ value: extra }] }],
  })
  expect(effects).toEqual(['group.member.added', 'team.member.added'])
})
