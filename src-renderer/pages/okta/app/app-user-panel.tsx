import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AppUser } from '../../../../src-shared/api/okta/assignments.ts'
import { api, client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { DetailPanel } from '../../../ui/detail-panel.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Facts } from '../../../ui/section.tsx'
import { AppUserChip, PersonChip } from '../chips.tsx'
import okta from '../okta.module.css'
import { AppUserValues } from './app-user-values.tsx'
import { DriftNote } from './drift-note.tsx'
import { Lints } from './lints.tsx'
import { useAssignmentLints } from './use-assignment-lints.ts'
import { useDrift } from './use-drift.ts'

interface Props {
  app: App
  personId: string
  onClose: () => void
}

/** One person in one application. */
export function AppUserPanel({ app, personId, onClose }: Props) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(
    api.okta.assignments.person.queryOptions({ input: { sandbox, appId: app.id, personId } }),
  )
  if (error !== null && data === undefined) {
    return (
      <DetailPanel label="Assignment" title="Assignment" onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="Assignment" title="…" onClose={onClose} />
  return (
    <DetailPanel
      label={`Assignment of ${data.login}`}
      title={<span title={data.login}>{data.login}</span>}
      subtitle={
        <>
          <span className="cut" title={data.name}>
            {data.name}
          </span>
          <AppUserChip status={data.status} />
        </>
      }
      actions={<Actions app={app} user={data} />}
      onClose={onClose}
      tabs={[
        { value: 'status', label: 'Status', content: <Status app={app} user={data} /> },
        { value: 'values', label: 'Attributes', content: <AppUserValues key={JSON.stringify(data.profile)} app={app} user={data} /> },
      ]}
    />
  )
}

function Actions({ app: { id: appId }, user: { personId, status, assigned, individual } }: { app: App; user: AppUser }) {
  const sandbox = useSandbox()
  const provision = useOktaCall(() => client.okta.assignments.provision({ sandbox, appId, personIds: [personId] }))
  const unassign = useOktaCall(() => client.okta.assignments.unassignPerson({ sandbox, appId, personId }))
  const assign = useOktaCall(() => client.okta.assignments.assignPeople({ sandbox, appId, personIds: [personId] }))
  const error = provision.error ?? unassign.error ?? assign.error
  return (
    <>
      {assigned && status === 'unprovisioned' && (
        <Button loading={provision.isPending} onClick={() => provision.mutate()}>
          Provision User
        </Button>
      )}
      {assigned && individual && (
        <Button loading={unassign.isPending} onClick={() => unassign.mutate()}>
          Unassign
        </Button>
      )}
      {!assigned && (
        <Button loading={assign.isPending} onClick={() => assign.mutate()}>
          Assign again
        </Button>
      )}
      {error !== null && <ProblemNote error={error} />}
    </>
  )
}

function Status({ app, user }: { app: App; user: AppUser }) {
  const to = useTo()
  const drift = useDrift(app.id).data?.items.find(({ kind, id }) => kind === 'user' && id === user.personId)
  const lints = useAssignmentLints(app.id).filter(({ subject }) => subject === user.login)
  return (
    <div className={okta.stack}>
      {user.error !== null && (
        <Note tone="bad" title="Okta shows this error" action={<Link to={to('okta', 'apps', app.id, 'tasks')}>Tasks</Link>}>
          {user.error}
        </Note>
      )}
      {drift !== undefined && <DriftNote appId={app.id} drift={drift} error={user.error} />}
      <Lints lints={lints} />
      <Facts
        items={[
          ['Person', <Link key="person" to={to('okta', 'people', user.personId)}>{user.name}</Link>],
          ['Status in Okta', <PersonChip key="status" status={user.personStatus} />],
          ['Application username', user.userName ?? <span key="none" className="muted">its format gives none</span>],
          ['Assigned', <Via key="via" user={user} />],
          ['External id', <ExternalId key="id" app={app} user={user} />],
          [
            'Requests',
            <Link key="requests" to={`${to('requests')}?filter=${encodeURIComponent(`user:${user.userName ?? user.login}`)}`}>
              about this user
            </Link>,
          ],
        ]}
      />
    </div>
  )
}

function Via({ user: { assigned, individual, groups } }: { user: AppUser }) {
  const to = useTo()
  if (!assigned) return <span className="muted">no longer</span>
  return (
    <span className={okta.inline}>
      {individual && <Chip tone="outline">Individual</Chip>}
      {groups.map(({ id, name }) => (
        <Link key={id} to={to('okta', 'groups', id)}>
          {name}
        </Link>
      ))}
    </span>
  )
}

/** The account in the app; it can be opened where the app is this sandbox. */
function ExternalId({ app: { settings }, user: { externalId } }: { app: App; user: AppUser }) {
  const sandbox = useSandbox()
  const to = useTo()
  if (externalId === null) return <span className="muted">none stored: a deactivation would never be sent</span>
  const isHere = settings.target.kind === 'self' && settings.target.sandbox === sandbox
  return isHere ? <Link to={to('users', externalId)}>{externalId}</Link> : <code>{externalId}</code>
}
