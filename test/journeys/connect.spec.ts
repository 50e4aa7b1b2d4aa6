import { expect, test } from './browser.ts'

test('a provider that is chosen by the command line is the one the open form shows and starts', async ({ page, start }) => {
  const host = await start()
  await page.goto(await host.signInUrl())
  await page.getByRole('link', { name: 'Connect real Okta' }).last().click()
  const provider = page.getByRole('combobox', { name: 'Provider' })
  await provider.selectOption('SSH remote forwarding')
  await page.getByRole('textbox', { name: 'Host', exact: true }).fill('half.typed')
  const settings = { kind: 'command', program: 'none-such', args: ['{port}'], pattern: '' }
  await host.call('PUT', '/tunnel/settings', { settings, rehearsal: true })
  await expect(provider).toHaveValue('command')
  await expect(page.getByRole('textbox', { name: 'Program' })).toHaveValue('none-such')
  await expect(page.getByRole('switch', { name: 'Rehearse without Okta' })).toBeChecked()
  await page.getByRole('button', { name: 'Start the tunnel' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The tunnel failed' })).toContainText('There is no program none-such on PATH')
})
