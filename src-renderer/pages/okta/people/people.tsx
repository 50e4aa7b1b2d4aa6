import { Button } from '@mantine/core'
import { UserPlus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Person } from '../../../../src-shared/api/okta/people.ts'
import { personStatuses } from '../../../../src-shared/domain/okta.ts'
import { api } from '../../../lib/api.ts'
import { count, dateAndTime, shortInstant } from '../../../lib/format.ts'
import { nameOf } from '../../../lib/okta.ts'
import { useDetail, useQueryValue, useSandbox } from '../../../lib/place.ts'
import { useWindowed } from '../../../lib/windowed.ts'
import { Empty } from '../../../ui/empty.tsx'
import { FilterInput } from '../../../ui/filter-input.tsx'
import { Gap, Split, Toolbar } from '../../../ui/page.tsx'
import { QuietSelect } from '../../../ui/select.tsx'
import { VirtualTable, type Column } from '../../../ui/virtual-table.tsx'
import { PersonChip, personWords } from '../chips.tsx'
import classes from '../okta.module.css'
import { LoadSampleOrg } from '../sample-org.tsx'
import { AddPerson } from './person-dialogs.tsx'
import { PersonPanel } from './person-panel.tsx'

const wide: Column<Person>[] = [
  {
    key: 'login',
    header: 'Username',
    width: 'minmax(160px, 2fr)',
    main: true,
    cell: (row) => row.profile.login,
    title: (row) => row.profile.login,
  },
  {
    key: 'name',
    header: 'Name',
    width: 'minmax(100px, 1.4fr)',
    cell: (row) => nameOf(row.profile),
    title: (row) => nameOf(row.profile),
  },
  { key: 'status', header: 'Status', width: '96px', cell: (row) => <PersonChip status={row.status} /> },
  {
    key: 'modified',
    header: 'Changed',
    width: '92px',
    align: 'end',
    cell: (row) => shortInstant(row.modified),
    title: (row) => dateAndTime(row.modified),
  },
]
const narrow = wide.filter(({ key }) => key === 'login' || key === 'status')

/** Directory › People. */
export function People() {
  const sandbox = useSandbox()
  const { id, open, table: detail } = useDetail<Person>(['okta', 'people'], (row) => row.id)
  const [search, setSearch] = useQueryValue('search')
  const [wanted, setStatus] = useQueryValue('status')
  const status = personStatuses.find((one) => one === wanted)
  const [adding, setAdding] = useState(false)
  const rows = useWindowed<Person>((offset, limit) =>
    api.okta.people.list.queryOptions({ input: { sandbox, search, status, offset, limit } }),
  )
  const isFiltered = search !== '' || status !== undefined
  const isEmpty = rows.total === 0 && !isFiltered
  const add = (
    <Button
      variant={isEmpty ? 'default' : 'filled'}
      leftSection={<UserPlus size={15} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      Add person
    </Button>
  )
  const table = (
    <VirtualTable
      label="People"
      columns={id === undefined ? wide : narrow}
      rows={rows}
      {...detail}
      empty={<NoPeople isFiltered={isFiltered} add={add} onReset={() => open(null, { fresh: true })} />}
    />
  )
  return (
    <>
      <Toolbar>
        <FilterInput label="Search people" value={search} onChange={setSearch} />
        <QuietSelect
          label="Status"
          value={status ?? ''}
          onChange={setStatus}
          options={[['', 'Any status'], ...personStatuses.map((one): [string, string] => [one, personWords[one]])]}
        />
        {rows.total !== null && <span className="muted small numbers">{count(rows.total)}</span>}
        <Gap />
        {!isEmpty && add}
      </Toolbar>
      <div className={classes.fill}>
        <Split
          list={table}
          detail={id === undefined ? null : <PersonPanel key={id} id={id} onClose={() => open(null)} />}
        />
      </div>
      {adding && <AddPerson onClose={() => setAdding(false)} onMade={(made) => open(made)} />}
    </>
  )
}

function NoPeople({
  isFiltered,
  add,
  onReset,
}: {
  isFiltered: boolean
  add: ReactNode
  onReset: () => void
}) {
  if (isFiltered)
    return (
      <Empty title="Nobody matches" action={<Button onClick={onReset}>Show everybody</Button>}>
        Nobody has that name and status together.
      </Empty>
    )
  return (
    <Empty
      title="No people yet"
      action={
        <>
          <LoadSampleOrg primary />
          {add}
        </>
      }
    >
      This Okta is empty. Load the sample organization, or add the first person. Neither sends anything.
    </Empty>
  )
}
