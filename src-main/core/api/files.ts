import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { jobSchema } from '../../../src-shared/api/common.ts'
import {
  exportFiles, exportFormats, type ImportFormat, importFormats, type ImportReport, importReportSchema,
} from '../../../src-shared/api/fixtures.ts'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import { diskFull } from '../db/disk-full.ts'
import { csvToLines } from '../fixtures/csv-lines.ts'
import { FixtureProblem } from '../fixtures/problem.ts'
import { ImportLog } from '../fixtures/report.ts'
import { type Asked, cancelled } from '../sandboxes/running.ts'
import { type ApiContext, baseUrl } from './context.ts'

/**
 * The two calls whose bodies are files of any size: they go through a file on the disk, never through memory. Null for every other path.
 *
 * - `GET /sandboxes/{sandbox}/export?format=native` answers with the file.
 * - `POST /sandboxes/{sandbox}/import?format=native&preview=false&name=acme.json` takes one and answers with what it did: 200, or 409
 *   with the same report when it was refused and nothing was changed.
 */
export async function transferFile(context: ApiContext, request: Request, path: string): Promise<Response | null> {
  const [, slug, action] = /^\/sandboxes\/([a-z0-9-]{1,40})\/(export|import)$/.exec(path) ?? []
  if (!slug || request.method !== (action === 'export' ? 'GET' : 'POST')) return null
  if (!context.registry.find(slug)) return refuse(404, `There is no sandbox "${slug}".`)
  const query = Object.fromEntries(new URL(request.url).searchParams)
  try {
    return action === 'export' ? await download(context, slug, query, request) : await upload(context, slug, query, request)
  } catch (error) {
    const refusal = error instanceof ScimError ? error : diskFull(error)
    if (refusal) return refuse(refusal.status, refusal.message)
    if (error instanceof z.ZodError) return refuse(400, error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
    throw error
  }
}

const exportQuery = z.object({ format: z.enum(exportFormats), job: jobSchema.optional() })
const importQuery = z.object({
  format: z.enum(importFormats), preview: z.enum(['true', 'false']).default('false'), name: z.string().max(200).default('a file'),
  job: jobSchema.optional(),
})

/** What an export does not hold: sentences, each percent-encoded. */
const leftOutHeader = 'Scimbox-Left-Out'

async function download(context: ApiContext, slug: string, query: object, request: Request): Promise<Response> {
  const { registry, transfers } = context
  const { format, job } = exportQuery.parse(query)
  const sandbox = registry.find(slug)!
  sandbox.recorder.flush()
  const folder = await mkdtemp(join(transfers, 'export-'))
  const target = join(folder, 'file')
  const work = { task: 'export', format, target, base: baseUrl(context, sandbox) } as const
  const write = (asked: Asked) => sandbox.writeFile(`Export ${format}`, work, asked)
  const { leftOut = [] } = await context.jobs.run(job, request.signal, write).catch(async (error: unknown) => {
    await remove(folder)
    throw error
  })
  const file = createReadStream(target)
  file.once('close', () => void remove(folder))
  const { type, suffix } = exportFiles[format]
  return new Response(Readable.toWeb(file) as ReadableStream, {
    headers: {
      'Content-Type': type, 'Content-Disposition': `attachment; filename="${slug}.${suffix}"`, 'Cache-Control': 'no-store',
      // A schema's name may have any letter, and a header only those of Latin-1.
      ...(leftOut.length > 0 && { [leftOutHeader]: leftOut.map(encodeURIComponent).join(', ') }),
    },
  })
}

async function upload(context: ApiContext, slug: string, query: object, request: Request): Promise<Response> {
  const given = importQuery.parse(query)
  return context.jobs.run(given.job, request.signal, (asked) => take(context, slug, given, request, asked))
}

async function take(
  { registry, transfers, okta }: ApiContext, slug: string, { format, preview, name }: z.infer<typeof importQuery>, request: Request, asked: Asked,
): Promise<Response> {
  const folder = await mkdtemp(join(transfers, 'import-'))
  const source = join(folder, 'file')
  try {
    const body = request.body ? Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([])
    const file = addAbortSignal(asked.ending, createWriteStream(source, { mode: 0o600 }))
    await (format === 'csv' ? csvToLines(body, file) : pipeline(body, file))
    const work = { task: 'import', source, name, format, preview: preview === 'true' } as const
    const sandbox = registry.find(slug)!
    const label = work.preview ? `Preview of ${name}` : `Import ${name}`
    const replaces = format === 'native' && !work.preview
    const { report } = await (replaces ? okta.replaceState(sandbox, label, work, asked) : sandbox.changeState(label, work, asked))
    return Response.json(report, { status: report!.applied || work.preview ? 200 : 409 })
  } catch (error) {
    if (asked.ending.aborted) throw cancelled()
    if (!(error instanceof FixtureProblem)) throw error
    return Response.json(unreadable(format, error), { status: preview === 'true' ? 200 : 409 })
  } finally {
    await remove(folder)
  }
}

function unreadable(format: ImportFormat, { at, message }: FixtureProblem): ImportReport {
  const log = new ImportLog()
  log.refuse({ at, what: 'the file', detail: message })
  return log.report(format, false)
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}

function refuse(status: number, message: string): Response {
  const code = { 400: 'BAD_REQUEST', 404: 'NOT_FOUND', 409: 'CONFLICT', 507: 'INSUFFICIENT_STORAGE' }[status] ?? 'BAD_REQUEST'
  return Response.json({ code, status, message }, { status })
}

const parameter = (name: string, schema: object, required = true) => ({ name, in: name === 'sandbox' ? 'path' : 'query', required, schema })
const jobParameter = { ...parameter('job', { type: 'string' }, false), description: 'Any text of your own, by which it can be cancelled.' }
const anyFile = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
const report = { 'application/json': { schema: z.toJSONSchema(importReportSchema) } }

/** Both, as the OpenAPI document describes them. */
export const fileRoutes = {
  '/sandboxes/{sandbox}/export': {
    get: {
      operationId: 'fixtures.export', tags: ['Import & Export'],
      summary: 'The state, the users and groups, or the traffic of a sandbox as a file.',
      parameters: [parameter('sandbox', { type: 'string' }), parameter('format', { enum: exportFormats }), jobParameter],
      responses: {
        200: {
          description: 'The file', content: anyFile,
          headers: { [leftOutHeader]: { description: 'What was left out of it: sentences, each percent-encoded.', schema: { type: 'string' } } },
        },
      },
    },
  },
  '/sandboxes/{sandbox}/import': {
    post: {
      operationId: 'fixtures.import', tags: ['Import & Export'],
      summary: 'Reads a file: "native" replaces the whole state, the other formats add and change users and groups. All of it or nothing.',
      parameters: [
        parameter('sandbox', { type: 'string' }), parameter('format', { enum: importFormats }),
        parameter('preview', { type: 'boolean', default: false }, false), parameter('name', { type: 'string' }, false), jobParameter,
      ],
      requestBody: { required: true, content: anyFile },
      responses: {
        200: { description: 'What it did, or would do', content: report },
        409: { description: 'What was refused; nothing was changed', content: report },
      },
    },
  },
}
