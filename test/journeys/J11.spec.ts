import { expect, test } from './browser.ts'
import { consoleOf } from './console.ts'

const create = 'Create or link user: bob@acme.test'
const deactivate = 'Deactivate user: bob@acme.test'

test('J11 Failure and retry', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const admin = consoleOf(page)
  await page.goto(await host.signInUrl())
  await admin.createCatalogueApp()
  await admin.guide(/^Copy SCIM Base URL/, /^Integration/, /^Enable/)
  await admin.addPerson('Bob')
  await admin.openSettings('Clock')
  await page.getByRole('button', { name: 'Freeze', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Let it run' })).toBeVisible()

  await test.step('The first two POST are throttled: the task waits for the clock, and succeeds on the third try', async () => {
    await admin.addExampleFault('First 2 POST /Users answer 429')
    await admin.assign(['Bob'])
    await expectTask(create, 'Waiting', 1)
    await advance('30', 'seconds')
    await expectTask(create, 'Waiting', 2)
    // Each wait is twice the one before (okta-wire §3).
    await advance('1', 'minutes')
    await admin.openApp('Tasks')
    await expect(page.getByText('No open tasks')).toBeVisible()
    const posts = await admin.requests('method:POST path:/Users')
    await expect(posts).toContainText([/201 Created/, /429 Too Many/, /429 Too Many/])
    await posts.nth(1).getByRole('link').click()
    await admin.detail(/^Request \d+/).getByRole('tab', { name: 'Response' }).click()
    await expect(page.getByRole('row', { name: 'retry-after 30' })).toBeVisible()
  })

  await test.step('Three log entries, linked as one operation', async () => {
    await admin.openApp('Tasks')
    await page.getByRole('group', { name: 'Tasks' }).getByRole('button', { name: 'All' }).click()
    await admin.row('Tasks', create).getByRole('link').click()
    await admin.detail(`Task ${create}`).getByRole('definition').getByRole('link', { name: 'of this action' }).last().click()
    const entries = page.getByRole('table', { name: 'System Log' }).getByRole('row').filter({ has: page.getByRole('link') })
    await expect(entries.filter({ hasText: 'application.provision' })).toContainText(['SUCCESS', 'DEFERRED', 'DEFERRED'])
  })

  await test.step('PATCH hangs 61 s: the client gives up after 60 s of the sandbox clock', async () => {
    await admin.addExampleFault('PATCH hangs 61 s')
    const bob = await admin.openAssignment('Bob')
    await bob.getByRole('button', { name: 'Unassign' }).click()
    await admin.goTo('Faults')
    await expect(page.getByRole('listitem', { name: 'next PATCH' })).toContainText('1 of 1 used')
    await expectTask(deactivate, 'Pending', 0)
    await advance('1', 'minutes')
    await expectTask(deactivate, 'Error', 1)
    await expect(admin.detail(`Task ${deactivate}`).getByRole('alert')).toContainText(/timed? ?out/i)
  })

  await test.step('500 once: in error until Retry', async () => {
    await admin.goTo('Faults')
    await page.getByRole('button', { name: 'Add fault rule' }).click()
    await admin.dialog.getByRole('combobox', { name: 'Method' }).selectOption('PATCH')
    await expect(admin.dialog.getByRole('status')).toHaveText('next PATCH: 500.')
    await admin.confirm('Save')
    // Retry begins to count anew.
    await admin.retry(deactivate)
    await expectTask(deactivate, 'Error', 1)
    await expect(admin.detail(`Task ${deactivate}`).getByRole('alert')).toContainText('Internal Server Error')
    await advance('1', 'hours')
    await expectTask(deactivate, 'Error', 1)
    await admin.retry(deactivate)
    await expect(page.getByText('No open tasks')).toBeVisible()
    await expect(await admin.openUser('Bob')).toContainText('Inactive')
  })

  async function advance(by: string, unit: 'seconds' | 'minutes' | 'hours') {
    await admin.openSettings('Clock')
    await page.getByRole('textbox', { name: 'Advance by' }).fill(by)
    await page.getByRole('combobox', { name: 'Unit' }).selectOption(unit)
    await page.getByRole('button', { name: 'Advance', exact: true }).click()
  }

  /** The one open task, its state and how often it was tried since it began. */
  async function expectTask(name: string, state: string, tries: number) {
    await admin.openApp('Tasks')
    await admin.row('Tasks', name).getByRole('link').click()
    const task = admin.detail(`Task ${name}`)
    await expect(task).toContainText(new RegExp(`${state}.*Tries ?${tries}`))
  }
})
