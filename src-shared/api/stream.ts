import { z } from 'zod'

/**
 * The event stream, `GET /api/console/events` (text/event-stream), one per window and about every sandbox.
 * - `connected`: what was missed has been told, and the stream goes on from this id.
 * - `change`: the nouns of a sandbox whose queries are out of date, in the data of this schema.
 * - `refetch`: the client missed more than can be told.
 *
 * After a lost connection `Last-Event-ID` (or `?lastEventId=`) tells what was missed; an id of another start is answered `refetch`.
 * `?pageAge=<milliseconds>` tells a new page what changed since it began to load. A comment line every 15 s keeps the connection open.
 */
export const nouns = ['sandboxes', 'connection', 'users', 'groups', 'requests', 'schemas', 'settings', 'provisioning', 'progress', 'snapshots', 'okta', 'faults', 'tunnel'] as const
export const streamMessageSchema = z.object({ sandbox: z.string(), nouns: z.array(z.enum(nouns)) })
export type Noun = (typeof nouns)[number]
export type StreamMessage = z.infer<typeof streamMessageSchema>
