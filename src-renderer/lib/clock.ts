import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api.ts'

/** How far the clock is usually moved on, in milliseconds. */
export const clockSteps: [label: string, by: number][] = [
  ['+30 s', 30_000],
  ['+5 min', 300_000],
  ['+1 h', 3_600_000],
]

/** Moves the sandbox clock on, and sets it going or still. */
export function useClockMoves(sandbox: string) {
  const queries = useQueryClient()
  const onSuccess = (state: { now: number; frozen: boolean }) =>
    queries.setQueryData(api.settings.clock.queryKey({ input: { sandbox } }), state)
  const advance = useMutation(api.settings.advanceClock.mutationOptions({ onSuccess }))
  const set = useMutation(api.settings.setClock.mutationOptions({ onSuccess }))
  return { advance, set }
}
