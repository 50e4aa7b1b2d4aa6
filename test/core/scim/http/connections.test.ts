import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { limitConnections } from '../../../../src-main/core/scim/http/connections.ts'
import { listenScim } from '../../../../src-main/core/scim/http/listener.ts'
import { createOutside } from '../../../../src-main/core/traffic/outside.ts'
import { createProbes } from '../../../../src-main/core/tunnel/probes.ts'
import { createSenders } from '../../../../src-main/core/traffic/senders.ts'
import { exchangeBytes, openSocket } from '../../../support/raw.ts'
import { startLab } from '../../../support/sandbox.ts'

test('others are served while 500 connections are idle, half-open, or stopped amid a body', async () => {
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const sandbox = await lab.sandbox()
  const sockets = await Promise.all(Array.from({ length: 500 }, () => openSocket(sandbox.baseUrl)))
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  const head = `POST /s/${sandbox.slug}/api/scim/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${sandbox.token}\r\n`
  const begun = ['', 'G', 'GET /api/scim/Users HTTP/1.1\r\nHost: x\r\n', `${head}Content-Length: 1000\r\n\r\n{"userName"`]
  sockets.forEach((socket, index) => socket.write(begun[index % begun.length]!))
  await sandbox.user('jane')
  expect((await sandbox.scim('GET', '/Users')).body).toMatchObject({ totalResults: 1, Resources: [{ userName: 'jane@acme.test' }] })
  expect(sockets.filter((socket) => socket.destroyed)).toEqual([])
})

/** A listener that holds no sandbox and soon loses patience. */
async function impatient(limits: { headersTimeout: number; requestTimeout: number }) {
  const listener = await listenScim({
    port: 0, host: '127.0.0.1', sandbox: () => undefined, senders: createSenders(), outside: createOutside(), probes: createProbes(), publicOrigin: () => null,
    limits: { connectionsCheckingInterval: 10, ...limits },
  })
  onTestFinished(() => listener.close())
  return listener.origin()
}

test('headers that do not arrive in time are answered 408, and the connection closed', async () => {
  const origin = await impatient({ headersTimeout: 50, requestTimeout: 0 })
  const answer = await exchangeBytes(origin, 'GET /api/scim/Users HTTP/1.1\r\nHost: x\r\n')
  expect([answer.status, answer.headers.connection]).toEqual([408, 'close'])
})

test('a body that does not arrive in time is answered 408 with a SCIM error, and the connection closed', async () => {
  const origin = await impatient({ headersTimeout: 50, requestTimeout: 100 })
  const answer = await exchangeBytes(origin, 'POST /api/scim/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')
  expect([answer.status, answer.headers.connection, JSON.parse(answer.body).status]).toEqual([408, 'close', '408'])
})

test('when too many wait, the one that waited longest is closed; one being answered is not', async () => {
  const answering = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    if (request.url !== '/slow') return void connections.answering(request.socket, async () => void response.end('quick'))
    void connections.answering(request.socket, async () => {
      begun.resolve()
      await answering.promise
      response.end('slow')
    })
  }).listen(0, '127.0.0.1')
  const connections = limitConnections(server, 3)
  await once(server, 'listening')
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`

  const slow = exchangeBytes(url, request('/slow'))
  await begun.promise
  const first = await openSocket(url)
  first.write('GET /')
  const others = [await openSocket(url), await openSocket(url)]
  const closed = once(first.resume(), 'close')
  expect((await exchangeBytes(url, request('/'))).body).toBe('quick')
  await closed
  expect(others.map((socket) => socket.destroyed)).toEqual([false, false])
  others.forEach((socket) => socket.destroy())
  answering.resolve()
  expect((await slow).body).toBe('slow')
})
