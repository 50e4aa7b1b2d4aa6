import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { checkPublicUrl } from '../../../src-main/core/tunnel/public-url.ts'
import { type Certificate, createAuthority, proxyTo, withoutOpenssl } from '../../support/certificates.ts'
import { startLab } from '../../support/sandbox.ts'

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

async function behind(certificate: Certificate): Promise<number> {
  const lab = await startLab()
  onTestFinished(() => lab.close())
  return listen(createServer(certificate, proxyTo(new URL(lab.core.scimUrl!).origin)))
}

async function found(url: string, options: Parameters<typeof checkPublicUrl>[1] = {}) {
  const checks = await checkPublicUrl(url, options)
  return Object.fromEntries(checks.map(({ id, outcome, text }) => [id, [outcome, text]]))
}

test.skipIf(withoutOpenssl)('a SCIM listener behind TLS, by an authority that is trusted, passes', async () => {
  const url = `https://localhost:${await behind(authority.issue('DNS:localhost'))}`
  expect(await found(url, { ca: authority.ca })).toEqual({
    https: ['ok', url],
    certificate: ['ok', expect.any(String)],
    reach: ['ok', `${url} answered 404.`],
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

test('a URL that leads to the console, or to anything else, is told from one that leads to SCIM', async () => {
  const toConsole = await listen(createHttpServer((_request, response) => response.end('{"live":true}')))
  expect(await found(`http://127.0.0.1:${toConsole}`)).toMatchObject({ scimOnly: ['bad', expect.stringMatching(/leads to the console/)] })
  const toOther = await listen(createHttpServer((_request, response) => response.writeHead(502).end('Bad gateway')))
  expect(await found(`http://127.0.0.1:${toOther}`)).toMatchObject({ scimOnly: ['warn', expect.stringMatching(/this was 502/)] })
})

test('a clock that is apart from the Date header is told', async () => {
  const late = new Date(Date.now() - 300_000).toUTCString()
  const port = await listen(createHttpServer((_request, response) => response.writeHead(404, { Date: late }).end()))
  expect(await found(`http://127.0.0.1:${port}`)).toMatchObject({ clock: ['warn', expect.stringMatching(/This machine is (299|30[0-5]) s ahead of/)] })
})
