import { afterAll, beforeAll, expect, test } from 'vitest'
import { exchangeBytes } from '../../../support/raw.ts'
import { type Lab, startLab } from '../../../support/sandbox.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const long = (length: number) => 'a'.repeat(length)
const ask = (method: string, path: string, fields: string[] = [], body = '') => {
  const head = [`${method} /api/scim${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${lab.core.token}`, ...fields, 'Connection: close']
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** What HEAD and GET are asked alike, and the status of both. */
const questions: [what: string, status: number, bytes: (method: string) => string][] = [
  ['a list', 200, (method) => ask(method, '/Users')],
  ['a resource that is not there', 404, (method) => ask(method, '/Users/9')],
  ['a path that is not SCIM', 404, (method) => `${method} /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`],
  ['without a token', 401, (method) => `${method} /api/scim/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`],
  ['a URL over 64 kB', 414, (method) => ask(method, `/Users?x=${long(70_000)}`)],
  ['a head over 80 kB', 431, (method) => ask(method, '/Users', [`X: ${long(90_000)}`])],
  ['a URL over 80 kB', 431, (method) => ask(method, `/Users?x=${long(500_000)}`)],
  ['a body that is no JSON', 400, (method) => ask(method, '/Users', ['Content-Length: 5'], 'hello')],
  ['a body over 16 MiB', 413, (method) => ask(method, '/Users', [`Content-Length: ${17 << 20}`], long(17 << 20))],
  ['a broken chunk', 400, (method) => ask(method, '/Users', ['Transfer-Encoding: chunked'], 'zz\r\n')],
  ['a length and chunks', 400, (method) => ask(method, '/Users', ['Content-Length: 3', 'Transfer-Encoding: chunked'], '0\r\n\r\n')],
  ['a space in the URL', 400, (method) => ask(method, '/Us ers')],
  ['a space in the name of a field', 400, (method) => ask(method, '/Users', ['Na me: x'])],
]

test.each(questions)('HEAD of %s: %i, the head that GET has, and no byte after it', async (_what, status, bytes) => {
  const get = await exchangeBytes(lab.core.scimUrl!, bytes('GET'))
  const head = await exchangeBytes(lab.core.scimUrl!, bytes('HEAD'))
  expect([get.status, get.headers['content-type'], Number(get.headers['content-length'])])
    .toEqual([status, 'application/scim+json', Buffer.byteLength(get.body)])
  expect(head).toEqual({ status, headers: { ...get.headers, date: head.headers.date }, body: '' })
})

test('where the method cannot be known any more, the answer has no body', async () => {
  const head = await exchangeBytes(lab.core.scimUrl!, `HEAD /api/scim/Users?x=${long(1 << 20)}`)
  expect([head.status, head.headers['content-length'], head.body]).toEqual([431, '0', ''])
})

test('what is no HTTP at all is answered 400 with a SCIM error', async () => {
  const { status, body } = await exchangeBytes(lab.core.scimUrl!, 'garbage\r\n\r\n')
  expect([status, JSON.parse(body).scimType]).toEqual([400, 'invalidSyntax'])
})

test.each(['GET', 'HEAD'])('%s that garbage follows is answered as it deserves, and the connection closed', async (method) => {
  const alive = ask(method, '/Users').replace('Connection: close', 'Connection: keep-alive')
  const { status, headers, body } = await exchangeBytes(lab.core.scimUrl!, `${alive}garbage\r\n\r\n`)
  expect([status, headers.connection]).toEqual([200, 'close'])
  expect(Buffer.byteLength(body)).toBe(method === 'GET' ? Number(headers['content-length']) : 0)
})
