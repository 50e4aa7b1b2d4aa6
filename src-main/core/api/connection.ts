import { prepared } from '../db/open.ts'
import { issueToken } from '../sandboxes/tokens.ts'
import { api, baseUrl, baseUrlAt, missing, sandboxOf } from './context.ts'

interface TokenRow { id: number; created: number; expires: number | null; retires: number | null }

export const connectionRoutes = {
  get: api.connection.get.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const listener = context.listener.state()
    const { url: publicUrl } = context.tunnel.view()
    const current = prepared<TokenRow>(sandbox.reader, 'SELECT * FROM tokens WHERE retires IS NULL ORDER BY id DESC LIMIT 1').get()
    const last = prepared<{ at: number; request: string }>(
      sandbox.reader, "SELECT at, request FROM exchanges WHERE actor IN ('okta', 'client') ORDER BY id DESC LIMIT 1",
    ).get()
    return {
      baseUrl: baseUrl(context, sandbox),
      publicUrl: publicUrl === null ? null : baseUrlAt(publicUrl, sandbox),
      token: current ? context.secrets.read(sandbox.slug) : null,
      tokenExpires: current?.expires ?? null,
      tokenWarning: context.secrets.warning,
      listener,
      lastRequest: last ? { at: last.at, userAgent: userAgentOf(last.request) } : null,
    }
  }),
  retryListener: api.connection.retryListener.handler(async ({ context }) => {
    await context.listener.listen()
    for (const { slug } of context.registry.list()) context.changes.push(slug, ['connection'])
    return context.listener.state()
  }),
}

export const tokenRoutes = {
  list: api.tokens.list.handler(({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const now = sandbox.now()
    return prepared<TokenRow>(sandbox.reader, 'SELECT id, created, expires, retires FROM tokens ORDER BY id DESC').all()
      .map((token) => ({ ...token, state: stateOf(token, now) }))
  }),
  rotate: api.tokens.rotate.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const token = await sandbox.write(({ db, now, events }) => {
      prepared(db, 'UPDATE tokens SET retires = ? WHERE retires IS NULL').run(now + input.overlapSeconds * 1000)
      events.push({ type: 'token.rotated', overlapSeconds: input.overlapSeconds })
      return issueToken(db, now, input.expiresInSeconds === null ? null : now + input.expiresInSeconds * 1000)
    })
    context.secrets.write(sandbox.slug, token)
    return { token }
  }),
  revoke: api.tokens.revoke.handler(async ({ context, input }) => {
    const sandbox = sandboxOf(context, input.sandbox)
    const wasCurrent = await sandbox.write(({ db, events }) => {
      const row = prepared<TokenRow>(db, 'DELETE FROM tokens WHERE id = ? RETURNING *').get(input.id)
      if (!row) throw missing(`There is no token ${input.id}.`)
      events.push({ type: 'token.revoked', tokenId: input.id })
      return row.retires === null
    })
    if (wasCurrent) context.secrets.write(sandbox.slug, null)
  }),
}

function stateOf({ expires, retires }: TokenRow, now: number) {
  if (expires !== null && now >= expires) return 'expired' as const
  if (retires === null) return 'current' as const
  return now < retires ? 'overlapping' as const : 'retired' as const
}

function userAgentOf(request: string): string | null {
  const { headers } = JSON.parse(request) as { headers: [string, string][] }
  return headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? null
}
