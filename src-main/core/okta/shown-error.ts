import type { OktaError } from '../../../src-shared/api/requests.ts'
import { howOktaShows, wordingTag } from '../../../src-shared/domain/okta-errors.ts'
import { type Db, prepared } from '../db/open.ts'
import type { FoundExchange } from '../traffic/list.ts'
import { errorOfCall } from './log.ts'

/**
 * The error of an exchange: what the simulated Okta that sent it shows, or what Okta would make of any other; null where it sees none.
 * `oktaOf` gives the sandbox whose Okta that is.
 */
export function oktaErrorOf(db: Db, exchange: FoundExchange, oktaOf: (slug: string) => Db | undefined): OktaError | null {
  const { call, row: { action } } = exchange
  if (call === null) return guessed(db, exchange)
  const sandbox = action!.id.replace(/-\d+$/, '')
  const okta = oktaOf(sandbox)
  const error = okta && errorOfCall(okta, call)
  if (!error) return null
  const { text, tag, due, taskId } = error
  return { text, tag, shown: true, task: taskId === null ? null : { sandbox, id: taskId }, triesAgain: due }
}

function guessed(db: Db, { row: { method, path, status }, request, response }: FoundExchange): OktaError | null {
  const subject = subjectOf(db, path)
  const failed = { method, path, requestBody: request.body, status: status === 0 ? null : status, body: response.body, ...(subject && { subject }) }
  const text = howOktaShows(failed)
  return text === null ? null : { text, tag: wordingTag(failed)!, shown: false, task: null, triesAgain: null }
}

/** Who or what the id in a path is. */
function subjectOf(db: Db, path: string): string | undefined {
  const [, id] = /^\/(?:Users|Groups)\/([^/?]+)/i.exec(path) ?? []
  if (id === undefined) return undefined
  return prepared<{ name: string }>(db, "SELECT coalesce(body ->> '$.userName', body ->> '$.displayName') AS name FROM resources WHERE id = ?").get(id)?.name
}
