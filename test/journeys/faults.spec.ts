import { CORE_USER } from '../../src-shared/scim/urns.ts'
import { send } from '../support/wire.ts'
import { expect, test } from './browser.ts'

test('a fault rule is made from an example, counts, is armed again and removed; a preset is switched', async ({ page, start }) => {
  const host = await start()
  const post = (name: string) => {
    const body = JSON.stringify({ schemas: [CORE_USER], userName: `${name}@acme.test`, name: { givenName: name, familyName: 'Roe' } })
    return send(`${host.scimUrl}/Users`, 'POST', [['Authorization', `Bearer ${host.token}`], ['Content-Type', 'application/scim+json']], body)
  }
  const chip = page.getByRole('link', { name: 'Faults active' })
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()

  await test.step('The page by keyboard, the rule of J11 from its example', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await expect(page.getByText('No fault rules')).toBeVisible()
    await expect(chip).toHaveCount(0)
    await page.getByRole('button', { name: /^First 2 POST \/Users answer 429/ }).click()
    await expect(page.getByRole('dialog').getByRole('status')).toHaveText('next 2 POST /Users: 429, Retry-After 30 s.')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(chip).toHaveAccessibleDescription('1 rule')
  })

  const rule = page.getByRole('listitem', { name: 'next 2 POST /Users' })
  await test.step('Two requests are hit, the third goes through, and the chip goes', async () => {
    expect([(await post('bob')).status, (await post('bob')).headers['retry-after'], (await post('bob')).status]).toEqual([429, '30', 201])
    await expect(rule).toContainText('2 of 2 used')
    await expect(rule).toContainText('used up')
    await expect(chip).toHaveCount(0)
    await rule.getByRole('link', { name: '2 of 2 used' }).click()
    await expect(page.getByRole('table', { name: 'Requests' }).getByText('fault', { exact: true })).toHaveCount(2)
  })

  await test.step('Armed again with other effect: no answer at all', async () => {
    await page.getByRole('link', { name: 'Faults' }).click()
    await rule.getByRole('button', { name: /^Edit/ }).click()
    await page.getByRole('combobox', { name: 'Fault' }).selectOption('A connection reset')
    await page.getByRole('combobox', { name: 'When' }).selectOption('After it was carried out: the answer is lost')
    await page.getByRole('button', { name: 'Save' }).click()
    await rule.getByRole('button', { name: /^Re-arm/ }).click()
    await expect(rule).toContainText('armed')
    await expect(post('mia')).rejects.toThrow()
    await page.getByRole('link', { name: 'Requests' }).click()
    await page.getByRole('row').filter({ hasText: 'No answer' }).getByRole('link').click()
    await expect(page.getByText(/connection reset, after it was carried out”: connection reset; the request was carried out\. mia@acme\.test was created/)).toBeVisible()
  })

  await test.step('All removed: the chip is gone; a preset brings it back', async () => {
    await page.getByRole('link', { name: 'Faults', exact: true }).click()
    await page.getByRole('button', { name: 'Remove all' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove all' }).click()
    await expect(page.getByText('No fault rules')).toBeVisible()
    await expect(chip).toHaveCount(0)
    await page.getByRole('switch', { name: 'itemsPerPage fixed at 20' }).click()
    await expect(chip).toHaveAccessibleDescription('1 preset')
  })
})

test('a frozen clock is advanced from the header and by any step', async ({ page, start }) => {
  const host = await start()
  const clock = () => host.call<{ now: number; frozen: boolean }>('GET', `/sandboxes/${host.sandbox}/settings/clock`)
  const noon = Date.parse('2026-01-01T12:00:00Z')
  await host.call('PUT', `/sandboxes/${host.sandbox}/settings/clock`, { frozen: true, now: noon })
  await page.goto(await host.signInUrl())
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await page.getByRole('button', { name: /^Clock frozen/ }).click()
  await page.getByRole('menuitem', { name: '+30 s' }).click()
  await page.getByRole('menuitem', { name: '+5 min' }).click()
  await expect.poll(clock).toEqual({ frozen: true, now: noon + 330_000 })
  await page.getByRole('menuitem', { name: 'Clock settings' }).click()
  await page.getByRole('textbox', { name: 'Advance by' }).fill('1.5')
  await page.getByRole('combobox', { name: 'Unit' }).selectOption('hours')
  await page.getByRole('button', { name: 'Advance', exact: true }).click()
  await expect.poll(clock).toEqual({ frozen: true, now: noon + 330_000 + 5_400_000 })
})
