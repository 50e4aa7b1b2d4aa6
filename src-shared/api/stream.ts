import { z } from 'zod'

/**
 * The event stream, `GET /api/console/events?sandbox=<slug>` (text/event-stream).
 * Every message is `event: change` with an id and this data: the nouns whose queries are out of date. `refetch` (no data) means
 * the client missed more than can be told. A comment line every 15 s keeps the connection open.
 */
export const nouns = ['sandboxes', 'connection', 'users', 'groups', 'requests', 'schemas', 'settings', 'provisioning', 'progress'] as const
export const streamMessageSchema = z.object({ nouns: z.array(z.enum(nouns)) })
export type Noun = (typeof nouns)[number]
export type StreamMessage = z.infer<typeof streamMessageSchema>
