import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { enlarged } from '../support/fixtures.ts'
import { type Host, runCli, startHost } from '../support/host.ts'
import { personBody } from '../support/sandbox.ts'
import { send } from '../support/wire.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 })

const folder = mkdtempSync(join(tmpdir(), 'scimbox-cli-'))
const hosts: Host[] = []
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
async function start(...args: string[]): Promise<Host> {
  const host = await startHost(args)
  hosts.push(host)
  return host
}
const scim = (host: Host, method: string, path: string, body?: object) => send(host.scimUrl + path, method, [
  ['Authorization', `Bearer ${host.token}`], ['Content-Type', 'application/scim+json'],
], body && JSON.stringify(body))

test('the same seed, clock and requests give the same bytes, in either profile', async () => {
  const texts = []
  for (const profile of ['testmu', 'rfc7644', 'testmu', 'rfc7644']) {
    const host = await start('--ephemeral', '--profile', profile, '--seed', '42', '--clock', '2026-01-01T00:00:00Z', '--export-on-exit', at('exit.json'))
    const { body: { id } } = await scim(host, 'POST', '/Users', personBody('jane'))
    await scim(host, 'POST', '/Users', personBody('bob', 'Admin'))
    await scim(host, 'POST', '/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'eng', members: [{ value: id }] })
    await scim(host, 'DELETE', `/Users/${id}`)
    expect(await hosts.pop()!.stop()).toBe(0)
    texts.push(readFileSync(at('exit.json'), 'utf8'))
  }
  expect(texts.slice(2)).toEqual(texts.slice(0, 2))
  expect(texts[0]).not.toBe(texts[1])
  for (const text of texts) expect(text).not.toMatch(/127\.0\.0\.1|localhost|scimbox_|token/i)
})

test('a command asks the Scimbox that runs on the data dir, and opens the folder when none runs', async () => {
  const dataDir = at('data')
  const host = await start('--data-dir', dataDir)
  await scim(host, 'POST', '/Users', personBody('jane'))
  expect(statSync(join(dataDir, 'instance.json')).mode & 0o777).toBe(0o600)
  expect(await runCli(['export', at('running.json'), '--data-dir', dataDir])).toMatchObject({ code: 0, complaint: '' })
  await hosts.pop()!.stop()
  expect(readdirSync(dataDir)).not.toContain('instance.json')
  expect(await runCli(['export', at('stopped.json'), '--data-dir', dataDir])).toMatchObject({ code: 0, complaint: '' })
  expect(readFileSync(at('stopped.json'), 'utf8')).toBe(readFileSync(at('running.json'), 'utf8'))
})

test('import: a preview, then all of it; a broken file ends with 1 and changes nothing', async () => {
  const fresh = ['--data-dir', at('fresh')]
  const preview = await runCli(['import', at('running.json'), '--format', 'native', '--preview', ...fresh])
  expect(preview).toMatchObject({ code: 0, out: expect.stringMatching(/users +1 created.*\n.*created user jane@acme.test \(resources 1\)\nNothing was changed/s) })
  expect((await runCli(['import', at('running.json'), '--format', 'native', ...fresh])).out).toMatch(/users +1 created.*\nDone\./s)
  expect((await runCli(['export', '-', ...fresh])).out).toBe(readFileSync(at('running.json'), 'utf8'))
  writeFileSync(at('broken.scimbox.json'), readFileSync(at('running.json'), 'utf8').replace('"jane@acme.test"', '7'))
  const broken = await runCli(['import', at('broken.scimbox.json'), ...fresh])
  expect(broken).toMatchObject({ code: 1, out: expect.stringMatching(/refused user.*\(resources 1\): body.*\n1 refused, so nothing was changed/s) })
  expect((await runCli(['export', '-', ...fresh])).out).toBe(readFileSync(at('running.json'), 'utf8'))
})

test('exit codes: 2 for a command line that is not understood, 3 where nothing answers', async () => {
  expect((await runCli(['import'])).code).toBe(2)
  expect((await runCli(['export', 'x', '--format', 'xml'])).code).toBe(2)
  expect((await runCli(['up', '--clock', 'yesterday'])).code).toBe(2)
  expect(await runCli(['export', '-', '--console-url', 'http://127.0.0.1:9'])).toMatchObject({ code: 3, complaint: expect.stringMatching(/Nothing answers.*scimbox up/) })
})

test('up --import is ready after the import, and does not start with a broken one', async () => {
  const host = await start('--ephemeral', '--import', at('broken.scimbox.json').replace('broken', 'whole')).catch((error: Error) => error)
  expect(String(host)).toMatch(/There is no file .*whole/)
  await expect(startHost(['--ephemeral', '--import', at('broken.scimbox.json')])).rejects.toThrow(/1 refused, so nothing was changed/)
  writeFileSync(at('whole.scimbox.json'), readFileSync(at('running.json')))
  const ready = await start('--ephemeral', '--import', at('whole.scimbox.json'))
  expect((await scim(ready, 'GET', '/Users')).body.totalResults).toBe(1)
})

test('SIGKILL during an import leaves the old state', async () => {
  const dataDir = at('killed')
  const host = await start('--data-dir', dataDir)
  await scim(host, 'POST', '/Users', personBody('jane'))
  const before = (await runCli(['export', '-', '--data-dir', dataDir])).out
  writeFileSync(at('large.scimbox.json'), enlarged(before, 60_000))
  const importing = runCli(['import', at('large.scimbox.json'), '--data-dir', dataDir])
  await vi.waitFor(async () => {
    const progress = await host.call<{ done: number } | null>('GET', '/sandboxes/default/progress')
    expect(progress?.done).toBeGreaterThan(0)
  }, { timeout: 20_000, interval: 20 })
  await hosts.pop()!.kill()
  expect((await importing).code).toBe(1)
  expect((await runCli(['export', '-', '--data-dir', dataDir])).out).toBe(before)
})
