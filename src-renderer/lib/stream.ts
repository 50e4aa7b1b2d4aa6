import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState } from 'react'
import { streamMessageSchema, type Noun, type StreamMessage } from '../../src-shared/api/stream.ts'
import { api } from './api.ts'

export type StreamState = 'connecting' | 'live' | 'reconnecting'

export const StreamContext = createContext<StreamState>('connecting')

export function useStreamState(): StreamState {
  return useContext(StreamContext)
}

/** Query keys that a noun of a sandbox makes out of date. Counts of a sandbox follow its users, groups and requests. */
function keysOf(sandbox: string): Record<Noun, readonly (readonly unknown[])[]> {
  const of = { input: { sandbox } }
  const sandboxes = api.sandboxes.key()
  const events = api.events.key(of)
  return {
    sandboxes: [sandboxes],
    connection: [api.connection.key(of), api.tokens.key(of), api.tunnel.arrivals.key(of)],
    users: [api.users.key(of), api.groups.members.key(of), events, sandboxes, api.settings.organization.key(of)],
    groups: [api.groups.key(of), api.users.key(of), events, sandboxes],
    requests: [api.requests.list.key(of), api.schemas.received.key(of), events, sandboxes, api.connection.key(of)],
    schemas: [api.schemas.key(of), api.resourceTypes.key(of)],
    settings: [api.settings.key(of), api.faults.presets.key(of), events, sandboxes],
    provisioning: [
      api.mappings.key(of),
      api.rules.key(of),
      api.conflicts.key(of),
      api.entities.key(of),
      api.flow.key(of),
      api.settings.organization.key(of),
      events,
    ],
    progress: [api.sandboxes.progress.key(of)],
    okta: [api.okta.key(of), api.requests.get.key(of)],
    faults: [api.faults.key(of), events],
    snapshots: [api.snapshots.key(of)],
    tunnel: [api.tunnel.key(), api.connection.key()],
  }
}

/** Opens the one event stream of this window and keeps the query cache true. */
export function useStream(): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const queries = useQueryClient()
  useEffect(() => openStream(queries, setState), [queries])
  return state
}

const gatherMs = 40
const restMs = 400
const retryMs = 2_000

function openStream(queries: QueryClient, setState: (state: StreamState) => void): () => void {
  const refresh = gathered(queries)
  let source: EventSource
  let retry: ReturnType<typeof setTimeout> | undefined
  let lastEventId: string | null = null

  function on(event: string, hear: (message: MessageEvent) => void) {
    source.addEventListener(event, (message) => {
      hear(message)
      lastEventId = message.lastEventId
    })
  }

  function connect() {
    source = new EventSource(`/api/console/events?${standing(lastEventId)}`)
    on('connected', () => setState('live'))
    on('change', (message) => refresh.add(changeIn(message)))
    on('refetch', () => void queries.invalidateQueries())
    source.addEventListener('error', () => {
      setState('reconnecting')
      // The browser gives up after an HTTP error.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, retryMs)
    })
  }

  connect()
  return () => {
    clearTimeout(retry)
    refresh.stop()
    source.close()
  }
}

/** What this window knows already: everything up to an id, or what its page has read since it began to load. */
function standing(lastEventId: string | null): URLSearchParams {
  return new URLSearchParams(
    lastEventId === null ? { pageAge: String(Math.round(performance.now())) } : { lastEventId },
  )
}

function changeIn(message: MessageEvent): StreamMessage {
  const parsed = streamMessageSchema.safeParse(JSON.parse(String(message.data)))
  return parsed.success ? parsed.data : { sandbox: '', nouns: [] }
}

/** A push of a thousand members is a thousand messages: the first shows at once, the others are gathered. */
function gathered(queries: QueryClient) {
  const waiting = new Map<string, readonly unknown[]>()
  let flushed = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  function flush() {
    timer = undefined
    flushed = performance.now()
    for (const queryKey of waiting.values()) void queries.invalidateQueries({ queryKey })
    waiting.clear()
  }
  return {
    add({ sandbox, nouns }: StreamMessage) {
      const keys = keysOf(sandbox)
      for (const key of nouns.flatMap((noun) => keys[noun])) waiting.set(JSON.stringify(key), key)
      timer ??= setTimeout(flush, Math.max(gatherMs, flushed + restMs - performance.now()))
    },
    stop() {
      clearTimeout(timer)
    },
  }
}
