import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { missingAttributes, type GuideStepId } from './guide-steps.ts'

export interface Said {
  ok: boolean
  text: string
}

const firstPeople = 3

/** Makes the calls a step stands for; says what there is to say beside the state of the step. */
export async function doStep(id: GuideStepId, sandbox: string, app: App | null): Promise<Said | null> {
  if (id === 'create') return create(sandbox, app)
  if (app === null) return null
  if (id === 'integration') return integrate(sandbox, app.id)
  if (id === 'required') return { ok: false, text: 'Add the missing attributes in the Profile Editor.' }
  if (id === 'roles') return addAttributes(sandbox, app.id)
  if (id === 'enable') return enable(sandbox, app.id)
  if (id === 'assign') return assign(sandbox, app.id)
  return id === 'push' ? push(sandbox, app.id) : null
}

async function create(sandbox: string, app: App | null): Promise<null> {
  const { id: appId } = app ?? (await client.okta.apps.create({ sandbox, label: 'TestMu AI', kind: 'AIW' }))
  await client.okta.apps.setCredential({ sandbox, appId, fromSandbox: true })
  return null
}

async function integrate(sandbox: string, appId: string): Promise<Said> {
  const supported = { pushNewUsers: true, pushProfileUpdates: true, pushGroups: true }
  await client.okta.apps.change({ sandbox, appId, settings: { uniqueIdentifier: 'userName', supported } })
  const { ok, message } = await client.okta.apps.test({ sandbox, appId })
  return { ok, text: message }
}

async function addAttributes(sandbox: string, appId: string): Promise<Said | null> {
  const before = await client.okta.attributes.list({ sandbox, appId })
  const missing = missingAttributes(before.attributes)
  for (const attribute of missing) await client.okta.attributes.create({ sandbox, appId, attribute })
  return missing.length > 0 ? null : { ok: false, text: 'Both are there. Correct the one the linter names in the Profile Editor.' }
}

async function enable(sandbox: string, appId: string): Promise<null> {
  const toApp = { createUsers: true, updateUserAttributes: true, deactivateUsers: true }
  await client.okta.apps.change({ sandbox, appId, settings: { toApp } })
  return null
}

async function assign(sandbox: string, appId: string): Promise<Said> {
  const { counts } = await client.okta.apps.get({ sandbox, appId })
  if (counts.unprovisioned > 0) {
    const { people } = await client.okta.assignments.provision({ sandbox, appId })
    return { ok: true, text: `Provision User for ${plural(people, 'person', 'people')}.` }
  }
  const anybody = await client.okta.people.list({ sandbox, limit: 1 })
  if (anybody.total === 0) await client.okta.people.loadSample({ sandbox })
  const { items } = await client.okta.people.list({ sandbox, status: 'ACTIVE', notInApp: appId, limit: firstPeople })
  if (items.length === 0) return { ok: false, text: 'Every active person is assigned. Retry what failed in Tasks.' }
  await client.okta.assignments.assignPeople({ sandbox, appId, personIds: items.map(({ id }) => id) })
  return { ok: true, text: `Assigned ${items.map(({ profile }) => profile.login).join(', ')}.` }
}

/** A group with somebody in it who is in the app: a push without members would show nothing. */
async function push(sandbox: string, appId: string): Promise<Said> {
  const { items } = await client.okta.assignments.people({ sandbox, appId, status: 'provisioned', limit: firstPeople })
  for (const { personId } of items) {
    const { groups } = await client.okta.people.get({ sandbox, id: personId })
    const [group] = groups
    if (group === undefined) continue
    await client.okta.pushGroups.byName({ sandbox, appId, groupIds: [group.id] })
    return { ok: true, text: `Pushed ${group.name}.` }
  }
  return { ok: false, text: 'Nobody who is provisioned is in a group yet. Assign people first, and put them into a group.' }
}
