import type { Socket } from 'node:net'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Client, createClient } from '../../../src-main/core/okta/wire/client.ts'
import { createAgents } from '../../../src-main/core/okta/wire/exchange.ts'
import { OperationFailure } from '../../../src-main/core/okta/wire/failure.ts'
import { createSenders } from '../../../src-main/core/traffic/senders.ts'
import { simulatedOkta } from '../../support/okta.ts'
import { type RawRequest, rawAnswer, startRawApp } from '../../support/raw-app.ts'
import { startLab } from '../../support/sandbox.ts'

// What the client makes of connections (okta-wire §2), at servers that do nothing but what a test says.

const nothing = '{"totalResults":0,"Resources":[]}'

/** A client on a clock that stands still. `onSocket` is called as a request gets its socket. */
function clientTo(baseUrl: string, onSocket: () => void = () => undefined) {
  const agents = createAgents(4)
  onTestFinished(() => agents.http.destroy())
  const sockets: Socket[] = []
  const senders = createSenders()
  let now = 0
  const waiting = new Set<{ due: number; run: () => void }>()
  const timers = {
    at(due: number, run: () => void) {
      const entry = { due, run }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    moved: () => undefined,
    close: () => undefined,
  }
  const client = createClient({
    baseUrl, authorization: 'Bearer t', agents, timers, now: () => now, heard: () => undefined, signal: new AbortController().signal,
    sender: { actor: 'simulator', action: null },
    senders: {
      ...senders,
      holds(socket, sender) {
        sockets.push(socket)
        senders.holds(socket, sender)
        process.nextTick(onSocket)
      },
    },
  })
  return {
    client, senders,
    /** Sockets the requests went out on, one for each time one was sent. */
    sockets,
    advance(seconds: number) {
      now += seconds * 1000
      for (const entry of waiting) if (entry.due <= now && waiting.delete(entry)) entry.run()
    },
  }
}

async function rawApp(...given: Parameters<typeof startRawApp>) {
  const app = await startRawApp(...given)
  onTestFinished(app.close)
  return app
}

const problemOf = (call: ReturnType<Client['call']>) => call.then(
  ({ status }) => `answered ${status}`,
  (error: unknown) => (error instanceof OperationFailure && error.reason.kind === 'exchange' ? error.reason.problem ?? error.reason.status : error),
)

test('an app that closes after an answer without saying so gets the next request over another connection, once', async () => {
  const app = await rawApp((_request, socket) => void socket.end(rawAnswer(nothing)))
  const { client } = clientTo(app.baseUrl)
  for (let n = 1; n <= 10; n += 1) {
    await client.call('GET', `/Users?n=${n}`)
    await client.call('POST', '/Users', { n })
  }
  expect(app.lines()).toEqual(Array.from({ length: 10 }, (_, n) => [`GET /Users?n=${n + 1}`, 'POST /Users']).flat())
})

/** Answers the first request of a connection, and breaks off at its second. */
const breaksOffAtSecond = (breakOff: (socket: Socket) => void) => {
  const known = new Set<Socket>()
  return (_request: RawRequest, socket: Socket) => {
    if (known.has(socket)) return breakOff(socket)
    known.add(socket)
    socket.write(rawAnswer(nothing))
  }
}

test.each([
  ['reset', (socket: Socket) => void socket.resetAndDestroy()], ['closed', (socket: Socket) => void socket.destroy()],
])('a connection of the pool that is %s as it is used again is replaced, with the same bytes', async (_how, breakOff) => {
  const app = await rawApp(breaksOffAtSecond(breakOff))
  const { client } = clientTo(app.baseUrl)
  await client.call('GET', '/Users')
  expect(await client.call('POST', '/Users', { userName: 'jane' })).toMatchObject({ status: 200 })
  const [, lost, again, ...more] = app.requests
  expect(lost).toMatchObject({ line: 'POST /Users', body: '{"userName":"jane"}' })
  expect(again).toEqual(lost)
  expect(more).toEqual([])
})

test('it is sent once more and no oftener; a new connection that breaks off is not replaced', async () => {
  const app = await rawApp((request, socket) => void (request.line.startsWith('GET') ? socket.write(rawAnswer(nothing)) : socket.resetAndDestroy()))
  const { client } = clientTo(app.baseUrl)
  expect(await problemOf(client.call('POST', '/Users', {}))).toBe('reset')
  expect(app.lines()).toEqual(['POST /Users'])
  await client.call('GET', '/Users')
  expect(await problemOf(client.call('POST', '/Users', {}))).toBe('reset')
  expect(app.lines().slice(1)).toEqual(['GET /Users', 'POST /Users', 'POST /Users'])
})

test('an answer that breaks off is not asked for again', async () => {
  const known = new Set<Socket>()
  const app = await rawApp((_request, socket) => {
    if (known.has(socket)) return void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"id"')
    known.add(socket)
    socket.write(rawAnswer(nothing))
  })
  const { client } = clientTo(app.baseUrl)
  await client.call('GET', '/Users')
  expect(await problemOf(client.call('POST', '/Users', {}))).toBe('reset')
  expect(app.lines()).toEqual(['GET /Users', 'POST /Users'])
})

test('what arrived in this Scimbox is not sent again: its fault rules reset connections on purpose', async () => {
  const app = await rawApp((request, socket) => {
    senders.of(socket.remotePort)
    if (request.line.startsWith('GET')) socket.write(rawAnswer(nothing))
    else socket.resetAndDestroy()
  })
  const { client, senders } = clientTo(app.baseUrl)
  await client.call('GET', '/Users')
  expect(await problemOf(client.call('POST', '/Users', {}))).toBe('reset')
  expect(app.lines()).toEqual(['GET /Users', 'POST /Users'])
})

test('nobody is lost or doubled at an app that closes after every answer', async () => {
  const users: string[] = []
  const app = await rawApp(({ line, body }, socket) => {
    if (line.startsWith('GET')) return void socket.end(rawAnswer(nothing))
    const { userName } = JSON.parse(body) as { userName: string }
    users.push(userName)
    socket.end(rawAnswer(JSON.stringify({ id: String(users.length), userName, active: true }), { status: 201 }))
  })
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const okta = await simulatedOkta(await lab.sandbox(), { baseUrl: app.baseUrl })
  const names = Array.from({ length: 30 }, (_, n) => `p${n}`)
  for (const name of names) await okta.person(name)
  await okta.okta.assignments.assignPeople({ ...okta, personIds: Object.values(okta.people) })
  await okta.idle()
  expect(await okta.tasks()).toEqual([])
  expect(users.toSorted()).toEqual(names.map((name) => `${name}@acme.test`).toSorted())
})

test('a fault rule that resets one connection of this sandbox is seen as one', async () => {
  const lab = await startLab()
  onTestFinished(() => lab.close())
  const s = await lab.sandbox()
  const okta = await simulatedOkta(s)
  await s.api.faults.create({ sandbox: s.slug, name: 'reset', method: 'POST', count: 1, effect: { kind: 'reset' } })
  await okta.person('jane')
  await okta.assign('jane')
  await okta.idle()
  expect(await okta.tasks()).toEqual(['user.assign jane@acme.test error'])
})

test('a Base URL with an IPv6 address', async () => {
  const app = await rawApp((_request, socket) => void socket.write(rawAnswer(nothing)), '::1')
  const { client } = clientTo(`${app.baseUrl}/scim`)
  expect(await client.call('GET', '/Users')).toMatchObject({ status: 200 })
  expect(app.requests[0]).toMatchObject({ line: 'GET /scim/Users', head: expect.stringContaining(`Host: ${new URL(app.baseUrl).host}`) as string })
})

test('a host nobody knows is said to be unknown', async () => {
  const { client } = clientTo('http://nobody.invalid/scim')
  expect(await problemOf(client.call('GET', '/Users'))).toBe('unknownHost')
})

describe('60 s of the sandbox clock without a byte', () => {
  /** Sends a request and returns the socket of the app, once it has the request, and how to send a part of the answer and know that it came. */
  async function underway() {
    const arrived: Socket[] = []
    const app = await rawApp((_request, socket) => void arrived.push(socket))
    const { client, sockets, advance } = clientTo(app.baseUrl)
    const outcome = problemOf(client.call('GET', '/Users'))
    await vi.waitFor(() => expect(arrived).toHaveLength(1))
    const part = async (bytes: string) => {
      const before = sockets[0]!.bytesRead
      arrived[0]!.write(bytes)
      await vi.waitFor(() => expect(sockets[0]!.bytesRead).toBe(before + bytes.length))
    }
    return { outcome, part, advance }
  }

  test('an answer that comes byte by byte is waited for', async () => {
    const { outcome, part, advance } = await underway()
    for (const bytes of ['HTTP/1.1 200 OK\r\n', 'Content-Length: 3\r\n\r\n', '{', ' ']) {
      advance(59)
      await part(bytes)
    }
    advance(59)
    await part('}')
    expect(await outcome).toBe('answered 200')
  })

  test.each([['before the answer', []], ['inside of it', ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{']]])('%s: Read timed out', async (_where, parts) => {
    const { outcome, part, advance } = await underway()
    for (const bytes of parts) {
      advance(40)
      await part(bytes)
    }
    advance(59)
    advance(1)
    expect(await outcome).toBe('timeout')
  })

  test('while the connection is made: Connect timed out', async () => {
    const app = await rawApp(() => undefined)
    const { client, advance } = clientTo(app.baseUrl, () => advance(60))
    expect(await problemOf(client.call('GET', '/Users'))).toBe('unreachable')
    expect(app.requests).toEqual([])
  })
})

describe('a packed answer', () => {
  const answerOf = async (encoding: string, body: Buffer) => {
    const app = await rawApp((_request, socket) => void socket.write(rawAnswer(body, { headers: [`Content-Encoding: ${encoding}`] })))
    return clientTo(app.baseUrl).client.call('GET', '/Users')
  }
  test.each([
    ['gzip', gzipSync(nothing)], ['deflate', deflateSync(nothing)], ['deflate', deflateRawSync(nothing)], ['identity', Buffer.from(nothing)], ['gzip', Buffer.from('')],
  ])('%s (%#) is unpacked', async (encoding, body) => {
    expect(await answerOf(encoding, body)).toMatchObject({ status: 200, text: body.length === 0 ? '' : nothing })
  })

  test.each([['gzip', Buffer.from(nothing)], ['gzip', gzipSync(nothing).subarray(0, 20)], ['deflate', Buffer.from('no')]])('%s (%#) that cannot be', async (encoding, body) => {
    expect(await problemOf(answerOf(encoding, body))).toBe('undecodable')
  })

  test.each([['as it comes', false], ['as it is unpacked', true]])('of which more than 64 MiB would be read, %s', async (_how, isPacked) => {
    const [huge, size] = [Buffer.alloc(1024 * 1024, ' '), 65]
    const app = await rawApp((_request, socket) => {
      if (isPacked) return void socket.write(rawAnswer(gzipSync(Buffer.concat(Array<Buffer>(size).fill(huge))), { headers: ['Content-Encoding: gzip'] }))
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size * huge.length}\r\n\r\n`)
      for (let n = 0; n < size; n += 1) socket.write(huge)
    })
    expect(await problemOf(clientTo(app.baseUrl).client.call('GET', '/Users'))).toBe('tooLong')
  })
})
