import { Radio } from '@mantine/core'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { PushGroup } from '../../../../src-shared/api/okta/push-groups.ts'
import { client } from '../../../lib/api.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import classes from './push.module.css'

interface Props {
  app: App
  group: PushGroup
  onDone: () => void
  onClose: () => void
}

/** “Unlink pushed group”, with both choices and what each sends. */
export function UnlinkGroup({ app, group, onDone, onClose }: Props) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [inApp, setInApp] = useState<'delete' | 'leave'>('delete')
  const unlink = async () => {
    await client.okta.pushGroups.unlink({ sandbox, appId: app.id, id: group.id, inApp })
    onDone()
    await refresh()
  }
  const sent = group.externalId === null ? 'nothing, for it has no id in the app' : `DELETE /Groups/${group.externalId}`
  return (
    <Dialog title={`Unlink pushed group ${group.groupName}`} confirm="Unlink" danger onConfirm={unlink} onClose={onClose}>
      <fieldset className={classes.choices}>
        <Radio
          name="in-app"
          label="Delete the group in the target app"
          description={`Sends ${sent}.`}
          checked={inApp === 'delete'}
          onChange={() => setInApp('delete')}
        />
        <Radio
          name="in-app"
          label="Leave the group in the target app"
          description="Sends nothing at all: the app keeps the group and its members, and nobody maintains it any more."
          checked={inApp === 'leave'}
          onChange={() => setInApp('leave')}
        />
      </fieldset>
    </Dialog>
  )
}
