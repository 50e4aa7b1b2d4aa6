import { expect, test } from './browser.ts'
import { consoleOf, loginOf } from './console.ts'

test('J6 Member missing', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const admin = consoleOf(page)
  const okta = `/sandboxes/${host.sandbox}/okta`
  const names = ['Jane', 'Ada', 'Bob', 'Mia']
  const people = names.map((firstName) => ({ firstName, lastName: 'Doe', login: loginOf(firstName) }))
  const made = await host.call<{ id: string }[]>('POST', `${okta}/people`, { people })
  const group = await host.call<{ id: string }>('POST', `${okta}/groups`, { name: 'eng-team' })
  await host.call('POST', `${okta}/groups/${group.id}/members`, { personIds: made.map(({ id }) => id) })
  await page.goto(await host.signInUrl())
  await admin.createCatalogueApp()
  await admin.guide(/^Copy SCIM Base URL/, /^Integration/, /^Enable/)
  await admin.assign(['Jane', 'Ada', 'Bob'])
  for (const name of ['Jane', 'Ada', 'Bob']) await expect(admin.row('Assigned people', loginOf(name))).toContainText('Provisioned')
  await (await admin.openPerson('Bob')).getByRole('button', { name: 'Suspend' }).click()
  await expect(admin.detail('Person bob@acme.test').getByRole('button', { name: 'Unsuspend' })).toBeVisible()

  await test.step('Push eng-team: the checklist names what each member misses; only valid ones are sent', async () => {
    await admin.pushByName('eng-team')
    await expect(admin.row('Pushed groups', 'eng-team')).toContainText(/eng-team.*Active.*2 of 4/)
    const checklist = (await admin.openPush('eng-team', 'Readiness')).getByRole('list', { name: 'Readiness of the members' })
    const members = checklist.getByRole('listitem')
    await expect(members).toHaveCount(4)
    await expect(members.filter({ hasText: 'mia@' })).toContainText(/not sent.*Not assigned.*Not assigned to the app: assign the person/)
    await expect(members.filter({ hasText: 'bob@' })).toContainText(/not sent.*Assigned.*Provisioned.*Not active.*Suspended in Okta/)
    await expect(members.filter({ hasText: 'jane@' })).toContainText(/sent.*In the group.*Assigned.*Provisioned.*Active/)
    const post = await admin.openRequest('method:POST path:/Groups', 1)
    await post.getByRole('tab', { name: 'Request' }).click()
    await expect(post).toContainText('jane@acme.test')
    await expect(post).toContainText('ada@acme.test')
    await expect(post).not.toContainText(/(bob|mia)@acme\.test/)
    await expectMembers('Jane', 'Ada')
  })

  await test.step('One bad id rejects all, and an id is stale: nothing is added', async () => {
    await admin.switchPreset('One bad member id rejects the whole push', true)
    const ada = await admin.openUser('Ada')
    await ada.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Remove from organization' }).click()
    await admin.confirm('Remove from organization')
    await (await admin.openPerson('Bob')).getByRole('button', { name: 'Unsuspend' }).click()
    await expect(admin.detail('Person bob@acme.test').getByRole('button', { name: 'Suspend' })).toBeVisible()
    const pushed = await pushNow()
    await expect(pushed.getByRole('alert')).toContainText('Okta shows this error')
    await expect(admin.row('Pushed groups', 'eng-team')).toContainText('Error')
    const refused = await admin.openRequest('path:/Groups status>=400', 1)
    await expect(refused).toContainText('400 Bad Request')
    await expect(refused.getByText('Nothing changed', { exact: true })).toBeVisible()
    await expectMembers('Jane')
  })

  await test.step('Assign, Push now: the full list, and the diff says who joined', async () => {
    await admin.switchPreset('One bad member id rejects the whole push', false)
    const ada = await admin.openAssignment('Ada')
    await ada.getByRole('button', { name: 'Unassign' }).click()
    await ada.getByRole('button', { name: 'Assign again' }).click()
    await admin.assign(['Mia'])
    for (const name of names) await expect(admin.row('Assigned people', loginOf(name))).toContainText('Provisioned')
    const pushed = await pushNow()
    await expect(pushed).toContainText('4 of 4 members ready')
    await expect(admin.row('Pushed groups', 'eng-team')).toContainText('Active')
    const patch = await admin.openRequest('method:PATCH path:/Groups', 4)
    const joined = patch.getByRole('region', { name: 'Group eng-team' }).getByRole('listitem')
    await expect(joined).toContainText([/added.*members/, /added.*members/, /added.*members/])
    await patch.getByRole('tab', { name: 'Request' }).click()
    for (const name of names) await expect(patch).toContainText(loginOf(name))
    await expectMembers(...names)
  })

  await test.step('Empty the group, Push now: [] is accepted, 0 members', async () => {
    await admin.goTo('Okta (simulated)', 'Groups')
    await admin.row('Groups', 'eng-team').getByRole('link').click()
    await admin.detail('Group eng-team').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Remove all people…' }).click()
    await admin.confirm('Remove all')
    await expectMembers()
    await pushNow()
    // Two of the first push, one of each push now, two of the change: the name goes with every one (okta-wire §6).
    const patch = await admin.openRequest('method:PATCH path:/Groups', 7)
    await expect(patch).toContainText('200 OK')
    await patch.getByRole('tab', { name: 'Request' }).click()
    await expect(patch).toContainText('"value": []')
    await expectMembers()
  })

  async function pushNow() {
    const pushed = await admin.openPush('eng-team', 'Status')
    await pushed.getByRole('button', { name: 'Push now' }).click()
    return pushed
  }

  /** Who is in the group in the app. */
  async function expectMembers(...who: string[]) {
    const group = await admin.openGroup('eng-team')
    await expect(group).toContainText(who.length === 1 ? '1 member' : `${who.length} members`)
    for (const name of who) await expect(admin.row('Members', loginOf(name))).toBeVisible()
  }
})
