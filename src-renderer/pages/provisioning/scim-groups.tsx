import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MappedGroup } from '../../../src-shared/api/mappings.ts'
import { type MappingStatus, mappingStatuses } from '../../../src-shared/domain/provisioning.ts'
import { api } from '../../lib/api.ts'
import { count, plural } from '../../lib/format.ts'
import { useDetail, useQueryValue, useSandbox } from '../../lib/place.ts'
import { statusesOf, targetWords } from '../../lib/provisioning.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { Chip, MappingChips } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { Split, Toolbar } from '../../ui/page.tsx'
import { LoadSampleCompany } from '../../ui/sample-company.tsx'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { GroupPanel } from './group-panel.tsx'
import classes from './provisioning.module.css'

const targets = ({ mappings }: MappedGroup) => mappings.map(targetWords).join(', ')

const wide: Column<MappedGroup>[] = [
  {
    key: 'displayName',
    header: 'SCIM group',
    width: 'minmax(130px, 1.4fr)',
    main: true,
    cell: (row) => row.displayName,
    title: (row) => row.displayName,
  },
  { key: 'status', header: 'Status', width: 'minmax(136px, 1fr)', cell: (row) => <Statuses group={row} /> },
  {
    key: 'target',
    header: 'Mapped to',
    width: 'minmax(120px, 1.6fr)',
    cell: (row) => targets(row) || <span className="muted">nothing</span>,
    title: targets,
  },
  { key: 'members', header: 'Members', width: '72px', align: 'end', cell: (row) => count(row.members) },
  {
    key: 'conflicts',
    header: 'Conflicts',
    width: '88px',
    cell: (row) => (row.conflicts > 0 ? <Chip tone="warn">{plural(row.conflicts, 'conflict')}</Chip> : null),
  },
]
const narrow = wide.slice(0, 2).map((column, index) => ({ ...column, width: index === 0 ? 'minmax(90px, 1fr)' : '112px' }))

/** Every pushed group with where its members go. */
export function ScimGroups() {
  const { id, open, table } = useDetail(['provisioning', 'groups'], (row: MappedGroup) => row.groupId)
  const view = useView()
  const rows = useWindowed<MappedGroup>((offset, limit) =>
    api.mappings.groups.queryOptions({ input: { ...view.input, offset, limit } }),
  )
  const list = (
    <VirtualTable
      label="SCIM groups"
      columns={id === undefined ? wide : narrow}
      rows={rows}
      {...table}
      empty={<NoGroups filtered={view.filtered} onReset={() => open(null, { fresh: true })} />}
    />
  )
  return (
    <>
      <Toolbar>
        <FilterInput label="Search groups" value={view.search} onChange={view.setSearch} />
        <FilterChips label="Status" value={view.status} onChange={view.setStatus} options={view.options} />
      </Toolbar>
      <div className={classes.fill}>
        <Split
          list={list}
          detail={id === undefined ? null : <GroupPanel key={id} id={id} onClose={() => open(null)} />}
        />
      </div>
    </>
  )
}

/** What of the list is shown, as the address says, and how many groups each status has. */
function useView() {
  const sandbox = useSandbox()
  const [search, setSearch] = useQueryValue('search')
  const [status, setStatus] = useQueryValue('status')
  const all = useQuery(api.mappings.groups.queryOptions({ input: { sandbox, limit: 1 } }))
  const known = mappingStatuses.find((each) => each === status)
  return {
    search,
    setSearch,
    status: known ?? '',
    setStatus,
    filtered: search !== '' || known !== undefined,
    input: { sandbox, search, status: known },
    options: [
      { value: '', label: 'All', count: all.data?.total },
      ...mappingStatuses.map((value: MappingStatus) => ({ value, label: value, count: all.data?.counts[value] })),
    ],
  }
}

function Statuses({ group }: { group: MappedGroup }) {
  const held = group.mappings.some(({ onHold }) => onHold)
  const lost = group.mappings.some(({ targetDeleted }) => targetDeleted)
  return (
    <span className={classes.inline}>
      {statusesOf(group).map((status) => (
        <MappingChips
          key={status}
          status={status}
          onHold={held && status === 'Pending'}
          targetDeleted={lost && status === 'Pending'}
        />
      ))}
    </span>
  )
}

function NoGroups({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <Empty title="No group matches" action={<Button onClick={onReset}>Show all groups</Button>}>
        No pushed group has that name and status together.
      </Empty>
    )
  }
  return (
    <Empty title="No SCIM groups yet" action={<LoadSampleCompany primary />}>
      They appear when an identity provider pushes them, Pending or mapped by a rule.
    </Empty>
  )
}
