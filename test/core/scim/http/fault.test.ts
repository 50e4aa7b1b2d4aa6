import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { FaultGiven } from '../../../../src-shared/domain/faults.ts'
import { ERROR } from '../../../../src-shared/scim/urns.ts'
import { openSocket } from '../../../support/raw.ts'
import { personBody, type Sandbox, startLab } from '../../../support/sandbox.ts'

const lab = startLab()
afterAll(async () => (await lab).close())

const create = (s: Sandbox, rule: Partial<FaultGiven> & Pick<FaultGiven, 'effect'>) => s.api.faults.create({ sandbox: s.slug, name: 'Outage', ...rule })
const hits = async (s: Sandbox) => (await s.api.faults.list({ sandbox: s.slug }))[0]!.hits
const newest = async (s: Sandbox) => {
  const { items } = await s.api.requests.list({ sandbox: s.slug, limit: 1 })
  return s.api.requests.get({ sandbox: s.slug, id: items[0]!.id })
}
const users = async (s: Sandbox) => (await s.scim('GET', '/Users')).body.totalResults
/** What a client sees of a POST of Jane: the answer, or the code of the error. */
const post = async (s: Sandbox) => {
  try {
    const { status, headers, text } = await s.scim('POST', '/Users', personBody('jane'))
    return { status, headers, text }
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code }
  }
}

const error = (status: number, detail: string) => JSON.stringify({ schemas: [ERROR], detail, status: String(status) })

interface Effect { line: string; effect: FaultGiven['effect']; seen: object; status: number; sentence: string }

const effects: Effect[] = [
  {
    line: 'a status with a SCIM error worded by the rule', effect: { kind: 'status', status: 500, detail: '', retryAfter: null },
    seen: { status: 500, headers: { 'content-type': 'application/scim+json' }, text: error(500, 'This answer was made by the fault rule “Outage”.') },
    status: 500, sentence: '500',
  },
  {
    line: 'a status with detail and Retry-After', effect: { kind: 'status', status: 429, detail: 'Slow down.', retryAfter: 30 },
    seen: { status: 429, headers: { 'retry-after': '30' }, text: error(429, 'Slow down.') },
    status: 429, sentence: '429, Retry-After 30 s',
  },
  {
    line: 'a plain Retry-After', effect: { kind: 'throttle', seconds: 7 },
    seen: { status: 429, headers: { 'retry-after': '7' }, text: '' },
    status: 429, sentence: '429 without a body, Retry-After 7 s',
  },
  {
    line: 'a page instead of JSON', effect: { kind: 'html', status: 502, body: '' },
    seen: { status: 502, headers: { 'content-type': 'text/html' }, text: expect.stringMatching(/^<html>/) },
    status: 502, sentence: '502 with a page instead of JSON',
  },
  {
    line: 'a page of one\'s own, with 200', effect: { kind: 'html', status: 200, body: '<p>Maintenance' },
    seen: { status: 200, headers: { 'content-type': 'text/html' }, text: '<p>Maintenance' },
    status: 200, sentence: '200 with a page instead of JSON',
  },
  {
    line: 'a connection reset', effect: { kind: 'reset' }, seen: { code: 'ECONNRESET' },
    status: 0, sentence: 'connection reset',
  },
  {
    line: 'silence, then the connection closes', effect: { kind: 'timeout', seconds: 1 }, seen: { code: 'ECONNRESET' },
    status: 0, sentence: 'silence for 1 s, then the connection closes',
  },
]

describe('what a client gets and what is recorded', () => {
  for (const { line, effect, seen, status, sentence } of effects) {
    test(`${line}; nothing is carried out`, async () => {
      const s = await (await lab).sandbox()
      await create(s, { effect })
      expect(await post(s)).toMatchObject(seen)
      const { row, events } = await newest(s)
      expect(row).toMatchObject({ status, effect: 'fault', sentence: `Fault rule “Outage”: ${sentence}; the request was not carried out.` })
      expect(events.map(({ event }) => event.type)).toEqual(['fault.hit'])
      expect(await users(s)).toBe(0)
    })
    test(`${line}; carried out, the answer is lost`, async () => {
      const s = await (await lab).sandbox()
      await create(s, { effect, moment: 'after' })
      expect(await post(s)).toMatchObject(seen)
      const { row, events } = await newest(s)
      expect(row).toMatchObject({ status, effect: 'fault · +1 user', sentence: expect.stringContaining(`Fault rule “Outage”: ${sentence}; the request was carried out. jane@acme.test was created`) })
      expect(events.map(({ event }) => event.type)).toContain('user.created')
      expect(await users(s)).toBe(1)
    })
  }
})

describe('a late answer', () => {
  test.each(['before', 'after'] as const)('comes, with the request carried out: delay %s', async (moment) => {
    const s = await (await lab).sandbox()
    await create(s, { effect: { kind: 'latency', milliseconds: 5 }, moment })
    expect(await post(s)).toMatchObject({ status: 201 })
    const { row } = await newest(s)
    expect(row).toMatchObject({ status: 201, effect: 'fault · +1 user', sentence: expect.stringMatching(/^Fault rule “Outage”: (carried out|answered) 5 ms late\. jane/) })
    expect(await hits(s)).toBe(1)
  })
  test('of a read is recorded with what it read', async () => {
    const s = await (await lab).sandbox()
    await create(s, { effect: { kind: 'latency', milliseconds: 5 } })
    await s.scim('GET', '/Users')
    const { row } = await s.exchange('GET', '/Users')
    expect(row).toMatchObject({ status: 200, effect: 'fault', sentence: 'Fault rule “Outage”: carried out 5 ms late. Listed /Users: found nothing.' })
  })
  test('is at most 120 s of real time', async () => {
    const s = await (await lab).sandbox()
    const timers = vi.spyOn(globalThis, 'setTimeout')
    onTestFinished(() => timers.mockRestore())
    await create(s, { effect: { kind: 'latency', milliseconds: 3_600_000 } })
    const socket = await hang(s)
    await vi.waitFor(() => expect(timers.mock.calls.map(([, wait]) => wait)).toContain(120_000))
    expect(timers.mock.calls.map(([, wait]) => wait)).not.toContain(3_600_000)
    socket.destroy()
  })
})

/** A client that waits for an answer, once its request is counted. */
async function hang(s: Sandbox) {
  const before = await hits(s)
  const socket = await openSocket(s.baseUrl)
  socket.on('error', () => undefined)
  socket.write(`GET /s/${s.slug}/api/scim/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${s.token}\r\n\r\n`)
  await vi.waitFor(async () => expect(await hits(s)).toBe(before + 1), { timeout: 5000 })
  return socket
}

test('a client that goes away ends the wait at once, and its request is not carried out', async () => {
  const s = await (await lab).sandbox()
  await create(s, { effect: { kind: 'latency', milliseconds: 100_000 } })
  const socket = await hang(s)
  socket.destroy()
  const { row } = await s.exchange('GET', '/Users')
  expect(row).toMatchObject({ status: 0, effect: 'fault', sentence: expect.stringContaining('the client went away before the delay was over') })
})

test('a listener that closes does not wait for what hangs', async () => {
  const own = await startLab()
  const s = await own.sandbox()
  await create(s, { effect: { kind: 'timeout', seconds: 3600 }, count: null })
  const sockets = [await hang(s), await hang(s)]
  const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
  await own.close()
  await Promise.all(closed)
})

test('a sandbox that is deleted lets go of who waits in it', async () => {
  const s = await (await lab).sandbox()
  await create(s, { effect: { kind: 'latency', milliseconds: 100_000 } })
  const socket = await hang(s)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await s.api.sandboxes.remove({ sandbox: s.slug })
  await closed
})

test('a refusal whose answer is lost says both', async () => {
  const s = await (await lab).sandbox()
  await s.user('jane')
  await create(s, { effect: { kind: 'status', status: 503, detail: '', retryAfter: null }, moment: 'after' })
  expect(await post(s)).toMatchObject({ status: 503 })
  await vi.waitFor(async () => expect((await newest(s)).row).toMatchObject({
    status: 503, effect: 'fault · refused', sentence: expect.stringMatching(/^Fault rule “Outage”: 503; the request was carried out\. .*jane@acme\.test/i),
  }))
})

test('a large push is carried out by the worker, and its answer is lost', async () => {
  const s = await (await lab).sandbox()
  await create(s, { effect: { kind: 'reset' }, moment: 'after' })
  const members = Array.from({ length: 600 }, (_, index) => ({ value: `m${index}` }))
  await expect(s.scim('POST', '/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'large', members })).rejects.toThrow()
  expect((await newest(s)).row).toMatchObject({ status: 0, effect: expect.stringMatching(/^fault · \+1 group/) })
  expect((await s.scim('GET', '/Groups')).body.totalResults).toBe(1)
})

test('the composer is told of an answer that does not come', async () => {
  const s = await (await lab).sandbox()
  await create(s, { effect: { kind: 'reset' } })
  const sent = await s.api.requests.send({ sandbox: s.slug, method: 'GET', path: '/Users' })
  expect(sent).toMatchObject({ status: 0, body: '' })
  expect((await s.api.requests.get({ sandbox: s.slug, id: sent.exchangeId! })).row).toMatchObject({ status: 0, effect: 'fault', actor: 'console' })
})
