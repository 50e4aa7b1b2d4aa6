import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Core, createCore } from '../../src-main/core/core.ts'
import { setupTray } from '../../src-main/desktop/tray.ts'
import { type ConsoleClient, coreClient } from '../../src-main/hosts/core-client.ts'
import type { StreamMessage } from '../../src-shared/api/stream.ts'
import { root } from '../house/sources.ts'
import { app, fake, resetFake } from './fake-electron.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const worker = new URL('../../src-main/worker.ts', import.meta.url)
const icons = join(root, 'resources/tray')
const complaint = vi.spyOn(console, 'error').mockReturnValue(undefined)
const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('linux')
const show = vi.fn()
let core: Core
let api: ConsoleClient
let close: () => void

async function begin(port = 0) {
  core = await createCore({ dataDir: null, port, worker })
  api = coreClient(core)
  close = setupTray(core, { icons, show })
}
beforeEach(() => {
  resetFake()
  complaint.mockClear()
  show.mockClear()
  platform.mockReturnValue('linux')
})
afterEach(async () => {
  close()
  await core.close()
})

const tray = () => fake.trays[0]!
const lines = () => tray().menu.filter(({ enabled, label }) => enabled === false && label !== 'Copy Base URL').map(({ label }) => label)
const says = (expected: unknown[]) => vi.waitFor(() => expect(lines()).toEqual(expected), 10_000)
const click = (label: string) => tray().menu.find((item) => item.label === label)!.click!()
const address = () => new URL(core.scimUrl!).host

test('says where SCIM is answered, and shows, copies and quits', async () => {
  await begin()
  await says([`SCIM on ${address()}`])
  expect(tray()).toMatchObject({ image: join(icons, 'tray.png'), toolTip: `Scimbox\nSCIM on ${address()}` })
  click('Copy Base URL')
  click('Show Scimbox')
  tray().emit('click')
  click('Quit Scimbox')
  expect([fake.copied, show.mock.calls.length, fake.quits]).toEqual([[core.scimUrl], 2, 1])
})

test('follows the conflicts and the faults of every sandbox', async () => {
  await begin()
  await says([`SCIM on ${address()}`])
  await api.sandboxes.loadSampleCompany({ sandbox: 'default' })
  await says([`SCIM on ${address()}`, '1 open conflict'])
  const { slug } = await api.sandboxes.create({ name: 'Other' })
  await api.sandboxes.loadSampleCompany({ sandbox: slug })
  await says([`SCIM on ${address()}`, '2 open conflicts'])
  const [preset] = await api.faults.presets({ sandbox: slug })
  await api.faults.setPreset({ sandbox: slug, id: preset!.id, on: true })
  await says([`SCIM on ${address()}`, '2 open conflicts', 'Faults active'])
  expect(tray().image).toBe(join(icons, 'trayAttention.png'))
  await api.sandboxes.remove({ sandbox: slug })
  await says([`SCIM on ${address()}`, '1 open conflict'])
})

test('follows the tunnel, and the address that is to be updated in Okta', async () => {
  await begin()
  const publish = async (url: string) => {
    await api.tunnel.configure({ settings: { kind: 'url', url }, rehearsal: true })
    await api.tunnel.start()
  }
  const listener = `SCIM on ${address()}`
  await publish(`http://${address()}`)
  await says([listener, `Tunnel on http://${address()}`])
  await api.tunnel.stop()
  await says([listener])
  await publish(`http://localhost:${new URL(core.scimUrl!).port}`)
  await says([listener, expect.stringMatching(/^Tunnel: update the URL in Okta to http:\/\/localhost/)])
  expect(tray().image).toBe(join(icons, 'trayAttention.png'))
  await api.tunnel.stop()
})

test('says why there is no listener, and follows when there is one', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  await begin((taken.address() as AddressInfo).port)
  await says([expect.stringMatching(/^Not listening: .* is taken by another program/)])
  expect([tray().image, tray().menu.find(({ label }) => label === 'Copy Base URL')]).toMatchObject([join(icons, 'trayAttention.png'), { enabled: false }])
  await new Promise((resolve) => taken.close(resolve))
  await api.connection.retryListener()
  await says([`SCIM on ${address()}`])
})

test('a change that it does not speak of is no reason to read again, many that it does are one', async () => {
  await begin()
  close()
  vi.useFakeTimers()
  let tell: (changed: StreamMessage[] | null) => void = () => undefined
  close = setupTray({ handle: core.handle, watch: (listener) => { tell = listener; return () => undefined } }, { icons, show })
  tell([{ sandbox: 'default', nouns: ['requests', 'users'] }])
  const before = vi.getTimerCount()
  tell([{ sandbox: 'default', nouns: ['faults'] }])
  tell(null)
  const after = vi.getTimerCount()
  vi.useRealTimers()
  expect([before, after]).toEqual([0, 1])
})

test('macOS colours the icon itself', async () => {
  platform.mockReturnValue('darwin')
  await begin()
  await says([`SCIM on ${address()}`])
  expect(tray().image).toBe(join(icons, 'trayTemplate.png'))
})

test('every icon is there, in both sizes', async () => {
  await begin()
  for (const name of ['tray', 'trayAttention', 'trayTemplate']) expect([existsSync(join(icons, `${name}.png`)), existsSync(join(icons, `${name}@2x.png`))]).toEqual([true, true])
})

test('a desktop without a tray is said and does without', async () => {
  fake.hasTray = false
  await begin()
  expect([fake.trays, complaint.mock.lastCall?.[0]]).toEqual([[], expect.stringContaining('there is no tray')])
  expect(app.listenerCount('before-quit')).toBe(0)
})

test('it goes with the host', async () => {
  await begin()
  close()
  expect(tray().destroyed).toBe(true)
})
