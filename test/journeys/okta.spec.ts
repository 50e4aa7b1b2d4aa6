import { consoleOf } from './console.ts'
import { expect, test, withTraffic } from './browser.ts'

// What an admin does on the Okta side beside the journeys: rules, provisioning switched on late, imports, links, priorities, assumptions.

test('group rules, Provision User, import, link, priority and assumptions, by hand', async ({ page, start }) => {
  const host = await start()
  await withTraffic(host)
  await host.call('POST', `/sandboxes/${host.sandbox}/okta/sample-org`, {})
  const admin = consoleOf(page)
  await page.goto(await host.signInUrl())

  await test.step('A group rule takes people in, and out again', async () => {
    await admin.goTo('Okta (simulated)', 'Groups')
    await page.getByRole('tab', { name: 'Rules' }).click()
    await page.getByRole('button', { name: 'Add rule' }).click()
    await admin.dialog.getByRole('textbox', { name: 'Name' }).fill('Executives lead')
    await admin.dialog.getByRole('textbox', { name: 'IF' }).fill('user.department == "Executive"')
    await admin.pick('org-admins')
    await admin.confirm('Save')
    const rule = page.getByRole('listitem').filter({ hasText: 'Executives lead' })
    await expect(rule).toContainText(/puts [1-9]\d* (person|people) into org-admins/)
    await rule.getByRole('switch').click()
    await expect(rule).toContainText('puts 0 people into org-admins')
  })

  await test.step('Assigned while provisioning is off: Provision User, once it is on', async () => {
    await admin.createCatalogueApp()
    await host.call('PUT', `/sandboxes/${host.sandbox}/okta/apps/${page.url().match(/apps\/(\w+)/)![1]}/credential`, { fromSandbox: true })
    await admin.addPerson('Nova')
    await admin.assign(['Nova'])
    const nova = admin.row('Assigned people', 'nova@acme.test')
    await expect(nova).toContainText('Not provisioned')
    await admin.openApp('Provisioning', 'Integration')
    const supported = ['Import New Users and Profile Updates', 'Push New Users', 'Push Profile Updates', 'Push Groups', 'Import Groups']
    for (const name of supported) await page.getByRole('checkbox', { name }).check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('TestMu AI was verified successfully!')).toBeVisible()
    await page.getByRole('tab', { name: 'To App' }).click()
    for (const name of ['Create Users', 'Update User Attributes', 'Deactivate Users']) {
      await page.getByRole('switch', { name }).click()
      await expect(page.getByRole('switch', { name })).toBeChecked()
    }
    await admin.openApp('Assignments')
    await page.getByRole('button', { name: 'Provision User (1)' }).click()
    await expect(nova).toContainText('Provisioned')
  })

  await test.step('Import Now, and the matches are confirmed', async () => {
    await admin.openApp('Import')
    await page.getByRole('button', { name: 'Import Now' }).click()
    await expect(page.getByRole('status').filter({ hasText: /Read \d+ users and \d+ groups with 2 requests/ })).toBeVisible()
    const ingrid = page.getByRole('listitem').filter({ hasText: 'ingrid.solberg@acme.test' })
    await ingrid.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Confirm 1 assignment' }).click()
    await expect(ingrid).toContainText('known')
    await admin.openApp('Assignments')
    await expect(admin.row('Assigned people', 'ingrid.solberg@acme.test')).toContainText('Provisioned')
  })

  await test.step('Link group: no second group in the app', async () => {
    await admin.openApp('Push Groups')
    await page.getByRole('button', { name: 'Push Groups' }).click()
    await page.getByRole('menuitem', { name: 'Link group' }).click()
    await admin.pick('leadership')
    await admin.dialog.getByRole('combobox', { name: 'Group in the app' }).selectOption({ label: 'leadership' })
    await admin.confirm('Link')
    await expect(admin.row('Pushed groups', 'leadership')).toContainText('Active')
    await admin.goTo('Groups')
    await expect(admin.row('Groups', 'leadership')).toHaveCount(1)
  })

  await test.step('The group with the highest priority gives the value', async () => {
    await admin.openApp('Profile Editor')
    await page.getByRole('button', { name: 'Add Attribute' }).click()
    await admin.dialog.getByRole('textbox', { name: 'Display name' }).fill('Title')
    await admin.dialog.getByRole('textbox', { name: 'Variable name' }).fill('appTitle')
    await admin.dialog.getByRole('textbox', { name: 'External name', exact: true }).fill('title')
    await admin.dialog.getByRole('textbox', { name: 'External namespace' }).fill('urn:ietf:params:scim:schemas:core:2.0:User')
    await admin.dialog.getByRole('combobox', { name: 'Attribute type' }).selectOption('Group')
    await admin.confirm('Save attribute')
    for (const [group, title] of [['leadership', 'Leader'], ['org-admins', 'Administrator']] as const) {
      await admin.openApp('Assignments')
      await page.getByRole('tab', { name: 'Groups', exact: true }).click()
      await page.getByRole('button', { name: 'Assign', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Assign to Groups' }).click()
      await admin.pick(group)
      await admin.dialog.getByRole('textbox', { name: 'Title' }).fill(title)
      await admin.confirm(/^Assign/)
      await expect(page.getByRole('listitem').filter({ hasText: group })).toContainText(`appTitle: ${title}`)
    }
    await page.getByRole('button', { name: 'Move org-admins up' }).click()
    await expect(page.getByRole('button', { name: /^Move .* up$/ }).first()).toHaveAccessibleName('Move org-admins up')
  })

  await test.step('An assumption is chosen, and confirmed on a real org', async () => {
    await admin.goTo('Okta (simulated)', 'Assumptions')
    const batch = page.getByRole('listitem').filter({ hasText: 'Membership changes in one PATCH' })
    await batch.getByRole('combobox').selectOption('up to 100')
    await expect(batch).toContainText('changed')
    await batch.getByRole('checkbox', { name: 'Confirmed on a real org' }).check()
    await batch.getByRole('textbox', { name: 'Note' }).fill('seen on our preview org')
    await batch.getByRole('button', { name: 'Save' }).click()
    await expect(batch).toContainText(/confirmed \d{4}-\d\d-\d\d/)
    await page.reload()
    await expect(batch.getByRole('textbox', { name: 'Note' })).toHaveValue('seen on our preview org')
    await expect(batch.getByRole('combobox')).toHaveValue('100')
  })
})
