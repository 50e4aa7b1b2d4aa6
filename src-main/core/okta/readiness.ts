import type { Readiness } from '../../../src-shared/api/okta/push-groups.ts'
import type { PersonStatus } from '../../../src-shared/domain/okta.ts'

/** What is known of a member of a pushed group. */
export interface MemberFacts {
  personId: string
  login: string
  name: string
  personStatus: PersonStatus
  assigned: boolean
  /** Id of the account in the app; null while it has none that Okta knows. */
  externalId: string | null
  /** Error of the last attempt to provision the person. */
  error: string | null
}

export type Missing = 'unassigned' | 'unprovisioned' | 'inactive'

/** The first condition a member misses, in the order they are checked; null for one who is sent (okta-wire §6). */
export function missingOf(member: Pick<MemberFacts, 'assigned' | 'externalId' | 'personStatus'>): Missing | null {
  if (!member.assigned) return 'unassigned'
  if (member.externalId === null) return 'unprovisioned'
  return member.personStatus === 'ACTIVE' ? null : 'inactive'
}

/** The line of the checklist. Okta leaves the others out silently; the sentence says why and what to do. */
export function readinessOf(member: MemberFacts): Readiness {
  const { personId, login, name, assigned, externalId, personStatus } = member
  const sentences = [assigned ? whyUnprovisioned(member) : notAssigned, inactive[personStatus]].filter((each) => each !== null)
  const isSent = missingOf(member) === null
  return {
    personId, login, name, assigned, isSent, provisioned: externalId !== null, active: personStatus === 'ACTIVE',
    text: isSent ? '' : `${sentences.join(' ')} Then Push Now.`,
  }
}

const notAssigned = 'Not assigned to the app: assign the person, or a group of theirs that is not pushed.'

/** A suspended person counts as inactive here, though suspending sends nothing (okta-wire §5, §6). */
const inactive: Record<PersonStatus, string | null> = {
  STAGED: 'Not activated in Okta yet: activate the person.',
  ACTIVE: null,
  SUSPENDED: 'Suspended in Okta: unsuspend the person.',
  DEPROVISIONED: 'Deactivated in Okta: reactivate the person.',
}

function whyUnprovisioned({ externalId, error }: MemberFacts): string | null {
  if (externalId !== null) return null
  if (error !== null) return `No account in the app: ${sentence(error)} Clear the cause and retry the task.`
  return 'No account in the app: assigned before provisioning was on, or the task was cancelled. Provision User.'
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
