import { ORPCError } from '@orpc/client'

/** What a failure looks like to a person: what happened, why where it is known, what to do. */
export interface Problem {
  what: string
  why?: string
  todo: string
}

/** Reads an error of the console API, or of the network on the way to it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError) return { ...ofAnswer(error), ...textsIn(error.data) }
  if (error instanceof TypeError) {
    return {
      what: 'Scimbox does not answer.',
      why: 'It was stopped, or restarted on another port.',
      todo: 'Start it again; this page reconnects by itself.',
    }
  }
  return { what: error instanceof Error ? error.message : String(error), todo: 'Try again.' }
}

function ofAnswer(error: ORPCError<string, unknown>): Problem {
  const issues = issuesIn(error.data)
  if (issues !== '') return { what: 'That value is not accepted.', why: issues, todo: 'Correct it and try again.' }
  if (error.status === 404)
    return { what: sentence(error.message), todo: 'It may have been removed. Go back to the list.' }
  if (error.status >= 500)
    return {
      what: 'Scimbox could not do that.',
      why: sentence(error.message),
      todo: 'Look at the terminal that runs it, then try again.',
    }
  return { what: sentence(error.message), todo: 'Change the request and try again.' }
}

function textsIn(data: unknown): Partial<Problem> {
  if (typeof data === 'string') return { todo: data }
  if (typeof data !== 'object' || data === null) return {}
  const given = data as Record<string, unknown>
  return Object.fromEntries(
    ['what', 'why', 'todo'].flatMap((key) => (typeof given[key] === 'string' ? [[key, given[key]]] : [])),
  )
}

function issuesIn(data: unknown): string {
  const issues = typeof data === 'object' && data !== null && 'issues' in data ? data.issues : undefined
  if (!Array.isArray(issues)) return ''
  return issues
    .map(
      (issue: { path?: PropertyKey[]; message?: string }) => `${(issue.path ?? []).join('.')}: ${issue.message ?? ''}`,
    )
    .join('; ')
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
