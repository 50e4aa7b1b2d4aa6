import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { Bridge } from '../../src-shared/desktop/bridge.ts'
import type { AutomationState, MenuCommand, SavedFile } from '../../src-shared/desktop/messages.ts'
import { expect, settled, test } from './browser.ts'

/** What the page said over the bridge, and how the test answers. */
interface Said {
  menu: MenuCommand[]
  revealed: number[]
  choose(id: string): void
  saved(file: SavedFile): void
}
type Desktop = Window & { scimbox?: Bridge; said: Said }

/** Puts a bridge into the page before its scripts, as the preload of the desktop does. */
function withBridge(page: Page) {
  return page.addInitScript(() => {
    const listeners = { run: (_id: string) => undefined as void, saved: (_file: SavedFile) => undefined as void }
    const said: Said = { menu: [], revealed: [], choose: (id) => listeners.run(id), saved: (file) => listeners.saved(file) }
    let state: AutomationState = { on: false, kept: false, url: null, dataDir: '/home/jane/Scimbox', problem: null }
    const scimbox: Bridge = {
      showCommands: (commands) => void (said.menu = commands),
      onCommand: (run) => { listeners.run = run; return () => undefined },
      onSaved: (hear) => { listeners.saved = hear; return () => undefined },
      reveal: async (id) => void said.revealed.push(id),
      automation: async () => state,
      setAutomation: async ({ on, kept }) => (state = { ...state, on, kept: on && kept, url: on ? 'http://127.0.0.1:50123/' : null }),
    }
    Object.assign(window, { scimbox, said })
  })
}
const menuOf = (page: Page) => page.evaluate(() => (window as unknown as Desktop).said.menu)
const choose = (page: Page, id: string) => page.evaluate((id) => (window as unknown as Desktop).said.choose(id), id)

async function expectNoFinding(page: Page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

test('the native menu has the commands of the page, and runs the same objects', async ({ page, start }) => {
  const host = await start()
  await withBridge(page)
  await page.goto(await host.signInUrl())
  await settled(page)
  const find = async (id: string) => (await menuOf(page)).find((command) => command.id === id)
  await expect.poll(() => find('go.requests')).toEqual({ id: 'go.requests', label: 'Requests', keys: 'g r', group: 'Go to', enabled: true })
  await choose(page, 'compose')
  await expect(page.getByRole('region', { name: /request/i }).first()).toBeVisible()
  await expect.poll(() => find('requests.pause')).toMatchObject({ enabled: true })
  await choose(page, 'go.users')
  await expect(page.getByRole('heading', { name: 'Users', exact: true })).toBeVisible()
  await expect.poll(() => find('requests.pause')).toMatchObject({ enabled: false })
  await choose(page, 'palette')
  await expect(page.getByRole('dialog', { name: 'Search and commands' })).toBeVisible()
})

test('a saved export is shown in its folder; one that broke off says what to do', async ({ page, start }) => {
  const host = await start()
  await withBridge(page)
  await page.goto(await host.signInUrl())
  await expect.poll(() => menuOf(page)).not.toEqual([])
  await choose(page, 'go.transfer')
  await expect(page.getByRole('heading', { name: 'Export', exact: true })).toBeVisible()
  const tell = (file: SavedFile) => page.evaluate((file) => (window as unknown as Desktop).said.saved(file), file)
  await tell({ id: 4, name: 'default.scimbox.json', problem: null })
  await expect(page.getByRole('status').filter({ hasText: 'default.scimbox.json is saved' })).toBeVisible()
  await expectNoFinding(page)
  await page.getByRole('button', { name: 'Show in folder' }).click()
  expect(await page.evaluate(() => (window as unknown as Desktop).said.revealed)).toEqual([4])
  await tell({ id: 5, name: 'default.sql', problem: 'The download ended before it was whole.' })
  await expect(page.getByRole('alert')).toContainText('default.sql was not saved')
})

test('scripts are answered when that is turned on in Settings', async ({ page, start }) => {
  const host = await start()
  await withBridge(page)
  await page.goto(await host.signInUrl())
  await expect.poll(() => menuOf(page)).not.toEqual([])
  await choose(page, 'go.settings')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Automation' }).click()
  const [on, kept] = [page.getByRole('switch', { name: /Answer scripts/ }), page.getByRole('switch', { name: /Also after/ })]
  await expect(on).not.toBeChecked()
  await expect(kept).toBeDisabled()
  await on.click()
  await expect(page.getByText('http://127.0.0.1:50123/')).toBeVisible()
  await expect(page.getByText('scimbox clock --data-dir /home/jane/Scimbox')).toBeVisible()
  await kept.click()
  await expect(kept).toBeChecked()
  await expectNoFinding(page)
  await on.click()
  await expect(kept).not.toBeChecked()
})

test('without a keyring Home and Settings say how the token is kept', async ({ page, start }) => {
  const host = await start()
  const tokenWarning = 'There is no keyring, so the copies are protected by their file only.'
  await page.route('**/connection', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...await response.json(), tokenWarning } })
  })
  await page.goto(await host.signInUrl())
  await expect(page.getByText(tokenWarning)).toBeVisible()
  await expectNoFinding(page)
  await page.goto(`${host.consoleUrl}${host.sandbox}/settings/tokens`)
  await expect(page.getByText(tokenWarning)).toBeVisible()
})

test('in a browser nothing of the desktop is there', async ({ page, start }) => {
  const host = await start()
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await expect(page.getByText('How the token is kept')).toHaveCount(0)
  await page.goto(`${host.consoleUrl}${host.sandbox}/settings/automation`)
  await expect(page.getByRole('navigation', { name: 'Settings' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Automation' })).toHaveCount(0)
})
