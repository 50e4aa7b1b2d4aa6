import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState } from 'react'
import { streamMessageSchema, type Noun } from '../../src-shared/api/stream.ts'
import { api } from './api.ts'

export type StreamState = 'connecting' | 'live' | 'reconnecting'

export const StreamContext = createContext<StreamState>('connecting')

export function useStreamState(): StreamState {
  return useContext(StreamContext)
}

/** Query keys a noun makes out of date. Counts of a sandbox follow its users, groups and requests. */
const keysOf: Record<Noun, () => readonly (readonly unknown[])[]> = {
  sandboxes: () => [api.sandboxes.key()],
  connection: () => [api.connection.key(), api.tokens.key()],
  users: () => [
    api.users.key(),
    api.groups.members.key(),
    api.events.key(),
    api.sandboxes.key(),
    api.settings.organization.key(),
  ],
  groups: () => [api.groups.key(), api.users.key(), api.events.key(), api.sandboxes.key()],
  requests: () => [
    api.requests.list.key(),
    api.schemas.received.key(),
    api.events.key(),
    api.sandboxes.key(),
    api.connection.key(),
  ],
  schemas: () => [api.schemas.key(), api.resourceTypes.key()],
  settings: () => [api.settings.key(), api.events.key(), api.sandboxes.key()],
  provisioning: () => [
    api.mappings.key(),
    api.rules.key(),
    api.conflicts.key(),
    api.entities.key(),
    api.flow.key(),
    api.settings.organization.key(),
    api.events.key(),
  ],
  progress: () => [api.sandboxes.progress.key()],
}

/** Opens the one event stream of this window and keeps the query cache true. */
export function useStream(sandbox: string): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const queries = useQueryClient()
  useEffect(() => openStream(sandbox, queries, setState), [sandbox, queries])
  return state
}

const gatherMs = 40
const restMs = 400
const retryMs = 2_000

function openStream(sandbox: string, queries: QueryClient, setState: (state: StreamState) => void): () => void {
  const refresh = gathered(queries)
  let source: EventSource
  let retry: ReturnType<typeof setTimeout> | undefined
  let wasLost = false

  function connect() {
    source = new EventSource(`/api/console/events?sandbox=${encodeURIComponent(sandbox)}`)
    source.addEventListener('open', () => {
      setState('live')
      if (wasLost) void queries.invalidateQueries()
      wasLost = false
    })
    source.addEventListener('change', (message) => refresh.add(nounsOf(message)))
    source.addEventListener('refetch', () => void queries.invalidateQueries())
    source.addEventListener('error', () => {
      setState('reconnecting')
      if (source.readyState !== EventSource.CLOSED) return
      // The browser gives up after an HTTP error, and then nothing resumes from the last id.
      wasLost = true
      retry = setTimeout(connect, retryMs)
    })
  }

  connect()
  return () => {
    clearTimeout(retry)
    refresh.stop()
    source.close()
  }
}

function nounsOf(message: MessageEvent): Noun[] {
  const parsed = streamMessageSchema.safeParse(JSON.parse(String(message.data)))
  return parsed.success ? parsed.data.nouns : []
}

/** A push of a thousand members is a thousand messages: the first shows at once, the others are gathered. */
function gathered(queries: QueryClient) {
  const waiting = new Set<Noun>()
  let flushed = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  function flush() {
    timer = undefined
    flushed = performance.now()
    const keys = new Map([...waiting].flatMap((noun) => keysOf[noun]()).map((key) => [JSON.stringify(key), key]))
    waiting.clear()
    for (const queryKey of keys.values()) void queries.invalidateQueries({ queryKey })
  }
  return {
    add(nouns: Noun[]) {
      for (const noun of nouns) waiting.add(noun)
      timer ??= setTimeout(flush, Math.max(gatherMs, flushed + restMs - performance.now()))
    },
    stop() {
      clearTimeout(timer)
    },
  }
}
