import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Tunnel } from '../../src-shared/api/tunnel.ts'
import type { TunnelPhase } from '../../src-shared/domain/tunnel.ts'
import { api } from './api.ts'

/** The one tunnel of this Scimbox. */
export function useTunnel() {
  return useQuery(api.tunnel.get.queryOptions())
}

/** Runs a call that answers with the state of the tunnel, and shows that. */
export function useTunnelCall<Input = void>(call: (input: Input) => Promise<Tunnel>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: call, onSuccess: (state) => queries.setQueryData(api.tunnel.get.queryKey(), state) })
}

const words: Record<TunnelPhase, { tone: 'plain' | 'good' | 'warn' | 'bad' | 'outline'; words: string }> = {
  off: { tone: 'outline', words: 'Tunnel off' },
  starting: { tone: 'plain', words: 'Tunnel starting' },
  up: { tone: 'good', words: 'Tunnel up' },
  reconnecting: { tone: 'warn', words: 'Tunnel reconnecting' },
  failed: { tone: 'bad', words: 'Tunnel failed' },
}

/** How the state of the tunnel is said in two words. */
export function tunnelWords({ state, replaces }: Pick<Tunnel, 'state' | 'replaces'>) {
  return replaces === null ? words[state] : { tone: 'warn' as const, words: 'Tunnel URL changed' }
}
