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
    const { importUsers, importGroups } = app.settings.supported
    if (!importUsers && !importGroups) {
      throw conflict(`Nothing is imported: tick Import New Users and Profile Updates, or Import Groups, of ${app.label} (Provisioning › Integration).`)
    }
    const label = `Import from ${app.label}`
    const entry = { target: app.label, event: 'system.import.complete' }
    const actionId = await simulator.act((writing) => {
      const id = beginAction(writing, label)
      logEntry(writing, { ...entry, event: 'system.import.start', outcome: 'SUCCESS', message: `Import from ${app.label} started`, actionId: id })
      return id
    })
    const users: JsonObject[] = []
    const groups: JsonObject[] = []
    let client: Client | undefined
    try {
      client = simulator.clientFor(app, actionOf(sandbox.slug, actionId, label))
      const wire = { client, kind: app.kind, assumptions: assumptionsOf(db) }
      let requests = 0
      if (importUsers) requests += await importAll(wire, 'Users', (user) => users.push(user))
      if (importGroups) requests += await importAll(wire, 'Groups', (group) => groups.push(group))
      await simulator.act((writing) => {
        if (importUsers) storeImport(writing, app, 'User', users)
        if (importGroups) storeImport(writing, app, 'Group', groups)
        const message = `Import from ${app.label} complete: ${users.length} users and ${groups.length} groups read`
        logEntry(writing, { ...entry, outcome: 'SUCCESS', message, actionId })
      })
      return { ...listImported(db, app), requests }
    } catch (error) {
      const failure = error instanceof Throttled ? refused(error.answer) : error
      if (!(failure instanceof OperationFailure)) throw error
      const message = wordsOf(failure.reason)
      const failed = { call: client?.lastCall() ?? null, tag: tagOf(failure.reason), due: null }
      await simulator.act((writing) => logEntry(writing, { ...entry, outcome: 'FAILURE', message, actionId, failure: failed }))
      throw conflict(message)
    }
  }),
  confirm: api.okta.imports.confirm.handler(async ({ context, input }) => {
    const { app, db, simulator } = appIn(context, input)
    const { length } = input.externalIds
    await simulator.act((writing) => {
      const actionId = beginAction(writing, `Confirm ${length === 1 ? 'an assignment' : `${length} assignments`} of ${app.label}`)
      for (const externalId of input.externalIds) confirmAccount(writing, actionId, app, externalId)
    })
    return { ...listImported(db, app), requests: 0 }
  }),
}
