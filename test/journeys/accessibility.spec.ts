import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { details, expect, pages, settled, test, withFaults, withTraffic, withTunnel } from './browser.ts'
import { oktaOverlays, oktaPages, withOkta } from './okta-pages.ts'
import { overlays, withEverything } from './overlays.ts'

/** Serious findings of axe in what the page shows now, or in the part of it that a selector names. */
async function seriousFindings(page: Page, part: string, rules: string[]): Promise<string[]> {
  // Without frames there is nothing to put together in a page of its own, which costs most of the time.
  const axe = new AxeBuilder({ page }).include(part).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))
}

/** Waits until the page has changed its colours. */
async function showIn(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.waitForFunction((wanted) => (
    document.documentElement.getAttribute('data-mantine-color-scheme') === wanted
    && document.getAnimations().every(({ playState }) => playState !== 'running')
  ), colorScheme)
}

/** All of axe in the light theme; the dark one differs in its colours only. */
async function expectNoFinding(page: Page, name: string, part = 'html'): Promise<void> {
  await showIn(page, 'light')
  expect.soft(await seriousFindings(page, part, []), name).toEqual([])
  await showIn(page, 'dark')
  expect.soft(await seriousFindings(page, part, ['color-contrast', 'link-in-text-block']), `${name}, dark`).toEqual([])
}

test('no serious axe finding on any page, light and dark', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const { bobId, groupId } = await withTraffic(host)
  await withFaults(host)
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  const open = { ...pages, ...await details(host), user: `users/${bobId}`, group: `groups/${groupId}` }
  for (const [name, path] of Object.entries(open)) {
    await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
    await settled(page)
    await expectNoFinding(page, name)
  }
  await withTunnel(host)
  await page.goto(`${host.consoleUrl}${host.sandbox}/connect`)
  await expect(page.getByText('Okta is connected')).toBeVisible()
  await expectNoFinding(page, 'connect, tunnel up')
})

test('no serious axe finding in any dialog or menu, light and dark', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const known = await withEverything(host)
  await page.goto(await host.signInUrl())
  await settled(page)
  for (const { name, path, role, open } of overlays(known)) {
    await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
    await settled(page)
    await open(page)
    await expect(page.getByRole(role).first(), name).toBeVisible()
    await expectNoFinding(page, name, `[role="${role}"]`)
  }
})

for (const part of ['directory', 'application'] as const) {
  test(`no serious axe finding on the pages of the simulated Okta, ${part}, light and dark`, async ({ page, start }) => {
    test.slow()
    const host = await start()
    const known = await withOkta(host)
    await page.goto(await host.signInUrl())
    await settled(page)
    const isOfApp = (path: string) => path.startsWith(known.app)
    for (const [name, path] of Object.entries(oktaPages(known)).filter(([, path]) => isOfApp(path) === (part === 'application'))) {
      await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
      await settled(page)
      await expectNoFinding(page, name)
    }
  })
}

test('no serious axe finding in the dialogs and menus of the simulated Okta, light and dark', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const known = await withOkta(host)
  await page.goto(await host.signInUrl())
  await settled(page)
  for (const { name, path, role, open } of oktaOverlays(known)) {
    await page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)
    await settled(page)
    await open(page)
    await expect(page.getByRole(role).first(), name).toBeVisible()
    await expectNoFinding(page, name, `[role="${role}"]`)
  }
})

test('no serious axe finding in the dialogs of provisioning, light and dark', async ({ page, start }) => {
  test.slow()
  const host = await start()
  await withTraffic(host)
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  const at = (path: string) => page.goto(`${host.consoleUrl}${host.sandbox}/${path}`)

  await at('provisioning/rules')
  await page.getByRole('button', { name: 'Add Mapping Rule' }).click()
  await page.getByRole('textbox', { name: 'Pattern' }).fill('eng')
  await page.getByRole('textbox', { name: 'Try it on names' }).fill('eng-a\nqa-b')
  await expect(page.getByText('does not match')).toBeVisible()
  await expectNoFinding(page, 'rule')
  await page.getByRole('combobox', { name: 'Rule type' }).selectOption('Regex')
  await page.getByRole('textbox', { name: 'Pattern' }).fill('eng-[')
  await expect(page.getByText(/at position/)).toBeVisible()
  await expectNoFinding(page, 'pattern problem')

  await at('provisioning/groups')
  await page.getByRole('link', { name: 'it-operations' }).click()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await page.getByRole('button', { name: 'Preview effect' }).click()
  await expect(page.getByText(/Would cause/)).toBeVisible()
  await expectNoFinding(page, 'approve')

  await at('provisioning/flow')
  await page.getByRole('button', { name: 'Focus on a user' }).click()
  await expect(page.getByRole('radio').first()).toBeVisible()
  await expectNoFinding(page, 'focus')
})

test('no serious axe finding on the sign-in page, light and dark', async ({ page, start }) => {
  const host = await start()
  await page.goto(host.consoleUrl)
  await expect(page.getByRole('heading', { name: 'Sign in to Scimbox' })).toBeVisible()
  await expectNoFinding(page, 'sign-in')
  await page.getByLabel('Console token', { exact: true }).fill('not the token')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('That is not the console token of this run.')).toBeVisible()
  await expectNoFinding(page, 'refused')
})

test('the flow picture is walked, opened and left by keyboard', async ({ page, start }) => {
  const host = await start()
  await withTraffic(host)
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.getByRole('tab', { name: 'SCIM Groups' }).focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('tab', { name: 'Flow' })).toHaveAttribute('aria-selected', 'true')
  const first = page.getByRole('link', { name: 'SCIM group dev-pool' })
  await page.getByRole('group', { name: /Flow picture/ }).focus()
  await page.keyboard.press('Tab')
  await expect(first).toBeFocused()
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('Tab')
  const last = page.getByRole('link', { name: 'SCIM group leadership' })
  await last.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Mappings of leadership' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Mappings of leadership' })).toHaveCount(0)
})
