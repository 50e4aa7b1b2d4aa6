import { createOktaClient } from '../support/okta-client.ts'
import { expect, test } from './browser.ts'

test('“Received, ignored” shows everything, a page at a time', async ({ page, start }) => {
  const host = await start()
  // The password that Okta sends too is not among them.
  const unknown = Object.fromEntries(Array.from({ length: 115 }, (_, index) => [`unknown${index}`, index]))
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  for (const name of ['jane', 'bob']) {
    const { status } = await okta.assign({ userName: `${name}@acme.test`, givenName: name, familyName: 'Doe', mapped: unknown })
    expect(status).toBe(201)
  }
  okta.close()

  await page.goto(await host.signInUrl())
  await page.getByRole('link', { name: /^Attributes/ }).click()
  await page.getByRole('tab', { name: 'Received, ignored' }).click()
  const rows = page.getByRole('tabpanel').getByRole('listitem')
  await expect(rows).toHaveCount(200)
  await expect(page.getByText('The newest 200 of 230 values.')).toBeVisible()
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(rows).toHaveCount(230)
  await expect(page.getByText('unknown114', { exact: true })).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0)
})
