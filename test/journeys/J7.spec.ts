import type { Page } from '@playwright/test'
import { createOktaClient } from '../support/okta-client.ts'
import { expect, test } from './browser.ts'

test('J7 Exclusive conflict', async ({ page, start }) => {
  const host = await start()
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  const assign = async (givenName: string) => {
    const { body } = await okta.assign({ userName: `${givenName.toLowerCase()}@acme.test`, givenName, familyName: 'Doe' })
    return { value: body.id, display: body.userName }
  }
  const push = async (name: string, members: typeof mia[] = []) => {
    await okta.pushGroup(name, members)
    return (await okta.call('GET', `/Groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}`)).body.Resources[0]!.id
  }
  const mia = await assign('Mia')
  const bob = await assign('Bob')
  const provisioning = page.getByRole('link', { name: 'Provisioning' })
  const badge = (text: string) => expect(provisioning).toHaveAccessibleDescription(text)
  const openTab = async (name: string | RegExp) => {
    await provisioning.click()
    await page.getByRole('tab', { name }).click()
  }
  const expectIn = async (id: string, name: string) => {
    await page.goto(`${host.consoleUrl}${host.sandbox}/users/${id}?tab=assignments`)
    await expect(page.getByRole('region', { name: 'Is in' }).getByRole('link', { name, exact: true })).toBeVisible()
  }
  await page.goto(await host.signInUrl())

  await test.step('A rule maps qa-pool and dev-pool to two concurrency groups', async () => {
    await openTab('Mapping Rules')
    await page.getByRole('button', { name: 'Add Mapping Rule' }).click()
    await page.getByRole('combobox', { name: 'Rule type' }).selectOption('Regex')
    await page.getByRole('textbox', { name: 'Pattern' }).fill('^(qa|dev)-pool$')
    await page.getByRole('combobox', { name: 'Target type' }).selectOption('Concurrency Group')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: '^(qa|dev)-pool$' })).toContainText('Auto Approve')
  })

  const qaPool = await push('qa-pool', [mia])
  const devPool = await push('dev-pool', [bob])
  await test.step('Mia joins dev-pool too: a card, Mia unchanged, badge 1', async () => {
    await okta.changeMembers(devPool, 'dev-pool', { add: [mia], all: [bob, mia] })
    await badge('1 open conflict')
    await openTab(/Conflicts/)
    await expect(page.getByRole('tab', { name: 'Conflicts (1)' })).toBeVisible()
    const card = page.getByRole('article', { name: 'Concurrency Group conflict of mia@acme.test' })
    await expect(card.getByRole('region', { name: 'Current' })).toContainText('qa-pool')
    await expect(card.getByRole('region', { name: 'Incoming' })).toContainText('dev-pool')
    await expectIn(mia.value, 'qa-pool')
  })

  await test.step('Use Incoming: what it would do, then moved and remembered', async () => {
    await openTab(/Conflicts/)
    const card = page.getByRole('article', { name: /conflict of mia/ })
    await card.getByRole('button', { name: 'What if…' }).click()
    await card.getByRole('button', { name: 'Preview effect of Use Incoming' }).click()
    await expect(card.getByText('mia@acme.test is in concurrency group dev-pool', { exact: false })).toBeVisible()
    await badge('1 open conflict')
    await card.getByRole('button', { name: 'Use Incoming', exact: true }).click()
    await expect(page.getByText('No open conflicts')).toBeVisible()
    await expectIn(mia.value, 'dev-pool')
  })

  await test.step('The same pair again: no new conflict', async () => {
    await okta.changeMembers(devPool, 'dev-pool', { remove: [mia.value], all: [bob] })
    await okta.changeMembers(devPool, 'dev-pool', { add: [mia], all: [bob, mia] })
    await openTab(/Conflicts/)
    await expect(page.getByText('No open conflicts')).toBeVisible()
    await page.goto(`${host.consoleUrl}${host.sandbox}/users/${mia.value}?tab=assignments`)
    await expect(page.getByText(/the pair was decided before/i)).toBeVisible()
  })

  await test.step('Delete dev-pool: resolved in favour of qa-pool', async () => {
    await okta.changeMembers(qaPool, 'qa-pool', { add: [bob], all: [mia, bob] })
    await openTab(/Conflicts/)
    const card = page.getByRole('article', { name: /conflict of bob/ })
    await expect(card.getByRole('region', { name: 'Current' })).toContainText('dev-pool')
    expect((await okta.call('DELETE', `/Groups/${devPool}`)).status).toBe(204)
    await expect(page.getByText('No open conflicts')).toBeVisible()
    await badge('')
    await expectIn(bob.value, 'qa-pool')
    await expectIn(mia.value, 'qa-pool')
  })

  await test.step('A third group to the same entity: refused, one group per entity', async () => {
    await push('night-shift', [bob])
    await openTab('SCIM Groups')
    await map(page, 'night-shift', 'Concurrency Group', /^qa-pool/)
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('alert')).toContainText('mapped from group qa-pool already: one group per entity')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('A group for a sub-organization: a cross-type conflict', async () => {
    await openTab('Entities')
    await page.getByRole('tab', { name: 'Sub-organizations' }).click()
    await page.getByRole('button', { name: 'New sub-organization' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('emea')
    await page.getByRole('button', { name: 'Create' }).click()
    await expect(page.getByRole('heading', { name: 'emea' })).toBeVisible()
    await push('emea-people', [mia])
    await openTab('SCIM Groups')
    await map(page, 'emea-people', 'Sub-Organization', /^emea/)
    await badge('1 open conflict')
    await openTab(/Conflicts/)
    const card = page.getByRole('article', { name: 'Cross-Type conflict of mia@acme.test' })
    await expect(card.getByRole('region', { name: 'Current' })).toContainText('qa-pool')
    await expect(card.getByRole('region', { name: 'Incoming' })).toContainText('emea')
  })
  okta.close()
})

/** What an admin does with a Pending group: target type, entity, Approve. */
async function map(page: Page, group: string, kind: string, entity: RegExp) {
  await page.getByRole('link', { name: group }).click()
  await page.getByRole('button', { name: 'Choose a target' }).click()
  await page.getByRole('combobox', { name: 'Target type' }).selectOption(kind)
  const choice = page.getByRole('combobox', { name: kind })
  const option = choice.locator('option').filter({ hasText: entity })
  await choice.selectOption({ label: (await option.textContent())! })
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
}
