import type { Action } from '../../../src-shared/api/requests.ts'
import { type Db, prepared } from '../db/open.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'

/** Notes what an admin of the simulated Okta does; the operations it causes carry its id. */
export function beginAction({ db, now }: WriteContext, label: string): number {
  return Number(prepared(db, 'INSERT INTO okta_actions (label, at) VALUES (?, ?)').run(label, now).lastInsertRowid)
}

/** The action as the traffic log names it: its id is good in the log of any sandbox. */
export function actionOf(slug: string, id: number, label: string): Action {
  return { id: `${slug}-${id}`, label }
}

export function labelOfAction(db: Db, id: number): string {
  return prepared<{ label: string }>(db, 'SELECT label FROM okta_actions WHERE id = ?').get(id)?.label ?? ''
}

/** `eng-team and 2 more`: a list in the label of an action. */
export function namesIn(names: readonly string[]): string {
  const [first = '', second] = names
  if (names.length <= 2) return second === undefined ? first : `${first} and ${second}`
  return `${first} and ${names.length - 1} more`
}
