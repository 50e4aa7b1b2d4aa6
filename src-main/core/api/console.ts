import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { onError, ORPCError } from '@orpc/server'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { contract } from '../../../src-shared/api/contract.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { diskFull } from '../db/disk-full.ts'
import { fileRoutes, transferFile } from './files.ts'
import type { ApiContext } from './context.ts'
import { eventStream } from './event-stream.ts'
import { router } from './router.ts'
import { serveRenderer } from './static.ts'

const prefix = '/api/console'

/** The one handler of both hosts: API, OpenAPI document, event stream and the built console. */
export function createConsole(context: ApiContext & { rendererDir: string | undefined }): (request: Request) => Promise<Response> {
  const handler = new OpenAPIHandler<ApiContext>(router, { clientInterceptors: [onError(renderScimErrors)] })
  let document: Promise<unknown> | null = null

  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === `${prefix}/events`) return eventStream(context.changes, request)
    if (pathname === `${prefix}/ready`) return readiness(context)
    if (pathname === `${prefix}/openapi.json`) return Response.json(await (document ??= describeApi()))
    if (!pathname.startsWith(`${prefix}/`)) return serveRenderer(context.rendererDir, request, pathname)
    const transferred = await transferFile(context, request, pathname.slice(prefix.length))
    if (transferred) return transferred
    const { matched, response } = await handler.handle(request, { prefix, context })
    return matched ? response : Response.json({ code: 'NOT_FOUND', message: `There is no ${request.method} ${pathname}.` }, { status: 404 })
  }
}

/** 200 once SCIM requests are answered, 503 with the reason before. */
function readiness({ listener, registry }: ApiContext): Response {
  const { problem } = listener.state()
  const broken = registry.list().find((sandbox) => sandbox.isDefault && sandbox.problem !== null)
  const reason = problem ?? broken?.problem ?? (listener.origin() === null ? 'It does not listen yet.' : null)
  return Response.json({ ready: reason === null, reason }, { status: reason === null ? 200 : 503 })
}

const codes: Record<number, string> = {
  404: 'NOT_FOUND', 409: 'CONFLICT', 403: 'FORBIDDEN', 500: 'INTERNAL_SERVER_ERROR', 503: 'SERVICE_UNAVAILABLE', 507: 'INSUFFICIENT_STORAGE',
}

/** Errors of the directory are SCIM errors; over the API they keep their status and their words. */
function renderScimErrors(thrown: unknown): void {
  const error = thrown instanceof ScimError ? thrown : diskFull(thrown)
  if (!error) return
  const code = codes[error.status]
  throw new ORPCError(code ?? 'BAD_REQUEST', { status: code ? error.status : 400, message: error.message, data: { rule: error.rule ?? null } })
}

async function describeApi(): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: { title: 'Scimbox console API', version: '1', description: 'Everything the console does, as calls.' },
    servers: [{ url: prefix }],
    security: [{ consoleToken: [] }],
    components: { securitySchemes: { consoleToken: { type: 'http', scheme: 'bearer' } } },
  })
  return { ...document, paths: { ...document.paths, ...fileRoutes } }
}
