import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { OktaGroup } from '../../../../src-shared/api/okta/groups.ts'
import { api } from '../../../lib/api.ts'
import { count, dateAndTime, shortInstant } from '../../../lib/format.ts'
import { useDetail, useQueryValue, useSandbox } from '../../../lib/place.ts'
import { useWindowed } from '../../../lib/windowed.ts'
import { Empty } from '../../../ui/empty.tsx'
import { FilterInput } from '../../../ui/filter-input.tsx'
import { Gap, Split } from '../../../ui/page.tsx'
import { VirtualTable, type Column } from '../../../ui/virtual-table.tsx'
import { LoadSampleOrg } from '../sample-org.tsx'
import { SubTabs, type TabChoice } from '../sub-tabs.tsx'
import { NameGroup } from './group-dialogs.tsx'
import { GroupPanel } from './group-panel.tsx'

const wide: Column<OktaGroup>[] = [
  {
    key: 'name',
    header: 'Group',
    width: 'minmax(160px, 1.4fr)',
    main: true,
    cell: (row) => row.name,
    title: (row) => row.name,
  },
  {
    key: 'description',
    header: 'Description',
    width: 'minmax(100px, 2fr)',
    cell: (row) => row.description,
    title: (row) => row.description,
  },
  { key: 'members', header: 'People', width: '64px', align: 'end', cell: (row) => count(row.members) },
  {
    key: 'modified',
    header: 'Changed',
    width: '92px',
    align: 'end',
    cell: (row) => shortInstant(row.modified),
    title: (row) => dateAndTime(row.modified),
  },
]
const narrow = wide.filter(({ key }) => key === 'name' || key === 'members')

/** Every group of the directory. */
export function AllGroups({ tabs }: { tabs: TabChoice }) {
  const sandbox = useSandbox()
  const { id, open, table } = useDetail<OktaGroup>(['okta', 'groups'], (row) => row.id)
  const [search, setSearch] = useQueryValue('search')
  const [adding, setAdding] = useState(false)
  const rows = useWindowed<OktaGroup>((offset, limit) =>
    api.okta.groups.list.queryOptions({ input: { sandbox, search, offset, limit } }),
  )
  const isEmpty = rows.total === 0 && search === ''
  const add = (
    <Button
      variant={isEmpty ? 'default' : 'filled'}
      leftSection={<Plus size={15} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Add group
    </Button>
  )
  const empty = isEmpty ? (
    <Empty
      title="No groups yet"
      action={
        <>
          <LoadSampleOrg primary />
          {add}
        </>
      }
    >
      Groups assign applications to many people at once, and are pushed to an application by name or by rule.
    </Empty>
  ) : (
    <Empty title="No group matches" action={<Button onClick={() => setSearch('')}>Show all groups</Button>}>
      No group is called “{search}”.
    </Empty>
  )
  return (
    <>
      <SubTabs
        {...tabs}
        bare
        toolbar={
          <>
            <FilterInput label="Search groups" value={search} onChange={setSearch} />
            <Gap />
            {!isEmpty && add}
          </>
        }
      >
        <Split
          list={
            <VirtualTable
              label="Groups"
              columns={id === undefined ? wide : narrow}
              rows={rows}
              {...table}
              empty={empty}
            />
          }
          detail={id === undefined ? null : <GroupPanel key={id} id={id} onClose={() => open(null)} />}
        />
      </SubTabs>
      {adding && <NameGroup onClose={() => setAdding(false)} onDone={(made) => open(made)} />}
    </>
  )
}
