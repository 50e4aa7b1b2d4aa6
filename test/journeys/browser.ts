import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
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
export { expect } from '@playwright/test'

/** The pages of the console by name. */
export const pages = { home: '', users: 'users', groups: 'groups', attributes: 'attributes', requests: 'requests', settings: 'settings' }

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
