import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PersonDetail } from '../../../../src-shared/api/okta/people.ts'
import { client } from '../../../lib/api.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import classes from '../okta.module.css'

const blank = { firstName: '', lastName: '', login: '', email: '', department: '', title: '' }
const fields: [keyof typeof blank, string, string?][] = [
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['login', 'Username', 'An e-mail address, such as jane@acme.test.'],
  ['email', 'Primary email', 'The username unless given.'],
  ['department', 'Department'],
  ['title', 'Title'],
]
const required = ['firstName', 'lastName', 'login']

/** Directory › People › Add person. */
export function AddPerson({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [given, setGiven] = useState(blank)
  const [activate, setActivate] = useState(true)
  const create = async () => {
    const { firstName, lastName, login, ...rest } = given
    const more = Object.fromEntries(Object.entries(rest).filter(([, value]) => value.trim() !== ''))
    const [made] = await client.okta.people.create({
      sandbox,
      people: [{ firstName, lastName, login: login.trim(), ...more }],
      activate,
    })
    await refresh()
    if (made !== undefined) onMade(made.id)
  }
  return (
    <Dialog
      title="Add person"
      confirm="Save"
      disabled={required.some((name) => given[name as keyof typeof blank].trim() === '')}
      onConfirm={create}
      onClose={onClose}
    >
      <div className={classes.two}>
        {fields.map(([name, label, description], index) => (
          <TextInput
            key={name}
            label={label}
            description={description}
            value={given[name]}
            required={required.includes(name)}
            maxLength={320}
            autoComplete="off"
            data-autofocus={index === 0 || undefined}
            onChange={(event) => {
              const { value } = event.currentTarget
              setGiven((before) => ({ ...before, [name]: value }))
            }}
          />
        ))}
      </div>
      <Checkbox
        label="Activate now"
        description="A staged person is assigned to nothing until activated."
        checked={activate}
        onChange={(event) => setActivate(event.currentTarget.checked)}
      />
    </Dialog>
  )
}

interface OfPerson {
  person: PersonDetail
  onClose: () => void
}

export function DeactivatePerson({ person: { id, profile, apps }, onClose }: OfPerson) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.people.lifecycle({ sandbox, id, action: 'deactivate' })
    await refresh()
  }
  return (
    <Dialog title={`Deactivate ${profile.login}?`} confirm="Deactivate" danger onConfirm={act} onClose={onClose}>
      <p>
        {apps.length === 0
          ? 'No application is assigned, so nothing is sent.'
          : `Every application with Deactivate Users on is told: ${apps.map(({ label }) => label).join(', ')}. The account is made inactive there; nothing is deleted.`}
      </p>
    </Dialog>
  )
}

export function DeletePerson({ person: { id, profile }, onDone, onClose }: OfPerson & { onDone: () => void }) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.people.remove({ sandbox, id })
    onDone()
    await refresh()
  }
  return (
    <Dialog title={`Delete ${profile.login}?`} confirm="Delete" danger onConfirm={act} onClose={onClose}>
      <p>The person is gone from this Okta for good. Okta never sends a DELETE of a user: the account in the app stays.</p>
    </Dialog>
  )
}
