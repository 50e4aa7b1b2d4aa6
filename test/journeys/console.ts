import type { Locator, Page } from '@playwright/test'
import { expect } from './browser.ts'

/** The label of the application that the set-up guide makes. */
const label = 'TestMu AI'

type Tab = 'Provisioning' | 'Profile Editor' | 'Assignments' | 'Push Groups' | 'Import' | 'Drift' | 'Tasks'

/** What an admin does and sees in the console, by what stands on its pages. People go by first name. */
export function consoleOf(page: Page) {
  const pages = page.getByRole('navigation', { name: 'Pages' })
  const dialog = page.getByRole('dialog')
  const detail = (name: string | RegExp) => page.getByRole('region', { name })

  async function goTo(name: string, view?: string | RegExp) {
    await pages.getByRole('link', { name }).click()
    if (view !== undefined) await page.getByRole('tablist').first().getByRole('tab', { name: view }).click()
  }

  async function openSettings(part: 'Behaviour profile' | 'Organization' | 'Clock') {
    await goTo('Settings')
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: part }).click()
  }

  async function openApp(tab: Tab, part?: string) {
    await goTo('Okta (simulated)', 'Applications')
    await page.getByRole('list', { name: 'Applications' }).getByRole('link', { name: label }).click()
    await page.getByRole('tablist', { name: `${label}: views` }).getByRole('tab', { name: tab }).click()
    if (part !== undefined) await page.getByRole('tab', { name: part }).click()
  }

  /** The row of a table in which this stands. */
  const row = (table: string, text: string | RegExp) => page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text })

  /** Confirms the open dialog and waits until it has closed. */
  async function confirm(button: string | RegExp) {
    await dialog.getByRole('button', { name: button }).click()
    await expect(dialog).toHaveCount(0)
  }

  async function pick(...texts: string[]) {
    for (const text of texts) {
      await dialog.getByRole('searchbox').fill(text)
      await dialog.getByRole('checkbox', { name: text }).or(dialog.getByRole('radio', { name: text })).check()
    }
  }

  return {
    dialog, detail, goTo, openSettings, openApp, row, confirm, pick,

    /** Steps of the set-up guide that Scimbox does. */
    async guide(...steps: RegExp[]) {
      await goTo('Okta (simulated)', 'Applications')
      const list = page.getByRole('region', { name: 'Set-up guide' }).getByRole('listitem')
      for (const step of steps) {
        const item = list.filter({ has: page.getByRole('heading', { name: step }) })
        await item.getByRole('button', { name: /^Do it for me/ }).click()
        await expect(item.getByRole('heading')).toContainText('done')
      }
    },

    /** An application of the catalogue: it changes users and groups with PATCH. */
    async createCatalogueApp() {
      await goTo('Okta (simulated)', 'Applications')
      await page.getByRole('button', { name: 'Create app integration' }).click()
      await dialog.getByRole('radio', { name: /^From the catalogue/ }).check()
      await confirm('Create')
      await expect(page.getByRole('heading', { name: label })).toBeVisible()
    },

    /** Adds `<name>@acme.test`, called `<Name> Doe`. */
    async addPerson(name: string) {
      await goTo('Okta (simulated)', 'People')
      await page.getByRole('button', { name: 'Add person' }).click()
      await dialog.getByRole('textbox', { name: 'First name' }).fill(name)
      await dialog.getByRole('textbox', { name: 'Last name' }).fill('Doe')
      await dialog.getByRole('textbox', { name: 'Username' }).fill(loginOf(name))
      await confirm('Save')
      await expect(detail(`Person ${loginOf(name)}`)).toBeVisible()
    },

    async openPerson(name: string): Promise<Locator> {
      await goTo('Okta (simulated)', 'People')
      await row('People', loginOf(name)).getByRole('link').click()
      return detail(`Person ${loginOf(name)}`)
    },

    /** Assigns people of the directory, with values of the assignment. */
    async assign(names: string[], values: Record<string, string> = {}) {
      await openApp('Assignments')
      await page.getByRole('button', { name: 'Assign', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Assign to People' }).click()
      await pick(...names.map(loginOf))
      for (const [name, value] of Object.entries(values)) await dialog.getByRole('textbox', { name }).fill(value)
      await confirm(/^Assign \d/)
    },

    async openAssignment(name: string): Promise<Locator> {
      await openApp('Assignments')
      await row('Assigned people', loginOf(name)).getByRole('link').click()
      return detail(`Assignment of ${loginOf(name)}`)
    },

    /** Faults › an example, saved as it stands. */
    async addExampleFault(title: string) {
      await goTo('Faults')
      await page.getByRole('button', { name: title }).click()
      await confirm('Save')
    },

    async removeAllFaults() {
      await goTo('Faults')
      await page.getByRole('button', { name: 'Remove all' }).click()
      await confirm('Remove all')
      await expect(page.getByText('No fault rules')).toBeVisible()
    },

    async switchPreset(name: string, on: boolean) {
      await goTo('Faults')
      await page.getByRole('switch', { name }).click()
      await expect(page.getByRole('switch', { name })).toBeChecked({ checked: on })
    },

    /** Tasks › Retry selected. */
    async retry(task: string) {
      await openApp('Tasks')
      await page.getByRole('checkbox', { name: `Choose ${task}` }).check()
      await page.getByRole('button', { name: 'Retry selected' }).click()
    },

    /** Push Groups › Find groups by name. */
    async pushByName(group: string) {
      await openApp('Push Groups')
      await page.getByRole('button', { name: 'Push Groups' }).click()
      await page.getByRole('menuitem', { name: 'Find groups by name' }).click()
      await pick(group)
      await confirm('Save 1 group')
    },

    async openPush(group: string, tab: 'Status' | 'Readiness'): Promise<Locator> {
      await openApp('Push Groups')
      await row('Pushed groups', group).getByRole('link').click()
      const pushed = detail(`Pushed group ${group}`)
      await pushed.getByRole('tab', { name: tab }).click()
      return pushed
    },

    /** Opens the newest request that fits a filter, once there are so many. */
    async openRequest(filter: string, count: number): Promise<Locator> {
      const found = await this.requests(filter)
      await expect(found).toHaveCount(count)
      await found.first().getByRole('link').click()
      return detail(/^Request \d+/)
    },

    /** The requests that fit a filter, newest first. */
    async requests(filter = ''): Promise<Locator> {
      await goTo('Requests')
      await expect(page).toHaveURL(/\/requests$/)
      if (filter !== '') {
        const box = page.getByRole('combobox', { name: 'Filter requests' })
        await box.fill(filter)
        await box.blur()
        await expect(page).toHaveURL((url) => url.searchParams.get('filter') === filter)
      }
      return page.getByRole('table', { name: 'Requests' }).getByRole('row').filter({ has: page.getByRole('link') })
    },

    /** The members of a group as it arrived. */
    async openGroup(name: string): Promise<Locator> {
      await goTo('Groups')
      await row('Groups', name).getByRole('link').click()
      return detail(`Group ${name}`)
    },

    async openUser(name: string, tab?: string | RegExp): Promise<Locator> {
      await goTo('Users')
      await row('Users', loginOf(name)).getByRole('link').click()
      const user = detail(`User ${loginOf(name)}`)
      if (tab !== undefined) await user.getByRole('tab', { name: tab }).click()
      return user
    },
  }
}
export type Console = ReturnType<typeof consoleOf>

export function loginOf(name: string): string {
  return `${name.toLowerCase()}@acme.test`
}
