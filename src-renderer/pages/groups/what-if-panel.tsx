import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Change } from '../../../src-shared/api/changes.ts'
import type { GroupRow } from '../../../src-shared/api/groups.ts'
import type { Choice } from '../../ui/many-picker.tsx'
import { PersonPicker } from '../../ui/person-picker.tsx'
import { WhatIf } from '../../ui/what-if.tsx'
import classes from './groups.module.css'

const actions = {
  addMember: 'Add a member',
  removeMember: 'Remove a member',
  renameGroup: 'Rename the group',
  deleteGroup: 'Delete the group',
} as const
type Action = keyof typeof actions

/** What a push from the identity provider would do, without one. */
export function WhatIfPanel({ row }: { row: GroupRow }) {
  const [action, setAction] = useState<Action>('addMember')
  const [user, setUser] = useState<Choice | null>(null)
  const [displayName, setDisplayName] = useState(row.displayName)
  const change = changeOf(action, row.id, user, displayName.trim())
  return (
    <div className={classes.whatIf}>
      <p>What Okta would cause here if it sent this. Nothing is stored.</p>
      <NativeSelect
        label="If Okta were to"
        value={action}
        data={Object.entries(actions).map(([value, label]) => ({ value, label }))}
        onChange={(event) => {
          setAction(event.currentTarget.value as Action)
          setUser(null)
        }}
      />
      {(action === 'addMember' || action === 'removeMember') && (
        <PersonPicker
          key={action}
          label={action === 'addMember' ? 'User' : 'Member'}
          value={user}
          onChange={setUser}
          groupId={action === 'removeMember' ? row.id : undefined}
        />
      )}
      {action === 'renameGroup' && (
        <TextInput
          label="New displayName"
          value={displayName}
          maxLength={1000}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
      )}
      {change !== null && <WhatIf change={change} />}
    </div>
  )
}

/** Null while something of it is missing. */
function changeOf(action: Action, groupId: string, user: Choice | null, displayName: string): Change | null {
  if (action === 'deleteGroup') return { action, groupId }
  if (action === 'renameGroup') return displayName === '' ? null : { action, groupId, displayName }
  return user === null ? null : { action, groupId, userId: user.id }
}
