import Database from 'better-sqlite3'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Core, createCore } from '../../../src-main/core/core.ts'
import { currentVersion } from '../../../src-main/core/db/migrate.ts'
import { openDatabase } from '../../../src-main/core/db/open.ts'
import { installProfileSchemas } from '../../../src-main/core/scim/schema/store.ts'
import { profiles, writeSettings } from '../../../src-main/core/sandboxes/settings.ts'
import { fileSecrets, issueToken } from '../../../src-main/core/sandboxes/tokens.ts'
import { CORE_GROUP, CORE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER, PATCH_OP } from '../../../src-shared/scim/urns.ts'
import { consoleClient, groupBody } from '../../support/sandbox.ts'
import { send } from '../../support/wire.ts'

const initial = readFileSync(resolve(import.meta.dirname, '../../../src-main/core/db/migrations/001-initial.sql'), 'utf8')
const worker = new URL('../../../src-main/worker.ts', import.meta.url)
let dataDir: string
let core: Core | null = null

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'scimbox-migrate-'))
  mkdirSync(join(dataDir, 'sandboxes'))
})
afterEach(async () => {
  await core?.close()
  core = null
  rmSync(dataDir, { recursive: true, force: true })
})

const fileOf = (slug: string) => join(dataDir, 'sandboxes', `${slug}.sqlite`)
const start = async () => (core = await createCore({ dataDir, port: 0, worker }))
async function stop() {
  await core!.close()
  core = null
}

/** A sandbox as version 1 left it: jane is Guest by hand and in a concurrency group of her own, her group gives Admin. */
function writeVersionOne(slug: string): void {
  const db = openDatabase(fileOf(slug))
  db.exec(initial)
  db.pragma('user_version = 1')
  writeSettings(db, {
    name: 'Old', created: 1, profile: 'testmu', strictness: 'lenient', overrides: {}, keep: 10_000, seed: slug,
    flags: { groupProvisioning: true, teams: true, concurrencyGroups: true, subOrganizations: true }, clock: { frozen: false, at: 0, offset: 0 },
  })
  installProfileSchemas(db, profiles.testmu)
  fileSecrets(dataDir).write(slug, issueToken(db, 1, null))
  const person = (name: string, extension: object) => JSON.stringify({
    schemas: [CORE_USER, LAMBDATEST_USER], userName: `${name}@acme.test`, active: true, name: { givenName: name, familyName: 'Doe', formatted: `${name} Doe` }, [LAMBDATEST_USER]: extension,
  })
  const resource = db.prepare('INSERT INTO resources (seq, id, type, key, body, active, role, created, modified, version) VALUES (?, ?, ?, ?, ?, 1, ?, 1, 1, 1)')
  resource.run(1, '23001', 'User', 'jane@acme.test', person('jane', { LambdatestGroup: 'mobile-lab' }), null)
  resource.run(2, '23002', 'User', 'bob@acme.test', person('bob', { OrganizationRole: 'Admin' }), 'Admin')
  resource.run(3, '50001', 'Group', 'eng', JSON.stringify({ schemas: [CORE_GROUP, LAMBDATEST_GROUP], displayName: 'eng', [LAMBDATEST_GROUP]: { LambdatestRoles: ['Admin'] } }), 'Admin')
  db.exec(`
    INSERT INTO memberships VALUES (3, 1);
    INSERT INTO counters VALUES ('User', 23002), ('Group', 50001);
    INSERT INTO entities (kind, name, key, is_default) VALUES ('concurrencyGroup', 'Default', 'default', 1), ('concurrencyGroup', 'mobile-lab', 'mobile-lab', 0);
    INSERT INTO role_overrides VALUES (1, 'Guest');
    INSERT INTO placements VALUES (1, 'Guest', 2), (2, 'Admin', 1);
    INSERT INTO events (at, type, payload) VALUES (1, 'entity.created', '{"type":"entity.created","entityId":2,"name":"mobile-lab"}');
  `)
  db.close()
}

function look<Row>(file: string, sql: string): Row[] {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare<[], Row>(sql).all()
  } finally {
    db.close()
  }
}
const version = (file: string) => look<{ user_version: number }>(file, 'PRAGMA user_version')[0]!.user_version
const scim = (method: string, path: string, body?: object) => send(core!.scimUrl + path, method, [
  ['Authorization', `Bearer ${core!.token}`], ['Content-Type', 'application/scim+json'],
], body && JSON.stringify(body))

test('a version 1 file is opened with all it held', async () => {
  writeVersionOne('default')
  const api = consoleClient(await start())
  const sandbox = 'default'
  expect(await api.sandboxes.list()).toMatchObject([{ slug: 'default', name: 'Old', problem: null, counts: { users: 2, groups: 1 } }])
  expect(version(fileOf('default'))).toBe(currentVersion)

  expect((await scim('GET', '/Users/23001')).body).toMatchObject({ userName: 'jane@acme.test', [LAMBDATEST_USER]: { LambdatestGroup: 'mobile-lab' } })
  expect((await scim('GET', '/Groups/50001')).body).toMatchObject({ displayName: 'eng', members: [{ value: '23001', display: 'jane@acme.test' }] })
  const jane = await api.users.get({ sandbox, id: '23001' })
  expect(jane).toMatchObject({ override: 'Guest', why: { role: 'Guest' }, row: { role: 'Guest' } })
  expect(jane.assignments.map(({ kind, name, state }) => [kind, name, state])).toEqual([['subOrganization', 'Root organization', 'assigned'], ['concurrencyGroup', 'mobile-lab', 'assigned']])
  expect((await api.entities.list({ sandbox, kind: 'concurrencyGroup' })).items).toMatchObject([
    { id: 1, name: 'Default', isDefault: true, allottedConcurrency: null, members: 1 }, { id: 2, name: 'mobile-lab', isDefault: false, allottedConcurrency: 0, members: 1 },
  ])
  expect((await api.entities.list({ sandbox, kind: 'subOrganization' })).items).toMatchObject([{ name: 'Root organization', isDefault: true, members: 2 }])
  expect((await api.events.list({ sandbox, limit: 10 })).at(-1)).toMatchObject({ event: { type: 'entity.created', kind: 'concurrencyGroup', name: 'mobile-lab' } })
})

test('a version 1 file goes on: ids are not used twice, the role set by hand ends at a sync, mappings work', async () => {
  writeVersionOne('default')
  const api = consoleClient(await start())
  const sandbox = 'default'
  const taken = [...(await api.entities.list({ sandbox, kind: 'concurrencyGroup' })).items, ...(await api.entities.list({ sandbox, kind: 'subOrganization' })).items].map(({ id }) => id)
  const team = await api.entities.create({ sandbox, kind: 'team', name: 'qa' })
  expect(taken).not.toContain(team.id)
  await api.mappings.create({ sandbox, groupId: '50001', kind: 'team', entityId: team.id, approve: true })
  expect((await api.entities.members({ sandbox, id: team.id })).items.map(({ userName }) => userName)).toEqual(['jane@acme.test'])
  await scim('PATCH', '/Users/23001', { schemas: [PATCH_OP], Operations: [{ op: 'replace', value: { active: true } }] })
  expect(await api.users.get({ sandbox, id: '23001' })).toMatchObject({ override: null, why: { role: 'Admin' } })
  expect((await scim('POST', '/Groups', groupBody('ops', ['23002']))).body).toMatchObject({ id: '50002', members: [{ value: '23002' }] })
})

test('the old file is copied first', async () => {
  writeVersionOne('default')
  await start()
  const copy = `${fileOf('default')}.v1.bak`
  expect(version(copy)).toBe(1)
  expect(look(copy, 'SELECT user_seq, role FROM role_overrides')).toEqual([{ user_seq: 1, role: 'Guest' }])
  expect(look<{ n: number }>(copy, 'SELECT count(*) AS n FROM resources')).toEqual([{ n: 3 }])
})

test('a second start migrates nothing and copies nothing', async () => {
  writeVersionOne('default')
  await start()
  await stop()
  rmSync(`${fileOf('default')}.v1.bak`)
  const api = consoleClient(await start())
  expect(existsSync(`${fileOf('default')}.v1.bak`)).toBe(false)
  expect(await api.users.get({ sandbox: 'default', id: '23001' })).toMatchObject({ override: 'Guest' })
})

test('a migration that fails leaves the old file as it was, and the others usable', async () => {
  writeVersionOne('old')
  const before = (sql: string) => look(fileOf('old'), sql)
  const spoil = openDatabase(fileOf('old'))
  spoil.exec('CREATE TABLE conflicts (mine TEXT)')                                  // one of the last the migration makes
  spoil.close()
  const schema = before('SELECT name, sql FROM sqlite_schema ORDER BY name')

  const api = consoleClient(await start())
  expect(await api.sandboxes.list()).toMatchObject([{ slug: 'default', problem: null }, { slug: 'old', problem: expect.stringMatching(/old\.sqlite cannot be opened: .*conflicts/) }])
  expect((await scim('GET', '/Users')).status).toBe(200)
  await stop()

  expect(version(fileOf('old'))).toBe(1)
  expect(before('SELECT name, sql FROM sqlite_schema ORDER BY name')).toEqual(schema)
  expect(before('SELECT user_seq, role FROM role_overrides')).toEqual([{ user_seq: 1, role: 'Guest' }])
  expect(version(`${fileOf('old')}.v1.bak`)).toBe(1)

  const repair = openDatabase(fileOf('old'))
  repair.exec('DROP TABLE conflicts')
  repair.close()
  expect(await consoleClient(await start()).users.get({ sandbox: 'old', id: '23001' })).toMatchObject({ override: 'Guest', why: { role: 'Guest' } })
})

test('a file of a newer version is not touched', async () => {
  writeVersionOne('old')
  const db = openDatabase(fileOf('old'))
  db.pragma(`user_version = ${currentVersion + 1}`)
  db.close()
  const api = consoleClient(await start())
  expect(await api.sandboxes.get({ sandbox: 'old' })).toMatchObject({ problem: expect.stringMatching(/newer Scimbox/) })
  await stop()
  expect(version(fileOf('old'))).toBe(currentVersion + 1)
  expect(existsSync(`${fileOf('old')}.v${currentVersion + 1}.bak`)).toBe(false)
})
