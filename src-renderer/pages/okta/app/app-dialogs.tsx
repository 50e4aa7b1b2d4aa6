import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'

interface OfApp {
  app: App
  onClose: () => void
}

export function RenameApp({ app, onClose }: OfApp) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [label, setLabel] = useState(app.label)
  const save = async () => {
    await client.okta.apps.change({ sandbox, appId: app.id, label: label.trim() })
    await refresh()
  }
  return (
    <Dialog title="Edit label" confirm="Save" disabled={label.trim() === ''} onConfirm={save} onClose={onClose}>
      <TextInput
        label="Application label"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        maxLength={100}
        data-autofocus
        required
      />
    </Dialog>
  )
}

export function RemoveApp({ app, onDone, onClose }: OfApp & { onDone: () => void }) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.apps.remove({ sandbox, appId: app.id })
    onDone()
    await refresh()
  }
  return (
    <Dialog title={`Delete ${app.label}?`} confirm="Delete application" danger onConfirm={act} onClose={onClose}>
      <p>
        Its {plural(app.counts.assigned, 'assignment')} and {plural(app.counts.pushGroups, 'push group')} are gone.
        Nothing is sent: accounts and groups in the app stay as they are.
      </p>
    </Dialog>
  )
}
