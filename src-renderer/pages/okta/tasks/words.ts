import type { Task } from '../../../../src-shared/api/okta/tasks.ts'
import type { TaskKind } from '../../../../src-shared/domain/okta.ts'

export const kindWords: Record<TaskKind, string> = {
  'user.assign': 'Create or link user',
  'user.update': 'Update user',
  'user.deactivate': 'Deactivate user',
  'user.password': 'Sync password',
  'group.push': 'Push group',
  'group.rename': 'Rename group',
  'group.members': 'Push members',
  'group.push-now': 'Push now',
  'group.delete': 'Delete group',
}

export function canRetry({ state }: Pick<Task, 'state'>): boolean {
  return state === 'error' || state === 'interrupted'
}
