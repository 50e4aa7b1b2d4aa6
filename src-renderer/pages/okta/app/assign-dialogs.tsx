import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { personWords, useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ManyPicker, type Choice } from '../../../ui/many-picker.tsx'
import { settable, valuesOf, type Typed } from './values.ts'
import { ValuesForm } from './values-form.tsx'

interface OfApp {
  app: App
  onClose: () => void
}

/** The attributes an assignment may set. */
export function useSettable(appId: string, of: 'person' | 'group') {
  const sandbox = useSandbox()
  const { data } = useQuery(api.okta.attributes.list.queryOptions({ input: { sandbox, appId } }))
  return settable(data?.attributes ?? [], of)
}

export function AssignPeople({ app, onClose }: OfApp) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const attributes = useSettable(app.id, 'person')
  const [chosen, setChosen] = useState<Choice[]>([])
  const [typed, setTyped] = useState<Typed>({})
  const assign = async () => {
    const personIds = chosen.map(({ id }) => id)
    await client.okta.assignments.assignPeople({ sandbox, appId: app.id, personIds, profile: valuesOf(typed, attributes) })
    await refresh()
  }
  return (
    <Dialog
      title={`Assign ${app.label} to People`}
      confirm={chosen.length === 0 ? 'Assign' : `Assign ${plural(chosen.length, 'person', 'people')}`}
      size="600px"
      disabled={chosen.length === 0}
      onConfirm={assign}
      onClose={onClose}
    >
      <ManyPicker
        label="People"
        query={(search, limit) =>
          api.okta.people.list.queryOptions({ input: { sandbox, search, limit, notInApp: app.id } })
        }
        choiceOf={(person) => ({ id: person.id, ...personWords(person) })}
        chosen={chosen}
        onChange={setChosen}
        none="Everybody is assigned already, or nobody is in the directory."
      />
      <ValuesForm appId={app.id} attributes={attributes} typed={typed} onChange={setTyped} />
      <Consequence app={app} />
    </Dialog>
  )
}

export function AssignGroup({ app, onClose }: OfApp) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const attributes = useSettable(app.id, 'group')
  const [chosen, setChosen] = useState<Choice[]>([])
  const [typed, setTyped] = useState<Typed>({})
  const assign = async () => {
    const groupId = chosen[0]?.id ?? ''
    await client.okta.assignments.assignGroup({ sandbox, appId: app.id, groupId, profile: valuesOf(typed, attributes) })
    await refresh()
  }
  return (
    <Dialog
      title={`Assign ${app.label} to Groups`}
      confirm="Assign"
      size="600px"
      disabled={chosen.length === 0}
      onConfirm={assign}
      onClose={onClose}
    >
      <ManyPicker
        single
        label="Group"
        query={(search, limit) =>
          api.okta.groups.list.queryOptions({ input: { sandbox, search, limit, notInApp: app.id } })
        }
        choiceOf={({ id, name, members }) => ({ id, text: name, detail: plural(members, 'person', 'people') })}
        chosen={chosen}
        onChange={setChosen}
        none="Every group is assigned already, or there is none."
      />
      <ValuesForm appId={app.id} attributes={attributes} typed={typed} onChange={setTyped} />
      <Consequence app={app} />
      <p>Assigning sends nothing to /Groups. To have the group itself in the app, push it, and use another group for that.</p>
    </Dialog>
  )
}

function Consequence({ app: { settings } }: { app: App }) {
  return (
    <p>
      {settings.toApp.createUsers
        ? 'Each of them is looked up in the app by userName, then created or linked.'
        : 'Create Users is off: an existing account is linked, nobody is created.'}
    </p>
  )
}
