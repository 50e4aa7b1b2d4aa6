import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Lifecycle, PersonDetail } from '../../../../src-shared/api/okta/people.ts'
import type { PersonStatus } from '../../../../src-shared/domain/okta.ts'
import { api, client } from '../../../lib/api.ts'
import { nameOf, useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { DetailPanel } from '../../../ui/detail-panel.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { MoreActions } from '../../../ui/more-actions.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { PersonChip } from '../chips.tsx'
import classes from '../okta.module.css'
import { DeactivatePerson, DeletePerson } from './person-dialogs.tsx'
import { ProfileForm } from './profile-form.tsx'

/** One person of the directory. */
export function PersonPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.okta.people.get.queryOptions({ input: { sandbox, id } }))
  if (error !== null && data === undefined) {
    return (
      <DetailPanel label="Person" title="Person" onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="Person" title="…" onClose={onClose} />
  const { profile, status } = data
  return (
    <DetailPanel
      label={`Person ${profile.login}`}
      title={<span title={profile.login}>{profile.login}</span>}
      subtitle={
        <>
          <span className="cut" title={nameOf(profile)}>
            {nameOf(profile)}
          </span>
          <PersonChip status={status} />
          <code>{id}</code>
        </>
      }
      actions={<LifecycleButtons person={data} onGone={onClose} />}
      onClose={onClose}
      tabs={[
        { value: 'profile', label: 'Profile', content: <ProfileForm key={data.modified} person={data} /> },
        { value: 'groups', label: 'Groups', content: <InGroups person={data} /> },
        { value: 'apps', label: 'Applications', content: <InApps person={data} /> },
      ]}
    />
  )
}

const verbs: Record<Lifecycle, string> = {
  activate: 'Activate',
  suspend: 'Suspend',
  unsuspend: 'Unsuspend',
  deactivate: 'Deactivate',
  reactivate: 'Reactivate',
}
const offers: Record<PersonStatus, Lifecycle[]> = {
  STAGED: ['activate', 'deactivate'],
  ACTIVE: ['suspend', 'deactivate'],
  SUSPENDED: ['unsuspend', 'deactivate'],
  DEPROVISIONED: ['reactivate'],
}

function LifecycleButtons({ person, onGone }: { person: PersonDetail; onGone: () => void }) {
  const sandbox = useSandbox()
  const [asking, setAsking] = useState<'deactivate' | 'delete' | null>(null)
  const act = useOktaCall((action: Lifecycle) => client.okta.people.lifecycle({ sandbox, id: person.id, action }))
  const toast = useToast()
  const reset = useOktaCall(
    () => client.okta.people.resetPassword({ sandbox, id: person.id }),
    () => toast('A new password is set. Applications with Sync Password on are told.'),
  )
  const error = act.error ?? reset.error
  const close = () => setAsking(null)
  return (
    <>
      {offers[person.status].map((action) => (
        <Button
          key={action}
          loading={act.isPending && act.variables === action}
          onClick={() => (action === 'deactivate' ? setAsking('deactivate') : act.mutate(action))}
        >
          {verbs[action]}
        </Button>
      ))}
      {person.status === 'DEPROVISIONED' && (
        <Button variant="danger" onClick={() => setAsking('delete')}>
          Delete
        </Button>
      )}
      {person.status === 'ACTIVE' && (
        <MoreActions>
          <Menu.Item onClick={() => reset.mutate()}>Reset Password</Menu.Item>
        </MoreActions>
      )}
      {error !== null && <ProblemNote error={error} />}
      {asking === 'deactivate' && <DeactivatePerson person={person} onClose={close} />}
      {asking === 'delete' && <DeletePerson person={person} onClose={close} onDone={onGone} />}
    </>
  )
}

function InGroups({ person: { groups } }: { person: PersonDetail }) {
  const to = useTo()
  if (groups.length === 0) return <Empty title="In no group">Add the person in Directory › Groups, or by a group rule.</Empty>
  return (
    <ul className={classes.list}>
      {groups.map(({ id, name, byRule }) => (
        <li key={id}>
          <Link className={classes.grow} to={to('okta', 'groups', id)}>
            {name}
          </Link>
          {byRule && <Chip tone="outline">by a group rule</Chip>}
        </li>
      ))}
    </ul>
  )
}

function InApps({ person: { id: personId, apps } }: { person: PersonDetail }) {
  const to = useTo()
  if (apps.length === 0)
    return <Empty title="No application">Assign one in Applications › Assignments, to the person or to a group.</Empty>
  return (
    <ul className={classes.list}>
      {apps.map(({ id, label, status, error }) => (
        <li key={id}>
          <Link className={classes.grow} to={`${to('okta', 'apps', id, 'assignments')}?person=${personId}`}>
            {label}
          </Link>
          <Chip tone={error === null ? 'plain' : 'bad'}>{status}</Chip>
          {error !== null && <span className={classes.error}>{error}</span>}
        </li>
      ))}
    </ul>
  )
}
