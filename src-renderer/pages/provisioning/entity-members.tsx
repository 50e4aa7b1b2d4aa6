import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import type { EntityState } from '../../../src-shared/api/entities.ts'
import type { UserRow } from '../../../src-shared/api/users.ts'
import { api } from '../../lib/api.ts'
import { useQueryValue, useSandbox, useTo } from '../../lib/place.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { statusColumn, userNameColumn } from '../../ui/user-columns.tsx'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { AssignByHand, RemoveMember } from './entity-dialogs.tsx'
import classes from './provisioning.module.css'

/** Who is in an entity. Teams are left by hand, exclusive places are taken by hand. */
export function EntityMembers({ entity }: { entity: EntityState }) {
  const sandbox = useSandbox()
  const to = useTo()
  const navigate = useNavigate()
  const [find, setFind] = useQueryValue('find')
  const [asking, setAsking] = useState<'assign' | UserRow | null>(null)
  const isTeam = entity.kind === 'team'
  const columns = useMemo(() => columnsOf(isTeam, setAsking), [isTeam])
  const rows = useWindowed<UserRow>((offset, limit) =>
    api.entities.members.queryOptions({ input: { sandbox, id: entity.id, search: find, offset, limit } }),
  )
  return (
    <>
      <div className={classes.search}>
        <FilterInput label="Search members" value={find} onChange={setFind} />
        {!isTeam && <Button onClick={() => setAsking('assign')}>Assign by hand</Button>}
      </div>
      <VirtualTable
        label="Members"
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        hrefOf={(row) => `${to('users', row.id)}?tab=assignments`}
        onOpen={(id) => void navigate(`${to('users', id)}?tab=assignments`)}
        empty={<NoMembers find={find} />}
      />
      {asking === 'assign' && <AssignByHand entity={entity} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== 'assign' && (
        <RemoveMember entity={entity} user={asking} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

function columnsOf(isTeam: boolean, onRemove: (user: UserRow) => void): Column<UserRow>[] {
  const columns = [userNameColumn, statusColumn]
  if (!isTeam) return columns
  const remove = (row: UserRow) => (
    <Button
      variant="subtle"
      size="compact-xs"
      aria-label={`Remove ${row.userName} from team`}
      onClick={() => onRemove(row)}
    >
      Remove from team
    </Button>
  )
  return [...columns, { key: 'remove', header: 'By hand', width: '150px', cell: remove }]
}

function NoMembers({ find }: { find: string }) {
  return find === '' ? (
    <Empty title="No members">Members of the group that is mapped to it, once it is Approved, are here.</Empty>
  ) : (
    <Empty title="No member matches">Nobody in it is called “{find}”.</Empty>
  )
}
