import { Agent } from 'node:http'
import { CORE_GROUP, CORE_USER, LAMBDATEST_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { send, type Answer, type Headers, type ScimBody } from './wire.ts'

/** okta-wire §1: an app made with the App Integration Wizard, or one from the catalog. */
export type AppKind = 'AIW' | 'OIN'

export interface Person {
  userName: string
  givenName: string
  familyName: string
  oktaId?: string
  organizationRole?: string
  /** Other mapped attributes, in order. */
  mapped?: Record<string, unknown>
}

export interface Member {
  value: string
  display: string | null
}

/** Speaks as Okta's SCIM client does (okta-wire §2–7): the same headers, key order and sequences. */
export function createOktaClient(target: { baseUrl: string; token: string }, kind: AppKind) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const log: (Answer & { method: string; path: string })[] = []

  async function call(method: string, path: string, body?: object): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const answer = await send(target.baseUrl + path, method, oktaHeaders(target.token, text !== undefined), text, agent)
    log.push({ ...answer, method, path })
    return answer
  }
  const search = (resource: string, filter: string) => call('GET', `/${resource}?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`)
  const patch = (path: string, ...Operations: object[]) => call('PATCH', path, { schemas: [PATCH_OP], Operations })

  /** §1: what an AIW app does in place of every PATCH. */
  async function getThenPut(path: string, change: (fetched: ScimBody) => object): Promise<Answer> {
    const fetched = await call('GET', path)
    return fetched.status === 200 ? call('PUT', path, change(fetched.body)) : fetched
  }
  const setActive = (id: string, active: boolean) => (kind === 'OIN'
    ? patch(`/Users/${id}`, { op: 'replace', value: { active } })
    : getThenPut(`/Users/${id}`, (fetched) => ({ ...fetched, active })))
  const updateProfile = (id: string, person: Person) => getThenPut(`/Users/${id}`, (fetched) => merge(fetched, person))
  const putGroup = (id: string, change: object) => getThenPut(`/Groups/${id}`, (fetched) => ({ ...fetched, ...change }))

  return {
    /** Every answer so far, in order. */
    log,
    call,
    testConnector: () => call('GET', '/Users?startIndex=1&count=2'),
    /** §3: looks for the userName; creates the user, or updates the one found. */
    async assign(person: Person): Promise<Answer> {
      const found = (await search('Users', `userName eq "${person.userName}"`)).body.Resources?.[0]
      if (!found) return call('POST', '/Users', createBody(person))
      if (kind === 'OIN' && !found.active) await setActive(found.id, true)
      return getThenPut(`/Users/${found.id}`, (fetched) => merge({ ...fetched, active: true }, person))
    },
    updateProfile,
    deactivate: (id: string) => setActive(id, false),
    reactivate: (id: string) => setActive(id, true),
    /** §6: the first push of a group. */
    async pushGroup(displayName: string, members: Member[]): Promise<Answer> {
      const found = (await search('Groups', `displayName eq "${displayName}"`)).body.Resources?.[0]
      const posted = found ? undefined : await call('POST', '/Groups', { schemas: [CORE_GROUP], displayName, members })
      if (posted && posted.status !== 201) return posted
      const id = found?.id ?? posted!.body.id
      if (kind === 'AIW') return putGroup(id, { displayName, members })
      await patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName } })
      return patch(`/Groups/${id}`, { op: 'add', path: 'members', value: members })
    },
    renameGroup: (id: string, displayName: string) => (kind === 'AIW'
      ? putGroup(id, { displayName })
      : patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName } })),
    /** §6: the name goes with every membership change; one `remove` per leaver, then one `add`. */
    async changeMembers(id: string, displayName: string, change: { add?: Member[]; remove?: string[]; all: Member[] }): Promise<Answer> {
      if (kind === 'AIW') return putGroup(id, { members: change.all })
      await patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName } })
      const removals = (change.remove ?? []).map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` }))
      const additions = change.add?.length ? [{ op: 'add', path: 'members', value: change.add }] : []
      return patch(`/Groups/${id}`, ...removals, ...additions)
    },
    pushNow: (id: string, members: Member[]) => (kind === 'AIW'
      ? putGroup(id, { members })
      : patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: members })),
    unlink: (id: string) => call('DELETE', `/Groups/${id}`),
    /** §7: every page until totalResults. */
    async importUsers(): Promise<ScimBody[]> {
      const users: ScimBody[] = []
      for (let startIndex = 1; ; startIndex += 100) {
        const { body } = await call('GET', `/Users?startIndex=${startIndex}&count=100`)
        users.push(...(body.Resources ?? []))
        if (!body.Resources?.length || startIndex + 100 > body.totalResults) return users
      }
    },
    close: () => agent.destroy(),
  }
}

/** okta-wire §2. */
function oktaHeaders(token: string, withBody: boolean): Headers {
  return [
    ['Authorization', `Bearer ${token}`],
    ['Accept', 'application/scim+json'],
    ['Accept-Charset', 'utf-8'],
    ...(withBody ? [['Content-Type', 'application/scim+json; charset=utf-8'] as [string, string]] : []),
    ['Accept-Encoding', 'gzip,deflate'],
    ['User-Agent', 'Okta SCIM Client 1.0.0'],
    ['Connection', 'Keep-Alive'],
  ]
}

/** okta-wire §3: the keys in Okta's order; an extension only when one of its values is not empty. */
export function createBody({ userName, givenName, familyName, oktaId, organizationRole, mapped = {} }: Person) {
  return {
    schemas: [CORE_USER, ...(organizationRole ? [LAMBDATEST_USER] : [])],
    userName,
    name: { givenName, familyName },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: `${givenName} ${familyName}`,
    locale: 'en-US',
    ...mapped,
    ...(organizationRole && { [LAMBDATEST_USER]: { OrganizationRole: organizationRole } }),
    externalId: oktaId ?? `00u${userName.replace(/\W/g, '').slice(0, 17)}`,
    groups: [],
    password: 'k2mPq7vX',
    active: true,
  }
}

/** okta-wire §4: the server's own body with Okta's mapped values over it. */
function merge(fetched: ScimBody, { userName, givenName, familyName, organizationRole, mapped = {} }: Person) {
  const extension = fetched[LAMBDATEST_USER] as object | undefined
  return {
    ...fetched,
    schemas: [...new Set([...fetched.schemas, ...(organizationRole ? [LAMBDATEST_USER] : [])])],
    userName,
    name: { ...fetched.name, givenName, familyName },
    ...mapped,
    ...(organizationRole && { [LAMBDATEST_USER]: { ...extension, OrganizationRole: organizationRole } }),
  }
}
