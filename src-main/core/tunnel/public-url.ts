import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { Check } from '../../../src-shared/domain/tunnel.ts'
import type { Probes } from './probes.ts'
import { check } from './provider.ts'

export interface PublicChecks {
  probes: Probes
  /** Whether it must lead to the SCIM listener already. */
  isOpen: boolean
  /** PEM of the only authorities to trust, in the place of the public ones that Node knows. */
  ca?: string | undefined
  /** Milliseconds to wait for an answer. */
  patience?: number
  /** What to do where https is missing. */
  remedy?: string | undefined
  signal?: AbortSignal
}

/** What Okta needs of a public URL: that it leads to this SCIM listener, over https, and to nothing else. */
export async function checkPublicUrl(url: string, options: PublicChecks): Promise<Check[]> {
  const address = checkAddress(url, options.remedy)
  const probe = options.probes.begin()
  try {
    const asked = await ask(url + probe.path, options)
    if (asked instanceof Error) return [address, ...unreached(url, asked)]
    const certificate = url.startsWith('https:')
      ? [check('certificate', certificateTitle, 'ok', 'The chain is complete, of an authority that this Node trusts, and for this host name.')]
      : []
    if (!options.isOpen) {
      const text = `${url} answered ${asked.status}. Whether it leads here is checked as soon as the tunnel is up.`
      return [address, ...certificate, check('reach', reachTitle, 'later', text)]
    }
    return [address, ...certificate, reached(url, asked, probe.hasArrived()), scimOnly(await ask(`${url}/api/console/live`, options)), clockOf(asked)]
  } finally {
    probe.end()
  }
}

const certificateTitle = 'The certificate is valid'
const reachTitle = 'The public URL leads here'

function reached(url: string, { status }: Asked, hasArrived: boolean): Check {
  if (hasArrived) return check('reach', reachTitle, 'ok', `What was asked of ${url} arrived at the SCIM listener.`)
  const why = `${url} answered ${status}, but what was asked of it did not arrive at this SCIM listener: somebody else answers.`
  return check('reach', reachTitle, 'bad', `${why} Forward it to the listener.`)
}

/** Before the URL is known. */
export function laterChecks(): Check[] {
  return [later('https', httpsTitle), later('certificate', certificateTitle), later('reach', reachTitle)]
}

function later(id: Check['id'], title: string): Check {
  return check(id, title, 'later', 'Checked as soon as the public URL is known.')
}

const httpsTitle = 'The public URL is https'

function checkAddress(url: string, remedy = 'Put a reverse proxy with TLS before it, or choose a provider that ends TLS.'): Check {
  const { protocol, hostname } = new URL(url)
  const bad = (text: string) => check('https', httpsTitle, 'bad', text)
  if (protocol !== 'https:') return bad(`${url} is plain http, and Okta calls https only. ${remedy}`)
  if (hostname.includes('_')) return bad(`The host ${hostname} has an underscore, which Okta refuses. Choose another name.`)
  if (isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) {
    return check('https', httpsTitle, 'warn', `${hostname} is an address, not a name: few authorities give certificates for one.`)
  }
  return check('https', httpsTitle, 'ok', url)
}

interface Asked { status: number; body: string; date: number; now: number }

function ask(url: string, { ca, patience = 10_000, signal }: PublicChecks): Promise<Asked | Error> {
  const limit = AbortSignal.timeout(patience)
  const given = { agent: false as const, signal: signal ? AbortSignal.any([signal, limit]) : limit, headers: { Accept: 'application/scim+json' } }
  return new Promise((resolve) => {
    const hear = (answer: IncomingMessage) => void read(answer).then(resolve, resolve)
    const asking = url.startsWith('https:') ? tlsRequest(url, { ...given, ca, rejectUnauthorized: true }, hear) : request(url, given, hear)
    asking.on('error', (error) => resolve(limit.aborted ? new Error(`no answer within ${patience / 1000} s`) : error))
    asking.end()
  })
}

async function read(answer: IncomingMessage): Promise<Asked> {
  let body = ''
  for await (const chunk of answer.setEncoding('utf8')) {
    if (body.length < 4_096) body += chunk as string
  }
  return { status: answer.statusCode ?? 0, body, date: Date.parse(answer.headers.date ?? ''), now: Date.now() }
}

/** Errors of OpenSSL and of Node about the chain or the name. */
const ofCertificate = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_|EPROTO)/

function unreached(url: string, error: NodeJS.ErrnoException): Check[] {
  const { code = '', message } = error
  if (!ofCertificate.test(code)) {
    const why = `${url} could not be reached from here: ${message}.`
    return [check('reach', reachTitle, 'bad', `${why} Okta could not either, unless it sees another network.`)]
  }
  const why = `Okta would refuse ${url}: ${message} (${code}).`
  return [check('certificate', certificateTitle, 'bad', `${why} Use a certificate of a public authority, with its whole chain.`)]
}

/** What the console says where the Host header is none of its names: by it a URL that leads there is known. */
export const unknownHost = 'This host name is not one of the console.'

/** The console answers its own paths, or refuses a host it does not know; the SCIM listener knows none of them. */
function scimOnly(asked: Asked | Error): Check {
  const title = 'Only SCIM answers'
  if (asked instanceof Error) return check('scimOnly', title, 'warn', `A path of the console could not be asked for: ${asked.message}.`)
  const { status, body } = asked
  if ((status < 400 && body.includes('"live"')) || (status === 421 && body.includes(unknownHost))) {
    return check('scimOnly', title, 'bad', 'This URL leads to the console. Forward it to the SCIM listener only.')
  }
  return check('scimOnly', title, 'ok', `A path of the console is answered ${status}, and not by the console.`)
}

/** Seconds by which clocks may differ: token lifetimes and logs are read side by side. */
const tolerated = 60

function clockOf({ date, now }: Asked): Check {
  const title = 'The clocks agree'
  if (Number.isNaN(date)) return check('clock', title, 'warn', 'The answer has no Date header, so this clock was not compared.')
  const seconds = Math.round((now - date) / 1000)
  if (Math.abs(seconds) <= tolerated) return check('clock', title, 'ok', 'Within a minute of the Date header of the answer.')
  const apart = `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'}`
  return check('clock', title, 'warn', `This machine is ${apart} the Date header of the answer. Set its clock.`)
}
