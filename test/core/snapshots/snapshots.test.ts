import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { Noun, StreamMessage } from '../../../src-shared/api/stream.ts'
import { openDatabase } from '../../../src-main/core/db/open.ts'
import { tidySnapshots } from '../../../src-main/core/snapshots/folder.ts'
import { exportedText } from '../../support/fixtures.ts'
import { personBody, type Sandbox, startLab } from '../../support/sandbox.ts'
import { exported, imported } from '../../support/transfer.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

async function state({ slug }: Sandbox, snapshot?: number): Promise<string> {
  const { core } = await lab
  const file = snapshot === undefined ? ['sandboxes', `${slug}.sqlite`] : ['snapshots', slug, `${String(snapshot).padStart(6, '0')}.sqlite`]
  const db = openDatabase(join(core.dataDir, ...file), { readonly: true })
  try {
    return exportedText(db)
  } finally {
    db.close()
  }
}

test('a snapshot is the state and nothing else; restore brings it back after an automatic one', async () => {
  const { api, sandbox, core } = await lab
  const s = await sandbox()
  await s.user('jane')
  const before = await state(s)
  const saved = await api.snapshots.save({ sandbox: s.slug, name: 'one user' })
  expect(saved).toMatchObject({ name: 'one user', automatic: false, users: 1, groups: 0 })
  expect(await state(s, saved.id)).toBe(before)
  const db = openDatabase(join(core.dataDir, 'snapshots', s.slug, '000001.sqlite'), { readonly: true })
  expect(['tokens', 'exchanges', 'events'].map((table) => db.prepare(`SELECT count(*) AS n FROM ${table}`).get())).toEqual([{ n: 0 }, { n: 0 }, { n: 0 }])
  db.close()
  await s.user('bob')
  const changed = await state(s)
  expect(await api.snapshots.restore({ sandbox: s.slug, id: saved.id })).toMatchObject({ users: 1, groups: 0 })
  expect(await state(s)).toBe(before)
  const { items } = await api.snapshots.list({ sandbox: s.slug })
  expect(items.map(({ name, automatic }) => [name, automatic])).toEqual([['before restore of one user', true], ['one user', false]])
  expect(await state(s, items[0]!.id)).toBe(changed)
  expect((await s.scim('GET', '/Users')).body.totalResults).toBe(1)
  expect((await api.events.list({ sandbox: s.slug, limit: 1 }))[0]!.sentence).toBe('Restored one user: 1 users in 0 groups.')
  await expect(api.snapshots.save({ sandbox: s.slug, name: 'one user' })).rejects.toThrow(/already/)
  await api.snapshots.remove({ sandbox: s.slug, id: saved.id })
  await expect(api.snapshots.restore({ sandbox: s.slug, id: saved.id })).rejects.toThrow(/no snapshot 1/)
})

test('a restore brings back settings and schemas too, and the listener goes by them at once', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  const { id } = await api.snapshots.save({ sandbox: s.slug, name: 'lenient' })
  await api.settings.setSwitch({ sandbox: s.slug, id: 'userNameFormat', value: 'any' })
  expect((await s.scim('POST', '/Users', { ...personBody('jane'), userName: 'jane' })).status).toBe(201)
  await api.snapshots.restore({ sandbox: s.slug, id })
  expect((await s.scim('POST', '/Users', { ...personBody('jane'), userName: 'jane' })).status).toBe(400)
})

test('compare tells what differs, row by row, with names', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox({ profile: 'rfc7644' })
  const jane = await s.user('jane')
  await s.user('bob')
  const { id } = await api.snapshots.save({ sandbox: s.slug, name: 'before' })
  expect(await api.snapshots.compare({ sandbox: s.slug, from: id })).toEqual({ added: 0, removed: 0, changed: 0, differences: [] })
  await s.scim('PUT', `/Users/${jane}`, { ...personBody('jane'), title: 'Boss' })
  await s.group('eng', { members: ['bob'] })
  const { differences } = await api.snapshots.compare({ sandbox: s.slug, from: id })
  const told = differences.map(({ table, what, kind }) => `${kind} ${table} ${what}`)
  expect(told).toEqual(['added counters Group', 'changed resources jane@acme.test', 'added resources eng', 'added memberships eng · bob@acme.test'])
  expect(differences[1]!.changes).toContainEqual({ path: 'body.title', after: 'Boss' })
})

test('reset returns to what the sandbox was filled with, and to a new sandbox where there was nothing', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  const fresh = await state(s)
  await s.user('jane')
  await api.snapshots.reset({ sandbox: s.slug })
  expect(await state(s)).toBe(fresh)
  expect((await api.snapshots.list({ sandbox: s.slug })).seed).toBeNull()
  await api.sandboxes.loadSampleCompany({ sandbox: s.slug })
  const filled = await state(s)
  await s.user('jane')
  await api.snapshots.reset({ sandbox: s.slug })
  expect(await state(s)).toBe(filled)
  expect(await api.snapshots.list({ sandbox: s.slug })).toMatchObject({ seed: { name: 'the sample company' }, items: [{ name: 'before reset' }, { name: 'before reset' }] })
})

test('of the automatic snapshots the newest ten stay, those saved by hand all', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  await api.snapshots.save({ sandbox: s.slug, name: 'mine' })
  for (let count = 0; count < 12; count += 1) await api.snapshots.reset({ sandbox: s.slug })
  const { items } = await api.snapshots.list({ sandbox: s.slug })
  expect(items.map(({ id }) => id)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 1])
})

test('restore under traffic: what was acknowledged before is in the automatic snapshot, what comes after is not lost', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  await s.user('jane')
  const { id } = await api.snapshots.save({ sandbox: s.slug, name: 'jane' })
  const acknowledged: string[] = []
  const create = async (name: string) => {
    const reply = await s.scim('POST', '/Users', personBody(name))
    expect(reply.status).toBe(201)
    acknowledged.push(name)
  }
  await Promise.all(Array.from({ length: 30 }, (_, index) => create(`before${index}`)))
  const known = acknowledged.length
  const during = Array.from({ length: 30 }, (_, index) => create(`during${index}`))
  const restored = api.snapshots.restore({ sandbox: s.slug, id })
  await Promise.all([...during, restored])
  await create('after')
  const { items } = await api.snapshots.list({ sandbox: s.slug })
  const [kept, now] = [await state(s, items[0]!.id), await state(s)]
  for (const name of acknowledged.slice(0, known)) expect(kept).toContain(`"userName":"${name}@acme.test"`)
  for (const name of acknowledged) expect([name, kept.includes(`"${name}@acme.test"`) !== now.includes(`"${name}@acme.test"`)]).toEqual([name, true])
  expect(now).toContain('"userName":"after@acme.test"')
})

test('every open console follows a restore, a reset and an import', async () => {
  const { api, sandbox, core } = await lab
  const s = await sandbox()
  await s.user('jane')
  const { id } = await api.snapshots.save({ sandbox: s.slug, name: 'jane' })
  const text = await exported(core, s)
  await s.user('bob')
  const acts = [() => api.snapshots.restore({ sandbox: s.slug, id }), () => api.snapshots.reset({ sandbox: s.slug }), () => imported(core, s, text)]
  for (const act of acts) {
    const leave = new AbortController()
    const windows = await Promise.all([1, 2].map(async () => {
      const { body } = await core.handle(new Request('http://console.test/api/console/events', { signal: leave.signal }))
      const reader = body!.getReader()
      await reader.read()
      return reader
    }))
    const followed = windows.map((reader) => nounsUntil(reader, s.slug, 'snapshots'))
    await act()
    const all = ['users', 'groups', 'provisioning', 'schemas', 'settings', 'sandboxes', 'snapshots', 'okta', 'faults']
    for (const nouns of await Promise.all(followed)) expect(nouns).toEqual(expect.arrayContaining(all))
    leave.abort()
    for (const reader of windows) await reader.cancel()
  }
})

/** What a window hears of a sandbox until it hears of that noun. */
async function nounsUntil(reader: ReadableStreamDefaultReader<Uint8Array>, slug: string, last: Noun): Promise<Noun[]> {
  const heard: Noun[] = []
  while (!heard.includes(last)) {
    const text = new TextDecoder().decode((await reader.read()).value)
    const messages = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!) as Partial<StreamMessage>)
    for (const { sandbox, nouns } of messages) if (sandbox === slug) heard.push(...nouns!)
  }
  return heard
}

test('a sandbox takes its snapshots with it; a duplicate is reset to the same seed', async () => {
  const { api, sandbox, core } = await lab
  const s = await sandbox()
  await api.sandboxes.loadSampleCompany({ sandbox: s.slug })
  const copy = await api.sandboxes.duplicate({ sandbox: s.slug, name: 'A copy' })
  expect((await api.snapshots.list({ sandbox: copy.slug })).seed).toMatchObject({ name: 'the sample company' })
  await api.sandboxes.remove({ sandbox: copy.slug })
  expect(existsSync(join(core.dataDir, 'snapshots', copy.slug))).toBe(false)
  expect(readdirSync(join(core.dataDir, 'snapshots', s.slug))).toEqual(['seed.sqlite'])
})

test('snapshots saved at once each have a number and a file of their own, and a name is given once', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  await s.user('jane')
  const save = (name: string) => api.snapshots.save({ sandbox: s.slug, name })
  const saved = await Promise.all(['one', 'two', 'three'].map(save))
  expect(saved.map(({ id, name }) => [id, name])).toEqual([[1, 'one'], [2, 'two'], [3, 'three']])
  const twice = await Promise.allSettled(['four', 'four'].map(save))
  expect(twice.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(twice[1]).toMatchObject({ reason: { status: 409, message: 'There is a snapshot "four" already.' } })
  const { items } = await api.snapshots.list({ sandbox: s.slug })
  expect(items.map(({ name }) => name)).toEqual(['four', 'three', 'two', 'one'])
})

test('a snapshot saved while a reset makes its own loses neither: what was acknowledged before is in the automatic one', async () => {
  const { api, sandbox } = await lab
  const s = await sandbox()
  await api.fixtures.seed({ sandbox: s.slug, users: 300, groups: 2 })
  for (const round of [1, 2, 3, 4, 5]) {
    const name = `round${round}`
    await s.user(name)
    await Promise.all([api.snapshots.reset({ sandbox: s.slug }), ...['a', 'b'].map((by) => api.snapshots.save({ sandbox: s.slug, name: `${name}${by}` }))])
    const { items } = await api.snapshots.list({ sandbox: s.slug })
    expect(items).toHaveLength(3 * round)
    const reset = items.find(({ automatic }) => automatic)!
    expect(await state(s, reset.id)).toContain(`"userName":"${name}@acme.test"`)
  }
})

test('a file that is no snapshot is listed with what is wrong with it, and stands in nobody\'s way', async () => {
  const { api, sandbox, core } = await lab
  const s = await sandbox()
  await api.snapshots.save({ sandbox: s.slug, name: 'mine' })
  const folder = join(core.dataDir, 'snapshots', s.slug)
  writeFileSync(join(folder, '000002.sqlite'), 'no database')
  writeFileSync(join(folder, '000003.sqlite'), '')
  await api.snapshots.reset({ sandbox: s.slug })
  const { items } = await api.snapshots.list({ sandbox: s.slug })
  expect(items.map(({ id, problem }) => [id, problem])).toEqual([
    [4, null], [3, 'It cannot be read: no such table: snapshot'], [2, 'It cannot be read: file is not a database'], [1, null],
  ])
  await expect(api.snapshots.restore({ sandbox: s.slug, id: 2 })).rejects.toThrow('Snapshot 2 cannot be read: file is not a database')
  await expect(api.snapshots.compare({ sandbox: s.slug, from: 3 })).rejects.toThrow('Snapshot 3 cannot be read: no such table: snapshot')
  await api.snapshots.remove({ sandbox: s.slug, id: 2 })
  writeFileSync(join(folder, 'seed.sqlite'), 'no database')
  expect((await api.snapshots.list({ sandbox: s.slug })).seed).toMatchObject({ problem: 'It cannot be read: file is not a database' })
  await expect(api.snapshots.reset({ sandbox: s.slug })).rejects.toThrow('The seed cannot be read: file is not a database')
})

test('a snapshot is one file with everything in it: listing, comparing and restoring leave nothing beside it', async () => {
  const { api, sandbox, core } = await lab
  const s = await sandbox()
  await s.user('jane')
  await api.snapshots.save({ sandbox: s.slug, name: 'one' })
  await api.sandboxes.loadSampleCompany({ sandbox: s.slug })
  for (let count = 0; count < 12; count += 1) await api.snapshots.reset({ sandbox: s.slug })
  await api.snapshots.compare({ sandbox: s.slug, from: 1 })
  await api.snapshots.restore({ sandbox: s.slug, id: 1 })
  const { items } = await api.snapshots.list({ sandbox: s.slug })
  const folder = join(core.dataDir, 'snapshots', s.slug)
  const names = [...items.map(({ id }) => `${String(id).padStart(6, '0')}.sqlite`).toReversed(), 'seed.sqlite']
  expect(readdirSync(folder).toSorted()).toEqual(names)
  // Bytes 18 and 19 of an SQLite file: 1 where it is written with a rollback journal, 2 with a WAL (sqlite.org/fileformat, 1.3.4).
  for (const name of names) expect([name, ...readFileSync(join(folder, name)).subarray(18, 20)]).toEqual([name, 1, 1])
})

test('what a process that was killed left unfinished goes at the next start, and files that kept a WAL beside them take it in', async () => {
  const { api, sandbox, core } = await lab
  const s = await sandbox()
  await api.snapshots.save({ sandbox: s.slug, name: 'one' })
  const folder = mkdtempSync(join(tmpdir(), 'scimbox-tidy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [first, second] = ['000001.sqlite', '000002.sqlite'].map((name) => join(folder, name)) as [string, string]
  cpSync(join(core.dataDir, 'snapshots', s.slug, '000001.sqlite'), first)
  const db = openDatabase(first)
  db.exec("UPDATE snapshot SET name = 'in the WAL'")
  for (const suffix of ['', '-wal', '-shm']) cpSync(first + suffix, second + suffix)
  db.close()
  for (const name of ['000003.sqlite.new', 'seed.sqlite.new-wal', 'fresh.sqlite.fresh', '000004.sqlite']) writeFileSync(join(folder, name), 'x')
  tidySnapshots(folder)
  expect(readdirSync(folder).toSorted()).toEqual(['000001.sqlite', '000002.sqlite', '000004.sqlite'])
  const one = openDatabase(second, { readonly: true })
  expect(one.prepare('SELECT name FROM snapshot').get()).toEqual({ name: 'in the WAL' })
  one.close()
  expect(readdirSync(folder)).toHaveLength(3)
})
