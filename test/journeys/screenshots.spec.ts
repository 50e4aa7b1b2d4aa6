import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { details, expect, pages, settled, test, withFaults, withManyGroups, withTraffic, withTunnel } from './browser.ts'
import { oktaPages, withOkta } from './okta-pages.ts'

// The pictures in docs are taken anew on request only: SCIMBOX_PICTURES=1 npx playwright test screenshots
const folder = join(import.meta.dirname, process.env.SCIMBOX_PICTURES ? '../../docs/screenshots' : '../../test-results/screenshots')

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures of every page, ${colorScheme}`, async ({ page, start }) => {
    test.slow()
    mkdirSync(folder, { recursive: true })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const host = await start()
    const { bobId, groupId } = await withTraffic(host)
    await withFaults(host)
    await page.goto(await host.signInUrl())
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    const { items } = await host.call<{ items: { id: number }[] }>('GET', `/sandboxes/${host.sandbox}/requests?filter=method:PUT&limit=1`)
    const open = { ...pages, ...await details(host), user: `users/${bobId}`, group: `groups/${groupId}`, request: `requests/${items[0]!.id}` }
    for (const [name, path] of Object.entries(open)) {
      await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
      await settled(page)
      await expect(page.locator('body')).not.toContainText(host.token!)
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
    }
    for (const [name, path] of Object.entries(oktaPages(await withOkta(host)))) {
      await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
      await settled(page)
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
    }
    await withTunnel(host)
    await page.goto(`${host.consoleUrl}${host.sandbox}/connect`)
    await expect(page.getByText('Okta is connected')).toBeVisible()
    await page.screenshot({ path: join(folder, `connect-up-${colorScheme}.png`), animations: 'disabled' })
    await withManyGroups(host, 500)
    await page.goto(`${host.consoleUrl}${host.sandbox}/provisioning/flow`)
    await expect(page.getByRole('button', { name: /^Show .* more of/ }).first()).toBeVisible()
    await page.screenshot({ path: join(folder, `flow-many-${colorScheme}.png`), animations: 'disabled' })
  })
}
