import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { OktaGroupDetail } from '../../../../src-shared/api/okta/groups.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { personWords, useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ManyPicker, type Choice } from '../../../ui/many-picker.tsx'

/** Adds a group, or changes the name and description of one. */
export function NameGroup({
  group,
  onDone,
  onClose,
}: {
  group?: OktaGroupDetail
  onDone?: (id: string) => void
  onClose: () => void
}) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [name, setName] = useState(group?.name ?? '')
  const [description, setDescription] = useState(group?.description ?? '')
  const save = async () => {
    const given = { sandbox, name: name.trim(), description }
    const { id } =
      group === undefined
        ? await client.okta.groups.create(given)
        : await client.okta.groups.change({ ...given, id: group.id })
    await refresh()
    onDone?.(id)
  }
  const isPushed = group !== undefined && group.pushed.length > 0
  return (
    <Dialog
      title={group === undefined ? 'Add group' : 'Edit group'}
      confirm="Save"
      disabled={name.trim() === ''}
      onConfirm={save}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={255}
        data-autofocus
        required
      />
      <Textarea
        label="Description"
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        maxLength={1024}
        rows={2}
      />
      {isPushed && (
        <p>
          It is pushed to {group.pushed.map(({ label }) => label).join(', ')}. A new name reaches the app only where
          “Rename app groups to match group name in Okta” is on.
        </p>
      )}
    </Dialog>
  )
}

interface OfGroup {
  group: OktaGroupDetail
  onClose: () => void
}

export function AddMembers({ group: { id, name, assigned }, onClose }: OfGroup) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [chosen, setChosen] = useState<Choice[]>([])
  const add = async () => {
    await client.okta.groups.addMembers({ sandbox, id, personIds: chosen.map((person) => person.id) })
    await refresh()
  }
  return (
    <Dialog
      title={`Assign people to ${name}`}
      confirm={chosen.length === 0 ? 'Add' : `Add ${plural(chosen.length, 'person', 'people')}`}
      size="560px"
      disabled={chosen.length === 0}
      onConfirm={add}
      onClose={onClose}
    >
      <ManyPicker
        label="People"
        query={(search, limit) => api.okta.people.list.queryOptions({ input: { sandbox, search, limit, notInGroup: id } })}
        choiceOf={(person) => ({ id: person.id, ...personWords(person) })}
        chosen={chosen}
        onChange={setChosen}
        none="Everybody is in it already."
      />
      {assigned.length > 0 && (
        <p>The group is assigned to {assigned.map(({ label }) => label).join(', ')}: each of them is provisioned there.</p>
      )}
    </Dialog>
  )
}

export function RemoveAllMembers({ group: { id, name, members }, onClose }: OfGroup) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.groups.removeAllMembers({ sandbox, id })
    await refresh()
  }
  return (
    <Dialog title={`Remove everyone from ${name}?`} confirm="Remove all" danger onConfirm={act} onClose={onClose}>
      <p>
        Of its {plural(members, 'member')}, those stay whom a group rule put in. Applications the group is assigned or
        pushed to are told.
      </p>
    </Dialog>
  )
}

export function DeleteGroup({ group, onDone, onClose }: OfGroup & { onDone: () => void }) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.groups.remove({ sandbox, id: group.id })
    onDone()
    await refresh()
  }
  return (
    <Dialog title={`Delete ${group.name}?`} confirm="Delete group" danger onConfirm={act} onClose={onClose}>
      <p>
        Its {plural(group.members, 'member')} stay in the directory.{' '}
        {group.pushed.length > 0 && 'It is pushed: unlink it first where the group in the app is to go as well.'}
      </p>
    </Dialog>
  )
}
