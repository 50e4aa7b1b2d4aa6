import { Button, Menu, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { UserDetail } from '../../../src-shared/api/users.ts'
import { roles, type Role } from '../../../src-shared/domain/roles.ts'
import { isObject } from '../../../src-shared/scim/types.ts'
import { api, client } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { MoreActions } from '../../ui/more-actions.tsx'

type Action = 'role' | 'active' | 'name' | 'remove'
interface Props {
  user: UserDetail
  onClose: () => void
  act: (call: () => Promise<unknown>) => Promise<unknown>
}

/** What an admin of the product does by hand, in the words of its Account Settings. */
export function UserActions({ user, onRemoved }: { user: UserDetail; onRemoved: () => void }) {
  const [action, setAction] = useState<Action | null>(null)
  const queries = useQueryClient()
  const act = async (call: () => Promise<unknown>) => {
    await call()
    await queries.invalidateQueries({ queryKey: api.users.key() })
  }
  const props = { user, act, onClose: () => setAction(null) }
  return (
    <>
      <Button onClick={() => setAction('role')}>Set role</Button>
      <MoreActions>
        <Menu.Item onClick={() => setAction('active')}>{user.row.active ? 'Deactivate' : 'Reactivate'}</Menu.Item>
        <Menu.Item onClick={() => setAction('name')}>Edit name</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => setAction('remove')}>Remove from organization</Menu.Item>
      </MoreActions>
      {action === 'role' && <SetRole {...props} />}
      {action === 'active' && <SetActive {...props} />}
      {action === 'name' && <EditName {...props} />}
      {action === 'remove' && <Remove {...props} onRemoved={onRemoved} />}
    </>
  )
}

function SetRole({ user: { row, override }, act, onClose }: Props) {
  const sandbox = useSandbox()
  const [role, setRole] = useState<string>(override ?? row.role)
  const send = () => act(() => client.users.setRole({ sandbox, id: row.id, role: role === '' ? null : (role as Role) }))
  return (
    <Dialog title={`Set the role of ${row.userName}`} confirm="Set role" onConfirm={send} onClose={onClose}>
      <NativeSelect label="Role" value={role} onChange={(event) => setRole(event.currentTarget.value)} data-autofocus>
        {roles.toReversed().map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
        {override !== null && <option value="">Follow SCIM again</option>}
      </NativeSelect>
      <p>A role set by hand stands until the next sync of this user or of their groups, which may overwrite it.</p>
    </Dialog>
  )
}

function SetActive({ user: { row }, act, onClose }: Props) {
  const sandbox = useSandbox()
  const verb = row.active ? 'Deactivate' : 'Reactivate'
  const send = () => act(() => client.users.setActive({ sandbox, id: row.id, active: !row.active }))
  return (
    <Dialog title={`${verb} ${row.userName}?`} confirm={verb} onConfirm={send} onClose={onClose}>
      <p>
        {row.active
          ? 'Groups, role and assignments are kept, shown as inactive. Okta is not told and has the user as active.'
          : 'The user counts again as a member and, if so, as an Admin. Okta is not told.'}
      </p>
    </Dialog>
  )
}

function EditName({ user: { row, resource }, act, onClose }: Props) {
  const sandbox = useSandbox()
  const name = isObject(resource.name) ? resource.name : {}
  const [givenName, setGiven] = useState(String(name.givenName ?? ''))
  const [familyName, setFamily] = useState(String(name.familyName ?? ''))
  const send = () => act(() => client.users.editName({ sandbox, id: row.id, givenName, familyName }))
  return (
    <Dialog title="Edit name" confirm="Save name" onConfirm={send} onClose={onClose}>
      <TextInput
        label="Given name"
        value={givenName}
        onChange={(event) => setGiven(event.currentTarget.value)}
        data-autofocus
        maxLength={200}
      />
      <TextInput
        label="Family name"
        value={familyName}
        onChange={(event) => setFamily(event.currentTarget.value)}
        maxLength={200}
      />
      <p>A name can be changed here, in the Account Settings. SCIM cannot change it.</p>
    </Dialog>
  )
}

function Remove({ user: { row }, act, onClose, onRemoved }: Props & { onRemoved: () => void }) {
  const sandbox = useSandbox()
  const send = () =>
    act(async () => {
      await client.users.remove({ sandbox, id: row.id })
      onRemoved()
    })
  return (
    <Dialog
      title={`Remove ${row.userName} from the organization?`}
      confirm="Remove from organization"
      danger
      onConfirm={send}
      onClose={onClose}
    >
      <p>
        The user is gone for good, groups and role included. Okta keeps the id <code>{row.id}</code>: its next update
        ends in 404, until somebody assigns the user again.
      </p>
    </Dialog>
  )
}
