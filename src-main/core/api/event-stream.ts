import type { StreamMessage } from '../../../src-shared/api/stream.ts'
import type { Changes } from './changes.ts'

const encoder = new TextEncoder()

/** The event stream of one window (text/event-stream), see `src-shared/api/stream.ts`. A client that was away refetches. */
export function eventStream(changes: Changes, slug: string, signal: AbortSignal): Response {
  let stop = () => undefined as void
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      send(': connected\n\nevent: refetch\ndata: {}\n\n')
      const heartbeat = setInterval(() => send(': still here\n\n'), 15_000)
      heartbeat.unref()
      const forget = changes.listen(slug, (id, nouns) => {
        const message: StreamMessage = { nouns }
        send(`id: ${id}\nevent: change\ndata: ${JSON.stringify(message)}\n\n`)
      })
      stop = () => {
        clearInterval(heartbeat)
        forget()
      }
      signal.addEventListener('abort', () => stop())
    },
    cancel: () => stop(),
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } })
}
