import { PATCH_OP } from '../../src-shared/scim/urns.ts'
import { crowd } from '../support/crowd.ts'
import { createOktaClient } from '../support/okta-client.ts'
import { expect, test } from './browser.ts'

const people = 10_000
const assigned = 400

test('a push of 10,000 members into an approved mapping shows in the header how far it is', async ({ page, start }) => {
  test.slow()
  const host = await start()
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  const ids = await crowd(okta.call, people)
  await host.call('POST', `/sandboxes/${host.sandbox}/rules`, { type: 'Match All', kind: 'team', autoApprove: true })
  await okta.pushGroup('all-hands', [])
  const { items } = await host.call<{ items: { groupId: string }[] }>('GET', `/sandboxes/${host.sandbox}/mapped-groups?status=Auto-Approved`)

  // On a fast machine the write may be over before a bar is worth showing: the page hears of the end only when it has shown one.
  const seen = Promise.withResolvers<void>()
  let running = false
  await page.route(/\/progress$/, async (route) => {
    const response = await route.fetch()
    const progress: unknown = await response.json()
    if (progress === null && running) await seen.promise
    running ||= progress !== null
    await route.fulfill({ response })
  })
  await page.goto(await host.signInUrl())
  await page.getByRole('link', { name: 'Provisioning' }).click()
  const row = page.getByRole('row', { name: 'all-hands' })
  await expect(row).toContainText('Auto-Approved')

  const push = okta.call('PATCH', `/Groups/${items[0]!.groupId}?excludedAttributes=members`, {
    schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }],
  })
  const bar = page.getByRole('progressbar', { name: /^PATCH \/Groups/ })
  await expect(bar).toBeVisible()
  await expect(bar).toHaveText(/ · [\d,]+ of 10,000$/)
  seen.resolve()
  await expect(bar).toHaveCount(0)
  expect((await push).status).toBe(200)
  okta.close()
  await expect(row).toContainText('10,000')
})

test('a group of some hundred people: how far, how fast, and Cancel', async ({ page, start }) => {
  const host = await start()
  const api = `/sandboxes/${host.sandbox}`
  const { id: appId } = await host.call<{ id: string }>('POST', `${api}/okta/apps`, { label: 'TestMu AI' })
  const app = `${api}/okta/apps/${appId}`
  await host.call('PATCH', app, { settings: { supported: { pushNewUsers: true }, toApp: { createUsers: true } } })
  await host.call('PUT', `${app}/credential`, { fromSandbox: true })
  const given = Array.from({ length: assigned }, (_, index) => ({ login: `u${index}@acme.test`, firstName: 'U', lastName: `N${index}` }))
  const people = await host.call<{ id: string }[]>('POST', `${api}/okta/people`, { people: given })
  const { id: groupId } = await host.call<{ id: string }>('POST', `${api}/okta/groups`, { name: 'everybody' })
  await host.call('POST', `${api}/okta/groups/${groupId}/members`, { personIds: people.map(({ id }) => id) })
  const { id: fault } = await host.call<{ id: number }>('POST', `${api}/faults`, { name: 'slow', method: 'POST', effect: { kind: 'latency', milliseconds: 1_000 } })
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('link', { name: 'Connect real Okta' }).last()).toBeVisible()
  await page.goto(`${new URL(page.url()).origin}/${host.sandbox}/okta/apps/${appId}/assignments`)
  await expect(page.getByText('Nobody is assigned yet')).toBeVisible()

  await host.call('POST', `${app}/assignments/groups`, { groupId })
  const running = page.getByRole('region', { name: 'Running actions' })
  const bar = running.getByRole('progressbar', { name: 'Assign group everybody' })
  await expect(bar).toHaveAttribute('aria-valuemax', String(assigned))
  await expect(running).toContainText(new RegExp(String.raw`[1-9]\d* of ${assigned}, \d+ a second`))
  await running.getByRole('button', { name: 'Cancel Assign group everybody' }).click()
  await expect(running).toHaveCount(0)

  const users = () => host.call<{ total: number; items: { userName: string }[] }>('GET', `${api}/users?limit=500`)
  expect((await users()).total).toBeLessThan(assigned)
  await host.call('DELETE', `${api}/faults/${fault}`)
  await page.getByRole('button', { name: /^Provision User \(\d+\)$/ }).click()
  await expect.poll(async () => (await users()).total).toBe(assigned)
  expect(new Set((await users()).items.map(({ userName }) => userName)).size).toBe(assigned)
})
