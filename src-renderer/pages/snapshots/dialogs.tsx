import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Snapshot } from '../../../src-shared/api/snapshots.ts'
import { client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

/** Runs a call on this sandbox, fetches everything anew and says what it came to. */
function useAct() {
  const queries = useQueryClient()
  const toast = useToast()
  return async (call: () => Promise<unknown>, done: string) => {
    await call()
    await queries.invalidateQueries()
    toast(done)
  }
}

export function SaveDialog({ onClose }: { onClose: () => void }) {
  const sandbox = useSandbox()
  const act = useAct()
  const [name, setName] = useState('')
  const given = name.trim()
  return (
    <Dialog
      title="Save snapshot"
      confirm="Save"
      disabled={given === ''}
      onConfirm={() => act(() => client.snapshots.save({ sandbox, name: given }), `Snapshot ${given} saved.`)}
      onClose={onClose}
    >
      <TextInput label="Name" data-autofocus value={name} maxLength={80} onChange={(event) => setName(event.currentTarget.value)} />
      <p className="muted small">Users, groups, provisioning, schemas, settings and the clock. No traffic and no token.</p>
      <CommandLine words={['snapshot', 'save']} given={[given || 'name']} />
    </Dialog>
  )
}

export function RestoreDialog({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const sandbox = useSandbox()
  const act = useAct()
  return (
    <Dialog
      title={`Restore ${snapshot.name}?`}
      confirm="Restore"
      onConfirm={() => act(() => client.snapshots.restore({ sandbox, id: snapshot.id }), `${snapshot.name} restored.`)}
      onClose={onClose}
    >
      <p>
        The sandbox will hold {plural(snapshot.users, 'user')} in {plural(snapshot.groups, 'group')}. What it holds now is kept as an automatic
        snapshot first.
      </p>
      <CommandLine words={['snapshot', 'restore']} given={[`@${snapshot.id}`]} />
    </Dialog>
  )
}

export function RemoveDialog({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const sandbox = useSandbox()
  const act = useAct()
  return (
    <Dialog
      title={`Delete ${snapshot.name}?`}
      confirm="Delete"
      danger
      onConfirm={() => act(() => client.snapshots.remove({ sandbox, id: snapshot.id }), `${snapshot.name} deleted.`)}
      onClose={onClose}
    >
      <p>The snapshot is gone for good; the sandbox stays as it is.</p>
      <CommandLine words={['snapshot', 'remove']} given={[`@${snapshot.id}`]} />
    </Dialog>
  )
}

/** `seed` is what the sandbox was last filled with, null for one that never was. */
export function ResetDialog({ seed, onClose }: { seed: string | null; onClose: () => void }) {
  const sandbox = useSandbox()
  const act = useAct()
  return (
    <Dialog title="Reset this sandbox?" confirm="Reset" onConfirm={() => act(() => client.snapshots.reset({ sandbox }), 'Sandbox reset.')} onClose={onClose}>
      <p>
        It returns to {seed ?? 'a new sandbox, as nothing was loaded into it'}. What it holds now is kept as an automatic snapshot first.
      </p>
      <CommandLine words={['reset']} />
    </Dialog>
  )
}
