import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { App } from '../../../src-shared/api/okta/apps.ts'
import type { Person } from '../../../src-shared/api/okta/people.ts'
import type { Task } from '../../../src-shared/api/okta/tasks.ts'
import { startForeignApp } from '../../support/foreign-app.ts'
import { startHost, type Host } from '../../support/host.ts'

const members = 2_000

async function idle(host: Host) {
  await vi.waitFor(async () => {
    expect((await host.call<{ pending: number }>('GET', '/sandboxes/default/okta/tasks/counts')).pending).toBe(0)
  }, { timeout: 120_000, interval: 100 })
}

test('killed in the middle of a push of 2,000 members: the task list says so, Retry completes, nothing is lost or doubled', { timeout: 240_000 }, async () => {
  const app = await startForeignApp()
  const dataDir = await mkdtemp(join(tmpdir(), 'scimbox-crash-'))
  let host = await startHost(['--data-dir', dataDir])
  onTestFinished(async () => {
    await host.stop()
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
  })
  const call = <Result>(method: string, path: string, body?: object) => host.call<Result>(method, `/sandboxes/default/okta${path}`, body)
  const { id: appId } = await call<App>('POST', '/apps', { label: 'Other app', kind: 'OIN', target: { kind: 'url', baseUrl: app.baseUrl } })
  await call('PATCH', `/apps/${appId}`, { settings: { supported: { pushNewUsers: true, pushGroups: true }, toApp: { createUsers: true } } })
  const people = await call<Person[]>('POST', '/people', {
    people: Array.from({ length: members }, (_, n) => ({ login: `p${n}@acme.test`, firstName: 'P', lastName: String(n) })),
  })
  const personIds = people.map(({ id }) => id)
  await call('POST', `/apps/${appId}/assignments/people`, { personIds })
  await idle(host)
  expect(app.users.size).toBe(members)
  const groupIds: string[] = []
  for (const name of ['disturbed', 'undisturbed']) {
    const { id } = await call<{ id: string }>('POST', '/groups', { name })
    await call('POST', `/groups/${id}/members`, { personIds })
    groupIds.push(id)
  }

  let patches = 0
  const fourth = new Promise<void>((resolve) => {
    app.refuse((line) => {
      if (line.startsWith('PATCH') && (patches += 1) === 4) resolve()
      return null
    })
  })
  await call('POST', `/apps/${appId}/push-groups`, { groupIds: [groupIds[0]!] })
  await fourth
  await host.kill()
  // The name and eight batches of up to 256 members make a whole push.
  expect(patches).toBeLessThan(9)

  host = await startHost(['--data-dir', dataDir])
  const { items } = await call<{ items: Task[] }>('GET', '/tasks')
  expect(items).toMatchObject([{ kind: 'group.push', subject: 'disturbed', state: 'interrupted' }])
  expect(await call('POST', '/tasks/retry', {})).toEqual({ retried: 1 })
  await idle(host)
  await call('POST', `/apps/${appId}/push-groups`, { groupIds: [groupIds[1]!] })
  await idle(host)
  const stored = (name: string) => [...app.groups.values()].filter(({ displayName }) => displayName === name)
  const valuesOf = (name: string) => (stored(name)[0]!.members as { value: string }[]).map(({ value }) => value).toSorted()
  expect(stored('disturbed')).toHaveLength(1)
  expect(valuesOf('disturbed')).toHaveLength(members)
  expect(valuesOf('disturbed')).toEqual(valuesOf('undisturbed'))
  expect((await call<{ groups: { status: string; pushedMembers: number }[] }>('GET', `/apps/${appId}/push-groups`)).groups).toMatchObject([
    { status: 'Active', pushedMembers: members }, { status: 'Active', pushedMembers: members },
  ])
})
