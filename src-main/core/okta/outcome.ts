import { answerHasNoId, causeTag, causeText, matchingUserNotFound, taskErrorTag, taskErrorText } from '../../../src-shared/domain/okta-errors.ts'
import type { TaskKind } from '../../../src-shared/domain/okta.ts'
import type { LogEntry } from '../../../src-shared/api/okta/log.ts'
import type { Tag } from '../../../src-shared/domain/switches.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { appBySeq } from './apps.ts'
import { groupBySeq } from './groups.ts'
import { type Failure, logEntry } from './log.ts'
import { personBySeq } from './people.ts'
import type { TaskRow } from './tasks.ts'
import type { Cause } from './wire/failure.ts'

/** Who or what an operation is about. */
export function subjectNameOf(db: Db, task: TaskRow): string {
  if (task.personSeq !== null) return personBySeq(db, task.personSeq).login
  const push = prepared<{ groupSeq: number }>(db, 'SELECT group_seq AS groupSeq FROM okta_push_groups WHERE id = ?').get(task.pushId)
  if (push) return groupBySeq(db, push.groupSeq).name
  return prepared<{ name: string | null }>(db, "SELECT detail ->> '$.name' AS name FROM okta_tasks WHERE id = ?").get(task.id)!.name ?? ''
}

/** The error of a task, in Okta's words. */
export function errorOf(db: Db, task: TaskRow, cause: Cause): string {
  const subject = subjectNameOf(db, task)
  return taskErrorText({ operation: task.kind, subject, app: appBySeq(db, task.appSeq).label, cause: wordsOf(cause, task.kind, subject) })
}

/** How sure the wording of that error is; without an operation, that of the cause alone. */
export function tagOf(cause: Cause, operation?: TaskKind): Tag {
  if (cause.kind === 'exchange') return causeTag({ ...cause, ...(operation && { operation }) }, true)
  const tag = cause.kind === 'notMatched' ? 'D' : 'A'
  return operation ? taskErrorTag(operation, tag) : tag
}

/** What went wrong, without the sentence around it. */
export function wordsOf(cause: Cause, operation?: TaskKind, subject?: string): string {
  switch (cause.kind) {
    case 'exchange': return causeText({ ...cause, ...(operation && { operation }), ...(subject && { subject }) })
    case 'notMatched': return matchingUserNotFound
    case 'noId': return answerHasNoId
    case 'okta': return `${cause.message.replace(/\.$/, '')}.`
  }
}

const events: Record<TaskKind, string> = {
  'user.assign': 'application.provision.user.push',
  'user.update': 'application.provision.user.push_profile',
  'user.deactivate': 'application.provision.user.deactivate',
  'user.password': 'application.provision.user.push_password',
  'group.push': 'application.provision.group.add',
  'group.rename': 'application.provision.group.update',
  'group.members': 'application.provision.group_membership.update',
  'group.push-now': 'application.provision.group_membership.update',
  'group.delete': 'application.provision.group.remove',
}

const words: Record<TaskKind, string> = {
  'user.assign': 'Push new user to external application', 'user.update': 'Push user profile to external application',
  'user.deactivate': 'Push user deactivation to external application', 'user.password': 'Push user password to external application',
  'group.push': 'Push group to external application', 'group.rename': 'Push group name to external application',
  'group.members': 'Push group memberships to external application', 'group.push-now': 'Push all group memberships to external application',
  'group.delete': 'Delete group in external application',
}

/** Why an attempt failed, in Okta's words. */
export interface TaskFailure extends Failure { error: string }

/** One line of the System Log for each attempt; all of them carry the id of the operation. */
export function logAttempt(writing: WriteContext, task: TaskRow, outcome: LogEntry['outcome'], failed: TaskFailure | null): void {
  const app = appBySeq(writing.db, task.appSeq).label
  const message = failed?.error ?? `${words[task.kind]} ${app}`
  logEntry(writing, { event: events[task.kind], outcome, message, target: subjectNameOf(writing.db, task), actionId: task.actionId, taskId: task.id, failure: failed ?? undefined })
}
