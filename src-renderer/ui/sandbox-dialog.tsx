import { NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'
import type { ProfileId } from '../../src-shared/domain/switches.ts'
import { api, client } from '../lib/api.ts'
import { plural } from '../lib/format.ts'
import { pathOf } from '../lib/place.ts'
import { Dialog } from './dialog.tsx'

export type SandboxAction = 'create' | 'rename' | 'duplicate' | 'delete'

interface Props {
  action: SandboxAction
  sandbox: Sandbox
  onClose: () => void
}

/** Create, rename, duplicate or delete a sandbox. A new one is opened at once. */
export function SandboxDialog(props: Props) {
  return props.action === 'delete' ? <Delete {...props} /> : <Naming {...props} />
}

const titles = { create: 'New sandbox', rename: 'Rename sandbox', duplicate: 'Duplicate sandbox' }
const verbs = { create: 'Create sandbox', rename: 'Rename', duplicate: 'Duplicate' }

function Naming({ action, sandbox, onClose }: Props) {
  const kind = action === 'delete' ? 'rename' : action
  const [name, setName] = useState(startName(kind, sandbox))
  const [profile, setProfile] = useState<ProfileId>('testmu')
  const refresh = useRefresh()
  const navigate = useNavigate()
  const act = async () => {
    if (kind === 'rename') await client.sandboxes.rename({ sandbox: sandbox.slug, name })
    const made =
      kind === 'create'
        ? await client.sandboxes.create({ name, profile })
        : kind === 'duplicate'
          ? await client.sandboxes.duplicate({ sandbox: sandbox.slug, name })
          : null
    await refresh()
    if (made !== null) await navigate(pathOf(made.slug))
  }
  return (
    <Dialog title={titles[kind]} confirm={verbs[kind]} disabled={name.trim() === ''} onConfirm={act} onClose={onClose}>
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={80}
        data-autofocus
        required
      />
      {kind === 'create' && (
        <NativeSelect
          label="Behaviour profile"
          value={profile}
          onChange={(event) => setProfile(event.currentTarget.value as ProfileId)}
          data={[
            { value: 'testmu', label: 'TestMu AI' },
            { value: 'rfc7644', label: 'RFC 7644' },
          ]}
        />
      )}
      {kind === 'duplicate' && (
        <p>The duplicate has the same users, groups and settings, and a token and address of its own.</p>
      )}
      {kind === 'rename' && (
        <p>
          The address stays <code>{sandbox.slug}</code>, so nothing has to change in Okta.
        </p>
      )}
    </Dialog>
  )
}

function Delete({ sandbox, onClose }: Props) {
  const refresh = useRefresh()
  const navigate = useNavigate()
  const { users, groups, requests } = sandbox.counts
  const act = async () => {
    await client.sandboxes.remove({ sandbox: sandbox.slug })
    await navigate('/')
    await refresh()
  }
  return (
    <Dialog title={`Delete ${sandbox.name}?`} confirm="Delete sandbox" danger onConfirm={act} onClose={onClose}>
      <p>
        Its {plural(users, 'user')}, {plural(groups, 'group')} and {plural(requests, 'request')} are gone for good, and
        its Base URL stops answering.
      </p>
    </Dialog>
  )
}

function startName(kind: keyof typeof titles, { name }: Sandbox): string {
  return kind === 'create' ? '' : kind === 'rename' ? name : `${name} copy`.slice(0, 80)
}

function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: api.sandboxes.key() })
}
