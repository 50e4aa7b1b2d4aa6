import type { App, TestResult } from '../../../../src-shared/api/okta/apps.ts'
import { actionOf, beginAction } from '../../okta/actions.ts'
import { allApps, appOf, type AppRow, changeApp, changedSettings, countsOf, createApp, removeApp } from '../../okta/apps.ts'
import { assumptionsOf } from '../../okta/assumptions.ts'
import { type Failure, logEntry } from '../../okta/log.ts'
import { tagOf, wordsOf } from '../../okta/outcome.ts'
import { OperationFailure, refused, Throttled } from '../../okta/wire/failure.ts'
import type { Client } from '../../okta/wire/client.ts'
import { testConnector } from '../../okta/wire/imports.ts'
import { api, conflict } from '../context.ts'
import { appIn, type Okta, oktaOf } from './context.ts'

export const appRoutes = {
  list: api.okta.apps.list.handler(({ context, input }) => {
    const okta = oktaOf(context, input.sandbox)
    return allApps(okta.db).map((app) => describe(okta, app))
  }),
  get: api.okta.apps.get.handler(({ context, input }) => {
    const { app, ...okta } = appIn(context, input)
    return describe(okta, app)
  }),
  create: api.okta.apps.create.handler(async ({ context, input }) => {
    const okta = oktaOf(context, input.sandbox)
    const target = input.target ?? { kind: 'self', sandbox: input.sandbox }
    return describe(okta, await okta.simulator.act((writing) => createApp(writing, { ...input, target })))
  }),
  change: api.okta.apps.change.handler(async ({ context, input }) => {
    const { app, ...okta } = appIn(context, input)
    const settings = JSON.parse(JSON.stringify(input.settings ?? {})) as Parameters<typeof changeApp>[3]
    return describe(okta, await okta.simulator.act((writing) => changeApp(writing, app, input.label, settings)))
  }),
  setCredential: api.okta.apps.setCredential.handler(({ context, input }) => {
    const { app, ...okta } = appIn(context, input)
    const { target } = app.settings
    const credential = input.fromSandbox && target.kind === 'self' ? context.secrets.read(target.sandbox) : (input.credential ?? null)
    if (input.fromSandbox && credential === null) throw conflict('There is no token to take: the app points elsewhere, or this host keeps no copy of it.')
    okta.simulator.setCredential(app, credential === '' ? null : credential)
    okta.simulator.changed()
    return describe(okta, app)
  }),
  test: api.okta.apps.test.handler(({ context, input }) => {
    const { app, ...okta } = appIn(context, input)
    return testApp(okta, app, `Test Connector Configuration of ${app.label}`)
  }),
  saveIntegration: api.okta.apps.saveIntegration.handler(async ({ context, input: { settings, ...input } }) => {
    const { app, ...okta } = appIn(context, input)
    const candidate = { ...app, settings: changedSettings(app, settings) }
    const test = okta.simulator.hasCredential(app) ? await testApp(okta, candidate, `Save the integration of ${app.label}`) : null
    const isSaved = test === null || test.ok || assumptionsOf(okta.db).failedTest === 'kept'
    const saved = isSaved ? await okta.simulator.act((writing) => changeApp(writing, appOf(writing.db, app.id), undefined, settings)) : app
    return { app: describe(okta, saved), isSaved, test }
  }),
  remove: api.okta.apps.remove.handler(async ({ context, input }) => {
    const { app, simulator } = appIn(context, input)
    await simulator.act((writing) => removeApp(writing, app, simulator.underWay().some(({ appSeq }) => appSeq === app.seq)))
    simulator.setCredential(app, null)
  }),
}

/** Tests the connection as an admin action of that name, which the System Log tells of. */
async function testApp(okta: Okta, app: AppRow, label: string): Promise<TestResult> {
  const actionId = await okta.simulator.act((writing) => beginAction(writing, label))
  const { failure, ...result } = await sendTest(okta, app, actionId, label)
  const entry = { event: 'application.provision.integration.call_api', message: result.message, target: app.label, actionId }
  await okta.simulator.act((writing) => logEntry(writing, { ...entry, outcome: result.ok ? 'SUCCESS' : 'FAILURE', failure }))
  return result
}

async function sendTest({ simulator, db, sandbox }: Okta, app: AppRow, actionId: number, label: string): Promise<TestResult & { failure?: Failure }> {
  let client: Client | undefined
  try {
    client = simulator.clientFor(app, actionOf(sandbox.slug, actionId, label))
    await testConnector({ client, kind: app.kind, assumptions: assumptionsOf(db) }, app.settings.supported.importGroups)
    return { ok: true, message: `${app.label} was verified successfully!`, status: 200 }
  } catch (error) {
    const failure = error instanceof Throttled ? refused(error.answer) : error
    if (!(failure instanceof OperationFailure)) throw error
    const { reason } = failure
    return {
      ok: false, message: wordsOf(reason), status: reason.kind === 'exchange' ? reason.status : null,
      failure: { call: client?.lastCall() ?? null, tag: tagOf(reason), due: null },
    }
  }
}

function describe({ simulator, db }: Okta, app: AppRow): App {
  const { id, label, kind, settings, created } = app
  return { id, label, kind, settings, created, baseUrl: simulator.baseUrlOf(app), hasCredential: simulator.hasCredential(app), counts: countsOf(db, app.seq) }
}
