import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, pages, test, withTraffic } from './browser.ts'
import { overlays, withEverything } from './overlays.ts'

const schemes = ['light', 'dark'] as const

/** Serious findings of axe in what the page shows now, or in the part of it that a selector names. */
async function seriousFindings(page: Page, part = 'html'): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}

async function isShown(page: Page): Promise<void> {
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect(page.getByRole('status', { name: /loading/i })).toHaveCount(0)
}

for (const colorScheme of schemes) {
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
      await isShown(page)
      expect.soft(await seriousFindings(page), name).toEqual([])
    }
  })

  test(`no serious axe finding in any dialog or menu, ${colorScheme}`, async ({ page, start }) => {
    test.slow()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const host = await start()
    const known = await withEverything(host)
    await page.goto(await host.signInUrl())
    await isShown(page)
    for (const { name, path, role, open } of overlays(known)) {
      await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
      await isShown(page)
      await open(page)
      await expect(page.getByRole(role).first(), name).toBeVisible()
      expect.soft(await seriousFindings(page, `[role="${role}"]`), name).toEqual([])
    }
  })

  test(`no serious axe finding on the sign-in page, ${colorScheme}`, async ({ page, start }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const host = await start()
    await page.goto(host.consoleUrl)
    await expect(page.getByRole('heading', { name: 'Sign in to Scimbox' })).toBeVisible()
    expect.soft(await seriousFindings(page)).toEqual([])
    await page.getByLabel('Console token', { exact: true }).fill('not the token')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('That is not the console token of this run.')).toBeVisible()
    expect.soft(await seriousFindings(page), 'refused').toEqual([])
  })
}
