import { expect, vi } from 'vitest'
import type { AppSettings } from '../../src-shared/api/okta/apps.ts'
import type { AppAttribute, ProfileValues } from '../../src-shared/api/okta/attributes.ts'
import type { AppKind, AssumptionId } from '../../src-shared/domain/okta.ts'
import type { Sandbox } from './sandbox.ts'

interface Given {
  kind?: AppKind
  /** A SCIM Base URL; the sandbox itself without one. */
  baseUrl?: string
  credential?: string
  settings?: Partial<AppSettings>
}

/** The simulated Okta of a sandbox with one app, its provisioning on, and words for what an admin does. People go by first name. */
export async function simulatedOkta(s: Sandbox, { kind = 'AIW', baseUrl, credential, settings = {} }: Given = {}) {
  const { okta } = s.api
  const sandbox = s.slug
  const target = baseUrl === undefined ? { kind: 'self' as const, sandbox } : { kind: 'url' as const, baseUrl }
  const app = await okta.apps.create({ sandbox, label: 'TestMu AI', kind, target })
  const inApp = { sandbox, appId: app.id }
  await okta.apps.change({
    ...inApp,
    settings: {
      supported: { importUsers: true, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true },
      toApp: { createUsers: true, updateUserAttributes: true, deactivateUsers: true, syncPassword: true },
      ...settings,
    },
  })
  await okta.apps.setCredential({ ...inApp, ...(baseUrl === undefined && credential === undefined ? { fromSandbox: true } : { credential: credential ?? 'secret-1' }) })
  const people: Record<string, string> = {}
  const groups: Record<string, string> = {}
  const personId = (name: string) => people[name] ?? name
  const groupId = (name: string) => groups[name] ?? name
  const pushId = async (group: string) => (await okta.pushGroups.list(inApp)).groups.find((each) => each.groupName === group)!.id

  const world = {
    ...inApp, okta, people, groups,
    /** Adds `<name>@acme.test`, called `<Name> Doe`. */
    async person(name: string, profile: Record<string, string> = {}) {
      const given = { login: `${name}@acme.test`, firstName: name[0]!.toUpperCase() + name.slice(1), lastName: 'Doe', ...profile }
      const [made] = await okta.people.create({ sandbox, people: [given] })
      return (people[name] = made!.id)
    },
    async group(name: string, ...members: string[]) {
      groups[name] = (await okta.groups.create({ sandbox, name })).id
      if (members.length > 0) await world.join(name, ...members)
      return groups[name]
    },
    join: (group: string, ...names: string[]) => okta.groups.addMembers({ sandbox, id: groupId(group), personIds: names.map(personId) }),
    leave: (group: string, name: string) => okta.groups.removeMember({ sandbox, id: groupId(group), personId: personId(name) }),
    assign: (name: string, profile: ProfileValues = {}) => okta.assignments.assignPeople({ ...inApp, personIds: [personId(name)], profile }),
    unassign: (name: string) => okta.assignments.unassignPerson({ ...inApp, personId: personId(name) }),
    assignGroup: (group: string, profile: ProfileValues = {}) => okta.assignments.assignGroup({ ...inApp, groupId: groupId(group), profile }),
    change: (name: string, profile: Record<string, string | null>) => okta.people.change({ sandbox, id: personId(name), profile }),
    lifecycle: (name: string, action: 'suspend' | 'unsuspend' | 'deactivate' | 'reactivate') => okta.people.lifecycle({ sandbox, id: personId(name), action }),
    push: (...names: string[]) => okta.pushGroups.byName({ ...inApp, groupIds: names.map(groupId) }),
    pushNow: async (group: string) => okta.pushGroups.pushNow({ ...inApp, id: await pushId(group) }),
    setPushActive: async (group: string, active: boolean) => okta.pushGroups.setActive({ ...inApp, id: await pushId(group), active }),
    unlink: async (group: string, mode: 'delete' | 'leave') => okta.pushGroups.unlink({ ...inApp, id: await pushId(group), inApp: mode }),
    rename: (group: string, name: string) => okta.groups.change({ sandbox, id: groupId(group), name }),
    assume: (id: AssumptionId, value: string) => okta.assumptions.set({ sandbox, id, value }),
    attribute: (attribute: Partial<AppAttribute> & { variableName: string }) => okta.attributes.create({
      ...inApp,
      attribute: {
        displayName: attribute.variableName, externalName: attribute.variableName, externalNamespace: '', dataType: 'string', enum: null,
        required: false, scope: 'Group', mapping: null, applyOn: 'create and update', combine: false, ...attribute,
      },
    }),
    /** Waits until nothing is pending: what is left waits for a clock or an admin. */
    idle: () => vi.waitFor(async () => {
      expect((await okta.tasks.counts({ sandbox })).pending).toBe(0)
    }, { timeout: 30_000, interval: 10 }),
    /** Open tasks as `kind subject state`. */
    async tasks() {
      return (await okta.tasks.list({ sandbox, limit: 500 })).items.map(({ kind: what, subject, state }) => `${what} ${subject} ${state}`).toReversed()
    },
  }
  return world
}
export type SimulatedOkta = Awaited<ReturnType<typeof simulatedOkta>>
