import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AppAttribute, Lint } from '../../../../src-shared/api/okta/attributes.ts'

/** What the guide knows of the org and of the app it is about. */
export interface GuideFacts {
  app: App | null
  attributes: AppAttribute[]
  lints: Lint[]
  /** Groups that arrived in the sandbox. */
  arrived: number
}

export type GuideStepId =
  | 'create' | 'integration' | 'required' | 'roles' | 'enable' | 'assign' | 'push' | 'look'

export interface GuideStep {
  id: GuideStepId
  title: string
  /** Where it is done by hand, in the labels of the two products. */
  where: string
  state: 'done' | 'todo' | 'attention'
  text: string
}

export const lambdatestUrn = 'urn:ietf:params:scim:schemas:extension:LambdaTest:2.0:User'
export const requiredNames = ['userName', 'name.givenName', 'name.familyName']

const shared = {
  externalNamespace: lambdatestUrn, dataType: 'string', required: false, scope: 'Group', mapping: null,
  applyOn: 'create and update', combine: false,
} as const

/** The attributes TestMu AI's guide has an admin add. */
export const guideAttributes: AppAttribute[] = [
  {
    ...shared,
    displayName: 'Organization Role', variableName: 'OrganizationRole', externalName: 'OrganizationRole',
    enum: ['Admin', 'Guest', 'User'].map((value) => ({ name: value, value })),
  },
  {
    ...shared,
    displayName: 'Concurrency Group', variableName: 'LambdatestGroup', externalName: 'LambdatestGroup',
    enum: null,
  },
]

/** Which of the guide's attributes the app does not have under their names and namespace. */
export function missingAttributes(attributes: AppAttribute[]): AppAttribute[] {
  return guideAttributes.filter((wanted) => !attributes.some((one) => (
    one.externalName === wanted.externalName && one.externalNamespace === wanted.externalNamespace
  )))
}

/** The vendor's set-up story (testmu-provisioning §11) with the state of every step. */
export function guideSteps({ app, attributes, lints, arrived }: GuideFacts): GuideStep[] {
  return [
    createStep(app), integrationStep(app), requiredStep(app, attributes), rolesStep(app, attributes, lints),
    enableStep(app), assignStep(app), pushStep(app), lookStep(arrived),
  ]
}

function createStep(app: App | null): GuideStep {
  return {
    id: 'create',
    title: 'Copy SCIM Base URL and Bearer Token into the application',
    where: 'TestMu AI: Settings › Organization Settings › Authentication and SSO',
    state: app === null ? 'todo' : app.hasCredential ? 'done' : 'attention',
    text: app === null
      ? 'Make the application and give it the Base URL and the token of this sandbox.'
      : app.hasCredential
        ? `${app.label} points at ${app.baseUrl ?? 'a sandbox that is not listening'}.`
        : `${app.label} has no credential yet: every request would be answered 401.`,
  }
}

function integrationStep(app: App | null): GuideStep {
  const missing = app === null ? [] : missingSettings(app)
  return {
    id: 'integration',
    title: 'Integration, and Test Connector Configuration',
    where: 'Okta: Applications › Provisioning › Integration',
    state: app === null ? 'todo' : missing.length === 0 ? 'done' : 'attention',
    text: app === null
      ? 'Unique identifier userName; tick Push New Users, Push Profile Updates and Push Groups (the guide forgets the last).'
      : missing.length === 0
      ? 'Unique identifier field for users is userName; Push New Users, Push Profile Updates and Push Groups are ticked.'
      : `Not yet: ${missing.join(', ')}. TestMu AI’s guide does not mention Push Groups; without it there is nothing to push.`,
  }
}

function missingSettings({ settings: { uniqueIdentifier, supported } }: App): string[] {
  return [
    uniqueIdentifier === 'userName' ? '' : 'userName as unique identifier',
    supported.pushNewUsers ? '' : 'Push New Users',
    supported.pushProfileUpdates ? '' : 'Push Profile Updates',
    supported.pushGroups ? '' : 'Push Groups',
  ].filter((word) => word !== '')
}

function requiredStep(app: App | null, attributes: AppAttribute[]): GuideStep {
  const missing = requiredNames.filter((name) => !attributes.some(({ externalName }) => externalName === name))
  return {
    id: 'required',
    title: 'Review the attribute mappings',
    where: 'Okta: Provisioning › To App, Profile Editor',
    state: app === null ? 'todo' : missing.length === 0 ? 'done' : 'attention',
    text: missing.length === 0 || app === null
      ? 'userName, active, name.givenName and name.familyName are required. Okta sends active by itself.'
      : `Missing: ${missing.join(', ')}.`,
  }
}

function rolesStep(app: App | null, attributes: AppAttribute[], lints: Lint[]): GuideStep {
  const missing = missingAttributes(attributes)
  const wrong = lints.find(({ severity, subject }) => severity === 'error' && subject !== null)
  return {
    id: 'roles',
    title: 'Add OrganizationRole and LambdatestGroup',
    where: 'Okta: Directory › Profile Editor › Add Attribute',
    state: wrong !== undefined ? 'attention' : app === null || missing.length > 0 ? 'todo' : 'done',
    text: wrong?.text
      ?? (missing.length === 0
        ? 'Both are there, under TestMu AI’s namespace.'
        : `Namespace ${lambdatestUrn}, String, enum Admin, Guest, User, attribute type Group.`),
  }
}

function enableStep(app: App | null): GuideStep {
  const toApp = app?.settings.toApp
  const missing = [
    toApp?.createUsers === true ? '' : 'Create Users',
    toApp?.updateUserAttributes === true ? '' : 'Update User Attributes',
    toApp?.deactivateUsers === true ? '' : 'Deactivate Users',
  ].filter((word) => word !== '')
  return {
    id: 'enable',
    title: 'Enable Create Users, Update User Attributes, Deactivate Users',
    where: 'Okta: Provisioning › To App › Edit',
    state: missing.length === 0 ? 'done' : 'todo',
    text: missing.length === 0 ? 'All three are on.' : `Off: ${missing.join(', ')}. What happens while they are off is never sent later.`,
  }
}

function assignStep(app: App | null): GuideStep {
  const { assigned = 0, failed = 0, unprovisioned = 0 } = app?.counts ?? {}
  return {
    id: 'assign',
    title: 'Assign people or groups',
    where: 'Okta: Assignments › Assign',
    state: assigned === 0 ? 'todo' : failed + unprovisioned > 0 ? 'attention' : 'done',
    text: assigned === 0
      ? 'Each of them is looked up in the app by userName and created there.'
      : `${assigned} assigned, ${failed} in error, ${unprovisioned} not provisioned.`,
  }
}

function pushStep(app: App | null): GuideStep {
  const pushed = app?.counts.pushGroups ?? 0
  return {
    id: 'push',
    title: 'Push Groups › Find groups by name or by rule › Save',
    where: 'Okta: Push Groups',
    state: pushed === 0 ? 'todo' : 'done',
    text: pushed === 0
      ? 'Pushed at once with members: those who are assigned, provisioned and active.'
      : `${pushed} pushed.`,
  }
}

function lookStep(arrived: number): GuideStep {
  return {
    id: 'look',
    title: 'View pushed groups, configure mappings and rules',
    where: 'TestMu AI: Settings › Organization Settings › SCIM Group Provisioning',
    state: arrived === 0 ? 'todo' : 'done',
    text: arrived === 0 ? 'No group has arrived yet.' : `${arrived} arrived: see where their members land.`,
  }
}
