import { Agent, request } from 'node:http'
import { gunzipSync } from 'node:zlib'

/** A SCIM message as far as tests look into it. */
export interface ScimBody {
  schemas: string[]
  id: string
  userName: string
  displayName: string
  active: boolean
  externalId: string
  detail: string
  status: string
  scimType: string
  totalResults: number
  startIndex: number
  itemsPerPage: number
  name: { givenName?: string; familyName?: string; formatted?: string }
  emails: { value?: string; type?: string; primary?: boolean }[]
  meta: { resourceType: string; created: string; lastModified: string; location: string; version: string }
  members: { value: string; display?: string; $ref?: string; type?: string }[]
  groups: { value: string; display?: string; $ref?: string; type?: string }[]
  Resources: ScimBody[]
  Operations: { method: string; status: string; location?: string; bulkId?: string; version?: string; response?: ScimBody }[]
  [attribute: string]: unknown
}

export interface Answer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  text: string
  /** The parsed body; an empty object when there is none. */
  body: ScimBody
}

export type Headers = [name: string, value: string][]

/** Sends exactly these headers in this order, and nothing else beside Host and Content-Length. */
export function send(url: string, method: string, headers: Headers, body?: string | Buffer, agent?: Agent): Promise<Answer> {
  const { hostname, port, host } = new URL(url)
  // URL would normalize the path; what is sent is what the test wrote.
  const path = url.slice(url.indexOf(host) + host.length)
  const length: Headers = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]]
  const sent = [['Host', host], ...headers, ...length].flat()
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers: sent, agent: agent ?? false }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = (incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8')
        resolve({ status: incoming.statusCode ?? 0, headers: plain(incoming.headers), text, body: parse(text) })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function plain(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function parse(text: string): ScimBody {
  try {
    return JSON.parse(text || '{}') as ScimBody
  } catch {
    return {} as ScimBody
  }
}
