import type { LogEntry } from '../../../src-shared/api/okta/log.ts'
import type { AppUserStatus, PersonStatus, PushStatus, TaskState } from '../../../src-shared/domain/okta.ts'
import { Chip, type Tone } from '../../ui/chip.tsx'

export const personWords: Record<PersonStatus, string> = {
  STAGED: 'Staged',
  ACTIVE: 'Active',
  SUSPENDED: 'Suspended',
  DEPROVISIONED: 'Deactivated',
}
const personTones: Record<PersonStatus, Tone> = {
  STAGED: 'plain',
  ACTIVE: 'good',
  SUSPENDED: 'warn',
  DEPROVISIONED: 'outline',
}

export function PersonChip({ status }: { status: PersonStatus }) {
  return <Chip tone={personTones[status]}>{personWords[status]}</Chip>
}

export const appUserWords: Record<AppUserStatus, string> = {
  unprovisioned: 'Not provisioned',
  provisioned: 'Provisioned',
  error: 'Error',
  deprovisioned: 'Deprovisioned',
}
const appUserTones: Record<AppUserStatus, Tone> = {
  unprovisioned: 'warn',
  provisioned: 'good',
  error: 'bad',
  deprovisioned: 'outline',
}

export function AppUserChip({ status }: { status: AppUserStatus }) {
  return <Chip tone={appUserTones[status]}>{appUserWords[status]}</Chip>
}

const pushTones: Record<PushStatus, Tone> = { Active: 'good', Inactive: 'outline', Error: 'bad' }

export function PushChip({ status }: { status: PushStatus }) {
  return <Chip tone={pushTones[status]}>{status}</Chip>
}

const taskWords: Record<TaskState, string> = {
  pending: 'Pending',
  waiting: 'Waiting',
  interrupted: 'Interrupted',
  error: 'Error',
  done: 'Done',
  cancelled: 'Cancelled',
}
const taskTones: Record<TaskState, Tone> = {
  pending: 'plain',
  waiting: 'warn',
  interrupted: 'warn',
  error: 'bad',
  done: 'good',
  cancelled: 'outline',
}

export function TaskChip({ state }: { state: TaskState }) {
  return <Chip tone={taskTones[state]}>{taskWords[state]}</Chip>
}

const outcomeTones: Record<LogEntry['outcome'], Tone> = {
  SUCCESS: 'good',
  FAILURE: 'bad',
  DEFERRED: 'warn',
  SKIPPED: 'outline',
}

export function OutcomeChip({ outcome }: { outcome: LogEntry['outcome'] }) {
  return <Chip tone={outcomeTones[outcome]}>{outcome}</Chip>
}
