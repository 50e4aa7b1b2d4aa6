import { Button, FileInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { exportFiles, type ImportFormat, importFormats, type ImportReport } from '../../../src-shared/api/fixtures.ts'
import { apiBase } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import { QuietSelect } from '../../ui/select.tsx'
import { Report } from './report.tsx'
import classes from './transfer.module.css'

const names: Record<ImportFormat, string> = { native: 'Native JSON', list: 'SCIM ListResponse', ndjson: 'JSON lines', csv: 'CSV' }

/** A file is looked at first; then all of it is imported, or nothing. */
export function Imports() {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [format, setFormat] = useState<ImportFormat>('native')
  const send = useMutation({
    mutationFn: (preview: boolean) => upload(sandbox, file!, format, preview),
    onSuccess: (report) => (report.applied ? queries.invalidateQueries() : undefined),
  })
  const choose = (next: File | null) => {
    setFile(next)
    send.reset()
    if (next) setFormat((before) => formatOf(next.name) ?? before)
  }
  const report = send.data
  const isLookedAt = report?.applied === false && report.refused === 0
  return (
    <Section title="Import" description="Nothing is stored before you have seen what it would do. One refused row refuses the file.">
      <div className={classes.choice}>
        <FileInput label="File" placeholder="Choose a file" value={file} onChange={choose} className={classes.file} clearable clearButtonProps={{ 'aria-label': 'Choose no file' }} />
        <QuietSelect
          label="Format of the file"
          value={format}
          options={importFormats.map((id) => [id, names[id]])}
          onChange={(value) => {
            setFormat(value as ImportFormat)
            send.reset()
          }}
        />
        <Button disabled={file === null} loading={send.isPending} onClick={() => send.mutate(true)}>
          Preview
        </Button>
        {isLookedAt && (
          <Button variant="filled" loading={send.isPending} onClick={() => send.mutate(false)}>
            Import
          </Button>
        )}
      </div>
      <CommandLine words={['import', '--format', format, ...(isLookedAt || send.variables === false ? [] : ['--preview'])]} given={[file?.name ?? `acme.${exportFiles[format].suffix}`]} />
      {format === 'native' && (
        <Note tone="info">A native file replaces everything in this sandbox but its name, its token and its traffic.</Note>
      )}
      {send.error !== null && <ProblemNote error={send.error} />}
      {report !== undefined && <Report report={report} />}
    </Section>
  )
}

/** A refused import is answered 409 with its report. */
async function upload(sandbox: string, file: File, format: ImportFormat, preview: boolean): Promise<ImportReport> {
  const query = new URLSearchParams({ format, preview: String(preview), name: file.name })
  const response = await fetch(`${apiBase}/sandboxes/${sandbox}/import?${query}`, { method: 'POST', body: file })
  const answer = (await response.json()) as ImportReport | { message: string }
  if ('message' in answer) throw new Error(answer.message)
  return answer
}

function formatOf(name: string): ImportFormat | undefined {
  return importFormats
    .toSorted((a, b) => exportFiles[b].suffix.length - exportFiles[a].suffix.length)
    .find((format) => name.endsWith(`.${exportFiles[format].suffix}`))
}
