import type { Assignment } from '../../src-shared/api/users.ts'

export interface AssignmentWords {
  /** Whether the user is there. */
  applies: boolean
  /** What there is to say beside it; empty for a plain assignment. */
  word: string
  attention: boolean
}

const words: Record<Assignment['state'], string> = {
  assigned: '',
  conflict: 'in conflict',
  decided: 'decided before',
  byHand: 'overridden by hand',
  sameGroup: 'sub-organization wins',
  inSubOrganization: 'in a sub-organization',
  flagOff: 'switched off',
}

/** What an assignment's state means: where the user is, or a claim that does not apply and why. */
export function assignmentWords({ state, via }: Pick<Assignment, 'state' | 'via'>): AssignmentWords {
  if (state === 'byHand' && via === null) return { applies: true, word: 'Set by hand', attention: true }
  return { applies: state === 'assigned', word: words[state], attention: state === 'conflict' }
}
