import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why no certificates can be made, false where they can. */
export const withoutOpenssl: string | false = spawnSync('openssl', ['version']).status === 0 ? false : 'there is no openssl: install it'

export interface Certificate { key: string; cert: string }

/** An authority that nobody knows, and certificates of it; made anew by OpenSSL, and left nowhere. */
export function createAuthority() {
  const folder = mkdtempSync(join(tmpdir(), 'scimbox-ca-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const read = (name: string) => readFileSync(at(name), 'utf8')
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Authority of the tests')
  let made = 0
  return {
    ca: read('ca.pem'),
    /** The file of its certificate. */
    caFile: at('ca.pem'),
    /** For a name such as `DNS:localhost`, valid for days from now; a negative number of days has gone by already. */
    issue(name: string, days = 1): Certificate {
      made += 1
      writeFileSync(at('names'), `subjectAltName=${name}`)
      openssl('req', ...newKey, '-keyout', `${made}.key`, '-out', `${made}.csr`, '-subj', '/CN=test')
      openssl('x509', '-req', '-in', `${made}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days), '-extfile', 'names', '-out', `${made}.pem`)
      return { key: read(`${made}.key`), cert: read(`${made}.pem`) }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What a reverse proxy does with a request after it has ended TLS; 502 where nothing answers behind it. */
export function proxyTo(origin: string): RequestListener {
  return (incoming, outgoing) => {
    const { method, headers } = incoming
    const passed = request(origin + incoming.url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.writeHead(502).end('Bad gateway'))
    incoming.pipe(passed)
  }
}
