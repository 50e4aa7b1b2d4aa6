import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createOktaClient } from '../../support/okta-client.ts'
import { startLab } from '../../support/sandbox.ts'

/** Something that only carries bytes, as a tunnel does: the listener sees sockets of nobody it knows. */
async function carrierTo(origin: string): Promise<string> {
  const { port } = new URL(origin)
  const server = createServer((socket) => {
    const onward = connect(Number(port), '127.0.0.1')
    socket.pipe(onward).pipe(socket)
    socket.on('error', () => onward.destroy())
    onward.on('error', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('the simulated Okta that calls the public URL is not taken for a real one', async () => {
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const { api } = lab
  const url = await carrierTo(new URL(lab.core.scimUrl!).origin)
  await api.tunnel.configure({ settings: { kind: 'url', url }, rehearsal: true })
  await api.tunnel.start()
  await expect.poll(api.tunnel.get).toMatchObject({ state: 'up', url })
  const sandbox = 'default'
  const { token, publicUrl } = await api.connection.get({ sandbox })
  const app = await api.okta.apps.create({ sandbox, label: 'By the tunnel', kind: 'OIN', target: { kind: 'url', baseUrl: publicUrl! } })
  await api.okta.apps.setCredential({ sandbox, appId: app.id, credential: token! })
  expect(await api.okta.apps.test({ sandbox, appId: app.id })).toMatchObject({ ok: true })
  expect(await api.tunnel.arrivals({ sandbox })).toMatchObject({ first: null, last: null, meter: { requests: 0 } })
  await expect.poll(async () => (await api.requests.list({ sandbox })).items.map(({ actor }) => actor)).toEqual(['simulator', 'simulator'])

  const real = createOktaClient({ baseUrl: publicUrl!, token: token! }, 'OIN')
  await real.testConnector()
  real.close()
  expect(await api.tunnel.arrivals({ sandbox })).toMatchObject({ first: { isPublic: true, status: 200 } })
})
