import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { config } from 'zod'
import { contract } from '../../src-shared/api/contract.ts'
import { signOut } from './session.ts'

// The page forbids `eval`, which zod would try in order to compile its checks.
config({ jitless: true })

/** Works at http://127.0.0.1 and at app://console alike: the host is whoever served the page. */
export const apiBase = `${location.protocol}//${location.host}/api/console`

const link = new OpenAPILink(contract, { url: apiBase })

/** The console API as plain calls. */
export const client: ContractRouterClient<typeof contract> = createORPCClient(link)

/** The console API as query options, mutation options and query keys. */
export const api = createTanstackQueryUtils(client)

function noticeSignOut(error: unknown) {
  if (error instanceof ORPCError && error.status === 401) signOut()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      // The event stream says when something is out of date.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => !(error instanceof ORPCError && error.status < 500) && failures < 2,
    },
  },
})
