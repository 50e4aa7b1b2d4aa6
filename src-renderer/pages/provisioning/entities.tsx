import { Button, Tabs } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { EntityState } from '../../../src-shared/api/entities.ts'
import { type EntityKind, entityKinds, entityKindWords } from '../../../src-shared/domain/provisioning.ts'
import { api } from '../../lib/api.ts'
import { count } from '../../lib/format.ts'
import { useDetail, useQueryValue, useSandbox, useTo } from '../../lib/place.ts'
import { entityKindPlurals } from '../../lib/provisioning.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { Chip, MappingChips } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { Gap, Split, Toolbar } from '../../ui/page.tsx'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { NewEntity } from './entity-dialogs.tsx'
import { EntityPanel } from './entity-panel.tsx'
import classes from './provisioning.module.css'

const name: Column<EntityState> = {
  key: 'name',
  header: 'Name',
  width: 'minmax(130px, 1.4fr)',
  main: true,
  cell: (row) => row.name,
  title: (row) => row.name,
}
const members: Column<EntityState> = {
  key: 'members',
  header: 'Members',
  width: '72px',
  align: 'end',
  cell: (row) => count(row.members),
}
const owner: Column<EntityState> = {
  key: 'owner',
  header: 'Mapped from',
  width: 'minmax(200px, 2fr)',
  cell: (row) => <Owner entity={row} />,
}
const concurrency: Column<EntityState> = {
  key: 'concurrency',
  header: 'Allotted',
  width: '104px',
  align: 'end',
  cell: (row) => <Allotted value={row.allottedConcurrency} />,
}

const wide: Record<EntityKind, Column<EntityState>[]> = {
  team: [name, owner, members],
  concurrencyGroup: [name, owner, concurrency, members],
  subOrganization: [name, owner, members],
}
const narrow = [name, members]

/** What SCIM groups are mapped to, of each type. */
export function Entities() {
  const to = useTo()
  const sandbox = useSandbox()
  const { id, open, table } = useDetail(['provisioning', 'entities'], (row: EntityState) => String(row.id))
  const navigate = useNavigate()
  const [wanted] = useQueryValue('kind', 'team')
  const kind = entityKinds.find((each) => each === wanted) ?? 'team'
  const [search, setSearch] = useQueryValue('search')
  const [creating, setCreating] = useState(false)
  const rows = useWindowed<EntityState>((offset, limit) =>
    api.entities.list.queryOptions({ input: { sandbox, kind, search, offset, limit } }),
  )
  const create = (
    <Button variant="filled" leftSection={<Plus size={15} aria-hidden />} onClick={() => setCreating(true)}>
      New {entityKindWords[kind]}
    </Button>
  )
  const list = (
    <VirtualTable
      key={kind}
      label={entityKindPlurals[kind]}
      columns={id === undefined ? wide[kind] : narrow}
      rows={rows}
      {...table}
      empty={<NoEntities kind={kind} search={search} onReset={() => setSearch('')} />}
    />
  )
  const change = (next: string | null) => void navigate(`${to('provisioning', 'entities')}?kind=${next ?? 'team'}`)
  return (
    <Tabs
      value={kind}
      onChange={change}
      classNames={{ root: classes.subTabs, list: classes.kinds, tab: classes.kind, panel: classes.fill }}
    >
      <Toolbar>
        <Tabs.List aria-label="Type of entity">
          {entityKinds.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {entityKindPlurals[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <FilterInput label={`Search ${entityKindPlurals[kind].toLowerCase()}`} value={search} onChange={setSearch} />
        <Gap />
        {create}
      </Toolbar>
      <Tabs.Panel value={kind} tabIndex={-1}>
        <Split
          list={list}
          detail={id === undefined ? null : <EntityPanel key={id} id={Number(id)} onClose={() => open(null)} />}
        />
      </Tabs.Panel>
      {creating && (
        <NewEntity kind={kind} onClose={() => setCreating(false)} onMade={(made) => open(String(made))} />
      )}
    </Tabs>
  )
}

function Owner({ entity: { owner: group, isDefault } }: { entity: EntityState }) {
  if (isDefault) return <Chip tone="outline">default, cannot be mapped</Chip>
  if (group === null) return <span className="muted">no group</span>
  return (
    <span className={classes.owner}>
      <span className="cut" title={group.displayName}>
        {group.displayName}
      </span>
      <MappingChips status={group.status} />
    </span>
  )
}

function Allotted({ value }: { value: number | null }) {
  if (value === null) return <span className="muted">not limited</span>
  return value === 0 ? <Chip tone="warn">0</Chip> : count(value)
}

function NoEntities({ kind, search, onReset }: { kind: EntityKind; search: string; onReset: () => void }) {
  if (search !== '')
    return (
      <Empty title="Nothing matches" action={<Button onClick={onReset}>Show all</Button>}>
        No {entityKindWords[kind]} is called “{search}”.
      </Empty>
    )
  return (
    <Empty title={`No ${entityKindPlurals[kind].toLowerCase()} yet`}>
      A mapping rule with Auto Approve creates one for every group it matches; an admin can create one too.
    </Empty>
  )
}
