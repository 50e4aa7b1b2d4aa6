import { PATCH_OP } from '../../src-shared/scim/urns.ts'
import { crowd } from '../support/crowd.ts'
import { createOktaClient } from '../support/okta-client.ts'
import { expect, test } from './browser.ts'

const people = 10_000

test('a push of 10,000 members into an approved mapping shows in the header how far it is', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  const ids = await crowd(okta.call, people)
  await host.call('POST', `/sandboxes/${host.sandbox}/rules`, { type: 'Match All', kind: 'team', autoApprove: true })
  await okta.pushGroup('all-hands', [])
  const { items } = await host.call<{ items: { groupId: string }[] }>('GET', `/sandboxes/${host.sandbox}/mapped-groups?status=Auto-Approved`)

  // On a fast machine the write may be over before a bar is worth showing: the page hears of the end only when it has shown one.
  const seen = Promise.withResolvers<void>()
  let running = false
  await page.route(/\/progress$/, async (route) => {
    const response = await route.fetch()
    const progress: unknown = await response.json()
    if (progress === null && running) await seen.promise
    running ||= progress !== null
    await route.fulfill({ response })
  })
  await page.goto(await host.signInUrl())
  await page.getByRole('link', { name: 'Provisioning' }).click()
  const row = page.getByRole('row', { name: 'all-hands' })
  await expect(row).toContainText('Auto-Approved')

  const push = okta.call('PATCH', `/Groups/${items[0]!.groupId}?excludedAttributes=members`, {
    schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }],
  })
  const bar = page.getByRole('progressbar', { name: /^PATCH \/Groups/ })
  await expect(bar).toBeVisible()
  await expect(bar).toHaveText(/ · [\d,]+ of 10,000$/)
  seen.resolve()
  await expect(bar).toHaveCount(0)
  expect((await push).status).toBe(200)
  okta.close()
  await expect(row).toContainText('10,000')
})
