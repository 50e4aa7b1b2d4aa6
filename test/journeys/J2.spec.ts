import { createOktaClient } from '../support/okta-client.ts'
import { startSshd, withoutSshd } from '../support/sshd.ts'
import { send } from '../support/wire.ts'
import { expect, test } from './browser.ts'
import { consoleOf } from './console.ts'

test('J2 Real Okta by tunnel', async ({ page, start }) => {
  test.skip(withoutSshd !== false, String(withoutSshd))
  test.slow()
  const sshd = await startSshd()
  try {
    const host = await start()
    const admin = consoleOf(page)
    const checks = page.getByRole('list', { name: 'Checks' })
    const chip = page.getByRole('banner').getByRole('link', { name: /^Tunnel/ })
    const paste = page.getByRole('region', { name: '3. In Okta, paste' })
    const first = page.getByRole('region', { name: '4. First request' })
    const publicUrl = async () => (await paste.getByText(/^http:\/\/127\.0\.0\.1:\d+\/api\/scim$/).textContent())!
    await page.goto(await host.signInUrl())

    await test.step('Connect real Okta: preflight lists what it checked, a failure in the words of the provider', async () => {
      await page.getByRole('link', { name: 'Connect real Okta' }).last().click()
      await expect(page.getByText('Tunnel off')).toBeVisible()
      await page.getByRole('combobox', { name: 'Provider' }).selectOption('SSH remote forwarding')
      await page.getByRole('textbox', { name: 'Host', exact: true }).fill('127.0.0.1')
      await page.getByRole('textbox', { name: 'SSH port' }).fill(String(sshd.port))
      await page.getByRole('textbox', { name: 'User' }).fill('nobody-here')
      await page.getByRole('combobox', { name: 'Signs in by' }).selectOption('Private key file')
      await page.getByRole('textbox', { name: 'Private key file' }).fill(sshd.keyFile)
      await page.getByRole('textbox', { name: 'Listens on the host at' }).fill('127.0.0.1')
      await page.getByRole('combobox', { name: 'Public URL' }).selectOption('http to the port: rehearsal only')
      await page.getByRole('button', { name: 'Check', exact: true }).click()
      await expect(checks.getByRole('listitem', { name: 'The SCIM listener is there: passed' })).toBeVisible()
      await expect(checks.getByRole('listitem', { name: 'Tokens are strong, fresh and not shared: passed' })).toBeVisible()
      await checks.getByRole('listitem', { name: 'The host key is trusted: failed' }).getByRole('button', { name: 'Trust this key' }).click()
      await expect(admin.dialog).toContainText(/scimbox tunnel trust 'SHA256:|scimbox tunnel trust SHA256:/)
      await admin.confirm('Trust')
      await expect(checks.getByRole('listitem', { name: 'nobody-here may sign in: failed' })).toContainText('All configured authentication methods failed')
    })

    await test.step('Okta calls https only: the start fails and says that TLS must end on the remote host', async () => {
      await page.getByRole('textbox', { name: 'User' }).fill(sshd.user)
      await page.getByRole('button', { name: 'Start the tunnel' }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'The tunnel failed' })).toContainText(/plain http.*TLS must end on the remote host/)
      await expect(chip).toHaveText('Tunnel failed')
    })

    await test.step('A rehearsal goes on: the public URL and the token under Okta’s labels, waiting for Okta', async () => {
      await page.getByRole('switch', { name: 'Rehearse without Okta' }).click()
      await page.getByRole('button', { name: 'Start the tunnel' }).click()
      await expect(chip).toHaveText('Tunnel up')
      for (const label of ['SCIM connector base URL', 'Unique identifier field for users', 'Supported provisioning actions', 'Authentication Mode', 'Authorization: Bearer']) {
        await expect(paste.getByRole('term').filter({ hasText: label })).toBeVisible()
      }
      await expect(first).toContainText('Waiting for the first request')
      await expect(page.locator('body')).not.toContainText(host.token!)
    })

    const url = await publicUrl()
    await test.step('A wrong token: 401, its cause, and the token nowhere', async () => {
      const wrong = createOktaClient({ baseUrl: url, token: 'wrong-token-that-somebody-pasted' }, 'OIN')
      expect((await wrong.testConnector()).status).toBe(401)
      wrong.close()
      await expect(first.getByRole('alert')).toContainText(/Okta was refused: 401.*The bearer token is not one of this sandbox/)
      await expect(first).toContainText('Waiting for the first request')
      await expect(page.locator('body')).not.toContainText('wrong-token')
      await (await admin.openRequest('status:401', 1)).getByRole('tab', { name: 'Request' }).click()
      await expect(page.getByRole('row', { name: /authorization Bearer \(not recorded\)/i })).toBeVisible()
      await expect(page.locator('body')).not.toContainText('wrong-token')
      await chip.click()
    })

    const okta = createOktaClient({ baseUrl: url, token: host.token! }, 'OIN')
    await test.step('The first request turns it green, with user agent and time', async () => {
      expect((await okta.testConnector()).status).toBe(200)
      await expect(first.getByRole('status')).toContainText(/Okta is connected.*First at .*\d\d:\d\d:\d\d from Okta SCIM Client 1\.0\.0, by the public URL/)
      await expect(first.getByRole('alert')).toHaveCount(0)
      await expect(page.getByTestId('app-kind')).toContainText('not known yet')
    })

    await test.step('The kind of application from its verbs, and the size of its PATCH', async () => {
      const jane = await okta.assign({ userName: 'jane@acme.test', givenName: 'Jane', familyName: 'Doe' })
      expect(jane.headers.location).toBe(`${url}/Users/${jane.body.id}`)
      await okta.pushGroup('eng-team', [{ value: jane.body.id, display: 'jane@acme.test' }])
      await expect(page.getByTestId('app-kind')).toContainText('Catalogue application (OIN)')
      await expect(page.getByTestId('app-kind')).toContainText('PATCH of a group 2 times')
      const rate = page.getByRole('region', { name: '5. Rate' })
      await expect(rate.getByRole('definition').nth(3)).toHaveText('2')
      await expect(rate.getByRole('definition').nth(5)).toHaveText('1')
    })

    await test.step('Only the SCIM path answers', async () => {
      const { origin } = new URL(url)
      for (const path of ['/', '/api/console/sandboxes', '/api/console/live', '/assets/index.js']) {
        expect((await send(origin + path, 'GET', [['Authorization', `Bearer ${host.token}`]])).status, path).toBe(404)
      }
    })

    await test.step('The server restarts and gives another port: the old URL struck through, until it is updated', async () => {
      await sshd.stop()
      await expect(chip).toHaveText('Tunnel reconnecting')
      await sshd.start()
      const banner = page.getByRole('alert').filter({ hasText: 'URL changed, update it in Okta' })
      await expect(banner).toBeVisible({ timeout: 30_000 })
      await expect(chip).toHaveText('Tunnel URL changed')
      await expect(banner.locator('del')).toHaveText(new URL(url).origin)
      expect(await publicUrl()).not.toBe(url)
      await banner.getByRole('button', { name: 'I updated it in Okta' }).click()
      await expect(banner).toHaveCount(0)
      await expect(chip).toHaveText('Tunnel up')
      const again = createOktaClient({ baseUrl: await publicUrl(), token: host.token! }, 'OIN')
      expect((await again.testConnector()).status).toBe(200)
      again.close()
    })

    await test.step('Stopped: nothing answers there any more', async () => {
      const last = await publicUrl()
      await page.getByRole('button', { name: 'Stop the tunnel' }).click()
      await expect(chip).toHaveCount(0)
      await expect(send(`${last}/Users`, 'GET', [])).rejects.toThrow()
    })
    okta.close()
  } finally {
    await sshd.close()
  }
})
