import type { Assignment } from '../../src-shared/api/users.ts'
import { expect } from 'vitest'
import type { EntityState } from '../../src-shared/api/entities.ts'
import type { Mapping } from '../../src-shared/api/mappings.ts'
import type { DomainEvent } from '../../src-shared/domain/events.ts'
import { type ConflictAnswer, type EntityKind, entityKinds, type RuleType } from '../../src-shared/domain/provisioning.ts'
import type { Role } from '../../src-shared/domain/roles.ts'
import { LAMBDATEST_GROUP, LAMBDATEST_USER, PATCH_OP } from '../../src-shared/scim/urns.ts'
import { brief, kindWords } from './brief.ts'
import { groupBody, type Reply, type Sandbox } from './sandbox.ts'

/** An entity as tests write it: `team qa`, `pool QA Pool`, `sub US`. */
export type Target = `${KindWord} ${string}`
export type KindWord = (typeof kindWords)[EntityKind]

/** A rule as the vendor's table writes it: `Prefix: eng-`, `Match All`. */
export type RuleText = `${'Prefix' | 'Regex'}: ${string}` | 'Match All'

/** A sandbox with words for what identity providers push and what admins do about mappings. Users and groups go by their names. */
export interface World extends Sandbox {
  // What an identity provider sends.
  patch(group: string, ...operations: object[]): Promise<Reply>
  join(group: string, ...users: string[]): Promise<Reply>
  leave(group: string, ...users: string[]): Promise<Reply>
  /** PUT with this member list. */
  put(group: string, users: string[], extra?: object): Promise<Reply>
  /** Okta's path-less replace of {id, displayName}. */
  rename(group: string, displayName: string): Promise<Reply>
  roles(group: string, ...roles: Role[]): Promise<Reply>
  drop(group: string): Promise<Reply>
  push(displayName: string, users?: string[], roles?: Role[]): Promise<Reply>
  /** PATCH of one attribute of the LambdaTest extension. */
  userAttribute(user: string, name: 'OrganizationRole' | 'LambdatestGroup', value: string): Promise<Reply>
  // What an admin does.
  entity(target: Target, allottedConcurrency?: number): Promise<number>
  entityOf(target: Target): Promise<EntityState>
  removeEntity(target: Target): Promise<void>
  renameEntity(target: Target, name: string): Promise<EntityState>
  /** Maps a group to an entity, which is made when there is none; `map('eng', 'team')` chooses no entity. */
  map(group: string, target: Target | KindWord, given?: { approve?: boolean }): Promise<Mapping>
  /** The mapping of a group to this kind or entity; the only one without a second word. */
  mapping(group: string, target?: Target | KindWord): Promise<Mapping>
  approve(group: string, target?: Target, from?: Target | KindWord): Promise<Mapping>
  reject(group: string, from?: Target | KindWord): Promise<Mapping>
  reopen(group: string): Promise<Mapping>
  retarget(group: string, target: Target, from?: Target | KindWord): Promise<Mapping>
  unmap(group: string, from?: Target | KindWord): Promise<void>
  rule(rule: RuleText, kind: KindWord, given?: { auto?: boolean; priority?: number }): Promise<number>
  /** Answers the card of a user whose sides are these groups, or these groups with their targets (`a>team qa`). */
  answer(answer: ConflictAnswer, user: string, current: string, incoming: string): Promise<unknown>
  assign(user: string, target: Target): Promise<void>
  /** Out of a team. */
  takeOut(user: string, target: Target): Promise<void>
  setRole(user: string, role: Role | null): Promise<unknown>
  flag(flag: 'groupProvisioning' | 'teams' | 'concurrencyGroups' | 'subOrganizations', on: boolean): Promise<unknown>
  // What comes of it.
  /** Everything that happened meanwhile. */
  happened(action: () => Promise<unknown>): Promise<DomainEvent[]>
  /** The same in brief. */
  during(action: () => Promise<unknown>): Promise<string[]>
  /** `organization / concurrency group / team+team`, as stored and as explained. */
  place(user: string): Promise<string>
  conflicts(): Promise<string[]>
  mappings(group: string): Promise<string[]>
  entities(): Promise<string[]>
}

export function mapped(s: Sandbox): World {
  const { api, slug: sandbox, ids } = s
  const idOf = (name: string) => ids[name] ?? name
  const split = (target: Target | KindWord): { kind: EntityKind; name: string } => {
    const [word, ...rest] = target.split(' ')
    return { kind: entityKinds.find((kind) => kindWords[kind] === word)!, name: rest.join(' ') }
  }
  async function findEntity(target: Target): Promise<EntityState | undefined> {
    const { kind, name } = split(target)
    const { items } = await api.entities.list({ sandbox, kind, limit: 500 })
    return items.find((item) => item.name === name)
  }
  async function entityOf(target: Target): Promise<EntityState> {
    const found = await findEntity(target)
    expect(found, `there is no ${target}`).toBeDefined()
    return found!
  }
  const ofGroup = async (group: string) => (await api.mappings.ofGroup({ sandbox, groupId: idOf(group) })).mappings
  async function mapping(group: string, target?: Target | KindWord): Promise<Mapping> {
    const wanted = target && split(target)
    const found = (await ofGroup(group)).filter((each) => !wanted || (each.kind === wanted.kind && (!wanted.name || each.entity?.name === wanted.name)))
    expect(found.length, `mappings of ${group} ${target ?? ''}`).toBe(1)
    return found[0]!
  }
  const members = (users: string[]) => users.map((user) => ({ value: idOf(user) }))
  const patch = (path: string, Operations: object[]) => s.scim('PATCH', path, { schemas: [PATCH_OP], Operations })

  async function list(kind: EntityKind) {
    return (await api.entities.list({ sandbox, kind, limit: 500 })).items
  }
  /** Where a user is stored to be, which the flow picture reads as it is. */
  async function placesOf(userId: string): Promise<Record<EntityKind, string[]>> {
    const { user, entities } = await api.flow.get({ sandbox, userId })
    const of = (kind: EntityKind) => entities.filter((each) => each.kind === kind && user!.entityIds.includes(each.id)).map(({ name }) => shortName(name))
    return { team: of('team'), concurrencyGroup: of('concurrencyGroup'), subOrganization: of('subOrganization') }
  }

  const world: World = {
    ...s,
    patch: (group, ...operations) => patch(`/Groups/${idOf(group)}`, operations),
    join: (group, ...users) => world.patch(group, { op: 'add', path: 'members', value: members(users) }),
    leave: (group, ...users) => world.patch(group, ...users.map((user) => ({ op: 'remove', path: `members[value eq "${idOf(user)}"]` }))),
    put: (group, users, extra = {}) => s.scim('PUT', `/Groups/${idOf(group)}`, { ...groupBody(group, users.map(idOf)), ...extra }),
    rename: (group, displayName) => world.patch(group, { op: 'replace', value: { id: idOf(group), displayName } }),
    roles: (group, ...roles) => world.patch(group, { op: 'replace', path: `${LAMBDATEST_GROUP}:LambdatestRoles`, value: roles }),
    drop: (group) => s.scim('DELETE', `/Groups/${idOf(group)}`),
    async push(displayName, users = [], roles) {
      const reply = await s.scim('POST', '/Groups', groupBody(displayName, users.map(idOf), roles))
      if (reply.status === 201) ids[displayName] = reply.body.id
      return reply
    },
    userAttribute: (user, name, value) => patch(`/Users/${idOf(user)}`, [{ op: 'replace', path: `${LAMBDATEST_USER}:${name}`, value }]),

    async entity(target, allottedConcurrency) {
      return (await api.entities.create({ sandbox, ...split(target), ...(allottedConcurrency !== undefined && { allottedConcurrency }) })).id
    },
    entityOf,
    removeEntity: async (target) => api.entities.remove({ sandbox, id: (await entityOf(target)).id }),
    renameEntity: async (target, name) => api.entities.change({ sandbox, id: (await entityOf(target)).id, name }),
    async map(group, target, { approve = true } = {}) {
      const { kind, name } = split(target)
      const entityId = name ? ((await findEntity(target as Target))?.id ?? await world.entity(target as Target)) : null
      return api.mappings.create({ sandbox, groupId: idOf(group), kind, entityId, approve })
    },
    mapping,
    async approve(group, target, from) {
      const given = target && { kind: split(target).kind, entityId: (await entityOf(target)).id }
      return api.mappings.approve({ sandbox, id: (await mapping(group, from)).id, ...given })
    },
    reject: async (group, from) => api.mappings.reject({ sandbox, id: (await mapping(group, from)).id }),
    reopen: async (group) => api.mappings.reopen({ sandbox, id: (await mapping(group)).id }),
    retarget: async (group, target, from) => api.mappings.retarget({
      sandbox, id: (await mapping(group, from)).id, kind: split(target).kind, entityId: (await entityOf(target)).id,
    }),
    unmap: async (group, from) => api.mappings.remove({ sandbox, id: (await mapping(group, from)).id }),
    async rule(rule, kind, { auto = true, priority = 1 } = {}) {
      const [type, pattern = ''] = rule.split(': ') as [RuleType, string?]
      return (await api.rules.create({ sandbox, type, pattern, kind: split(kind).kind, autoApprove: auto, priority })).id
    },
    async answer(answer, user, current, incoming) {
      const { items } = await api.conflicts.list({ sandbox, userId: idOf(user), limit: 500 })
      const side = ({ displayName, kind, entity }: (typeof items)[number]['current']) => [displayName, `${displayName}>${kindWords[kind]} ${entity}`]
      const cards = items.filter((card) => side(card.current).includes(current) && side(card.incoming).includes(incoming))
      expect(cards.length, `cards ${current} | ${incoming} of ${user}`).toBe(1)
      const { userId, current: { mappingId: one }, incoming: { mappingId: other } } = cards[0]!
      return api.conflicts.answer({ sandbox, answer, cards: [{ userId, current: one, incoming: other }] })
    },
    assign: async (user, target) => api.entities.assign({ sandbox, id: (await entityOf(target)).id, userId: idOf(user) }),
    takeOut: async (user, target) => api.entities.removeMember({ sandbox, id: (await entityOf(target)).id, userId: idOf(user) }),
    setRole: (user, role) => api.users.setRole({ sandbox, id: idOf(user), role }),
    flag: (flag, on) => api.settings.setFlag({ sandbox, flag, on }),

    during: async (action) => (await world.happened(action)).map(brief),
    async happened(action) {
      const seen = (await api.events.list({ sandbox, limit: 1 }))[0]?.id ?? 0
      await action()
      const newest = await api.events.list({ sandbox, limit: 500 })
      return newest.filter(({ id }) => id > seen).toReversed().map(({ event }) => event)
    },
    async place(user) {
      const id = idOf(user)
      const stored = await placesOf(id)
      const { assignments } = await api.users.get({ sandbox, id })
      for (const kind of entityKinds) {
        const told = assignments.filter((each) => each.kind === kind && isPlace(each)).map(({ name }) => shortName(name))
        expect(told.toSorted(), `${user}: what is explained is what is stored`).toEqual(stored[kind].toSorted())
      }
      expect([stored.subOrganization.length, stored.concurrencyGroup.length], `${user}: one organization, at most one concurrency group`)
        .toEqual([1, stored.subOrganization[0] === 'root' ? 1 : 0])
      return [stored.subOrganization[0], stored.concurrencyGroup[0] ?? 'none', ...(stored.team.length > 0 ? [stored.team.toSorted().join('+')] : [])].join(' / ')
    },
    async conflicts() {
      const { items } = await api.conflicts.list({ sandbox, limit: 500 })
      const side = ({ displayName, kind, entity }: (typeof items)[number]['current']) => `${displayName}>${kindWords[kind]} ${entity}`
      return items.map((card) => `${card.type}: ${card.userName.split('@')[0]} ${side(card.current)} | ${side(card.incoming)}`)
    },
    async mappings(group) {
      return (await ofGroup(group)).map((each) => [
        kindWords[each.kind], each.entity?.name ?? '?', each.status, ...(each.targetDeleted ? ['target_deleted'] : []), ...(each.onHold ? ['on hold'] : []),
      ].join(' '))
    },
    async entities() {
      const all = await Promise.all(entityKinds.map(list))
      return all.flat().filter(({ isDefault }) => !isDefault).map(({ kind, name }) => `${kindWords[kind]} ${name}`)
    },
  }
  return world
}

function shortName(name: string): string {
  return name === 'Root organization' ? 'root' : name
}

export interface GroupGiven {
  members?: string[]
  roles?: Role[]
  to?: Target[]
}

/** Users and groups that are there before: each group is pushed with its members and then mapped, one after the other. */
export function org(groups: Record<string, GroupGiven>, users: string[] = []) {
  return async (w: World): Promise<void> => {
    const named = new Set([...Object.values(groups).flatMap(({ members = [] }) => members), ...users])
    for (const user of named) await w.user(user)
    for (const [name, { members = [], roles, to = [] }] of Object.entries(groups)) {
      await w.group(name, { members, ...(roles && { roles }) })
      for (const target of to) await w.map(name, target)
    }
  }
}

export function steps(...given: ((w: World) => Promise<unknown>)[]) {
  return async (w: World): Promise<void> => {
    for (const step of given) await step(w)
  }
}

/** Where the user is, not what a claim did not come to: put there by a mapping, by hand, or by default. */
function isPlace({ state, via }: Assignment): boolean {
  return state === 'assigned' || (state === 'byHand' && via === null)
}
