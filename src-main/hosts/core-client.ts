import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { contract } from '../../src-shared/api/contract.ts'
import type { Core } from '../core/core.ts'

/** The console API as plain calls. */
export type ConsoleClient = ContractRouterClient<typeof contract>

/** The console API of a core of this process. */
export function coreClient(core: Pick<Core, 'handle'>): ConsoleClient {
  return consoleClient('http://console.invalid/api/console', core.handle)
}

/** The console API at `base`, whose requests `fetch` sends. */
export function consoleClient(base: string, fetch: (request: Request) => Promise<Response>): ConsoleClient {
  return createORPCClient(new OpenAPILink(contract, { url: base, fetch: (request, init) => fetch(new Request(request, init)) }))
}
