import { Button } from '@mantine/core'
import type { UserRow } from '../../../src-shared/api/users.ts'
import { roles, type Role } from '../../../src-shared/domain/roles.ts'
import { api } from '../../lib/api.ts'
import { count, dateAndTime, shortInstant } from '../../lib/format.ts'
import { useDetail, useQueryValue, useSandbox } from '../../lib/place.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { Page, Split } from '../../ui/page.tsx'
import { LoadSampleCompany } from '../../ui/sample-company.tsx'
import { QuietSelect } from '../../ui/select.tsx'
import { roleColumn, statusColumn, userNameColumn } from '../../ui/user-columns.tsx'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { UserDetailPanel } from './user-detail.tsx'

const wide: Column<UserRow>[] = [
  { ...userNameColumn, sortable: true },
  { key: 'name', header: 'Name', width: 'minmax(100px, 1.4fr)', cell: (row) => row.name, title: (row) => row.name },
  roleColumn,
  statusColumn,
  { key: 'groups', header: 'Groups', width: '56px', align: 'end', cell: (row) => row.groups },
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
const narrow = wide.filter(({ key }) => key === 'userName' || key === 'role')

/** Everyone the sandbox holds. */
export function UsersPage() {
  const { id, open, table } = useDetail(['users'], (row: UserRow) => row.id)
  const view = useView()
  const rows = useWindowed<UserRow>((offset, limit) =>
    api.users.list.queryOptions({ input: { ...view.input, offset, limit } }),
  )
  const list = (
    <VirtualTable
      label="Users"
      columns={id === undefined ? wide : narrow}
      rows={rows}
      {...table}
      sorting={view.sorting}
      empty={<NoUsers filtered={view.filtered} onReset={() => open(null, { fresh: true })} />}
    />
  )
  return (
    <Page
      title="Users"
      layout="list"
      count={rows.total === null ? undefined : count(rows.total)}
      toolbar={
        <>
          <FilterInput label="Search users" value={view.search} onChange={view.setSearch} />
          <QuietSelect
            label="Status"
            value={view.status}
            onChange={view.setStatus}
            options={[
              ['', 'Any status'],
              ['active', 'Active'],
              ['inactive', 'Inactive'],
            ]}
          />
          <QuietSelect
            label="Role"
            value={view.role}
            onChange={view.setRole}
            options={[['', 'Any role'], ...roles.toReversed().map((role): [string, string] => [role, role])]}
          />
        </>
      }
    >
      <Split
        list={list}
        detail={id === undefined ? null : <UserDetailPanel key={id} id={id} onClose={() => open(null)} />}
      />
    </Page>
  )
}

/** What of the list is shown, as the address says. */
function useView() {
  const sandbox = useSandbox()
  const [search, setSearch] = useQueryValue('search')
  const [status, setStatus] = useQueryValue('status')
  const [role, setRole] = useQueryValue('role')
  const [sort, setSort] = useQueryValue('sort', 'created')
  const key = sort.replace('-', '')
  const descending = sort.startsWith('-')
  const onSort = (next: string) => setSort(key !== next ? next : descending ? 'created' : `-${next}`)
  return {
    search,
    setSearch,
    status,
    setStatus,
    role,
    setRole,
    filtered: search !== '' || status !== '' || role !== '',
    sorting: { key, descending, onSort },
    input: {
      sandbox,
      search,
      status: status === 'active' || status === 'inactive' ? status : undefined,
      role: roles.includes(role as Role) ? (role as Role) : undefined,
      sort: key === 'userName' || key === 'modified' ? key : 'created',
      order: descending ? 'descending' : 'ascending',
    } as const,
  }
}

function NoUsers({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <Empty title="No user matches" action={<Button onClick={onReset}>Show all users</Button>}>
        Nobody has that name, status and role together.
      </Empty>
    )
  }
  return (
    <Empty title="No users yet" action={<LoadSampleCompany primary />}>
      They appear when an identity provider sends them.
    </Empty>
  )
}
