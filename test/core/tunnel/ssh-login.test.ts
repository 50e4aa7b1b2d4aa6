import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type AuthContext, type Connection, Server } from 'ssh2'
import { expect, onTestFinished, test } from 'vitest'
import { startLab } from '../../support/sandbox.ts'

const hostKey = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'pkcs1', format: 'pem' } }).privateKey

/** A server that forwards nothing really, and lets in whom `admit` accepts: what a real one does in a minute of its own. */
async function serve(admit: (context: AuthContext) => void) {
  const connections = new Set<Connection>()
  const server = new Server({ hostKeys: [hostKey] }, (client) => {
    connections.add(client)
    client.on('authentication', admit)
    client.on('request', (accept, _reject, name) => name === 'tcpip-forward' && accept?.(8080))
    client.on('error', () => undefined)
    client.on('close', () => connections.delete(client))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const connection of connections) connection.end()
    server.close()
  })
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const { api } = lab
  const { port } = server.address() as AddressInfo
  await api.tunnel.configure({
    rehearsal: true, secret: 'correct horse',
    settings: { kind: 'ssh', host: '127.0.0.1', port, user: 'ada', authentication: 'password', keyFile: '', bindHost: '127.0.0.1', bindPort: 0, urlFrom: 'plain', template: '', pattern: '' },
  })
  const { checks } = await api.tunnel.preflight()
  await api.tunnel.trustHostKey({ fingerprint: checks.find((each) => each.hostKey)!.hostKey!.fingerprint })
  return { api, drop: () => connections.forEach((connection) => void connection.end()) }
}

test('a password is given to a server that asks for it by the keyboard only', async () => {
  const answers: string[][] = []
  const { api } = await serve((context) => {
    if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
    context.prompt([{ prompt: 'Password: ', echo: false }], (given) => {
      answers.push(given)
      context.accept()
    })
  })
  const { checks } = await api.tunnel.preflight()
  expect(checks.find(({ id }) => id === 'login')).toMatchObject({ outcome: 'ok' })
  expect(answers).toEqual([['correct horse']])
})

test('a question that is not for the password alone is not answered with it', async () => {
  const answers: string[][] = []
  const { api } = await serve((context) => {
    if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
    context.prompt([{ prompt: 'Name of your first pet: ', echo: true }], (given) => {
      answers.push(given)
      context.reject()
    })
  })
  const { checks } = await api.tunnel.preflight()
  expect(checks.find(({ id }) => id === 'login')).toMatchObject({ outcome: 'bad', text: expect.stringContaining('does not let ada in') })
  expect(answers).toEqual([['']])
})

test('a server that refuses everybody while it starts is tried again', async () => {
  let isStarting = false
  const { api, drop } = await serve((context) => (context.method === 'password' && !isStarting ? context.accept() : context.reject(['password'])))
  await api.tunnel.start()
  await expect.poll(api.tunnel.get).toMatchObject({ state: 'up' })
  isStarting = true
  drop()
  await expect.poll(api.tunnel.get, { timeout: 10_000 }).toMatchObject({ state: 'reconnecting', problem: expect.stringContaining('does not let ada in') })
  isStarting = false
  await expect.poll(api.tunnel.get, { timeout: 10_000 }).toMatchObject({ state: 'up' })
})
