import { expect } from '@playwright/test'
import type { Host } from '../support/host.ts'
import type { Overlay } from './overlays.ts'

const urn = 'urn:ietf:params:scim:schemas:extension'
const attribute = {
  dataType: 'string', enum: null, required: false, mapping: null, applyOn: 'create and update', combine: false,
}

/** The simulated Okta with the sample company, an app that works, something that failed, and something the linter minds. */
export async function withOkta(host: Host) {
  const base = `/sandboxes/${host.sandbox}/okta`
  const call = <Result>(method: string, path: string, body?: object) => host.call<Result>(method, `${base}${path}`, body)
  await call('POST', '/sample-org', {})
  const { id: app } = await call<{ id: string }>('POST', '/apps', { label: 'TestMu AI' })
  const inApp = `/apps/${app}`
  await call('PUT', `${inApp}/credential`, { fromSandbox: true })
  await call('PATCH', inApp, {
    settings: {
      supported: { importUsers: true, pushNewUsers: true, pushProfileUpdates: true, pushGroups: true, importGroups: true },
      toApp: { createUsers: true, updateUserAttributes: true, deactivateUsers: true },
    },
  })
  const add = (given: object) => call('POST', `${inApp}/attributes`, { attribute: { ...attribute, ...given } })
  await add({ displayName: 'Role', variableName: 'role', externalName: 'OrganizationRole', externalNamespace: `${urn}:LambdaTest:2.0:User`, scope: 'Group' })
  await add({ displayName: 'Wrong', variableName: 'wrong', externalName: 'LambdatestGroup', externalNamespace: `${urn}:TestMu AI:2.0:User`, scope: 'Personal' })
  const groups = (await call<{ items: { id: string; name: string }[] }>('GET', '/groups?limit=100')).items
  const groupId = (name: string) => groups.find((group) => group.name === name)!.id
  const people = (await call<{ items: { id: string }[] }>('GET', '/people?status=ACTIVE')).items.map(({ id }) => id)
  await call('POST', '/group-rules', { name: 'QA', expression: 'user.department == "Quality"', groupId: groupId('qa-pool') })
  await call('POST', `${inApp}/assignments/groups`, { groupId: groupId('eng-team') })
  await call('POST', `${inApp}/assignments/people`, { personIds: people.slice(0, 3), profile: { role: 'admin' } })
  await call('POST', `${inApp}/assignments/people`, { personIds: people.slice(3, 5), profile: { role: 'Admin' } })
  await call('POST', `${inApp}/push-groups`, { groupIds: [groupId('eng-team'), groupId('leadership')] })
  await call('POST', `${inApp}/push-groups/rules`, { field: 'name', operator: 'starts with', value: 'qa-' })
  await expect.poll(async () => (await call<{ pending: number }>('GET', '/tasks/counts')).pending).toBe(0)
  await call('POST', `${inApp}/import`, {})
  const push = (await call<{ groups: { id: number; groupName: string }[] }>('GET', `${inApp}/push-groups`)).groups.find(({ groupName }) => groupName === 'leadership')!
  const task = (await call<{ items: { id: number }[] }>('GET', '/tasks')).items[0]!
  const entry = (await call<{ items: { id: number }[] }>('GET', '/log')).items[0]!
  return { app: `okta/apps/${app}`, person: people[0]!, group: groupId('eng-team'), push: push.id, task: task.id, entry: entry.id }
}
type Known = Awaited<ReturnType<typeof withOkta>>

/** The pages of the simulated Okta by name. */
export const oktaPages = ({ app, person, group, push, task, entry }: Known) => ({
  'okta-people': 'okta/people',
  'okta-person': `okta/people/${person}`,
  'okta-groups': 'okta/groups',
  'okta-group': `okta/groups/${group}`,
  'okta-group-rules': 'okta/groups?show=rules',
  'okta-applications': 'okta',
  'okta-to-app': `${app}/provisioning?part=to-app`,
  'okta-integration': `${app}/provisioning?part=integration`,
  'okta-profile-editor': `${app}/profile`,
  'okta-assignments': `${app}/assignments`,
  'okta-assignment': `${app}/assignments?person=${person}`,
  'okta-assigned-values': `${app}/assignments?person=${person}&tab=values`,
  'okta-assigned-groups': `${app}/assignments?of=groups`,
  'okta-push-groups': `${app}/push-groups`,
  'okta-pushed-group': `${app}/push-groups?push=${push}`,
  'okta-readiness': `${app}/push-groups?push=${push}&tab=readiness`,
  'okta-push-rules': `${app}/push-groups?show=rules`,
  'okta-import': `${app}/import`,
  'okta-drift': `${app}/drift`,
  'okta-tasks': 'okta/tasks?show=all',
  'okta-task': `okta/tasks?task=${task}`,
  'okta-log': 'okta/log',
  'okta-log-entry': `okta/log?entry=${entry}`,
  'okta-assumptions': 'okta/assumptions',
})

const at = (name: string, path: string, role: Overlay['role'], ...clicks: [button: string | RegExp, item?: string]): Overlay => ({
  name, path, role,
  open: async (page) => {
    const [button, item] = clicks
    await page.getByRole('button', { name: button, exact: typeof button === 'string' }).last().click()
    if (item !== undefined) await page.getByRole('menuitem', { name: item }).click()
  },
})

/** The dialogs and menus of the simulated Okta. */
export const oktaOverlays = ({ app, group, push }: Known): Overlay[] => [
  at('add person', 'okta/people', 'dialog', 'Add person'),
  at('add members', `okta/groups/${group}`, 'dialog', 'Assign people'),
  at('group actions', `okta/groups/${group}`, 'menu', 'More actions'),
  at('delete group', `okta/groups/${group}`, 'dialog', 'More actions', 'Delete…'),
  at('add group rule', 'okta/groups?show=rules', 'dialog', 'Add rule'),
  at('create app integration', 'okta', 'dialog', 'Create app integration'),
  at('add app attribute', `${app}/profile`, 'dialog', 'Add Attribute'),
  at('edit app attribute with a remark', `${app}/profile`, 'dialog', 'Edit Wrong'),
  at('assign menu', `${app}/assignments`, 'menu', 'Assign'),
  at('assign people', `${app}/assignments`, 'dialog', 'Assign', 'Assign to People'),
  at('assign group', `${app}/assignments`, 'dialog', 'Assign', 'Assign to Groups'),
  at('edit group assignment', `${app}/assignments?of=groups`, 'dialog', /^Edit the assignment/),
  at('push by name', `${app}/push-groups`, 'dialog', 'Push Groups', 'Find groups by name'),
  at('link group', `${app}/push-groups`, 'dialog', 'Push Groups', 'Link group'),
  at('unlink group', `${app}/push-groups?push=${push}`, 'dialog', 'More actions', 'Unlink pushed group…'),
]
