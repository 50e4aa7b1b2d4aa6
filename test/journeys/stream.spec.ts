import { createOktaClient } from '../support/okta-client.ts'
import { expect, test } from './browser.ts'

const api = '/api/console/'

test('a stream that connects when the page has loaded makes nothing load again', async ({ page, start }) => {
  const host = await start()
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (request.method() === 'GET' && pathname.startsWith(api)) asked.push(pathname.slice(api.length) + search)
  })
  const loaded = Promise.withResolvers<void>()
  await page.route(/\/api\/console\/events/, async (route) => {
    await loaded.promise
    return route.continue()
  })
  // What the page before still asked for does not count.
  page.once('framenavigated', () => asked.splice(0))
  await page.reload()
  await expect(page.getByText(host.scimUrl)).toBeVisible()
  loaded.resolve()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: /^Users/ }).click()
  await expect(page.getByText('No users yet')).toBeVisible()
  expect(asked.filter((path) => path.startsWith('events'))).toHaveLength(1)
  // The default sandbox was made a moment ago, and a new page is told so.
  const twice = asked.filter((path, index) => !/^sandboxes(\/default)?$/.test(path) && asked.indexOf(path) !== index)
  expect(twice).toEqual([])
})

test('a lost stream resumes from its last id, and what happened meanwhile shows', async ({ page, start }) => {
  const host = await start()
  const headers = { authorization: `Bearer ${host.consoleToken}` }
  const { body } = await fetch(new URL(`${api}events`, host.consoleUrl), { headers })
  const reader = body!.getReader()
  const greeting = new TextDecoder().decode((await reader.read()).value)
  await reader.cancel()
  const meanwhile = Promise.withResolvers<void>()
  let streams = 0
  await page.route(/\/api\/console\/events/, async (route) => {
    streams += 1
    if (streams === 1) return route.fulfill({ contentType: 'text/event-stream', body: `retry: 10\n${greeting}` })
    await meanwhile.promise
    return route.continue()
  })

  await page.goto(await host.signInUrl())
  await page.getByRole('link', { name: /^Users/ }).click()
  await expect(page.getByText('No users yet')).toBeVisible()
  await expect(page.getByText('Reconnecting')).toBeVisible()
  const okta = createOktaClient({ baseUrl: host.scimUrl, token: host.token! }, 'OIN')
  await okta.assign({ userName: 'jane@acme.test', givenName: 'Jane', familyName: 'Doe' })
  okta.close()
  await expect(page.getByText('No users yet')).toBeVisible()

  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  meanwhile.resolve()
  await expect(page.getByText('jane@acme.test').first()).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  expect(asked).toContain(`${api}sandboxes/default/users`)
  expect(asked, 'a user changes no clock').not.toContain(`${api}sandboxes/default/settings/clock`)
})
