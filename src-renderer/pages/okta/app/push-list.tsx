import { Button } from '@mantine/core'
import { useMemo } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { Lint } from '../../../../src-shared/api/okta/attributes.ts'
import type { PushGroup } from '../../../../src-shared/api/okta/push-groups.ts'
import { pushStatuses } from '../../../../src-shared/domain/okta.ts'
import { client } from '../../../lib/api.ts'
import { count, dateAndTime, shortInstant } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useQueryValue, useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { FilterInput } from '../../../ui/filter-input.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap, Split } from '../../../ui/page.tsx'
import { QuietSelect } from '../../../ui/select.tsx'
import { VirtualTable, type Column } from '../../../ui/virtual-table.tsx'
import { PushChip } from '../chips.tsx'
import { SubTabs, type TabChoice } from '../sub-tabs.tsx'
import { windowedOf } from '../windowed-of.ts'
import { LintStrip } from './lints.tsx'
import { PushMenu } from './push-menu.tsx'
import { PushPanel } from './push-panel.tsx'

interface Props {
  app: App
  tabs: TabChoice
  /** Undefined until they are here. */
  groups: PushGroup[] | undefined
  lints: Lint[]
}

const wide: Column<PushGroup>[] = [
  {
    key: 'name',
    header: 'Group in Okta',
    width: 'minmax(140px, 2fr)',
    main: true,
    cell: (row) => row.groupName,
    title: (row) => row.groupName,
  },
  {
    key: 'app',
    header: 'Group in the app',
    width: 'minmax(110px, 1.4fr)',
    cell: (row) => row.appName ?? <span className="muted">not yet</span>,
    title: (row) => row.appName ?? '',
  },
  {
    key: 'status',
    header: 'Push status',
    width: '112px',
    cell: (row) => (row.isBusy ? <Chip tone="accent">Pushing…</Chip> : <PushChip status={row.status} />),
    title: (row) => row.error ?? '',
  },
  {
    key: 'ready',
    header: 'Ready',
    width: '92px',
    align: 'end',
    cell: (row) => <Ready row={row} />,
    title: (row) => `${row.ready} of ${row.members} members are ready to be sent`,
  },
  {
    key: 'last',
    header: 'Last push',
    width: '92px',
    align: 'end',
    cell: (row) => (row.lastPush === null ? <span className="muted">never</span> : shortInstant(row.lastPush)),
    title: (row) => (row.lastPush === null ? '' : dateAndTime(row.lastPush)),
  },
]
const narrow = wide.filter(({ key }) => key === 'name' || key === 'status')

/** Push Groups › All. */
export function PushList({ app, tabs, groups, lints }: Props) {
  const to = useTo()
  const [search, setSearch] = useQueryValue('search')
  const [status, setStatus] = useQueryValue('status')
  const [open, setOpen] = useQueryValue('push')
  const found = useMemo(
    () =>
      groups?.filter(
        (group) =>
          group.groupName.toLowerCase().includes(search.toLowerCase()) && (status === '' || group.status === status),
      ),
    [groups, search, status],
  )
  const opened = groups?.find(({ id }) => String(id) === open)
  return (
    <SubTabs
      {...tabs}
      bare
      toolbar={
        <>
          <FilterInput label="Search groups" value={search} onChange={setSearch} width={200} />
          <QuietSelect
            label="Push status"
            value={status}
            onChange={setStatus}
            options={[['', 'Any status'], ...pushStatuses.map((one): [string, string] => [one, one])]}
          />
          <Gap />
          <RetryAll appId={app.id} groups={groups ?? []} />
          <PushMenu app={app} />
        </>
      }
    >
      {opened === undefined && <LintStrip lints={lints} />}
      <Split
        list={
          <VirtualTable
            label="Pushed groups"
            columns={opened === undefined ? wide : narrow}
            rows={windowedOf(found)}
            idOf={(row) => String(row.id)}
            selected={open}
            hrefOf={(row) => `${to('okta', 'apps', app.id, 'push-groups')}?push=${row.id}`}
            onOpen={setOpen}
            empty={<None isFiltered={groups !== undefined && groups.length > 0} />}
          />
        }
        detail={
          opened === undefined ? null : (
            <PushPanel key={opened.id} app={app} group={opened} onClose={() => setOpen('')} />
          )
        }
      />
    </SubTabs>
  )
}

function Ready({ row: { ready, members } }: { row: PushGroup }) {
  const words = `${count(ready)} of ${count(members)}`
  return ready < members ? <Chip tone="warn">{words}</Chip> : words
}

function RetryAll({ appId, groups }: { appId: string; groups: PushGroup[] }) {
  const sandbox = useSandbox()
  const retry = useOktaCall(() => client.okta.pushGroups.retryAll({ sandbox, appId }))
  if (!groups.some(({ status }) => status === 'Error')) return null
  return (
    <>
      <Button loading={retry.isPending} onClick={() => retry.mutate()}>
        Retry All Groups
      </Button>
      {retry.error !== null && <ProblemNote error={retry.error} />}
    </>
  )
}

function None({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title="No group matches">No pushed group has that name and status together.</Empty>
  return (
    <Empty title="No group is pushed yet">
      Choose Push Groups above: by name, or by a rule that finds groups now and later. Only members who are assigned,
      provisioned and active are sent.
    </Empty>
  )
}
