import { Button } from '@mantine/core'
import { useMemo } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AppUser } from '../../../../src-shared/api/okta/assignments.ts'
import { appUserStatuses } from '../../../../src-shared/domain/okta.ts'
import { api, client } from '../../../lib/api.ts'
import { count } from '../../../lib/format.ts'
import { useOktaCall, useRunningActions } from '../../../lib/okta.ts'
import { useQueryValue, useSandbox, useTo } from '../../../lib/place.ts'
import { useWindowed } from '../../../lib/windowed.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { FilterInput } from '../../../ui/filter-input.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap, Split } from '../../../ui/page.tsx'
import { QuietSelect } from '../../../ui/select.tsx'
import { VirtualTable, type Column } from '../../../ui/virtual-table.tsx'
import { AppUserChip, appUserWords } from '../chips.tsx'
import { SubTabs, type TabChoice } from '../sub-tabs.tsx'
import { AppUserPanel } from './app-user-panel.tsx'
import { AssignMenu } from './assign-menu.tsx'
import { LintStrip } from './lints.tsx'
import { useAssignmentLints } from './use-assignment-lints.ts'
import { useDrift } from './use-drift.ts'

/** Assignments › People: everyone who is assigned, and whom the app still has. */
export function AssignedPeople({ app, tabs }: { app: App; tabs: TabChoice }) {
  const sandbox = useSandbox()
  const to = useTo()
  const [search, setSearch] = useQueryValue('search')
  const [wanted, setStatus] = useQueryValue('status')
  const [person, setPerson] = useQueryValue('person')
  const status = appUserStatuses.find((one) => one === wanted)
  const lints = useAssignmentLints(app.id)
  const drifting = useDrift(app.id).people
  const columns = useMemo(() => columnsOf(drifting, person !== ''), [drifting, person])
  const rows = useWindowed<AppUser>((offset, limit) =>
    api.okta.assignments.people.queryOptions({ input: { sandbox, appId: app.id, search, status, offset, limit } }),
  )
  const isFiltered = search !== '' || status !== undefined
  const hrefOf = (row: AppUser) => {
    const query = new URLSearchParams(window.location.search)
    query.set('person', row.personId)
    return `${to('okta', 'apps', app.id, 'assignments')}?${query.toString()}`
  }
  return (
    <SubTabs
      {...tabs}
      bare
      toolbar={
        <>
          <FilterInput label="Search people" value={search} onChange={setSearch} width={200} />
          <QuietSelect
            label="Status"
            value={status ?? ''}
            onChange={setStatus}
            options={[['', 'Any status'], ...appUserStatuses.map((one): [string, string] => [one, appUserWords[one]])]}
          />
          <Gap />
          <ProvisionAll app={app} />
          <AssignMenu app={app} />
        </>
      }
    >
      {person === '' && <LintStrip lints={lints} />}
      <Split
        list={
          <VirtualTable
            label="Assigned people"
            columns={columns}
            rows={rows}
            idOf={(row) => row.personId}
            selected={person}
            hrefOf={hrefOf}
            onOpen={setPerson}
            empty={<Nobody isFiltered={isFiltered} />}
          />
        }
        detail={
          person === '' ? null : <AppUserPanel key={person} app={app} personId={person} onClose={() => setPerson('')} />
        }
      />
    </SubTabs>
  )
}

const login: Column<AppUser> = {
  key: 'login',
  header: 'Person',
  width: 'minmax(150px, 2fr)',
  main: true,
  cell: (row) => row.login,
  title: (row) => row.login,
}
const status: Column<AppUser> = {
  key: 'status',
  header: 'Status',
  width: '118px',
  cell: (row) => <AppUserChip status={row.status} />,
}

/** Beside a detail the drift takes the place of the status. */
function columnsOf(drifting: ReadonlySet<string>, isNarrow: boolean): Column<AppUser>[] {
  const drift = (row: AppUser) => (drifting.has(row.personId) ? <Chip tone="warn">drift</Chip> : null)
  if (isNarrow) {
    const either = (row: AppUser) => drift(row) ?? status.cell(row)
    return [{ ...login, width: 'minmax(90px, 1fr)' }, { ...status, cell: either }]
  }
  return [
    login,
    { key: 'via', header: 'Type', width: 'minmax(100px, 1fr)', cell: via, title: via },
    status,
    { key: 'drift', header: 'Drift', width: '64px', cell: drift },
    {
      key: 'error',
      header: 'Error',
      width: 'minmax(100px, 2fr)',
      cell: (row) => row.error,
      title: (row) => row.error ?? '',
    },
  ]
}

function via({ assigned, individual, groups }: AppUser): string {
  if (!assigned) return 'not assigned'
  return [individual ? 'Individual' : '', ...groups.map(({ name }) => name)].filter((word) => word !== '').join(', ')
}

/** “Provision User” for all who were assigned while provisioning was off. */
function ProvisionAll({ app: { id: appId, counts } }: { app: App }) {
  const sandbox = useSandbox()
  const provision = useOktaCall(() => client.okta.assignments.provision({ sandbox, appId }))
  const isRunning = useRunningActions(sandbox).some(({ rate }) => rate > 0)
  if (counts.unprovisioned === 0 || isRunning) return null
  return (
    <>
      <Button loading={provision.isPending} onClick={() => provision.mutate()}>
        Provision User ({count(counts.unprovisioned)})
      </Button>
      {provision.error !== null && <ProblemNote error={provision.error} />}
    </>
  )
}

function Nobody({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title="Nobody matches">Nobody assigned has that name and status together.</Empty>
  return (
    <Empty title="Nobody is assigned yet">
      Choose Assign above: people one by one, or a group for all who are in it, now and later.
    </Empty>
  )
}
