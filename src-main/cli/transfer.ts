import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportFiles, type ExportFormat, type ImportFormat, importFormats, type ImportReport } from '../../src-shared/api/fixtures.ts'
import type { Connection } from './connect.ts'
import { CommandFailure } from './exit-codes.ts'
import { writeBeside } from './file-beside.ts'
import { withProgress } from './progress.ts'
import { inert } from './terminal.ts'

/** Writes an export to a file, or to stdout for `-`. What was in the file stays until all of it is there. */
export async function exportTo(connection: Connection, sandbox: string, format: ExportFormat, file: string): Promise<void> {
  await withProgress(connection, sandbox, async ({ job, signal }) => {
    const response = await connection.call(`/sandboxes/${sandbox}/export?${new URLSearchParams({ format, job })}`, { signal })
    if (!response.ok) throw await refusalOf(response)
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
    if (file === '-') await pipeline(body, process.stdout, { end: false, signal })
    else await writeBeside(file, addAbortSignal(signal, body))
  })
}

interface Given { format?: ImportFormat | undefined; preview: boolean; stopped?: AbortSignal }

/** Reads a file, or stdin for `-`, into a sandbox. With `preview`, only says what it would do. */
export async function importFrom(
  connection: Connection, sandbox: string, file: string, given: Given,
): Promise<ImportReport> {
  const isStdin = file === '-'
  if (!isStdin && !existsSync(file)) throw new CommandFailure(`There is no file ${file}.`)
  const format = given.format ?? formatOf(file)
  return withProgress(connection, sandbox, async ({ job, signal }) => {
    const query = new URLSearchParams({ format, preview: String(given.preview), name: isStdin ? 'stdin' : basename(file), job })
    const body = Readable.toWeb(isStdin ? process.stdin : createReadStream(file)) as BodyInit
    const init = { method: 'POST', body, duplex: 'half', signal } as RequestInit
    const response = await connection.call(`/sandboxes/${sandbox}/import?${query}`, init)
    if (!response.ok && response.status !== 409) throw await refusalOf(response)
    const answer = await response.json() as ImportReport | { message: string }
    if ('message' in answer) throw new CommandFailure(answer.message)
    return answer
  }, given.stopped)
}

/** The format whose files end like this one. @throws CommandFailure */
export function formatOf(file: string): ImportFormat {
  if (file === '-') throw new CommandFailure('Name the format of what comes from stdin with --format.')
  const known = importFormats.toSorted((a, b) => exportFiles[b].suffix.length - exportFiles[a].suffix.length)
    .find((format) => file.endsWith(`.${exportFiles[format].suffix}`))
  if (known) return known
  const endings = importFormats.map((format) => `.${exportFiles[format].suffix} for ${format}`).join(', ')
  throw new CommandFailure(`Which format has ${file}? Name it with --format, or let the file end in ${endings}.`)
}

/** What an import did, for people. */
export function reportWords({ applied, refused, users, groups, others, rows, resetProblem }: ImportReport, preview: boolean): string {
  const counted = ([name, { created, changed, removed, unchanged }]: [string, ImportReport['users']]) => (
    `${name.padEnd(8)} ${created} created, ${changed} changed, ${removed} removed, ${unchanged} unchanged`
  )
  const isAny = ([, counts]: [string, ImportReport['users']]) => Object.values(counts).some((count) => count > 0)
  const parts = Object.entries({ users, groups, others }).filter(isAny).map(counted)
  const verdict = refused > 0 ? `${refused} refused, so nothing was changed.`
    : applied ? 'Done.' : preview ? 'Nothing was changed: this was a preview.' : ''
  return [...parts, ...(preview || refused > 0 ? rows.slice(0, 20).map(rowWords) : []), verdict, ...(resetProblem === undefined ? [] : [resetProblem])].join('\n')
}

function rowWords({ at, action, what, detail }: ImportReport['rows'][number]): string {
  return inert(`  ${action} ${what}${at === '' ? '' : ` (${at})`}${detail === '' ? '' : `: ${detail}`}`)
}

async function refusalOf(response: Response): Promise<CommandFailure> {
  const { message } = await response.json().catch(() => ({ message: `It answered ${response.status}.` })) as { message: string }
  return new CommandFailure(message)
}
