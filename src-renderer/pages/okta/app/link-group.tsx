import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { ManyPicker, type Choice } from '../../../ui/many-picker.tsx'

/** Matches an Okta group with one an import found in the app, instead of creating a second one. */
export function LinkGroup({ app, onClose }: { app: App; onClose: () => void }) {
  const sandbox = useSandbox()
  const to = useTo()
  const refresh = useRefreshOkta()
  const { data, error } = useQuery(api.okta.imports.list.queryOptions({ input: { sandbox, appId: app.id } }))
  const [chosen, setChosen] = useState<Choice[]>([])
  const [externalId, setExternalId] = useState('')
  const free = data?.groups.items.filter(({ linked }) => !linked) ?? []
  const link = async () => {
    await client.okta.pushGroups.link({ sandbox, appId: app.id, groupId: chosen[0]?.id ?? '', externalId })
    await refresh()
  }
  return (
    <Dialog
      title="Link group"
      confirm="Link"
      size="560px"
      disabled={chosen.length === 0 || externalId === ''}
      onConfirm={link}
      onClose={onClose}
    >
      {error !== null && <ProblemNote error={error} />}
      {data !== undefined && free.length === 0 && (
        <Note tone="info" action={<Link to={to('okta', 'apps', app.id, 'import')}>Import</Link>}>
          No group of the app is free to be linked. Tick Import Groups and import first.
        </Note>
      )}
      <ManyPicker
        single
        label="Group in Okta"
        query={(search, limit) =>
          api.okta.groups.list.queryOptions({ input: { sandbox, search, limit, notPushedTo: app.id } })
        }
        choiceOf={({ id, name, members }) => ({ id, text: name, detail: plural(members, 'person', 'people') })}
        chosen={chosen}
        onChange={setChosen}
        none="Every group is pushed already, or there is none."
      />
      <NativeSelect
        label="Group in the app"
        value={externalId}
        onChange={(event) => setExternalId(event.currentTarget.value)}
        data={[
          { value: '', label: 'Choose…' },
          ...free.map(({ externalId: value, name }) => ({ value, label: name })),
        ]}
      />
    </Dialog>
  )
}
