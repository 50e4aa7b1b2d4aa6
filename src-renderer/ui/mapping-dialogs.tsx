import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { MappedGroup, Mapping } from '../../src-shared/api/mappings.ts'
import { client } from '../lib/api.ts'
import { plural } from '../lib/format.ts'
import { useSandbox } from '../lib/place.ts'
import { targetWords } from '../lib/provisioning.ts'
import { ConfirmChange } from './confirm-change.tsx'
import { TargetPicker, type Target } from './target-picker.tsx'

export type MappingAction = 'approve' | 'retarget' | 'reject' | 'reopen' | 'remove'

interface OfMapping {
  mapping: Mapping
  onClose: () => void
}

/** The question an action on a mapping asks before it acts. */
export function MappingDialog({ action, ...props }: OfMapping & { action: MappingAction }) {
  if (action === 'approve') return <Approve {...props} />
  if (action === 'retarget') return <Retarget {...props} />
  return <Plain action={action} {...props} />
}

function Approve({ mapping, onClose }: OfMapping) {
  const sandbox = useSandbox()
  const [target, setTarget] = useState(targetOf(mapping))
  return (
    <ConfirmChange
      title={`Approve the mapping of ${mapping.displayName}`}
      confirm="Approve"
      change={{ action: 'approveMapping', id: mapping.id, ...target }}
      perform={() => client.mappings.approve({ sandbox, id: mapping.id, ...target })}
      onClose={onClose}
    >
      <TargetPicker groupName={mapping.displayName} value={target} onChange={setTarget} byName />
      <p>Its {plural(mapping.members, 'member')} are synced to it at once.</p>
    </ConfirmChange>
  )
}

function Retarget({ mapping, onClose }: OfMapping) {
  const sandbox = useSandbox()
  const [target, setTarget] = useState(targetOf(mapping))
  const change = { id: mapping.id, ...target }
  return (
    <ConfirmChange
      title={`Change the target of ${mapping.displayName}`}
      confirm="Change target"
      disabled={target.entityId === null}
      change={{ action: 'retargetMapping', ...change }}
      perform={() => client.mappings.retarget({ sandbox, ...change })}
      onClose={onClose}
    >
      <TargetPicker groupName={mapping.displayName} value={target} onChange={setTarget} byName={false} />
      <p>The status stays {mapping.status}. Remembered conflict decisions of this mapping are forgotten.</p>
    </ConfirmChange>
  )
}

const plain = {
  reject: {
    verb: 'Reject',
    does: 'No sync: the members leave it, and it is free for another group. Roles of the group still count.',
  },
  reopen: { verb: 'Reopen', does: 'It is Pending again and waits for an approval.' },
  remove: { verb: 'Remove', does: 'The mapping is gone and its members leave the target. The group itself stays.' },
}

function Plain({ action, mapping, onClose }: OfMapping & { action: keyof typeof plain }) {
  const sandbox = useSandbox()
  const { verb, does } = plain[action]
  const { id } = mapping
  return (
    <ConfirmChange
      title={`${verb} the mapping of ${mapping.displayName}?`}
      confirm={action === 'remove' ? 'Remove mapping' : verb}
      danger={action !== 'reopen'}
      change={{ action: `${action}Mapping`, id }}
      perform={() => client.mappings[action]({ sandbox, id })}
      onClose={onClose}
    >
      <p>
        <strong>{targetWords(mapping)}.</strong> {does}
      </p>
    </ConfirmChange>
  )
}

/** A mapping made by hand: the first one of a Pending group, or one more. */
export function AddMapping({ group, onClose }: { group: MappedGroup; onClose: () => void }) {
  const sandbox = useSandbox()
  const [target, setTarget] = useState<Target>({ kind: 'team', entityId: null })
  const [approve, setApprove] = useState(true)
  const given = { groupId: group.groupId, ...target, approve }
  return (
    <ConfirmChange
      title={group.mappings.length === 0 ? `Map ${group.displayName}` : `Add a mapping of ${group.displayName}`}
      confirm={approve ? 'Approve' : 'Add as Pending'}
      change={{ action: 'createMapping', ...given }}
      perform={() => client.mappings.create({ sandbox, ...given })}
      onClose={onClose}
    >
      <TargetPicker groupName={group.displayName} value={target} onChange={setTarget} byName />
      <Checkbox
        label="Approve at once"
        description={`Its ${plural(group.members, 'member')} are synced as soon as it is Approved.`}
        checked={approve}
        onChange={(event) => setApprove(event.currentTarget.checked)}
      />
    </ConfirmChange>
  )
}

function targetOf({ kind, entity }: Mapping): Target {
  return { kind, entityId: entity?.id ?? null }
}
