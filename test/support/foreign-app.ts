import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as it arrived: nothing of ours has touched it. */
export interface Arrived { line: string; headers: [string, string][]; body: string }

type Json = Record<string, unknown>
interface Refusal { status: number; body?: string; headers?: Record<string, string> }
interface Held { start: string; reached: () => void; released: Promise<void> }

/** An application that is not ours: as much SCIM as Okta's client needs, and everything it was sent. */
export async function startForeignApp() {
  const users = new Map<string, Json>()
  const groups = new Map<string, Json>()
  const arrived: Arrived[] = []
  const refusals: ((line: string) => Refusal | null)[] = []
  const held: Held[] = []
  const holds: { isHeld: (line: string) => boolean; released: Promise<void> }[] = []
  let made = 0

  const server: Server = createServer((request, response) => {
    void (async () => {
      const body = await read(request)
      const line = `${request.method} ${request.url}`
      arrived.push({ line, headers: pairs(request.rawHeaders), body })
      const at = held.findIndex(({ start }) => line.replace('/scim/v2', '').startsWith(start))
      if (at >= 0) {
        const [{ reached, released }] = held.splice(at, 1) as [Held]
        reached()
        await released
      }
      for (const { isHeld, released } of holds) if (isHeld(line)) await released
      const refusal = refusals.map((refuse) => refuse(line)).find((each) => each !== null)
      const [status, answer] = refusal ? [refusal.status, refusal.body ?? ''] : route(request, body)
      response.writeHead(status, { 'content-type': 'application/scim+json', ...refusal?.headers })
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
    })()
  })

  function route({ method, url }: IncomingMessage, text: string): [number, Json | string] {
    const { pathname, searchParams } = new URL(url!, 'http://app.test')
    const [endpoint, id] = pathname.replace(/^\/scim\/v2\//, '').split('/')
    const store = endpoint === 'Users' ? users : groups
    const body = text === '' ? {} : (JSON.parse(text) as Json)
    if (method === 'POST') return [201, keep(store, String((made += 1)), body)]
    if (id === undefined) return [200, list([...store.values()], searchParams)]
    const found = store.get(id)
    if (!found) return [404, { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: `${id} is unknown`, status: '404' }]
    if (method === 'GET') return [200, found]
    if (method === 'DELETE') return store.delete(id) ? [204, ''] : [404, '']
    if (method === 'PUT') return [200, keep(store, id, body)]
    return [200, keep(store, id, (body.Operations as Json[]).reduce(patched, found))]
  }

  function keep(store: Map<string, Json>, id: string, { password: _password, ...body }: Json): Json {
    const stored = { ...body, id, meta: { resourceType: store === users ? 'User' : 'Group' } }
    store.set(id, stored)
    return stored
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    users, groups, arrived,
    /** What arrived since the last call, as `METHOD path` with the body in the line below. */
    taken(): string[] {
      return arrived.splice(0).flatMap(({ line, body }) => [line.replace('/scim/v2', ''), ...(body === '' ? [] : [body])])
    },
    /** The next request that starts so, `METHOD /path`, waits for its answer: when it is there, and what lets it go on. */
    hold(start: string) {
      const reached = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      held.push({ start, reached: reached.resolve, released: released.promise })
      return { reached: reached.promise, release: released.resolve }
    },
    /** Answers these requests otherwise, as long as the function says so. */
    refuse: (refusal: (line: string) => Refusal | null) => void refusals.push(refusal),
    /** Lets these requests wait for their answer until the function it returns is called. */
    holdAll(isHeld: (line: string) => boolean): () => void {
      const { promise, resolve } = Promise.withResolvers<void>()
      holds.push({ isHeld, released: promise })
      return resolve
    },
    /** Says something between the requests that arrived. */
    note: (text: string) => void arrived.push({ line: text, headers: [], body: '' }),
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
export type ForeignApp = Awaited<ReturnType<typeof startForeignApp>>

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function pairs(raw: string[]): [string, string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1]!] satisfies [string, string]] : []))
}

function list(all: Json[], query: URLSearchParams): Json {
  const [, attribute, value] = /^(\w+) eq "(.*)"$/.exec(query.get('filter') ?? '') ?? []
  const matching = attribute === undefined ? all : all.filter((each) => String(each[attribute]).toLowerCase() === value!.toLowerCase())
  const startIndex = Number(query.get('startIndex') ?? 1)
  const page = matching.slice(startIndex - 1, startIndex - 1 + Number(query.get('count') ?? 100))
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: matching.length, startIndex, itemsPerPage: page.length, Resources: page,
  }
}

/** The operations Okta sends. */
function patched(resource: Json, { op, path, value }: Json): Json {
  if (path === undefined) return { ...resource, ...(value as Json) }
  const members = (resource.members ?? []) as Json[]
  if (path !== 'members' && !String(path).startsWith('members[')) return { ...resource, [String(path)]: value }
  if (op === 'replace') return { ...resource, members: value }
  if (op === 'add') {
    const known = new Set(members.map((member) => member.value))
    return { ...resource, members: [...members, ...(value as Json[]).filter((member) => !known.has(member.value))] }
  }
  const [, leaver] = /^members\[value eq "(.*)"\]$/.exec(String(path))!
  return { ...resource, members: members.filter((member) => member.value !== leaver) }
}
