import { LAMBDATEST_USER } from '../../src-shared/scim/urns.ts'
import { expect, test } from './browser.ts'
import { consoleOf } from './console.ts'

const misprinted = 'urn:ietf:params:scim:schemas:extension:TestMu AI:2.0:User'

test('J3 The role does not arrive', async ({ page, context, start }) => {
  test.slow()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const host = await start()
  const admin = consoleOf(page)
  const { dialog } = admin
  await page.goto(await host.signInUrl())
  await admin.guide(/^Copy SCIM Base URL/, /^Integration/, /^Enable/)
  await admin.addPerson('Bob')

  await test.step('The namespace as the vendor’s page shows it: the linter says so and has the right one', async () => {
    await admin.openApp('Profile Editor')
    await page.getByRole('button', { name: 'Add Attribute' }).click()
    await dialog.getByRole('textbox', { name: 'Display name' }).fill('OrganizationRole')
    await expect(dialog.getByRole('textbox', { name: 'Variable name' })).toHaveValue('OrganizationRole')
    await dialog.getByRole('textbox', { name: 'External name', exact: true }).fill('OrganizationRole')
    await dialog.getByRole('textbox', { name: 'External namespace' }).fill(misprinted)
    const lint = dialog.getByRole('alert').filter({ hasText: 'The external namespace has the brand in it' })
    await expect(lint).toContainText('the value is not there')
    await lint.getByRole('button', { name: 'Copy correct value' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'correct value copied' })).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(LAMBDATEST_USER)
  })

  await test.step('Ignored: 201, one attribute received and ignored', async () => {
    await admin.confirm('Save attribute')
    await admin.assign(['Bob'], { OrganizationRole: 'Guest' })
    const posts = await admin.requests('method:POST')
    await expect(posts).toHaveCount(1)
    await expect(posts).toContainText('201 Created')
    await expect(posts).toContainText('+1 user')
    await expect(posts).toContainText('ignored 1')
    await posts.getByRole('link').click()
    await expect(page.getByRole('region', { name: 'Sent, not applied' })).toContainText(misprinted)
  })

  await test.step('Role User, and why', async () => {
    const bob = await admin.openUser('Bob', 'Role: why')
    await expect(bob.getByRole('listitem').filter({ hasText: 'effective' })).toContainText('User')
    await expect(bob).toContainText(`unknown namespace ${misprinted}`)
  })

  await test.step('The right namespace', async () => {
    await admin.openApp('Profile Editor')
    await expect(page.getByRole('alert')).toContainText('The external namespace has the brand in it')
    await page.getByRole('button', { name: 'Edit OrganizationRole' }).click()
    await dialog.getByRole('textbox', { name: 'External namespace' }).fill(await page.evaluate(() => navigator.clipboard.readText()))
    await expect(dialog.getByRole('alert')).toHaveCount(0)
    await admin.confirm('Save')
    await expect(page.getByRole('alert')).toHaveCount(0)
  })

  await test.step('Saving alone sends nothing; Apply updates now does, and the role arrives', async () => {
    const ask = page.getByText('Do you want to apply these mappings')
    await expect(ask).toBeVisible()
    await admin.openApp('Drift')
    const drift = page.getByRole('row').filter({ hasText: 'bob@acme.test' })
    await expect(drift).toContainText('Changed in Okta since the last profile push')
    await expect(drift.getByRole('button', { name: 'Push profile' })).toBeVisible()
    await admin.openApp('Profile Editor')
    await page.getByRole('button', { name: 'Edit OrganizationRole' }).click()
    await admin.confirm('Save')
    await page.getByRole('button', { name: 'Apply updates now' }).click()
    await expect(ask).toHaveCount(0)
    const puts = await admin.requests('method:PUT')
    await expect(puts).toHaveCount(1)
    await expect(puts).toContainText('200 OK')
    const bob = await admin.openUser('Bob', 'Role: why')
    await expect(bob.getByRole('listitem').filter({ hasText: 'effective' })).toContainText('Guest')
  })

  await test.step('admin: 400 naming Admin, and Okta’s task shows it', async () => {
    await setRole('admin')
    const puts = await admin.requests('method:PUT')
    await expect(puts).toHaveCount(2)
    await expect(puts.first()).toContainText('400 Bad Request')
    await puts.first().getByRole('link').click()
    const put = admin.detail(/^Request \d+/)
    await expect(put).toContainText('"admin" is not')
    await put.getByRole('tab', { name: 'Response' }).click()
    await expect(put).toContainText('invalidValue')
    await expect(put).toContainText('Admin')
    await admin.openApp('Tasks')
    const task = admin.row('Tasks', 'Update user: bob@acme.test')
    await expect(task).toContainText('Error')
    await task.getByRole('link').click()
    await expect(admin.detail(/^Task Update user/).getByRole('alert')).toContainText(/Automatic profile push of user bob.*Admin/)
  })

  await test.step('Admin: the diff, the role and its contributors', async () => {
    await setRole('Admin')
    const puts = await admin.requests('method:PUT')
    await expect(puts).toHaveCount(3)
    await expect(puts.first()).toContainText('200 OK')
    await puts.first().getByRole('link').click()
    const changed = page.getByRole('region', { name: 'User bob@acme.test' })
    await expect(changed.getByRole('listitem')).toContainText([/changed.*OrganizationRole.*Admin/, /effective role.*Guest → Admin/])
    const bob = await admin.openUser('Bob', 'Role: why')
    const rung = bob.getByRole('listitem').filter({ hasText: 'effective' })
    await expect(rung).toContainText('Admin')
    await expect(rung).toContainText('OrganizationRole')
    await expect(rung).toContainText('wins')
    await admin.openApp('Tasks')
    await expect(page.getByText('No open tasks')).toBeVisible()
  })

  await test.step('Another last name: 200, and nothing changed', async () => {
    const bob = await admin.openPerson('Bob')
    await bob.getByRole('textbox', { name: 'Last name' }).fill('Smith')
    await bob.getByRole('button', { name: 'Save profile' }).click()
    const puts = await admin.requests('method:PUT')
    await expect(puts).toHaveCount(4)
    await expect(puts.first()).toContainText('200 OK')
    await puts.first().getByRole('link').click()
    const put = admin.detail(/^Request \d+/)
    await expect(put.getByText('Nothing changed', { exact: true })).toBeVisible()
    await expect(put).toContainText('name')
  })

  async function setRole(value: string) {
    const bob = await admin.openAssignment('Bob')
    await bob.getByRole('tab', { name: 'Attributes' }).click()
    await bob.getByRole('textbox', { name: 'OrganizationRole' }).fill(value)
    await expect(bob.getByRole('alert').filter({ hasText: `"${value}" is no value of OrganizationRole` })).toHaveCount(value === 'admin' ? 1 : 0)
    await bob.getByRole('button', { name: 'Save' }).click()
  }
})
