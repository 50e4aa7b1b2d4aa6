import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Organization } from '../../../src-shared/api/settings.ts'
import { client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

type Group = Organization['concurrencyGroups'][number]
type Change = (call: () => Promise<Organization>) => Promise<Organization>
type Open = { kind: 'add' } | { kind: 'rename' | 'remove' | 'default'; group: Group } | null

/** The concurrency groups a user can be in; the default one takes who is in no other. */
export function ConcurrencyGroups({ groups, change }: { groups: Group[]; change: Change }) {
  const [open, setOpen] = useState<Open>(null)
  return (
    <Section
      title="Concurrency groups"
      description="LambdatestGroup names one of these. Users whom nothing assigns are in the default one."
      action={<Button onClick={() => setOpen({ kind: 'add' })}>Add concurrency group</Button>}
    >
      <ul className={classes.rows}>
        {groups.map((group) => (
          <li key={group.id}>
            <span className="cut" title={group.name}>
              {group.name}
            </span>
            {group.isDefault && <Chip tone="accent">default</Chip>}
            <span className="muted numbers">{plural(group.users, 'user')}</span>
            <Button
              variant="subtle"
              aria-label={`Rename ${group.name}`}
              onClick={() => setOpen({ kind: 'rename', group })}
            >
              Rename
            </Button>
            {!group.isDefault && (
              <>
                <Button
                  variant="subtle"
                  aria-label={`Make default: ${group.name}`}
                  onClick={() => setOpen({ kind: 'default', group })}
                >
                  Make default
                </Button>
                <Button
                  variant="subtle"
                  aria-label={`Delete ${group.name}`}
                  onClick={() => setOpen({ kind: 'remove', group })}
                >
                  Delete
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {open !== null && <Ask open={open} change={change} onClose={() => setOpen(null)} />}
    </Section>
  )
}

function Ask({ open, change, onClose }: { open: Exclude<Open, null>; change: Change; onClose: () => void }) {
  const sandbox = useSandbox()
  const [name, setName] = useState(open.kind === 'rename' ? open.group.name : '')
  const field = (
    <TextInput
      label="Name"
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      data-autofocus
      required
      maxLength={200}
    />
  )
  if (open.kind === 'add') {
    const add = () => change(() => client.settings.addConcurrencyGroup({ sandbox, name }))
    return (
      <Dialog
        title="Add concurrency group"
        confirm="Add"
        disabled={name.trim() === ''}
        onConfirm={add}
        onClose={onClose}
      >
        {field}
      </Dialog>
    )
  }
  const { id, users, name: old } = open.group
  if (open.kind === 'rename') {
    const rename = () => change(() => client.settings.changeConcurrencyGroup({ sandbox, id, name }))
    return (
      <Dialog
        title={`Rename ${old}`}
        confirm="Rename"
        disabled={name.trim() === ''}
        onConfirm={rename}
        onClose={onClose}
      >
        {field}
      </Dialog>
    )
  }
  if (open.kind === 'default') {
    const makeDefault = () => change(() => client.settings.changeConcurrencyGroup({ sandbox, id, isDefault: true }))
    return (
      <Dialog title={`Make ${old} the default?`} confirm="Make default" onConfirm={makeDefault} onClose={onClose}>
        <p>Users whom nothing assigns move to it.</p>
      </Dialog>
    )
  }
  const remove = () => change(() => client.settings.removeConcurrencyGroup({ sandbox, id }))
  return (
    <Dialog title={`Delete ${old}?`} confirm="Delete" danger onConfirm={remove} onClose={onClose}>
      <p>{users === 0 ? 'Nobody is in it.' : `Its ${plural(users, 'user')} move to the default concurrency group.`}</p>
    </Dialog>
  )
}
