import { prepared } from '../db/open.ts'
import { oktaErrorOf } from '../okta/shown-error.ts'
import type { Sandbox } from '../sandboxes/sandbox.ts'
import { asCurl } from '../traffic/curl.ts'
import { findExchange, listEvents, listExchanges } from '../traffic/list.ts'
import { send } from '../traffic/send.ts'
import { api, type ApiContext, badInput, baseUrl, conflict, missing, sandboxOf } from './context.ts'

export const requestRoutes = {
  list: api.requests.list.handler(({ context, input }) => listExchanges(settled(context, input.sandbox).reader, input)),
  get: api.requests.get.handler(({ context, input }) => {
    const sandbox = settled(context, input.sandbox)
    const found = findExchange(sandbox.reader, input.id)
    if (!found) throw missing(`Request ${input.id} is not in the log.`)
    const oktaError = oktaErrorOf(sandbox.reader, found, (slug) => context.registry.find(slug)?.reader)
    return { ...found, oktaError, curl: asCurl(found.row.target ?? baseUrl(context, sandbox), { ...found.row, ...found.request }) }
  }),
  pin: api.requests.pin.handler(async ({ context, input }) => {
    const sandbox = settled(context, input.sandbox)
    await sandbox.write(({ db }) => {
      prepared(db, 'UPDATE exchanges SET pinned = ? WHERE id = ?').run(input.pinned ? 1 : 0, input.id)
    })
    context.changes.push(sandbox.slug, ['requests'])
    const found = findExchange(sandbox.reader, input.id)
    if (!found) throw missing(`Request ${input.id} is not in the log.`)
    return found.row
  }),
  clear: api.requests.clear.handler(async ({ context, input }) => {
    const sandbox = settled(context, input.sandbox)
    const dropped = await sandbox.write(({ db }) => prepared(db, 'DELETE FROM exchanges WHERE pinned = 0').run().changes)
    context.changes.push(sandbox.slug, ['requests'])
    return { dropped }
  }),
  send: api.requests.send.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const last = () => prepared<{ id: number | null }>(sandbox.db, 'SELECT max(id) AS id FROM exchanges').get()!.id
    sandbox.recorder.flush()
    refuseElsewhere(sandbox, input.replayOf)
    const before = last()
    const url = `${baseUrl(context, sandbox)}${input.path}`
    if (!URL.canParse(url) || /[\r\n\s]/.test(url)) throw badInput('The path is not a valid URL path; encode spaces and quotes.')
    const headers = withDefaults(context, sandbox, input.headers, input.body !== '')
    const answer = await send({ ...input, url, headers, actor: input.replayOf === undefined ? 'console' : 'replay' }, context.senders)
    sandbox.recorder.flush()
    const after = last()
    return { exchangeId: after === before ? null : after, ...answer }
  }),
}

export const eventRoutes = {
  list: api.events.list.handler(({ context, input }) => listEvents(sandboxOf(context, input.sandbox).reader, input)),
}

/** A request that went to another app is not sent to this endpoint, which is not what it was meant for. @throws ORPCError 409 */
function refuseElsewhere(sandbox: Sandbox, id: number | undefined): void {
  const target = id === undefined ? null : findExchange(sandbox.reader, id)?.row.target ?? null
  if (target !== null) throw conflict(`This request went to ${target}, and only requests to this sandbox are replayed. Copy cURL sends it there.`)
}

/** The sandbox with its buffered exchanges written. */
function settled(context: ApiContext, slug: string): Sandbox {
  const sandbox = sandboxOf(context, slug)
  sandbox.recorder.flush()
  return sandbox
}

function withDefaults(context: ApiContext, sandbox: Sandbox, given: [string, string][], hasBody: boolean): [string, string][] {
  const has = (name: string) => given.some(([key]) => key.toLowerCase() === name)
  const token = context.secrets.read(sandbox.slug)
  if (!has('authorization') && token === null) throw conflict('This host keeps no copy of the token: rotate it, or give an Authorization header.')
  return [
    ...(has('authorization') ? [] : [['Authorization', `Bearer ${token}`] satisfies [string, string]]),
    ...(has('accept') ? [] : [['Accept', 'application/scim+json'] satisfies [string, string]]),
    ...(has('content-type') || !hasBody ? [] : [['Content-Type', 'application/scim+json'] satisfies [string, string]]),
    ...given.filter(([name]) => !/^(content-length|transfer-encoding|host|connection)$/i.test(name)),
  ]
}
