import { expect, test } from './browser.ts'
import { consoleOf } from './console.ts'

test('J1 First run, offline', async ({ page, start }) => {
  test.slow()
  const begun = performance.now()
  const host = await start()
  const admin = consoleOf(page)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') elsewhere.push(request.url())
  })
  await page.goto(await host.signInUrl())

  await test.step('Home: Base URL, masked token, copy buttons, three choices', async () => {
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    await expect(page.getByText(host.scimUrl)).toBeVisible()
    console.log(`start to Home: ${Math.round(performance.now() - begun)} ms`)
    await expect(page.getByRole('button', { name: 'Copy Base URL' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Copy token' })).toBeVisible()
    await expect(page.locator('body')).not.toContainText(host.token!)
    const next = page.getByRole('region', { name: 'Next' })
    await expect(next.getByRole('listitem')).toContainText(['Try with simulated Okta', 'Connect real Okta', 'Load sample company'])
  })

  await test.step('Test Connector Configuration: exactly one request, 200, green tick', async () => {
    await page.getByRole('link', { name: 'Try with simulated Okta' }).click()
    await page.getByRole('button', { name: /^Do it for me: Copy SCIM Base URL/ }).click()
    await admin.openApp('Provisioning', 'Integration')
    await page.getByRole('button', { name: 'Test Connector Configuration' }).click()
    await expect(page.getByText('TestMu AI was verified successfully!')).toBeVisible()
    const sent = await admin.requests()
    await expect(sent).toHaveCount(1)
    await expect(sent).toContainText(/GET.*\/Users\?startIndex=1&count=2.*200 OK/)
  })

  await test.step('Save repeats the test', async () => {
    await admin.openApp('Provisioning', 'Integration')
    for (const name of ['Push New Users', 'Push Profile Updates', 'Push Groups']) await page.getByRole('checkbox', { name }).check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('TestMu AI was verified successfully!')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
    await expect(await admin.requests()).toHaveCount(2)
  })

  await test.step('Assign Jane: looked up, then created; role User, and why', async () => {
    await admin.openApp('Provisioning', 'To App')
    for (const name of ['Create Users', 'Update User Attributes', 'Deactivate Users']) {
      await page.getByRole('switch', { name }).click()
      await expect(page.getByRole('switch', { name })).toBeChecked()
    }
    await admin.addPerson('Jane')
    await admin.assign(['Jane'])
    await expect(admin.row('Assigned people', 'jane@acme.test')).toContainText('Provisioned')
    const sent = await admin.requests()
    await expect(sent).toHaveCount(4)
    await expect(sent).toContainText([
      /POST.*\/Users.*201 Created.*\+1 user$/, /GET.*\/Users\?filter=userName.*200 OK/, /GET.*\/Users\?startIndex=1&count=2/, /GET.*\/Users\?startIndex=1&count=2/,
    ])
    await sent.nth(1).getByRole('link').click()
    await expect(admin.detail(/^Request \d+/)).toContainText('userName eq "jane@acme.test": found nothing')
    await admin.goTo('Users')
    await expect(admin.row('Users', 'jane@acme.test')).toContainText('User')
    const jane = await admin.openUser('Jane', 'Role: why')
    await expect(jane.getByRole('listitem').filter({ hasText: 'effective' })).toContainText(/Default.*no role was sent/)
  })

  await test.step('Open the POST: sentence, diff, body, response', async () => {
    const post = await admin.openRequest('method:POST', 1)
    await expect(post).toContainText('Okta looked for jane@acme.test, found nobody, created user')
    await expect(post.getByRole('region', { name: 'User jane@acme.test' }).getByRole('listitem')).not.toHaveCount(0)
    await post.getByRole('tab', { name: 'Request' }).click()
    await expect(post).toContainText('"familyName": "Doe"')
    await expect(page.locator('body')).not.toContainText(host.token!)
    await post.getByRole('tab', { name: 'Response' }).click()
    await expect(post).toContainText('"lastModified"')
  })

  await test.step('Restart: all still there', async () => {
    expect(await host.stop()).toBe(0)
    const again = await start()
    await page.goto(await again.signInUrl())
    await admin.openUser('Jane')
    await expect(await admin.requests()).toHaveCount(4)
    await admin.openApp('Assignments')
    await expect(admin.row('Assigned people', 'jane@acme.test')).toContainText('Provisioned')
    expect(again.token).toBe(host.token)
    await admin.openApp('Provisioning', 'Integration')
    await page.getByRole('button', { name: 'Test Connector Configuration' }).click()
    await expect(page.getByText('TestMu AI was verified successfully!')).toBeVisible()
  })
  expect(elsewhere).toEqual([])
})
