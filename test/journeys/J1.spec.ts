import { createOktaClient } from '../support/okta-client.ts'
import { expect, test } from './browser.ts'

test('J1 First run, offline', async ({ page, start }) => {
  const host = await start()
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') elsewhere.push(request.url())
  })
  await page.goto(await host.signInUrl())

  await test.step('Home: Base URL, masked token, copy buttons', async () => {
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    await expect(page.getByText(host.scimUrl)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Copy Base URL' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Copy token' })).toBeVisible()
    await expect(page.locator('body')).not.toContainText(host.token!)
    await expect(page.getByRole('button', { name: /Load sample company/ })).toBeVisible()
  })

  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'AIW')
  await test.step('Test Connector Configuration: exactly one request, seen without a reload', async () => {
    await page.getByRole('link', { name: /^Requests/ }).click()
    await expect(page.getByText('No requests yet')).toBeVisible()
    expect((await okta.testConnector()).status).toBe(200)
    await expect(page.getByText('/Users?startIndex=1&count=2')).toHaveCount(1)
    await expect(page.getByText('No requests yet')).toHaveCount(0)
  })

  await test.step('Assign Jane: she arrives on the open page', async () => {
    await page.getByRole('link', { name: /^Users/ }).click()
    await expect(page.getByText('No users yet')).toBeVisible()
    expect((await okta.assign({ userName: 'jane@acme.test', givenName: 'Jane', familyName: 'Doe' })).status).toBe(201)
    await page.getByText('jane@acme.test').first().click()
    await page.getByRole('tab', { name: /Role/ }).click()
    await expect(page.getByText(/no role was sent/i).first()).toBeVisible()
  })

  await test.step('Open the POST: sentence, diff, body, response', async () => {
    await page.getByRole('link', { name: /^Requests/ }).click()
    await page.getByText('/Users', { exact: true }).first().click()
    await expect(page.getByText(/jane@acme\.test.*created/i).first()).toBeVisible()
    await expect(page.getByText('+1 user').first()).toBeVisible()
    await page.getByRole('tab', { name: 'Request' }).click()
    await expect(page.getByText('"familyName"').first()).toBeVisible()
    await expect(page.locator('body')).not.toContainText(host.token!)
    await page.getByRole('tab', { name: 'Response' }).click()
    await expect(page.getByText('"lastModified"').first()).toBeVisible()
  })

  await test.step('Restart: all still there', async () => {
    okta.close()
    expect(await host.stop()).toBe(0)
    const again = await start()
    await page.goto(await again.signInUrl())
    await page.getByRole('link', { name: /^Users/ }).click()
    await expect(page.getByText('jane@acme.test').first()).toBeVisible()
    await page.getByRole('link', { name: /^Requests/ }).click()
    await expect(page.getByText('/Users?startIndex=1&count=2')).toBeVisible()
    expect(again.token).toBe(host.token)
  })
  expect(elsewhere).toEqual([])
})
