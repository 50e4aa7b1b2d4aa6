import type { JsonObject } from '../../../../src-shared/scim/types.ts'
import { actionOf, beginAction } from '../../okta/actions.ts'
import { assumptionsOf } from '../../okta/assumptions.ts'
import { confirmAccount, listImported, storeImport } from '../../okta/imports.ts'
import { logEntry } from '../../okta/log.ts'
import { tagOf, wordsOf } from '../../okta/outcome.ts'
import type { Client } from '../../okta/wire/client.ts'
import { OperationFailure, refused, Throttled } from '../../okta/wire/failure.ts'
import { importAll } from '../../okta/wire/imports.ts'
import { api, conflict } from '../context.ts'
import { appIn } from './context.ts'

export const importRoutes = {
  list: api.okta.imports.list.handler(({ context, input }) => {
    const { app, db } = appIn(context, input)
    return { ...listImported(db, app), requests: 0 }
  }),
  run: api.okta.imports.run.handler(async ({ context, input }) => {
    const { app, db, simulator, sandbox } = appIn(context, input)
    const label = `Import from ${app.label}`
    const actionId = await simulator.act((writing) => beginAction(writing, label))
    const users: JsonObject[] = []
    const groups: JsonObject[] = []
    let client: Client | undefined
    try {
      client = simulator.clientFor(app, actionOf(sandbox.slug, actionId, label))
      const wire = { client, kind: app.kind, assumptions: assumptionsOf(db) }
      let requests = await importAll(wire, 'Users', (user) => users.push(user))
      if (app.settings.supported.importGroups) requests += await importAll(wire, 'Groups', (group) => groups.push(group))
      await simulator.act((writing) => {
        storeImport(writing, app, 'User', users)
        storeImport(writing, app, 'Group', groups)
      })
      return { ...listImported(db, app), requests }
    } catch (error) {
      const failure = error instanceof Throttled ? refused(error.answer) : error
      if (!(failure instanceof OperationFailure)) throw error
      const message = wordsOf(failure.reason)
      const about = { call: client?.lastCall() ?? null, tag: tagOf(failure.reason), due: null }
      await simulator.act((writing) => logEntry(writing, { event: 'system.import.complete', outcome: 'FAILURE', message, target: app.label, actionId, failure: about }))
      throw conflict(message)
    }
  }),
  confirm: api.okta.imports.confirm.handler(async ({ context, input }) => {
    const { app, db, simulator } = appIn(context, input)
    await simulator.act((writing) => {
      for (const externalId of input.externalIds) confirmAccount(writing, app, externalId)
    })
    return { ...listImported(db, app), requests: 0 }
  }),
}
