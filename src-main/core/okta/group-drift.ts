import type { AppSettings } from '../../../src-shared/api/okta/apps.ts'
import type { Drift } from '../../../src-shared/api/okta/drift.ts'
import type { AppKind, PushStatus } from '../../../src-shared/domain/okta.ts'
import type { OpenTask } from './drift.ts'

export interface GroupDriftInput {
  kind: AppKind
  settings: AppSettings
  /** The group in Okta. */
  group: { id: string; name: string }
  /** Its push; null when it is not pushed to this app. `members`: ids of the accounts Okta believes are in it. */
  push: { status: PushStatus; externalId: string | null; error: string | null; members: readonly string[] } | null
  /** The group in the app: that of the stored id, or of the name where there is none. */
  remote: { displayName: string; members: readonly string[] } | null
  openTask: OpenTask | null
}

/** Where a group in the app is not what Okta believes; null where they agree or a task is about to run. */
export function groupDriftOf(input: GroupDriftInput): Drift | null {
  if (input.openTask?.state === 'pending') return null
  const found = input.push ? ofPushed(input, input.push) : left(input)
  if (!found) return null
  return { kind: 'group', id: input.group.id, name: input.group.name, taskId: input.openTask?.id ?? null, ...found }
}

type Found = Pick<Drift, 'okta' | 'app' | 'cause' | 'remedy' | 'remedyText'>

function ofPushed(input: GroupDriftInput, push: Push): Found | null {
  const { remote, openTask } = input
  if (push.externalId !== null && remote === null) {
    return {
      okta: 'pushed', app: 'no group', cause: 'The group was deleted in the app; Okta keeps its id and gets 404.',
      remedy: 'import', remedyText: 'Unlink the group and leave it in the app, import, then push it again.',
    }
  }
  if (push.externalId === null) {
    const sides = { okta: 'to be pushed', app: remote ? 'a group of that name' : 'no group' }
    return { ...sides, ...notArrived(push, openTask, 'The group was never pushed') }
  }
  const difference = nameDiffers(input, remote!) ?? membersDiffer(push.members, remote!.members)
  if (!difference) return null
  if (push.status === 'Active' && !openTask) return difference
  return { ...difference, ...notArrived(push, openTask, 'The last push did not reach the app') }
}

type Push = NonNullable<GroupDriftInput['push']>

function notArrived({ error, status }: Push, openTask: OpenTask | null, what: string): Omit<Found, 'okta' | 'app'> {
  if (openTask?.state === 'waiting') {
    return { cause: `${what} yet: the app asked to wait.`, remedy: 'none', remedyText: 'The task goes on by itself.' }
  }
  if (status === 'Inactive' && !openTask) {
    return { cause: 'The mapping is inactive: nothing is sent.', remedy: 'none', remedyText: 'Activate it: that pushes everything.' }
  }
  const why = openTask?.error ?? error
  const cause = why === null ? `${what}.` : `${what}: ${why}`
  if (openTask) return { cause, remedy: 'retry', remedyText: 'Clear the cause, then Retry selected or Retry All Groups.' }
  return { cause, remedy: 'push', remedyText: 'Clear the cause, then Push Now.' }
}

function nameDiffers({ kind, settings, group }: GroupDriftInput, remote: NonNullable<GroupDriftInput['remote']>): Found | null {
  if (remote.displayName === group.name) return null
  const sides = { okta: `named ${group.name}`, app: `named ${remote.displayName}` }
  if (!settings.renameAppGroups) {
    return {
      ...sides, cause: '“Rename app groups to match group name in Okta” is off.',
      remedy: 'none', remedyText: 'Turn it on; the name goes out with the next rename.',
    }
  }
  const cause = 'The group was renamed in the app, or a rename in Okta did not reach it.'
  return kind === 'AIW'
    ? { ...sides, cause, remedy: 'push', remedyText: 'Push Now: it sends the whole group.' }
    : { ...sides, cause, remedy: 'none', remedyText: 'Push Now sends members only; the name goes out with the next change of members.' }
}

function membersDiffer(believed: readonly string[], actual: readonly string[]): Found | null {
  const [inOkta, inApp] = [new Set(believed), new Set(actual)]
  const missing = [...inOkta].filter((id) => !inApp.has(id)).length
  const extra = [...inApp].filter((id) => !inOkta.has(id)).length
  if (missing + extra === 0) return null
  const parts = [missing > 0 ? `${missing} missing` : '', extra > 0 ? `${extra} more` : ''].filter(Boolean).join(', ')
  return {
    okta: count(inOkta.size), app: `${count(inApp.size)} (${parts})`,
    cause: 'The app left members out, or its members were changed there.', remedy: 'push', remedyText: 'Push Now: it sends the full list.',
  }
}

/** testmu-provisioning §9.8. */
function left({ remote }: GroupDriftInput): Found | null {
  if (!remote) return null
  return {
    okta: 'not pushed', app: count(remote.members.length),
    cause: 'The group was unlinked and left in the app, or made there: Okta sends nothing about it.',
    remedy: 'import', remedyText: 'Import and link it to push it again, or delete it in the app.',
  }
}

function count(members: number): string {
  return members === 1 ? '1 member' : `${members.toLocaleString('en')} members`
}
