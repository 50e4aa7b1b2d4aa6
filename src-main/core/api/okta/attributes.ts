import type { Lint, StoredAttribute } from '../../../../src-shared/api/okta/attributes.ts'
import { beginAction } from '../../okta/actions.ts'
import { applyUpdates, findAppUser } from '../../okta/app-users.ts'
import type { AppRow } from '../../okta/apps.ts'
import { attributesOf, changeAttribute, createAttribute, removeAttribute } from '../../okta/attributes.ts'
import { createBody, profileProblems } from '../../okta/body.ts'
import { lintsOfAttribute, lintsOfProfile } from '../../okta/lint-facts.ts'
import { personOf } from '../../okta/people.ts'
import { appProfile } from '../../okta/profile.ts'
import type { TargetState } from '../../okta/target.ts'
import type { WriteContext } from '../../sandboxes/write-context.ts'
import type { Db } from '../../db/open.ts'
import { api, type ApiContext } from '../context.ts'
import { appIn } from './context.ts'

interface Profile { attributes: StoredAttribute[]; lints: Lint[] }
type InApp = { sandbox: string; appId: string }

export const attributeRoutes = {
  list: api.okta.attributes.list.handler(({ context, input }) => {
    const { app, db, target } = appIn(context, input)
    return profileOf(db, app, target)
  }),
  create: api.okta.attributes.create.handler(({ context, input }) => edit(context, input, (writing, app) => createAttribute(writing, app, input.attribute))),
  change: api.okta.attributes.change.handler(({ context, input }) => edit(context, input, (writing, app) => changeAttribute(writing, app, input.id, input.attribute))),
  remove: api.okta.attributes.remove.handler(({ context, input }) => edit(context, input, (writing, app) => removeAttribute(writing, app, input.id))),
  apply: api.okta.attributes.apply.handler(({ context, input }) => {
    const { app, simulator } = appIn(context, input)
    return simulator.act((writing) => {
      const actionId = beginAction(writing, `Apply updates to ${app.label}`)
      return { actionId, people: applyUpdates(writing, actionId, app) }
    })
  }),
  lint: api.okta.attributes.lint.handler(({ context, input }) => {
    const { app, db, target } = appIn(context, input)
    return lintsOfAttribute(db, app, target, input.attribute)
  }),
  preview: api.okta.attributes.preview.handler(({ context, input }) => {
    const { app, db } = appIn(context, input)
    const person = personOf(db, input.personId)
    const profile = appProfile(db, app, person, findAppUser(db, app.seq, person.seq))
    const body = createBody(profile.mapped, { userName: profile.userName ?? '', externalId: person.id, password: '(a random placeholder)' })
    return { body, problems: [...profile.problems, ...profileProblems(profile.mapped)] }
  }),
}

/** Changing the profile sends nothing: *Apply updates now* does, or the next push of a person. */
async function edit(context: ApiContext, input: InApp, work: (writing: WriteContext, app: AppRow) => void): Promise<Profile> {
  const { app, db, simulator, target } = appIn(context, input)
  await simulator.act((writing) => work(writing, app))
  return profileOf(db, app, target)
}

function profileOf(db: Db, app: AppRow, target: TargetState): Profile {
  return { attributes: attributesOf(db, app.seq), lints: lintsOfProfile(db, app, target) }
}
