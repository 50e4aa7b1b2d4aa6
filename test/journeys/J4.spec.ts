import { CORE_USER, LAMBDATEST_USER } from '../../src-shared/scim/urns.ts'
import { expect, test } from './browser.ts'
import { consoleOf } from './console.ts'

test('J4 Duplicates and drift', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const admin = consoleOf(page)
  const answer = page.getByRole('region', { name: 'Answer' })
  await page.goto(await host.signInUrl())
  await admin.guide(/^Copy SCIM Base URL/, /^Integration/, /^Enable/)
  await admin.addPerson('Jane')
  await admin.assign(['Jane'])
  await expect(admin.row('Assigned people', 'jane@acme.test')).toContainText('Provisioned')

  await test.step('POST JANE@acme.test: 409 uniqueness, and the page names the record, the key and the case', async () => {
    await post('JANE@acme.test', '409 Conflict')
    await expect(answer).toContainText('"scimType": "uniqueness"')
    await answer.getByRole('button', { name: 'Open the exchange' }).click()
    const record = admin.detail(/^Request \d+/).getByText(/^Refused with 409/)
    await expect(record).toHaveText(/userName "JANE@acme\.test" is taken by user \d+ \(stored as "jane@acme\.test"; case does not count\)/)
  })

  await test.step('Switched to update existing: updated', async () => {
    await admin.openSettings('Behaviour profile')
    await page.getByRole('combobox', { name: 'POST of a userName that exists' }).selectOption('200, attributes updated')
    await expect(page.getByRole('button', { name: 'Reset POST of a userName that exists' })).toBeEnabled()
    await post('JANE@acme.test', '200 OK')
    await answer.getByRole('button', { name: 'Open the exchange' }).click()
    await expect(page.getByRole('region', { name: 'User jane@acme.test' })).toContainText(/OrganizationRole.*Guest/)
    await admin.goTo('Users')
    await expect(admin.row('Users', /@acme\.test/)).toHaveCount(1)
    await expect(admin.row('Users', 'jane@acme.test')).toContainText('Guest')
  })

  await test.step('An address known in another organization: 400', async () => {
    await admin.openSettings('Organization')
    await page.getByRole('textbox', { name: 'Address in another organization' }).fill('eve@other.test')
    await page.getByRole('button', { name: 'Add address' }).click()
    await expect(page.getByRole('button', { name: 'Remove eve@other.test' })).toBeVisible()
    await post('eve@other.test', '400 Bad Request')
    await expect(answer).toContainText('The user belongs to a different organization.')
  })

  await test.step('The next PUT to Jane fails while she is unassigned: a task in error, and drift with its cause', async () => {
    await admin.addExampleFault('Next PUT to Jane answers 500')
    const jane = await admin.openAssignment('Jane')
    await jane.getByRole('button', { name: 'Unassign' }).click()
    await expect(admin.row('Assigned people', 'jane@acme.test')).toContainText('drift')
    await expect(jane.getByRole('alert')).toContainText(/Okta shows this error.*Automatic deprovisioning of user jane.*Internal Server Error/)
    await expect(jane.getByText('Okta: unassigned / app: active')).toBeVisible()
    await admin.openApp('Drift')
    const drift = page.getByRole('row').filter({ hasText: 'jane@acme.test' })
    await expect(drift).toContainText(/unassigned.*active.*The deactivation did not reach the app: .*Internal Server Error/)
    await admin.openApp('Tasks')
    await expect(admin.row('Tasks', 'Deactivate user: jane@acme.test')).toContainText('Error')
    await expect((await admin.openUser('Jane')).getByText('Active', { exact: true }).first()).toBeVisible()
  })

  await test.step('Without the fault, Retry selected: the drift clears', async () => {
    await admin.removeAllFaults()
    await admin.retry('Deactivate user: jane@acme.test')
    await expect(page.getByText('No open tasks')).toBeVisible()
    await admin.openApp('Drift')
    await expect(page.getByText('No drift')).toBeVisible()
    await expect(await admin.openUser('Jane')).toContainText('Inactive')
  })

  /** Composes a POST of a user on the Requests page, sends it, and waits for this answer. */
  async function post(userName: string, status: string) {
    await admin.goTo('Requests')
    await page.getByRole('link', { name: 'Compose request' }).first().click()
    await page.getByRole('combobox', { name: 'Method' }).selectOption('POST')
    await page.getByRole('textbox', { name: 'Path' }).fill('/Users')
    const body = {
      schemas: [CORE_USER, LAMBDATEST_USER], userName, name: { givenName: 'Jane', familyName: 'Doe' },
      [LAMBDATEST_USER]: { OrganizationRole: 'Guest' },
    }
    await page.getByRole('textbox', { name: 'Body' }).fill(JSON.stringify(body))
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(answer).toContainText(status)
  }
})
