import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AppGroup } from '../../../../src-shared/api/okta/assignments.ts'
import { client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { useSettable } from './assign-dialogs.tsx'
import { typedOf, valuesOf } from './values.ts'
import { ValuesForm } from './values-form.tsx'

interface Props {
  app: App
  group: AppGroup
  onClose: () => void
}

export function EditAppGroup({ app, group: { groupId, name, profile }, onClose }: Props) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const attributes = useSettable(app.id, 'group')
  const [typed, setTyped] = useState(() => typedOf(profile))
  const save = async () => {
    const values = valuesOf(typed, attributes)
    await client.okta.assignments.changeGroup({ sandbox, appId: app.id, groupId, profile: values })
    await refresh()
  }
  return (
    <Dialog title={`Assignment of ${name}`} confirm="Save" size="560px" disabled={attributes.length === 0} onConfirm={save} onClose={onClose}>
      {attributes.length === 0 && <p>No attribute has the attribute type Group. Add one in the Profile Editor.</p>}
      <ValuesForm appId={app.id} attributes={attributes} typed={typed} onChange={setTyped} />
      <p>Everyone who is assigned through it gets an update with the new values.</p>
    </Dialog>
  )
}

export function UnassignGroup({ app, group: { groupId, name, members }, onClose }: Props) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.assignments.unassignGroup({ sandbox, appId: app.id, groupId })
    await refresh()
  }
  return (
    <Dialog title={`Unassign ${name}?`} confirm="Unassign group" danger onConfirm={act} onClose={onClose}>
      <p>
        {app.settings.toApp.deactivateUsers
          ? `Whoever of its ${plural(members, 'member')} is assigned through nothing else is deactivated in the app.`
          : 'Deactivate Users is off: nothing is sent, and the accounts in the app stay active.'}
      </p>
    </Dialog>
  )
}
