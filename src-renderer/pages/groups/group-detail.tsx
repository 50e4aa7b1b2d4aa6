import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import type { GroupRow } from '../../../src-shared/api/groups.ts'
import type { UserRow } from '../../../src-shared/api/users.ts'
import { api } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useQueryValue, useSandbox, useTo } from '../../lib/place.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { RoleChip } from '../../ui/chip.tsx'
import { CodeView } from '../../ui/code-view.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { Empty } from '../../ui/empty.tsx'
import { GroupMappings } from '../../ui/group-mappings.tsx'
import { History } from '../../ui/event-list.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Facts } from '../../ui/section.tsx'
import { roleColumn, statusColumn, userNameColumn } from '../../ui/user-columns.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import classes from './groups.module.css'
import { WhatIfPanel } from './what-if-panel.tsx'

/** One group: who is in it and what it gives them. */
export function GroupDetailPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.groups.get.queryOptions({ input: { sandbox, id } }))
  if (error !== null && data === undefined) {
    return (
      <DetailPanel label="Group" title={`Group ${id}`} onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="Group" title="…" onClose={onClose} />
  const { row, resource } = data
  return (
    <DetailPanel
      label={`Group ${row.displayName}`}
      title={<span title={row.displayName}>{row.displayName}</span>}
      onClose={onClose}
      subtitle={
        <>
          <span>{plural(row.members, 'member')}</span>
          <code>{row.id}</code>
          <CopyButton text={row.id} label="Copy id" />
        </>
      }
      tabs={[
        { value: 'members', label: 'Members', bare: true, content: <Members id={id} /> },
        { value: 'mappings', label: 'Mappings', content: <Mappings id={id} /> },
        { value: 'what-if', label: 'What if', content: <WhatIfPanel row={row} /> },
        { value: 'roles', label: 'Roles', content: <Roles row={row} /> },
        { value: 'history', label: 'History', content: <History of={{ groupId: id }} /> },
        { value: 'json', label: 'JSON', content: <CodeView text={JSON.stringify(resource, null, 2)} label="JSON" /> },
      ]}
    />
  )
}

const columns = [userNameColumn, roleColumn, statusColumn]

function Members({ id }: { id: string }) {
  const sandbox = useSandbox()
  const to = useTo()
  const navigate = useNavigate()
  const [find, setFind] = useQueryValue('find')
  const rows = useWindowed<UserRow>((offset, limit) =>
    api.groups.members.queryOptions({ input: { sandbox, id, search: find, offset, limit } }),
  )
  const empty =
    find === '' ? (
      <Empty title="No members">Okta sends members in a push of their own, after the group.</Empty>
    ) : (
      <Empty title="No member matches">Nobody in this group is called “{find}”.</Empty>
    )
  return (
    <>
      <div className={classes.search}>
        <FilterInput label="Search members" value={find} onChange={setFind} />
      </div>
      <VirtualTable
        label="Members"
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        empty={empty}
        hrefOf={(row) => to('users', row.id)}
        onOpen={(user) => void navigate(to('users', user))}
      />
    </>
  )
}

function Mappings({ id }: { id: string }) {
  const to = useTo()
  return (
    <>
      <GroupMappings groupId={id} />
      <p className={classes.remark}>
        <Link to={`${to('provisioning', 'flow')}?group=${encodeURIComponent(id)}`}>See it in the flow picture</Link>
      </p>
    </>
  )
}

function Roles({ row }: { row: GroupRow }) {
  const highest = row.roles.includes('Admin') ? 'Admin' : row.roles.includes('User') ? 'User' : row.roles[0]
  return (
    <>
      <Facts
        items={[
          [
            'LambdatestRoles',
            row.roles.length === 0 ? (
              <span key="none" className="muted">
                none
              </span>
            ) : (
              <span key="roles" className={classes.inline}>
                {row.roles.map((role) => (
                  <RoleChip key={role} role={role} />
                ))}
              </span>
            ),
          ],
          [
            'Gives every member',
            highest === undefined ? (
              <span key="gives" className="muted">
                nothing
              </span>
            ) : (
              <RoleChip key="gives" role={highest} />
            ),
          ],
        ]}
      />
      <p className={classes.remark}>
        {highest === undefined
          ? 'A group without roles does not change the role of its members.'
          : 'Roles of a group act at once, for every member. Of several roles in one group the highest counts.'}{' '}
        Okta’s documented group push carries no roles: they come from an admin’s own SCIM request.
      </p>
    </>
  )
}
