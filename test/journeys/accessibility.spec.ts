import { AxeBuilder } from '@axe-core/playwright'
import { expect, pages, test, withTraffic } from './browser.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no serious axe finding on any page, ${colorScheme}`, async ({ page, start }) => {
    test.slow()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const host = await start()
    const { bobId, groupId } = await withTraffic(host)
    await page.goto(await host.signInUrl())
    await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
    const open = { ...pages, user: `users/${bobId}`, group: `groups/${groupId}` }
    for (const [name, path] of Object.entries(open)) {
      await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expect(page.getByRole('status', { name: /loading/i })).toHaveCount(0)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      const told = serious.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
      expect.soft(told, name).toEqual([])
    }
  })
}
