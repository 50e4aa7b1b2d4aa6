import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportFormats } from '../../src-shared/api/fixtures.ts'
import { runCli } from '../support/host.ts'
import { expect, settled, test } from './browser.ts'

test('J9 fixtures: a seeded company goes out in every format, twice the same, and comes back', async ({ page, start, dataDir }) => {
  test.slow()
  const host = await start()
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await page.goto(`${host.consoleUrl}default/users`)
  const cli = async (...args: string[]) => {
    const done = await runCli([...args, '--data-dir', dataDir])
    expect(done.code, done.complaint || done.out).toBe(0)
    return done.out
  }

  await test.step('seed 10,000 people; the open list follows, and is searched', async () => {
    await cli('seed', '--users', '10000', '--groups', '200', '--seed', '42', '--clock', '2026-01-01T00:00:00Z', '--edge-cases')
    await expect(page.getByText('10,000').first()).toBeVisible()
    await page.getByRole('searchbox').or(page.getByPlaceholder(/search/i)).first().fill('misaki.watanabe')
    await expect(page.getByText('misaki.watanabe@acme.test').first()).toBeVisible()
  })

  await test.step('its Okta: the sample organization, an app that leads here, and an assignment the app refused', async () => {
    const okta = <Result>(method: string, path: string, body?: object) => host.call<Result>(method, `/sandboxes/default/okta${path}`, body)
    await okta('POST', '/sample-org')
    const { id } = await okta<{ id: string }>('POST', '/apps', { label: 'TestMu AI', kind: 'OIN' })
    await okta('PATCH', `/apps/${id}`, { settings: { supported: { pushNewUsers: true }, toApp: { createUsers: true } } })
    const { items } = await okta<{ items: { id: string }[] }>('GET', '/people?limit=1')
    // Without a credential.
    await okta('POST', `/apps/${id}/assignments/people`, { personIds: items.map((person) => person.id) })
    await expect.poll(() => okta('GET', '/tasks/counts')).toMatchObject({ pending: 0, error: 1 })
  })

  const file = (name: string) => join(dataDir, name)
  await test.step('every format, exported twice, is the same bytes and holds no token', async () => {
    for (const format of exportFormats) {
      const [first, second] = [file(`1.${format}`), file(`2.${format}`)]
      await cli('export', first, '--format', format)
      await cli('export', second, '--format', format)
      const bytes = readFileSync(first)
      expect(bytes.equals(readFileSync(second)), format).toBe(true)
      expect(bytes.includes(host.token!), format).toBe(false)
    }
  })

  await test.step('one changed user is a difference of that user’s line', async () => {
    const { items } = await host.call<{ items: { id: string }[] }>('GET', '/sandboxes/default/users?search=bobby.tables')
    await host.call('PUT', `/sandboxes/default/users/${items[0]!.id}/name`, { givenName: 'Bobby', familyName: 'Tables' })
    await cli('export', file('changed.native'))
    const [before, after] = ['1.native', 'changed.native'].map((name) => readFileSync(file(name), 'utf8').split('\n'))
    const different = after!.filter((line, index) => line !== before![index])
    expect(after!.length).toBe(before!.length)
    expect(different).toEqual([expect.stringContaining('bobby.tables@acme.test')])
  })

  await test.step('imported into an empty sandbox in the console, the export is identical', async () => {
    await host.call('POST', '/sandboxes', { name: 'Empty', slug: 'empty' })
    writeFileSync(file('acme.scimbox.json'), readFileSync(file('1.native')))
    await page.goto(`${host.consoleUrl}empty/transfer`)
    await settled(page)
    await page.locator('input[type=file]').setInputFiles(file('acme.scimbox.json'))
    await expect(page.getByText('scimbox import --format native --preview acme.scimbox.json --sandbox empty', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByText('This is what an import would do; nothing is changed yet.')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('row', { name: /^Users 10,000/ })).toBeVisible()
    await expect(page.getByText('scimbox import --format native acme.scimbox.json --sandbox empty', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByText('Imported.', { exact: true })).toBeVisible({ timeout: 60_000 })
    await cli('export', file('again.native'), '--sandbox', 'empty')
    expect(readFileSync(file('again.native')).equals(readFileSync(file('1.native')))).toBe(true)
    const [app] = await host.call<{ settings: object; hasCredential: boolean }[]>('GET', '/sandboxes/empty/okta/apps')
    expect(app).toMatchObject({ settings: { target: { kind: 'self', sandbox: 'empty' } }, hasCredential: false })
  })

  await test.step('a broken file is refused with its row, and nothing changes', async () => {
    writeFileSync(file('broken.csv'), 'userName,name.givenName,name.familyName\r\nfine@acme.test,A,B\r\nbroken,A,B\r\n')
    await page.locator('input[type=file]').setInputFiles(file('broken.csv'))
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByText('1 refused, so nothing is changed')).toBeVisible()
    await expect(page.getByText('userName "broken" is not a valid e-mail address.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0)
  })
})

test('snapshots in the console: saved, compared, restored; the dialogs show their command', async ({ page, start }) => {
  const host = await start()
  const create = (name: string) => fetch(`${host.scimUrl}/Users`, {
    method: 'POST', headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/scim+json' }, body: JSON.stringify({ userName: `${name}@acme.test`, name: { givenName: name, familyName: 'Doe' } }),
  })
  await create('jane')
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await page.goto(`${host.consoleUrl}default/snapshots`)
  await page.getByRole('button', { name: 'Save snapshot' }).click()
  await page.getByLabel('Name').fill('before bob')
  await expect(page.getByText("scimbox snapshot save 'before bob'")).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Nothing differs.')).toBeVisible()
  await create('bob')
  await page.reload()
  await expect(page.getByText('added resources bob@acme.test')).toBeVisible()
  await expect(page.getByText('scimbox snapshot diff @1')).toBeVisible()
  await page.getByRole('button', { name: 'Restore before bob' }).click()
  await expect(page.getByText('scimbox snapshot restore @1')).toBeVisible()
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText('before restore of before bob').first()).toBeVisible()
  await page.goto(`${host.consoleUrl}default/users`)
  await expect(page.getByText('jane@acme.test').first()).toBeVisible()
  await expect(page.getByText('bob@acme.test')).toHaveCount(0)
})
