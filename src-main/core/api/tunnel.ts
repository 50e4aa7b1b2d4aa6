import { recentWritesOfOkta, recogniseApp } from '../traffic/app-kind.ts'
import { TunnelFailure } from '../tunnel/provider.ts'
import { api, type ApiContext, conflict, sandboxOf } from './context.ts'

export const tunnelRoutes = {
  get: api.tunnel.get.handler(({ context }) => context.tunnel.view()),
  configure: api.tunnel.configure.handler(({ context, input: { settings, rehearsal, secret } }) => (
    act(context, ({ configure }) => configure(settings, rehearsal, secret))
  )),
  preflight: api.tunnel.preflight.handler(({ context }) => act(context, ({ preflight }) => preflight())),
  trustHostKey: api.tunnel.trustHostKey.handler(({ context, input }) => act(context, ({ trustHostKey }) => trustHostKey(input.fingerprint))),
  start: api.tunnel.start.handler(({ context }) => act(context, ({ start }) => start())),
  stop: api.tunnel.stop.handler(({ context }) => act(context, ({ stop }) => stop())),
  acknowledge: api.tunnel.acknowledge.handler(({ context }) => act(context, ({ acknowledge }) => acknowledge())),
  arrivals: api.tunnel.arrivals.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    return { ...context.outside.of(sandbox.slug), app: recogniseApp(recentWritesOfOkta(sandbox.reader)) }
  }),
}

/** Does something with the tunnel and tells its state after that. @throws ORPCError 409 with what is in the way */
async function act({ tunnel }: ApiContext, work: (tunnel: ApiContext['tunnel']) => void | Promise<void>) {
  try {
    await work(tunnel)
  } catch (error) {
    throw error instanceof TunnelFailure ? conflict(error.message) : error
  }
  return tunnel.view()
}
