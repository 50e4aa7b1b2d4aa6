import { implement, ORPCError } from '@orpc/server'
import { contract } from '../../../src-shared/api/contract.ts'
import type { Simulators } from '../okta/simulator.ts'
import { defaultSlug, type Registry } from '../sandboxes/registry.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import type { SecretStore } from '../sandboxes/tokens.ts'
import type { Outside } from '../traffic/outside.ts'
import type { Senders } from '../traffic/senders.ts'
import type { Tunnel } from '../tunnel/tunnel.ts'
import type { Changes } from './changes.ts'
import type { Jobs } from './jobs.ts'
import type { ListenerState } from './listener-state.ts'

/** What the handlers of the console API work on. */
export interface ApiContext {
  registry: Registry
  secrets: SecretStore
  changes: Changes
  listener: ListenerState
  senders: Senders
  okta: Simulators
  tunnel: Tunnel
  outside: Outside
  jobs: Jobs
  /** Folder for files on their way in and out. */
  transfers: string
}

export const api = implement(contract).$context<ApiContext>()

/** @throws ORPCError 404 */
export function sandboxOf(context: ApiContext, slug: string): Sandbox {
  const sandbox = context.registry.find(slug)
  if (!sandbox) throw missing(context.registry.describe(slug)?.problem ?? `There is no sandbox "${slug}".`)
  return sandbox
}

/** The SCIM Base URL of a sandbox. */
export function baseUrl(context: ApiContext, sandbox: Sandbox): string {
  return baseUrlAt(context.listener.origin() ?? `http://${context.listener.state().address}`, sandbox)
}

/** The Base URL of a sandbox at another address of the SCIM listener. */
export function baseUrlAt(origin: string, sandbox: Sandbox): string {
  return sandbox.slug === defaultSlug ? `${origin}/api/scim` : `${origin}/s/${sandbox.slug}/api/scim`
}

export function missing(message: string): Error {
  return new ORPCError('NOT_FOUND', { message })
}

export function conflict(message: string): Error {
  return new ORPCError('CONFLICT', { message })
}

export function badInput(message: string): Error {
  return new ORPCError('BAD_REQUEST', { message })
}
