import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/core/db/open.ts'
import { rebuild } from '../../../src-main/core/provisioning/reconcile.ts'
import { asStored } from '../../../src-main/core/fixtures/announce.ts'
import type { WriteContext } from '../../../src-main/core/sandboxes/write-context.ts'
import { exportedText } from '../../support/fixtures.ts'
import { type Sandbox, startLab } from '../../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())
const clock = Date.UTC(2026, 0, 1)
const plan = { users: 300, groups: 40, clock }

async function database({ slug }: Sandbox, options = {}) {
  const { core } = await lab
  return openDatabase(join(core.dataDir, 'sandboxes', `${slug}.sqlite`), options)
}
/** Without what the slug decides. */
const stateOf = async (sandbox: Sandbox) => {
  const db = await database(sandbox, { readonly: true })
  const text = exportedText(db).replace(/\{"key":"seed".*\}/, '')
  db.close()
  return text
}

test('the same seed is the same company, another seed another one', async () => {
  const { api, sandbox } = await lab
  const texts = []
  for (const seed of ['42', '42', '43']) {
    const s = await sandbox()
    expect(await api.fixtures.seed({ sandbox: s.slug, ...plan, seed })).toEqual({ users: 300, groups: 40 })
    texts.push(await stateOf(s))
  }
  expect(texts[1]).toBe(texts[0])
  expect(texts[2]).not.toBe(texts[0])
})

test('people of many languages, in nested teams, with roles; nobody sent a request', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  await api.fixtures.seed({ sandbox: s.slug, ...plan })
  const { items } = await api.users.list({ sandbox: s.slug, limit: 500 })
  expect(new Set(items.map(({ role }) => role))).toEqual(new Set(['Admin', 'User', 'Guest']))
  expect(items.filter(({ name }) => /\P{ASCII}/u.test(name)).length).toBeGreaterThan(30)
  expect(items.every(({ userName }) => /^[a-z0-9.]+@acme\.test$/.test(userName))).toBe(true)
  expect(items.filter(({ active }) => !active).length).toBeGreaterThan(0)
  const { items: groups } = await api.groups.list({ sandbox: s.slug, limit: 500 })
  expect(groups.map(({ displayName }) => displayName)).toEqual(expect.arrayContaining(['eng', 'sales', expect.stringMatching(/^eng-[a-z]+$/)]))
  expect(Math.max(...groups.map(({ members }) => members))).toBeGreaterThan(3 * Math.min(...groups.map(({ members }) => members)))
  expect((await api.requests.list({ sandbox: s.slug })).total).toBe(0)
  expect((await api.events.list({ sandbox: s.slug })).map(({ event }) => event.type)).toEqual(['state.replaced', 'setting.changed'])
})

test('edge cases come first; who is there stays', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox({ profile: 'rfc7644' })
  await s.scim('POST', '/Users', { userName: 'formula@acme.test', title: 'was here' })
  await api.fixtures.seed({ sandbox: s.slug, ...plan, users: 30, edgeCases: true })
  const { items } = await api.users.list({ sandbox: s.slug, limit: 500 })
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(["Sinéad O'Brien", '美咲 渡辺', '<b>Bold</b> <script>alert(1)</script>']))
  expect(items).toHaveLength(30)
  expect((await s.scim('GET', '/Users?filter=userName eq "formula@acme.test"'.replaceAll(' ', '%20'))).body.Resources).toMatchObject([{ title: 'was here' }])
})

test('what a seed places, a rebuild places too, with rules that claim its groups', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  await api.rules.create({ sandbox: s.slug, type: 'Prefix', pattern: 'eng-', kind: 'team', autoApprove: true })
  await api.rules.create({ sandbox: s.slug, type: 'Prefix', pattern: 'qa', kind: 'concurrencyGroup', autoApprove: true })
  await api.fixtures.seed({ sandbox: s.slug, ...plan })
  const before = await stateOf(s)
  expect(before).toMatch(/"team_members":\[\n\{/)
  const db = await database(s)
  db.transaction(() => rebuild(asStored({ db, now: clock, findings: [], events: [] } as unknown as WriteContext))).immediate()
  db.close()
  expect(await stateOf(s)).toBe(before)
})
