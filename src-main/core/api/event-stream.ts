import type { StreamMessage } from '../../../src-shared/api/stream.ts'
import type { Changes } from './changes.ts'

const heartbeatMs = 15_000
/** How much earlier than it says a page may have begun to load: the time its request was on its way. */
const leewayMs = 1_000

const encoder = new TextEncoder()

interface Message { event: 'connected' | 'change' | 'refetch'; data: StreamMessage | Record<string, never> }
type Controller = ReadableStreamDefaultController<Uint8Array>

/** The event stream of one window, see `src-shared/api/stream.ts`. */
export function eventStream(changes: Changes, request: Request): Response {
  const { signal } = request
  let stop = () => undefined as void
  let known = changes.newest()

  /** A client that does not read has nothing put aside for it; when it reads again it is told what changed since. */
  function tellNews(controller: Controller): void {
    const newest = changes.newest()
    if (newest === known || !isRead(controller)) return
    controller.enqueue(encode(messagesOf(changes.since(known)), newest))
    known = newest
  }

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encode([...missedBy(request, changes), { event: 'connected', data: {} }], known))
      const heartbeat = setInterval(() => isRead(controller) && controller.enqueue(encoder.encode(': still here\n\n')), heartbeatMs)
      heartbeat.unref()
      const forget = changes.listen(() => tellNews(controller))
      stop = () => {
        clearInterval(heartbeat)
        forget()
      }
      if (signal.aborted) stop()
      signal.addEventListener('abort', () => stop())
    },
    pull: tellNews,
    cancel: () => stop(),
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } })
}

function isRead({ desiredSize }: Controller): boolean {
  return (desiredSize ?? 0) > 0
}

/** A client that was here before is told what it missed, a new page what changed while it was loading. */
function missedBy({ headers, url }: Request, changes: Changes): Message[] {
  const asked = new URL(url).searchParams
  const lastId = headers.get('last-event-id') ?? asked.get('lastEventId')
  if (lastId !== null) return messagesOf(changes.since(lastId))
  const age = Number(asked.get('pageAge') ?? Number.NaN)
  return age >= 0 ? messagesOf(changes.within(age + leewayMs)) : []
}

function messagesOf(changed: StreamMessage[] | null): Message[] {
  return changed === null ? [{ event: 'refetch', data: {} }] : changed.map((data) => ({ event: 'change', data }))
}

/** The id comes with the last message: whoever loses the connection before it is told all of them again. */
function encode(messages: Message[], id: string): Uint8Array {
  const blocks = messages.map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const last = blocks.pop()
  return encoder.encode(`${blocks.join('')}${last === undefined ? '' : `id: ${id}\n${last}`}`)
}
