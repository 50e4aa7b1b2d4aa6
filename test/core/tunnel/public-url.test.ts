import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createProbes } from '../../../src-main/core/tunnel/probes.ts'
import { checkPublicUrl, type PublicChecks, unknownHost } from '../../../src-main/core/tunnel/public-url.ts'
import { type Certificate, createAuthority, withoutOpenssl } from '../../support/certificates.ts'

let authority: ReturnType<typeof createAuthority>
beforeAll(() => {
  if (!withoutOpenssl) authority = createAuthority()
})
afterAll(() => authority?.remove())

async function listen(server: Server | ReturnType<typeof createHttpServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const probes = createProbes()

/** What the SCIM listener does with a request of a check. */
const scim: RequestListener = ({ url = '' }, response) => {
  probes.notes(url)
  response.writeHead(404, { 'Content-Type': 'application/scim+json' }).end('{"status":"404"}')
}

function behind(certificate: Certificate): Promise<number> {
  return listen(createServer(certificate, scim))
}

async function found(url: string, options: Partial<PublicChecks> = {}) {
  const checks = await checkPublicUrl(url, { probes, isOpen: true, ...options })
  return Object.fromEntries(checks.map(({ id, outcome, text }) => [id, [outcome, text]]))
}

test.skipIf(withoutOpenssl)('a SCIM listener behind TLS, by an authority that is trusted, passes', async () => {
  const url = `https://localhost:${await behind(authority.issue('DNS:localhost'))}`
  expect(await found(url, { ca: authority.ca })).toEqual({
    https: ['ok', url],
    certificate: ['ok', expect.any(String)],
    reach: ['ok', `What was asked of ${url} arrived at the SCIM listener.`],
    scimOnly: ['ok', expect.any(String)],
    clock: ['ok', expect.any(String)],
  })
})

test.skipIf(withoutOpenssl)('an unknown authority, another name and an expired certificate fail with the reason', async () => {
  const ofName = `https://localhost:${await behind(authority.issue('DNS:localhost'))}`
  expect(await found(ofName)).toMatchObject({ certificate: ['bad', expect.stringMatching(/Okta would refuse.*(UNABLE_TO|SELF_SIGNED)/)] })
  const other = `https://localhost:${await behind(authority.issue('DNS:elsewhere.example'))}`
  expect(await found(other, { ca: authority.ca })).toMatchObject({ certificate: ['bad', expect.stringMatching(/ERR_TLS_CERT_ALTNAME_INVALID/)] })
  const expired = `https://localhost:${await behind(authority.issue('DNS:localhost', -1))}`
  expect(await found(expired, { ca: authority.ca })).toMatchObject({ certificate: ['bad', expect.stringMatching(/CERT_HAS_EXPIRED/)] })
  expect(await found(expired, { ca: authority.ca })).not.toHaveProperty('reach')
})

test('plain http, an underscore in the host and TLS that is none are refused', async () => {
  const port = await listen(createHttpServer((_request, response) => response.end()))
  expect(await found(`http://127.0.0.1:${port}`, { remedy: 'Do this.' })).toMatchObject({ https: ['bad', expect.stringMatching(/plain http.*Do this\.$/)] })
  expect(await found(`https://my_host.localhost:${port}`)).toMatchObject({ https: ['bad', expect.stringMatching(/has an underscore/)] })
  expect(await found(`https://localhost:${port}`)).toMatchObject({ certificate: ['bad', expect.stringMatching(/EPROTO|ERR_SSL/)] })
})

test('what does not answer, in time or at all, could not be reached', async () => {
  const port = await listen(createHttpServer(() => undefined))
  expect(await found(`http://127.0.0.1:${port}`, { patience: 100 })).toMatchObject({ reach: ['bad', expect.stringMatching(/no answer within 0\.1 s/)] })
  expect(await found('http://127.0.0.1:1')).toMatchObject({ reach: ['bad', expect.stringMatching(/ECONNREFUSED/)] })
})

test('a URL that leads to the console, by a name it knows or by another', async () => {
  const known = await listen(createHttpServer((_request, response) => response.end('{"live":true}')))
  const unknown = await listen(createHttpServer((_request, response) => response.writeHead(421).end(JSON.stringify({ message: unknownHost }))))
  for (const port of [known, unknown]) {
    expect(await found(`http://127.0.0.1:${port}`)).toMatchObject({ scimOnly: ['bad', expect.stringMatching(/leads to the console/)] })
  }
})

test('what answers and is not this SCIM listener is found out: a stranger, an edge without a tunnel, another Scimbox', async () => {
  const answers: [number, string, string][] = [[404, 'text/html', 'nothing here'], [530, 'text/plain', 'error code: 1033'], [404, 'application/scim+json', '{}']]
  for (const [status, type, body] of answers) {
    const port = await listen(createHttpServer((_request, response) => response.writeHead(status, { 'Content-Type': type }).end(body)))
    expect(await found(`http://127.0.0.1:${port}`)).toMatchObject({ reach: ['bad', expect.stringMatching(`answered ${status}, but .* did not arrive`)] })
  }
})

test('before a tunnel is open its URL need not lead here yet', async () => {
  const port = await listen(createHttpServer((_request, response) => response.writeHead(502).end('Bad gateway')))
  const checks = await found(`http://127.0.0.1:${port}`, { isOpen: false })
  expect(checks).toMatchObject({ reach: ['later', expect.stringMatching(/answered 502\. Whether it leads here/)] })
  expect(Object.keys(checks)).toEqual(['https', 'reach'])
})

test('a clock that is apart from the Date header is told', async () => {
  const late = new Date(Date.now() - 300_000).toUTCString()
  const port = await listen(createHttpServer((_request, response) => response.writeHead(404, { Date: late }).end()))
  expect(await found(`http://127.0.0.1:${port}`)).toMatchObject({ clock: ['warn', expect.stringMatching(/This machine is (299|30[0-5]) s ahead of/)] })
})
