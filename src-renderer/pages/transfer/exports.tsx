import { Button } from '@mantine/core'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { exportFiles, type ExportFormat, exportFormats } from '../../../src-shared/api/fixtures.ts'
import { apiBase } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { SavedNote } from '../../ui/saved-note.tsx'
import { Section } from '../../ui/section.tsx'
import { QuietSelect } from '../../ui/select.tsx'
import classes from './transfer.module.css'

const formats: Record<ExportFormat, { name: string; holds: string }> = {
  native: { name: 'Native JSON', holds: 'The whole state, a row a line: users, groups, provisioning, schemas, settings, clock. For git and CI; imported back without loss.' },
  list: { name: 'SCIM ListResponse', holds: 'Users and groups as SCIM returns them.' },
  ndjson: { name: 'JSON lines', holds: 'Users and groups, one SCIM resource a line.' },
  csv: { name: 'CSV', holds: 'Users and groups for a spreadsheet; no cell is a formula.' },
  sql: { name: 'SQL', holds: 'The state as tables for the sqlite3 program, with views of users and groups.' },
  har: { name: 'HAR 1.2', holds: 'The recorded requests for a browser’s network panel.' },
  postman: { name: 'Postman collection', holds: 'The recorded requests as a collection v2.1 with a variable for the token.' },
  curl: { name: 'cURL script', holds: 'The recorded requests as a shell script that reads the token from SCIM_TOKEN.' },
}

/** One format at a time, with what it holds. */
export function Exports() {
  const sandbox = useSandbox()
  const [format, setFormat] = useState<ExportFormat>('native')
  const name = `${sandbox}.${exportFiles[format].suffix}`
  return (
    <Section title="Export" description="The bearer token and passwords are in none of them. What was left out of the traffic is listed in the file.">
      <div className={classes.choice}>
        <QuietSelect
          label="Format"
          value={format}
          options={exportFormats.map((id) => [id, formats[id].name])}
          onChange={(value) => setFormat(value as ExportFormat)}
        />
        <Button
          component="a"
          variant="filled"
          leftSection={<Download size={15} aria-hidden />}
          href={`${apiBase}/sandboxes/${sandbox}/export?format=${format}`}
          download={name}
        >
          Download {formats[format].name}
        </Button>
      </div>
      <p className="muted small">{formats[format].holds}</p>
      <CommandLine words={['export', ...(format === 'native' ? [] : ['--format', format])]} given={[name]} />
      <SavedNote />
    </Section>
  )
}
