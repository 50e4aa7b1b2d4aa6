import { Button } from '@mantine/core'
import type { GroupRow } from '../../../src-shared/api/groups.ts'
import { api } from '../../lib/api.ts'
import { count, dateAndTime, plural, shortInstant } from '../../lib/format.ts'
import { useDetail, useQueryValue, useSandbox } from '../../lib/place.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { Chip, RoleChip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { Page, Split } from '../../ui/page.tsx'
import { LoadSampleCompany } from '../../ui/sample-company.tsx'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { GroupDetailPanel } from './group-detail.tsx'
import classes from './groups.module.css'

const wide: Column<GroupRow>[] = [
  {
    key: 'displayName',
    header: 'displayName',
    width: 'minmax(160px, 2fr)',
    sortable: true,
    main: true,
    cell: (row) => row.displayName,
    title: (row) => row.displayName,
  },
  { key: 'roles', header: 'Roles', width: 'minmax(120px, 1fr)', cell: (row) => <Roles row={row} /> },
  { key: 'members', header: 'Members', width: '72px', align: 'end', cell: (row) => count(row.members) },
  {
    key: 'inactive',
    header: 'Inactive',
    width: '92px',
    cell: (row) =>
      row.inactiveMembers > 0 ? (
        <Chip tone="outline">{plural(row.inactiveMembers, 'inactive', 'inactive')}</Chip>
      ) : null,
  },
  {
    key: 'modified',
    header: 'Changed',
    width: '92px',
    sortable: true,
    align: 'end',
    cell: (row) => shortInstant(row.modified),
    title: (row) => dateAndTime(row.modified),
  },
]
const narrow = wide.filter(({ key }) => key === 'displayName' || key === 'members')

/** The groups that were pushed. */
export function GroupsPage() {
  const sandbox = useSandbox()
  const { id, open, table } = useDetail(['groups'], (row: GroupRow) => row.id)
  const [search, setSearch] = useQueryValue('search')
  const [sort, setSort] = useQueryValue('sort', 'created')
  const key = sort.replace('-', '')
  const descending = sort.startsWith('-')
  const rows = useWindowed<GroupRow>((offset, limit) =>
    api.groups.list.queryOptions({
      input: {
        sandbox,
        search,
        offset,
        limit,
        sort: key === 'displayName' || key === 'modified' ? key : 'created',
        order: descending ? 'descending' : 'ascending',
      },
    }),
  )
  const empty =
    search === '' ? (
      <Empty title="No groups yet" action={<LoadSampleCompany primary />}>
        They appear when an identity provider pushes them.
      </Empty>
    ) : (
      <Empty title="No group matches" action={<Button onClick={() => setSearch('')}>Show all groups</Button>}>
        No displayName contains “{search}”.
      </Empty>
    )
  const list = (
    <VirtualTable
      label="Groups"
      columns={id === undefined ? wide : narrow}
      rows={rows}
      {...table}
      empty={empty}
      sorting={{
        key,
        descending,
        onSort: (next) => setSort(key !== next ? next : descending ? 'created' : `-${next}`),
      }}
    />
  )
  return (
    <Page
      title="Groups"
      layout="list"
      count={rows.total === null ? undefined : count(rows.total)}
      toolbar={<FilterInput label="Search groups" value={search} onChange={setSearch} />}
    >
      <Split
        list={list}
        detail={id === undefined ? null : <GroupDetailPanel key={id} id={id} onClose={() => open(null)} />}
      />
    </Page>
  )
}

function Roles({ row }: { row: GroupRow }) {
  return (
    <span className={classes.inline}>
      {row.roles.map((role) => (
        <RoleChip key={role} role={role} />
      ))}
    </span>
  )
}
