import type { AppSettings } from '../../../src-shared/api/okta/apps.ts'
import type { AppAttribute, ProfileValues } from '../../../src-shared/api/okta/attributes.ts'
import type { Drift } from '../../../src-shared/api/okta/drift.ts'
import type { PersonStatus, TaskKind, TaskState } from '../../../src-shared/domain/okta.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { allowed } from './apps.ts'
import { differencesOf } from './profile-differences.ts'

export interface OpenTask { id: number; kind: TaskKind; state: TaskState; error: string | null }

/** What Okta believes of one app user. */
export interface AppUserFacts {
  personId: string
  login: string
  personStatus: PersonStatus
  assigned: boolean
  externalId: string | null
  /** What Okta believes of the account; null: that there is none. */
  active: boolean | null
  /** The app profile, by variable name, as it would be sent now; null before one was sent. */
  profile: ProfileValues | null
  /** Whether it was sent as it is now. */
  isTold: boolean
  error: string | null
}

interface DriftInput {
  appUser: AppUserFacts
  /** The account in the app as SCIM: that of the stored id, or of the application username where no id is stored. */
  account: JsonObject | null
  openTask: OpenTask | null
  settings: AppSettings
  attributes: readonly AppAttribute[]
}

/**
 * Where an account is not what Okta believes, with the cause and what clears it; null where they agree, or where a task
 * that is about to run may still settle it. The first difference found is the one told.
 */
export function driftOf(input: DriftInput): Drift | null {
  if (input.openTask?.state === 'pending') return null
  const { personId, login } = input.appUser
  const found = isWanted(input.appUser) ? ofWanted(input) : ofUnwanted(input)
  return found && { kind: 'user', id: personId, name: login, taskId: input.openTask?.id ?? null, ...found }
}

type Found = Pick<Drift, 'okta' | 'app' | 'cause' | 'remedy' | 'remedyText'>

/** Suspending sends nothing (okta-wire §5): the account stays as it is. */
function isWanted({ assigned, personStatus }: AppUserFacts): boolean {
  return assigned && (personStatus === 'ACTIVE' || personStatus === 'SUSPENDED')
}

function ofUnwanted({ appUser, account, openTask, settings }: DriftInput): Found | null {
  if (account === null || account.active === false || appUser.personStatus === 'STAGED') return null
  const sides = { okta: appUser.assigned ? 'deactivated' : 'unassigned', app: 'active' }
  const again = 'Assign and unassign the person again, or deactivate the account in the app.'
  if (openTask) return { ...sides, ...ofTask(openTask, 'The deactivation did not reach the app') }
  if (appUser.externalId === null) {
    return {
      ...sides, cause: 'Okta stored no id of the account, so it never sends the deactivation.',
      remedy: 'import', remedyText: `Import and confirm the match, so that Okta knows the account. ${again}`,
    }
  }
  if (!settings.toApp.deactivateUsers) {
    return {
      ...sides, cause: '“Deactivate Users” is off: nothing was sent.',
      remedy: 'none', remedyText: `Turning it on replays nothing. Turn it on; then: ${again}`,
    }
  }
  return {
    ...sides, remedy: 'none', remedyText: again,
    cause: appUser.active === false
      ? 'The account was activated in the app.' : '“Deactivate Users” was off at that time, or the task was dismissed or cancelled.',
  }
}

function ofWanted(input: DriftInput): Found | null {
  const { appUser, account, openTask } = input
  if (appUser.externalId === null) return neverProvisioned(input)
  if (account === null) {
    return {
      okta: 'provisioned', app: 'no account', cause: 'The account was deleted in the app; Okta keeps its id and gets 404.',
      remedy: 'none', remedyText: 'Unassign and assign the person: the lookup finds nobody and the account is created.',
    }
  }
  if (account.active === false) {
    const sides = { okta: 'active', app: 'inactive' }
    if (openTask) return { ...sides, ...ofTask(openTask, 'The activation did not reach the app') }
    return {
      ...sides, cause: 'The account was deactivated in the app.',
      remedy: 'none', remedyText: 'Unassign and assign the person: an inactive account that is found is activated.',
    }
  }
  if (openTask) return { okta: 'changed', app: 'not updated', ...ofTask(openTask, 'The profile did not reach the app') }
  return profileDiffers(input, account)
}

function neverProvisioned({ appUser, account, openTask, settings }: DriftInput): Found {
  const app = account === null ? 'no account' : account.active === false ? 'inactive' : 'active'
  const sides = { okta: 'assigned', app }
  if (openTask && account === null && !settings.toApp.createUsers) {
    return { ...sides, ...ofTask(openTask, '“Create Users” is off'), remedyText: 'Turn on “Create Users”, then Retry selected.' }
  }
  if (openTask) return { ...sides, ...ofTask(openTask, 'Okta did not get the account') }
  return {
    ...sides, remedy: 'provision',
    cause: appUser.error ?? 'Assigned before provisioning was on, or the task was cancelled: nothing was sent.',
    remedyText: `Provision User: Okta looks for the person and ${account === null ? 'creates the account' : 'takes the account it finds'}.`,
  }
}

function profileDiffers({ appUser, attributes, settings }: DriftInput, account: JsonObject): Found | null {
  const differences = appUser.profile ? differencesOf(appUser.profile, attributes, account) : []
  if (differences.length === 0) return null
  const side = (key: 'okta' | 'app') => differences.slice(0, 3).map((each) => `${each.name}: ${each[key]}`).join(', ')
  return {
    okta: side('okta'), app: side('app'),
    cause: appUser.isTold
      ? 'The app answered that all is well and kept its own value (not updatable by SCIM, or unknown to it), or it was changed there.'
      : 'Changed in Okta since the last profile push: a value, a mapping, or where an attribute is sent.',
    ...ofProfile(appUser, settings),
  }
}

function ofProfile({ isTold }: AppUserFacts, settings: AppSettings): Pick<Found, 'remedy' | 'remedyText'> {
  if (!allowed({ settings }).update) return { remedy: 'none', remedyText: 'Update User Attributes is off: turn it on, then push the profile.' }
  return {
    remedy: 'profile',
    remedyText: isTold
      ? 'Push profile sends the full profile again; what the app does not take from SCIM stays as it is.'
      : 'Push profile; Apply updates now, after saving in the Profile Editor, does it for everybody.',
  }
}

/** An open task is why: in error or interrupted it needs an admin, waiting it goes on by itself. */
function ofTask({ state, error }: OpenTask, what: string): Pick<Found, 'cause' | 'remedy' | 'remedyText'> {
  if (state === 'waiting') {
    return { cause: `${what} yet: the app asked to wait.`, remedy: 'none', remedyText: 'The task goes on by itself.' }
  }
  const cause = state === 'interrupted' ? `${what}: Scimbox ended before.` : `${what}: ${error ?? 'the task is in error.'}`
  return { cause, remedy: 'retry', remedyText: state === 'interrupted' ? 'Retry selected.' : 'Clear the cause, then Retry selected.' }
}
