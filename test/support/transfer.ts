import type { Core } from '../../src-main/core/core.ts'
import type { ExportFormat, ImportFormat, ImportReport } from '../../src-shared/api/fixtures.ts'

type In = { slug: string }

const at = ({ slug }: In, path: string) => `http://console.test/api/console/sandboxes/${slug}${path}`

/** A sandbox as a file of one format. */
export async function exported({ handle }: Core, sandbox: In, format: ExportFormat = 'native'): Promise<string> {
  return (await handle(new Request(at(sandbox, `/export?format=${format}`)))).text()
}

/** What the import of a file reports. */
export async function imported({ handle }: Core, sandbox: In, body: string, format: ImportFormat = 'native'): Promise<ImportReport> {
  const response = await handle(new Request(at(sandbox, `/import?format=${format}&name=acme.json`), { method: 'POST', body }))
  return await response.json() as ImportReport
}
