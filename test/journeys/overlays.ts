import type { Page } from '@playwright/test'
import { CORE_USER } from '../../src-shared/scim/urns.ts'
import type { Host } from '../support/host.ts'
import { withFaults, withTraffic } from './browser.ts'

/** What lies over a page: where it opens and how. It is open when something with its role can be seen. */
export interface Overlay {
  name: string
  path: string
  role: 'dialog' | 'menu' | 'listbox'
  open: (page: Page) => Promise<unknown>
}

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click()
const choose = (menu: string | RegExp, item: string) => async (page: Page) => {
  await press(menu)(page)
  await page.getByRole('menuitem', { name: item }).click()
}
const dialog = (name: string, path: string, open: Overlay['open']): Overlay => ({ name, path, role: 'dialog', open })
const menu = (name: string, path: string, button: string | RegExp): Overlay => ({ name, path, role: 'menu', open: press(button) })

const badge = { id: 'urn:acme:params:scim:schemas:extension:badge:2.0:User', name: 'Badge', description: 'Who may enter.', attributes: [] }
const [ofUser, ofBadge] = [CORE_USER, badge.id].map((id) => `attributes?schema=${encodeURIComponent(id)}`) as [string, string]

const [known, shown] = ['a', 'b'].map((letter) => `SHA256:${letter.repeat(43)}`)
/** What preflight finds of an SSH server that was set up anew. */
const unknownKey = { id: 'hostKey', title: 'The host key is trusted', outcome: 'bad', text: 'It is another one.', hostKey: { fingerprint: shown, trusted: known } }

/** Every dialog and menu of the console, the palette and the shortcut sheet, in a sandbox that `withEverything` filled. */
export const overlays = ({ bobId, exchangeId }: { bobId: string; exchangeId: number }): Overlay[] => [
  dialog('palette', '', (page) => page.keyboard.press('Control+k')),
  dialog('palette with results', '', async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('bob')
    await page.getByRole('option', { name: /bob@acme\.test/ }).waitFor()
  }),
  dialog('palette without results', '', async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search and commands' }).fill('nobody is called so')
    await page.getByText('Nothing is called').waitFor()
  }),
  dialog('shortcut sheet', `requests/${exchangeId}`, (page) => page.keyboard.press('?')),
  menu('sandboxes', '', /^Sandbox: /),
  menu('theme', '', 'Theme'),
  dialog('new sandbox', '', choose(/^Sandbox: /, 'New sandbox…')),
  dialog('rename sandbox', '', choose(/^Sandbox: /, 'Rename…')),
  dialog('duplicate sandbox', '', choose(/^Sandbox: /, 'Duplicate…')),
  dialog('delete sandbox', 'settings/sandboxes', press('Delete Spare')),
  menu('user actions', `users/${bobId}`, 'More actions'),
  dialog('set role', `users/${bobId}`, press('Set role')),
  dialog('deactivate user', `users/${bobId}`, choose('More actions', 'Deactivate')),
  dialog('edit name', `users/${bobId}`, choose('More actions', 'Edit name')),
  dialog('remove user', `users/${bobId}`, choose('More actions', 'Remove from organization')),
  menu('request actions', `requests/${exchangeId}`, 'More actions'),
  dialog('clear requests', 'requests', press('Clear')),
  { name: 'filter terms', path: 'requests', role: 'listbox', open: (page) => page.getByRole('combobox', { name: 'Filter requests' }).click() },
  dialog('add attribute', ofUser, press('Add attribute')),
  dialog('edit attribute', ofUser, press('Edit userName')),
  dialog('remove attribute', ofUser, press('Remove userName')),
  dialog('new schema', 'attributes', press('New extension schema')),
  menu('schema actions', ofBadge, 'Schema actions'),
  dialog('delete schema', ofBadge, choose('Schema actions', 'Delete schema')),
  dialog('new resource type', 'attributes?tab=types', press('New resource type')),
  dialog('delete resource type', 'attributes?tab=types', press('Delete')),
  dialog('rotate token', 'settings/tokens', press('Rotate token')),
  dialog('revoke token', 'settings/tokens', press(/^Revoke token/)),
  dialog('add fault rule', 'faults', press('Add fault rule')),
  dialog('example of a fault rule', 'faults', press(/^PATCH hangs 61 s/)),
  dialog('edit fault rule', 'faults', press('Edit Bad gateway')),
  dialog('delete fault rule', 'faults', press('Delete Bad gateway')),
  dialog('remove all fault rules', 'faults', press('Remove all')),
  menu('clock', '', /^Clock frozen/),
  dialog('trust host key', 'connect', async (page) => {
    await page.route(/\/api\/console\/tunnel$/, async (route) => {
      const tunnel = await (await route.fetch()).json()
      await route.fulfill({ json: { ...tunnel, checks: [unknownKey] } })
    }, { times: 1 })
    await page.reload()
    await press('Replace the key')(page)
  }),
  dialog('add rule', 'provisioning/rules', press('Add Mapping Rule')),
]

/** A sandbox in which everything that can be opened is there. */
export async function withEverything(host: Host) {
  const ids = await withTraffic(host)
  const sandbox = `/sandboxes/${host.sandbox}`
  await host.call('POST', '/sandboxes', { name: 'Spare', profile: 'rfc7644' })
  await host.call('POST', `${sandbox}/schemas`, badge)
  await host.call('POST', `${sandbox}/resource-types`, { name: 'Badge', endpoint: '/Badges', schema: badge.id })
  await withFaults(host)
  await host.call('PUT', `${sandbox}/settings/clock`, { frozen: true })
  const { items } = await host.call<{ items: { id: number }[] }>('GET', `${sandbox}/requests?filter=method:PUT&limit=1`)
  return { ...ids, exchangeId: items[0]!.id }
}
