import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Person, PersonProfile } from '../../src-shared/api/okta/people.ts'
import type { ActionProgress } from '../../src-shared/api/okta/tasks.ts'
import { api } from './api.ts'

/** Fetches anew what a change in the simulated Okta makes out of date, without waiting for the event stream. */
export function useRefreshOkta(): () => Promise<unknown> {
  const queries = useQueryClient()
  return useCallback(() => queries.invalidateQueries({ queryKey: api.okta.key() }), [queries])
}

/** A call that changes something in the simulated Okta. */
export function useOktaCall<Given, Answer>(
  call: (given: Given) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
): UseMutationResult<Answer, Error, Given> {
  const refresh = useRefreshOkta()
  return useMutation({
    mutationFn: call,
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () => refresh(),
  })
}

/** How many tasks failed, and how many are on their way; undefined until known. */
export function useTaskCounts(sandbox: string): { failed: number; running: number } | undefined {
  const { data } = useQuery(api.okta.tasks.counts.queryOptions({ input: { sandbox } }))
  if (data === undefined) return undefined
  return { failed: data.error + data.interrupted, running: data.pending + data.waiting }
}

const lookMs = 1_000

/** The actions that are not done yet. */
export function useRunningActions(sandbox: string): ActionProgress[] {
  const { data } = useQuery({
    ...api.okta.tasks.progress.queryOptions({ input: { sandbox } }),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.length > 0 ? lookMs : false),
  })
  return data ?? []
}

const much = 100

/** Whether so much is being sent that costly questions can wait for the end of it. */
export function useIsSendingMuch(sandbox: string): boolean {
  return useRunningActions(sandbox).some(({ total, done }) => total - done > much)
}

export function nameOf({ firstName, lastName }: Pick<PersonProfile, 'firstName' | 'lastName'>): string {
  return `${firstName} ${lastName}`.trim()
}

export function personWords({ profile }: Pick<Person, 'profile'>): { text: string; detail: string } {
  return { text: profile.login, detail: nameOf(profile) }
}

/** A running action as the traffic log and the tasks name it. */
export function actionName(sandbox: string, id: number): string {
  return `${sandbox}-${id}`
}

/** The filter of the requests page that shows what an admin action sent. */
export function requestsOfAction(id: string): string {
  return `?filter=${encodeURIComponent(`action:${id}`)}`
}
