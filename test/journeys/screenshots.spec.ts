import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, pages, test, withTraffic } from './browser.ts'

// The pictures in docs are taken anew on request only: SCIMBOX_PICTURES=1 npx playwright test screenshots
const folder = join(import.meta.dirname, process.env.SCIMBOX_PICTURES ? '../../docs/screenshots' : '../../test-results/screenshots')

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pictures of every page, ${colorScheme}`, async ({ page, start }) => {
    test.slow()
    mkdirSync(folder, { recursive: true })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const host = await start()
    const { bobId, groupId } = await withTraffic(host)
    await page.goto(await host.signInUrl())
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    const { items } = await host.call<{ items: { id: number }[] }>('GET', `/sandboxes/${host.sandbox}/requests?filter=method:PUT&limit=1`)
    const open = { ...pages, user: `users/${bobId}`, group: `groups/${groupId}`, request: `requests/${items[0]!.id}` }
    for (const [name, path] of Object.entries(open)) {
      await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await page.waitForLoadState('load')
      await expect(page.locator('body')).not.toContainText(host.token!)
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' })
    }
  })
}
