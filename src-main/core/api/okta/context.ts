import { type Simulator } from '../../okta/simulator.ts'
import { type AppRow, appOf } from '../../okta/apps.ts'
import { type TargetState, targetOf } from '../../okta/target.ts'
import type { Db } from '../../db/open.ts'
import type { Sandbox } from '../../sandboxes/sandbox.ts'
import { type ApiContext, sandboxOf } from '../context.ts'

export interface Okta { sandbox: Sandbox; simulator: Simulator; db: Db }

/** The simulated Okta of a sandbox; `db` is for reading. @throws ORPCError 404 */
export function oktaOf(context: ApiContext, slug: string): Okta {
  const sandbox = sandboxOf(context, slug)
  return { sandbox, simulator: context.okta.of(sandbox), db: sandbox.db }
}

/** The same with one of its applications, and what is known of the app at the other end. @throws ScimError 404 */
export function appIn(context: ApiContext, input: { sandbox: string; appId: string }): Okta & { app: AppRow; target: TargetState } {
  const okta = oktaOf(context, input.sandbox)
  const app = appOf(okta.db, input.appId)
  return { ...okta, app, target: targetOf(okta.db, app, okta.simulator.sandboxOf(app)) }
}
