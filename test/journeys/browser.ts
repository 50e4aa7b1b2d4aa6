import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { startHost, type Host } from '../support/host.ts'

/** A data directory that goes after the test, and hosts that are stopped with it. */
export const test = base.extend<{ dataDir: string; start: () => Promise<Host> }>({
  // Playwright reads the names of the fixtures from the pattern.
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'scimbox-journey-'))
    await use(dataDir)
    await rm(dataDir, { recursive: true, force: true })
  },
  start: async ({ dataDir }, use) => {
    const hosts: Host[] = []
    await use(async () => {
      const host = await startHost(['--data-dir', dataDir])
      hosts.push(host)
      return host
    })
    for (const host of hosts) await host.stop()
  },
})
export { expect }

/** The pages of the console by name. */
export const pages = {
  home: '', connect: 'connect', users: 'users', groups: 'groups', provisioning: 'provisioning', rules: 'provisioning/rules', conflicts: 'provisioning/conflicts',
  entities: 'provisioning/entities?kind=concurrencyGroup', flow: 'provisioning/flow', attributes: 'attributes', requests: 'requests', faults: 'faults', snapshots: 'snapshots', transfer: 'transfer',
  settings: 'settings', clock: 'settings/clock',
}

/** The details behind the lists, of the sample company where it has what they show. */
export async function details(host: Host) {
  const find = async (noun: string, search: string) => {
    const { items } = await host.call<{ items: { id: string | number }[] }>('GET', `/sandboxes/${host.sandbox}/${noun}${noun.includes('?') ? '&' : '?'}search=${search}`)
    return items[0]!.id
  }
  const pool = await find('groups', 'dev-pool')
  const elif = await find('users', 'elif')
  return {
    mapping: `provisioning/groups/${pool}`,
    entity: `provisioning/entities/${await find('entities?kind=concurrencyGroup', 'dev-pool')}?kind=concurrencyGroup`,
    assignments: `users/${elif}?tab=assignments`,
    'group-mappings': `groups/${pool}?tab=mappings`,
    'what-if': `groups/${pool}?tab=what-if`,
    'flow-user': `provisioning/flow?user=${elif}`,
  }
}

/** So many groups that the flow picture has to fold them. */
export async function withManyGroups(host: Host, count: number) {
  const { createOktaClient } = await import('../support/okta-client.ts')
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  const prefixes = ['eng-', 'qa-', 'it-', 'sales-', '']
  for (let index = 0; index < count; index += 1) {
    const displayName = `${prefixes[index % prefixes.length]}group-${String(index).padStart(3, '0')}`
    await okta.call('POST', '/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName })
  }
  okta.close()
}

/** The page and what it fetches late are there. */
export async function settled(page: Page) {
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect(page.getByLabel('Loading', { exact: true })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: '…' })).toHaveCount(0)
  // The picture comes in a chunk of its own.
  if (page.url().includes('/flow')) await expect(page.getByRole('group', { name: /Flow picture/ })).toBeVisible()
}

/** Fault rules in every state, none of which the tests run into, and two presets. */
export async function withFaults(host: Host) {
  const sandbox = `/sandboxes/${host.sandbox}`
  const rule = (given: object) => host.call('POST', `${sandbox}/faults`, given)
  await rule({ method: 'GET', path: '/ServiceProviderConfig', name: 'Bad gateway', effect: { kind: 'html', status: 502, body: '' } })
  await host.call('POST', `${sandbox}/requests`, { method: 'GET', path: '/ServiceProviderConfig' })
  await rule({ method: 'PUT', path: '/Users/*', user: 'nobody', effect: { kind: 'status', status: 500, detail: '', retryAfter: null } })
  await rule({ method: 'PATCH', user: 'nobody', count: null, effect: { kind: 'timeout', seconds: 61 }, name: 'Hangs longer than Okta waits' })
  await rule({ enabled: false, moment: 'after', effect: { kind: 'reset' } })
  for (const id of ['addReplaces', 'pageCap100']) await host.call('PUT', `${sandbox}/fault-presets/${id}`, { on: true })
}

/** A tunnel that is up: the listener's own address as “my own URL”, and a first request of Okta through it. */
export async function withTunnel(host: Host) {
  const { createOktaClient } = await import('../support/okta-client.ts')
  await host.call('PUT', '/tunnel/settings', { settings: { kind: 'url', url: new URL(host.scimUrl).origin }, rehearsal: true })
  await host.call('POST', '/tunnel/start')
  await expect.poll(async () => (await host.call<{ state: string }>('GET', '/tunnel')).state).toBe('up')
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  const anna = await okta.assign({ userName: 'anna@acme.test', givenName: 'Anna', familyName: 'Berg' })
  await okta.pushGroup('qa-all', [{ value: anna.body.id, display: 'anna@acme.test' }])
  okta.close()
}

/** The sample company, and a day's worth of what Okta sends. */
export async function withTraffic(host: Host) {
  const { createOktaClient } = await import('../support/okta-client.ts')
  await host.call('POST', `/sandboxes/${host.sandbox}/sample-company`, {})
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  const jane = await okta.assign({ userName: 'jane@acme.test', givenName: 'Jane', familyName: 'Doe' })
  const bob = await okta.assign({ userName: 'bob@acme.test', givenName: 'Bob', familyName: 'Roe', organizationRole: 'Admin' })
  const members = [jane, bob].map(({ body }) => ({ value: body.id, display: body.userName }))
  await okta.pushGroup('platform-admins', members)
  await okta.updateProfile(bob.body.id, { userName: 'bob@acme.test', givenName: 'Bob', familyName: 'Smith', organizationRole: 'Admin' })
  await okta.deactivate(jane.body.id)
  await okta.assign({ userName: 'mia@acme.test', givenName: 'Mia', familyName: 'Lund', organizationRole: 'admin' })
  const group = (await okta.call('GET', `/Groups?filter=${encodeURIComponent('displayName eq "platform-admins"')}`)).body.Resources[0]!
  okta.close()
  return { janeId: jane.body.id, bobId: bob.body.id, groupId: group.id }
}
