import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { SavedFile } from '../../src-shared/desktop/messages.ts'
import { desktop } from '../lib/desktop.ts'
import { Note } from './note.tsx'

/** In the desktop, what became of the last download; a browser says that itself. */
export function SavedNote() {
  const [file, setFile] = useState<SavedFile | null>(null)
  useEffect(() => desktop?.onSaved(setFile), [])
  if (file === null) return null
  if (file.problem !== null) return <Note tone="bad" title={`${file.name} was not saved`}>{file.problem}</Note>
  return (
    <div role="status">
      <Note
        tone="info"
        title={`${file.name} is saved`}
        action={<Button onClick={() => void desktop?.reveal(file.id)}>Show in folder</Button>}
      />
    </div>
  )
}
