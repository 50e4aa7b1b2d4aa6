import { Button, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { OktaGroupDetail } from '../../../../src-shared/api/okta/groups.ts'
import { api } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { DetailPanel } from '../../../ui/detail-panel.tsx'
import { MoreActions } from '../../../ui/more-actions.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import classes from '../okta.module.css'
import { AddMembers, DeleteGroup, NameGroup, RemoveAllMembers } from './group-dialogs.tsx'
import { GroupMembers } from './group-members.tsx'

/** One group of the directory: who is in it and where it goes. */
export function GroupPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.okta.groups.get.queryOptions({ input: { sandbox, id } }))
  if (error !== null && data === undefined) {
    return (
      <DetailPanel label="Group" title="Group" onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="Group" title="…" onClose={onClose} />
  return (
    <DetailPanel
      label={`Group ${data.name}`}
      title={<span title={data.name}>{data.name}</span>}
      subtitle={
        <>
          <span>{plural(data.members, 'member')}</span>
          <code>{id}</code>
          {data.description !== '' && (
            <span className="cut" title={data.description}>
              {data.description}
            </span>
          )}
        </>
      }
      actions={<Actions group={data} onGone={onClose} />}
      onClose={onClose}
      tabs={[
        { value: 'members', label: 'People', bare: true, content: <GroupMembers group={data} /> },
        { value: 'apps', label: 'Applications', content: <GroupApps group={data} /> },
      ]}
    />
  )
}

type Asking = 'add' | 'edit' | 'empty' | 'delete'

function Actions({ group, onGone }: { group: OktaGroupDetail; onGone: () => void }) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      <Button onClick={() => setAsking('add')}>Assign people</Button>
      <MoreActions>
        <Menu.Item onClick={() => setAsking('edit')}>Rename…</Menu.Item>
        <Menu.Item disabled={group.members === 0} onClick={() => setAsking('empty')}>
          Remove all people…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => setAsking('delete')}>Delete…</Menu.Item>
      </MoreActions>
      {asking === 'add' && <AddMembers group={group} onClose={close} />}
      {asking === 'edit' && <NameGroup group={group} onClose={close} />}
      {asking === 'empty' && <RemoveAllMembers group={group} onClose={close} />}
      {asking === 'delete' && <DeleteGroup group={group} onClose={close} onDone={onGone} />}
    </>
  )
}

function GroupApps({ group: { assigned, pushed } }: { group: OktaGroupDetail }) {
  const to = useTo()
  const both = assigned.filter(({ id }) => pushed.some((one) => one.id === id))
  return (
    <div className={classes.stack}>
      {both.map(({ id, label }) => (
        <Note key={id} tone="warn" title={`Assigned and pushed to ${label}`}>
          Okta does not support the same group for both: whoever leaves it stays in the group in the app. Use one group
          to assign and another to push.
        </Note>
      ))}
      <section>
        <h3>Assigned to</h3>
        <ul className={classes.list}>
          {assigned.length === 0 && <li className="muted">No application.</li>}
          {assigned.map(({ id, label }) => (
            <li key={id}>
              <Link className={classes.grow} to={`${to('okta', 'apps', id, 'assignments')}?of=groups`}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>Pushed to</h3>
        <ul className={classes.list}>
          {pushed.length === 0 && <li className="muted">No application.</li>}
          {pushed.map(({ id, label, status }) => (
            <li key={id}>
              <Link className={classes.grow} to={to('okta', 'apps', id, 'push-groups')}>
                {label}
              </Link>
              <Chip tone={status === 'Error' ? 'bad' : 'plain'}>{status}</Chip>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
