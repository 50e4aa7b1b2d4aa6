import type { Action } from '../../../src-shared/api/requests.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { StateDone, StateWork } from '../fixtures/work.ts'
import { defaultSlug, type Registry } from '../sandboxes/registry.ts'
import type { Asked } from '../sandboxes/running.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { SecretStore } from '../sandboxes/tokens.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import type { Senders } from '../traffic/senders.ts'
import { allApps, appBySeq, type AppRow, changeApp } from './apps.ts'
import { heardFrom } from './heard.ts'
import { createRunner, type Runner } from './runner.ts'
import type { TaskRow } from './tasks.ts'
import { type Client, createClient } from './wire/client.ts'
import { createAgents } from './wire/exchange.ts'
import { OperationFailure } from './wire/failure.ts'

/** The simulated Okta of one sandbox. */
export interface Simulator {
  /** Does in one write what an admin does, then performs what it queued. @throws ScimError 409 when the state was replaced before it */
  act<Result>(work: (writing: WriteContext) => Result): Promise<Result>
  /** Where requests of an app go now; null while there is nothing listening there. */
  baseUrlOf(app: AppRow): string | null
  /** The sandbox an app points at, null for any other app. */
  sandboxOf(app: AppRow): Sandbox | null
  hasCredential(app: AppRow): boolean
  setCredential(app: AppRow, credential: string | null): void
  /** A client for requests an admin waits for. */
  clientFor(app: AppRow, action: Action): Client
  rateOf(actionId: number): number
  /** Operations that are being performed; one that was withdrawn meanwhile still is. */
  underWay(): TaskRow[]
  /** Says that something changed that no `act` did. */
  changed(): void
}

export interface Simulators {
  of(sandbox: Sandbox): Simulator
  /** Takes up what waited when Scimbox ended. */
  start(): void
  /** Replaces the state of a sandbox while its Okta sends nothing. A credential stays with the app it was pasted for, if that is there still. */
  replaceState(sandbox: Sandbox, label: string, work: StateWork, asked?: Asked): Promise<StateDone>
  /** Points the apps of a duplicate that pointed at the original to the duplicate itself, with its token. */
  follow(sandbox: Sandbox, original: string): Promise<void>
  /** Ends what is under way for a sandbox that goes, and drops its credentials. */
  forget(sandbox: Sandbox): Promise<void>
  close(): Promise<void>
}

interface Options {
  registry: Registry
  secrets: SecretStore
  senders: Senders
  /** Origin of the SCIM listener, null while there is none. */
  origin(): string | null
  changed(slug: string): void
}

const stateWasReplaced = 'The state of the sandbox was replaced while this waited, so nothing was done. Look at what is there now and do it again.'

/** Sockets to one app at a time. */
const sockets = 32

export function createSimulators(options: Options): Simulators {
  const known = new Map<string, Simulator & { runner: Runner }>()
  const agents = createAgents(sockets)

  function of(sandbox: Sandbox): Simulator {
    const there = known.get(sandbox.slug)
    if (there) return there
    const made = createSimulator(options, sandbox, agents)
    known.set(sandbox.slug, made)
    return made
  }

  return {
    of,
    start() {
      for (const { slug } of options.registry.list()) {
        const sandbox = options.registry.find(slug)
        if (sandbox && allApps(sandbox.db).length > 0) of(sandbox)
      }
    },
    async replaceState(sandbox, label, work, asked) {
      const before = allApps(sandbox.db)
      const runner = known.get(sandbox.slug)?.runner
      const replace = () => sandbox.changeState(label, work, asked)
      const done = await (runner ? runner.aside(replace) : replace())
      const after = allApps(sandbox.db).map(addressOf)
      for (const app of before) if (!after.includes(addressOf(app))) of(sandbox).setCredential(app, null)
      return done
    },
    async follow(sandbox, original) {
      const token = options.secrets.read(sandbox.slug)
      const own = allApps(sandbox.db).filter(({ settings: { target } }) => target.kind === 'self' && target.sandbox === original)
      await of(sandbox).act((writing) => {
        for (const app of own) changeApp(writing, app, undefined, { target: { kind: 'self', sandbox: sandbox.slug } })
      })
      for (const app of own) of(sandbox).setCredential(app, token)
    },
    async forget(sandbox) {
      for (const app of allApps(sandbox.db)) of(sandbox).setCredential(app, null)
      const simulator = known.get(sandbox.slug)
      known.delete(sandbox.slug)
      await simulator?.runner.close()
    },
    async close() {
      await Promise.all([...known.values()].map(({ runner }) => runner.close()))
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

function createSimulator({ registry, secrets, senders, origin, changed: tell }: Options, sandbox: Sandbox, agents: ReturnType<typeof createAgents>) {
  const changed = () => tell(sandbox.slug)
  const secretName = (app: AppRow) => `okta/${sandbox.slug}/${app.id}`
  /** As read from the store, which may be a file. */
  const credentials = new Map<string, string | null>()

  function credentialOf(app: AppRow): string | null {
    const known = credentials.get(app.id)
    if (known !== undefined) return known
    const credential = secrets.read(secretName(app))
    credentials.set(app.id, credential)
    return credential
  }

  function baseUrlOf({ settings: { target } }: AppRow): string | null {
    if (target.kind === 'url') return target.baseUrl
    const at = origin()
    if (at === null || !registry.find(target.sandbox)) return null
    return target.sandbox === defaultSlug ? `${at}/api/scim` : `${at}/s/${target.sandbox}/api/scim`
  }

  function clientFor(app: AppRow, action: Action, signal: AbortSignal): Client {
    const baseUrl = baseUrlOf(app)
    if (baseUrl === null) throw new OperationFailure({ kind: 'okta', message: 'Nothing listens at the Base URL' })
    const heard = app.settings.target.kind === 'url' ? heardFrom(sandbox, baseUrl, action) : () => undefined
    return createClient({
      baseUrl, authorization: authorizationOf(app, credentialOf(app)), agents, senders, signal, heard,
      sender: { actor: 'simulator', action }, now: sandbox.now, timers: sandbox.timers,
    })
  }

  const runner = createRunner({
    sandbox, changed,
    clientFor: (appSeq, action, signal) => clientFor(appBySeq(sandbox.db, appSeq), action, signal),
  })

  return {
    runner, baseUrlOf, changed,
    async act<Result>(work: (writing: WriteContext) => Result): Promise<Result> {
      const replaced = sandbox.replaced()
      const result = await sandbox.write((writing) => {
        if (sandbox.replaced() !== replaced) throw new ScimError(409, stateWasReplaced)
        return work(writing)
      })
      runner.wake()
      changed()
      return result
    },
    sandboxOf: ({ settings: { target } }: AppRow) => (target.kind === 'self' ? registry.find(target.sandbox) ?? null : null),
    hasCredential: (app: AppRow) => credentialOf(app) !== null,
    setCredential(app: AppRow, credential: string | null) {
      secrets.write(secretName(app), credential)
      credentials.set(app.id, credential)
    },
    clientFor: (app: AppRow, action: Action) => clientFor(app, action, new AbortController().signal),
    rateOf: runner.rateOf,
    underWay: runner.underWay,
  }
}

/** What a credential was pasted for: an app of a file may have the same id and lead elsewhere. */
function addressOf({ id, settings: { target } }: AppRow): string {
  return JSON.stringify([id, target.kind === 'url' ? target.baseUrl : target.sandbox])
}

/** What the chosen authentication makes of what an admin pasted (okta-wire §2). */
function authorizationOf({ kind, settings: { authentication } }: AppRow, credential: string | null): string | null {
  if (credential === null) return null
  if (authentication === 'basic') return `Basic ${Buffer.from(credential).toString('base64')}`
  return authentication === 'header' && kind === 'OIN' ? credential : `Bearer ${credential}`
}
