import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EntityState } from '../../../src-shared/api/entities.ts'
import type { UserRow } from '../../../src-shared/api/users.ts'
import { type EntityKind, entityKindWords } from '../../../src-shared/domain/provisioning.ts'
import { client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { useRefreshProvisioning } from '../../lib/provisioning.ts'
import { ConfirmChange } from '../../ui/confirm-change.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { Choice } from '../../ui/many-picker.tsx'
import { PersonPicker } from '../../ui/person-picker.tsx'

interface OfEntity {
  entity: EntityState
  onClose: () => void
}

export function NewEntity({
  kind,
  onMade,
  onClose,
}: {
  kind: EntityKind
  onMade: (id: number) => void
  onClose: () => void
}) {
  const sandbox = useSandbox()
  const refresh = useRefreshProvisioning()
  const [name, setName] = useState('')
  const [allotted, setAllotted] = useState('0')
  const limited = kind === 'concurrencyGroup'
  const create = async () => {
    const given = limited ? { allottedConcurrency: Number(allotted) } : {}
    const { id } = await client.entities.create({ sandbox, kind, name, ...given })
    await refresh()
    onMade(id)
  }
  return (
    <Dialog
      title={`New ${entityKindWords[kind]}`}
      confirm="Create"
      disabled={name.trim() === '' || (limited && allotted === '')}
      onConfirm={create}
      onClose={onClose}
    >
      <NameInput value={name} onChange={setName} />
      {limited && <AllottedInput value={allotted} onChange={setAllotted} />}
    </Dialog>
  )
}

interface Field {
  value: string
  onChange: (value: string) => void
}

function NameInput({ value, onChange }: Field) {
  return (
    <TextInput
      label="Name"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={200}
      data-autofocus
      required
    />
  )
}

export function AllottedInput({ value, onChange }: Field) {
  return (
    <TextInput
      label="Allotted concurrency"
      description="Tests its members can run in parallel."
      type="number"
      min={0}
      max={1_000_000}
      placeholder="not limited"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

export function RenameEntity({ entity: { id, kind, name: before, owner }, onClose }: OfEntity) {
  const sandbox = useSandbox()
  const [name, setName] = useState(before)
  return (
    <ConfirmChange
      title={`Rename ${entityKindWords[kind]} ${before}`}
      confirm="Rename"
      disabled={name.trim() === '' || name === before}
      change={{ action: 'renameEntity', id, name: name.trim() }}
      perform={() => client.entities.change({ sandbox, id, name })}
      onClose={onClose}
    >
      <NameInput value={name} onChange={setName} />
      {owner !== null && kind !== 'subOrganization' && (
        <p>The name stays until the identity provider really renames {owner.displayName}.</p>
      )}
    </ConfirmChange>
  )
}

export function DeleteEntity({ entity, onClose, onDone }: OfEntity & { onDone: () => void }) {
  const sandbox = useSandbox()
  const { id, kind, name, owner, members } = entity
  return (
    <ConfirmChange
      title={`Delete ${entityKindWords[kind]} ${name}?`}
      confirm="Delete"
      danger
      change={{ action: 'removeEntity', id }}
      perform={() => client.entities.remove({ sandbox, id })}
      onDone={onDone}
      onClose={onClose}
    >
      <p>
        Its {plural(members, 'member')} leave it.{' '}
        {owner === null
          ? 'No group is mapped to it.'
          : `The mapping of ${owner.displayName} becomes Pending, flagged target_deleted. No rule creates its target again: it needs a new target and an approval.`}
      </p>
    </ConfirmChange>
  )
}

export function RemoveMember({ entity, user, onClose }: OfEntity & { user: UserRow }) {
  const sandbox = useSandbox()
  const { id, name, owner } = entity
  return (
    <ConfirmChange
      title={`Remove ${user.userName} from team ${name}?`}
      confirm="Remove from team"
      danger
      change={{ action: 'removeFromTeam', id, userId: user.id }}
      perform={() => client.entities.removeMember({ sandbox, id, userId: user.id })}
      onClose={onClose}
    >
      <p>
        Set by hand, until the next sync{owner !== null && ` of ${owner.displayName} that names them`}: then they are
        back.
      </p>
    </ConfirmChange>
  )
}

export function AssignByHand({ entity: { id, name, kind }, onClose }: OfEntity) {
  const sandbox = useSandbox()
  const [user, setUser] = useState<Choice | null>(null)
  const userId = user?.id ?? ''
  return (
    <ConfirmChange
      title={`Assign somebody to ${name} by hand`}
      confirm="Assign by hand"
      disabled={user === null}
      change={{ action: 'assignByHand', id, userId }}
      perform={() => client.entities.assign({ sandbox, id, userId })}
      onClose={onClose}
    >
      <PersonPicker label="User" value={user} onChange={setUser} />
      <p>
        It stands until the next sync of a group that puts them into another {entityKindWords[kind]}; that sync wins
        without a conflict.
      </p>
    </ConfirmChange>
  )
}
