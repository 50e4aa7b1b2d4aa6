import type { Tag } from './switches.ts'

/** Made with the App Integration Wizard, or from Okta's catalogue: they differ on the wire (okta-wire §1). */
export const appKinds = ['AIW', 'OIN'] as const
export type AppKind = (typeof appKinds)[number]

/** Okta's user lifecycle, in the words of its API. */
export const personStatuses = ['STAGED', 'ACTIVE', 'SUSPENDED', 'DEPROVISIONED'] as const
export type PersonStatus = (typeof personStatuses)[number]

/** Data types of the Profile Editor (okta-wire §8). */
export const dataTypes = ['string', 'number', 'integer', 'boolean', 'string array', 'number array', 'integer array'] as const
export type DataType = (typeof dataTypes)[number]

/** How the credential of an app is sent (okta-wire §2): a custom app knows HTTP Header and Basic. */
export const authModes = ['header', 'bearer', 'basic'] as const
export type AuthMode = (typeof authModes)[number]

/** An app user: `unprovisioned` was assigned and has no account yet, `deprovisioned` is no longer assigned. */
export const appUserStatuses = ['unprovisioned', 'provisioned', 'error', 'deprovisioned'] as const
export type AppUserStatus = (typeof appUserStatuses)[number]

export const pushStatuses = ['Active', 'Inactive', 'Error'] as const
export type PushStatus = (typeof pushStatuses)[number]

/** testmu-provisioning §9.8, for the dialog that unlinks a pushed group. */
export const leaveSendsNothing =
  '“Leave the group in the target app” sends nothing at all: the group, its members and the roles it gives stay in the app, ' +
  'and nothing updates them any more.'

/** Operations of the simulator on an app. */
export const taskKinds = [
  'user.assign', 'user.update', 'user.deactivate', 'user.password',
  'group.push', 'group.rename', 'group.members', 'group.push-now', 'group.delete',
] as const
export type TaskKind = (typeof taskKinds)[number]

/** `waiting` waits for a 429 to pass, `interrupted` was pending when Scimbox ended. */
export const taskStates = ['pending', 'waiting', 'interrupted', 'error', 'done', 'cancelled'] as const
export type TaskState = (typeof taskStates)[number]

interface Assumption { title: string; options: Record<string, string>; tag: Tag; source: string }

/** Every choice of the simulator that no documentation settles, the default first. */
export const assumptionCatalogue = {
  aiwPassword: {
    title: 'Sync Password of a custom app (AIW)',
    options: { put: 'GET, then PUT with the password' , patch: 'PATCH replace of password' },
    tag: 'A', source: 'okta-wire §1',
  },
  oinPassword: {
    title: 'Sync Password of a catalogue app (OIN)',
    options: { pathless: 'PATCH, path-less replace of {password}', path: 'PATCH with path password' },
    tag: 'A', source: 'okta-wire §1',
  },
  userPatch: {
    title: 'Profile update of an OIN app with “Support PATCH for User”',
    options: { pathless: 'one path-less replace with the whole profile', paths: 'one replace for every attribute' },
    tag: 'A', source: 'okta-wire §1',
  },
  testGroups: {
    title: 'Test Connector Configuration with Import Groups ticked',
    options: { users: 'asks for /Users only', groups: 'asks for /Groups as well' },
    tag: 'A', source: 'okta-wire §2',
  },
  failedTest: {
    title: 'The connection test fails on Save',
    options: { kept: 'the settings are kept and the error is shown', refused: 'nothing is saved' },
    tag: 'A', source: 'okta-wire §2',
  },
  foundInactive: {
    title: 'An inactive account is found at assignment (OIN)',
    options: { activateFirst: 'PATCH active, then PUT the profile', profileFirst: 'PUT the profile, then PATCH active' },
    tag: 'A', source: 'okta-wire §3',
  },
  emptiedValue: {
    title: 'An emptied value in a profile update',
    options: { omit: 'is left out; after a PATCH the app still has it', empty: 'is sent as ""', null: 'is sent as null' },
    tag: 'A', source: 'okta-wire §4',
  },
  firstMembers: {
    title: 'Members in the first push of an OIN app',
    options: { add: 'PATCH add', replace: 'PATCH replace' },
    tag: 'C', source: 'okta-wire §6',
  },
  memberBatch: {
    title: 'Membership changes in one PATCH (OIN)',
    options: { 256: 'up to 256', 100: 'up to 100', 500: 'up to 500', 1000: 'up to 1,000' },
    tag: 'A', source: 'okta-wire §6',
  },
  existingGroup: {
    title: 'A group of that name exists in the app at the first push',
    options: { adopt: 'is adopted', error: 'the push ends in an error' },
    tag: 'A', source: 'okta-wire §6',
  },
  memberDisplay: {
    title: 'members[].display in a PUT of a group',
    options: { userName: 'the application username', null: 'null' },
    tag: 'C', source: 'okta-wire §6',
  },
  groupAttributes: {
    title: 'Custom group attributes (LambdatestRoles) in a push',
    options: { never: 'are not sent: Okta documents schemas, displayName and members only', sent: 'are sent with POST and PUT (unverified)' },
    tag: 'C', source: 'testmu-provisioning §9',
  },
  retryAfter: {
    title: 'Waiting after a 429 with Retry-After',
    options: { doubles: 'doubles with every attempt', asSent: 'as long as the app says' },
    tag: 'A', source: 'okta-wire §3',
  },
  zeroRetryAfter: {
    title: 'Retry-After: 0 with a 429',
    options: { none: 'counts as none: 5 minutes, doubled each time', now: 'tries again at once, up to ten times' },
    tag: 'A', source: 'okta-wire §3',
  },
} as const satisfies Record<string, Assumption>

export type AssumptionId = keyof typeof assumptionCatalogue
export const assumptionIds = Object.keys(assumptionCatalogue) as AssumptionId[]
/** The value in force of every assumption. */
export type Assumptions = { [Id in AssumptionId]: `${keyof (typeof assumptionCatalogue)[Id]['options'] & (string | number)}` }

/** What the simulator does unless an admin chose otherwise. */
export const defaultAssumptions = Object.fromEntries(assumptionIds.map((id) => {
  const options = Object.keys(assumptionCatalogue[id].options)
  return [id, id === 'memberBatch' ? '256' : options[0]]
})) as Assumptions
