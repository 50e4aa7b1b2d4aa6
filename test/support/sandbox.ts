import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { expect, vi } from 'vitest'
import { contract } from '../../src-shared/api/contract.ts'
import type { ExchangeDetail } from '../../src-shared/api/requests.ts'
import type { DomainEvent, EventType } from '../../src-shared/domain/events.ts'
import type { Role } from '../../src-shared/domain/roles.ts'
import type { ProfileId, Strictness, SwitchId, Switches } from '../../src-shared/domain/switches.ts'
import { CORE_GROUP, CORE_USER, LAMBDATEST_GROUP, LAMBDATEST_USER } from '../../src-shared/scim/urns.ts'
import { createCore, type Core } from '../../src-main/core/core.ts'
import { send, type Answer, type Headers } from './wire.ts'

export type ConsoleClient = ContractRouterClient<typeof contract>

/** The answer to a SCIM request, and every event it caused: no event goes unseen. */
export interface Reply extends Answer {
  effects: EventType[]
  events: DomainEvent[]
}

export interface Variant {
  profile?: ProfileId
  strictness?: Strictness
  switches?: Partial<Switches>
}

/** One running core with a real listener, on a data directory that goes when it closes. */
export async function startLab() {
  const core = await createCore({ dataDir: null, port: 0, worker: new URL('../../src-main/worker.ts', import.meta.url) })
  const api = consoleClient(core)
  let made = 0
  return {
    core,
    api,
    close: () => core.close(),
    /** A sandbox nobody has used. */
    async sandbox({ profile = 'testmu', strictness = 'lenient', switches = {} }: Variant = {}): Promise<Sandbox> {
      made += 1
      const { slug } = await api.sandboxes.create({ name: `Sandbox ${made}`, slug: `s${made}`, profile, strictness })
      for (const [id, value] of Object.entries(switches)) {
        await api.settings.setSwitch({ sandbox: slug, id: id as SwitchId, value })
      }
      const { token } = await api.connection.get({ sandbox: slug })
      return openSandbox(api, slug, `${new URL(core.scimUrl!).origin}/s/${slug}/api/scim`, token!)
    },
  }
}
export type Lab = Awaited<ReturnType<typeof startLab>>

export function consoleClient(core: Pick<Core, 'handle'>): ConsoleClient {
  const link = new OpenAPILink(contract, {
    url: 'http://console.test/api/console',
    fetch: (request, init) => core.handle(new Request(request, init)),
  })
  return createORPCClient(link)
}

export interface UserGiven {
  role?: Role
  active?: boolean
  extra?: Record<string, unknown>
}

export interface Sandbox {
  api: ConsoleClient
  slug: string
  baseUrl: string
  token: string
  /** Ids of what `user` and `group` made, by the name given to them. */
  ids: Record<string, string>
  /** A string or Buffer body is sent as it is. Header values of null take a default away. */
  scim(method: string, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Reply>
  /** Creates `<name>@acme.test` and returns its id. */
  user(name: string, given?: UserGiven): Promise<string>
  /** Creates a group of users made before and returns its id. */
  group(name: string, given?: { roles?: Role[]; members?: string[] }): Promise<string>
  /** The recorded exchange of the newest request with this method and path. */
  exchange(method: string, path: string): Promise<ExchangeDetail>
  role(id: string): Promise<Role>
}

function openSandbox(api: ConsoleClient, slug: string, baseUrl: string, token: string): Sandbox {
  const ids: Record<string, string> = {}

  const sandbox: Sandbox = {
    api, slug, baseUrl, token, ids,
    async scim(method, path, body, headers = {}) {
      const seen = (await api.events.list({ sandbox: slug, limit: 1 }))[0]?.id ?? 0
      const answer = await send(baseUrl + path, method, requestHeaders(token, body, headers), bytes(body))
      const newest = await api.events.list({ sandbox: slug, limit: 500 })
      const events = newest.filter(({ id }) => id > seen).toReversed().map(({ event }) => event)
      return { ...answer, events, effects: events.map(({ type }) => type) }
    },
    async user(name, { role, active = true, extra = {} } = {}) {
      const reply = await sandbox.scim('POST', '/Users', personBody(name, role, { active, ...extra }))
      expect(reply.status, reply.text).toBe(201)
      return (ids[name] = reply.body.id)
    },
    async group(name, { roles, members = [] } = {}) {
      const reply = await sandbox.scim('POST', '/Groups', groupBody(name, members.map((member) => ids[member] ?? member), roles))
      expect(reply.status, reply.text).toBe(201)
      return (ids[name] = reply.body.id)
    },
    exchange: (method, path) => vi.waitFor(async () => {
      const { items } = await api.requests.list({ sandbox: slug, limit: 20 })
      const row = items.find((item) => item.method === method && item.path === path)
      expect(row, `no exchange ${method} ${path} recorded`).toBeDefined()
      return api.requests.get({ sandbox: slug, id: row!.id })
    }, { timeout: 5000 }),
    role: async (id) => (await api.users.get({ sandbox: slug, id })).why.role,
  }
  return sandbox
}

function requestHeaders(token: string, body: unknown, given: Record<string, string | null>): Headers {
  const defaults = {
    Authorization: `Bearer ${token}`,
    Accept: 'application/scim+json',
    ...(body !== undefined && { 'Content-Type': 'application/scim+json' }),
  }
  const merged: Record<string, string | null> = { ...defaults, ...given }
  return Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null)
}

function bytes(body: unknown): string | Buffer | undefined {
  return body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
}

/** A user as an identity provider posts it. */
export function personBody(name: string, role?: Role | string, extra: Record<string, unknown> = {}) {
  const given = name.charAt(0).toUpperCase() + name.slice(1)
  return {
    schemas: role === undefined ? [CORE_USER] : [CORE_USER, LAMBDATEST_USER],
    userName: `${name}@acme.test`,
    name: { givenName: given, familyName: 'Doe' },
    emails: [{ primary: true, value: `${name}@acme.test`, type: 'work' }],
    ...(role !== undefined && { [LAMBDATEST_USER]: { OrganizationRole: role } }),
    active: true,
    ...extra,
  }
}

export function groupBody(displayName: string, memberIds: string[] = [], roles?: readonly string[]) {
  return {
    schemas: roles === undefined ? [CORE_GROUP] : [CORE_GROUP, LAMBDATEST_GROUP],
    displayName,
    members: memberIds.map((value) => ({ value })),
    ...(roles !== undefined && { [LAMBDATEST_GROUP]: { LambdatestRoles: roles } }),
  }
}
