import { Button, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Pause, Pin, Play, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { ExchangeRow } from '../../../src-shared/api/requests.ts'
import { api, client } from '../../lib/api.ts'
import { useCommands } from '../../lib/commands.ts'
import { count, dateAndTime, duration, timeOfDay } from '../../lib/format.ts'
import { useOpen, useQueryValue, useSandbox, useTo } from '../../lib/place.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { EffectChip, MethodChip, StatusChip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page, Split } from '../../ui/page.tsx'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { Composer } from './composer.tsx'
import { ExchangePanel } from './exchange-panel.tsx'
import { FilterBox } from './filter-box.tsx'
import classes from './requests.module.css'
import { useRunHeaders } from './use-runs.tsx'

const actorWords = { okta: 'Okta', client: 'Client', console: 'Console', replay: 'Replay', simulator: 'Simulator' }

const wide: Column<ExchangeRow>[] = [
  {
    key: 'time',
    header: 'Time',
    width: '78px',
    cell: (row) => <span className="numbers">{timeOfDay(row.at)}</span>,
    title: (row) => dateAndTime(row.at),
  },
  { key: 'method', header: 'Method', width: '56px', cell: (row) => <MethodChip method={row.method} /> },
  {
    key: 'path',
    header: 'Path',
    width: 'minmax(140px, 3fr)',
    main: true,
    cell: (row) => <Path row={row} />,
    title: (row) => row.path,
  },
  { key: 'status', header: 'Status', width: '116px', cell: (row) => <StatusChip status={row.status} /> },
  { key: 'duration', header: 'Duration', width: '60px', align: 'end', cell: (row) => duration(row.duration) },
  {
    key: 'actor',
    header: 'From',
    width: '60px',
    cell: (row) => <span className="muted">{actorWords[row.actor]}</span>,
  },
  {
    key: 'effect',
    header: 'Effect',
    width: 'minmax(96px, 1fr)',
    cell: (row) => <EffectChip effect={row.effect} />,
    title: (row) => row.sentence,
  },
]
/** Beside a detail: the status without its words, no duration and no actor; on a small window no time and no effect. */
const narrow: Column<ExchangeRow>[] = wide
  .filter(({ key }) => key !== 'duration' && key !== 'actor')
  .map((column) =>
    column.key === 'status'
      ? { ...column, width: '36px', header: 'Code', cell: (row) => <StatusChip status={row.status} short /> }
      : column,
  )
const narrowest = narrow
  .filter(({ key }) => key !== 'time' && key !== 'effect')
  .map((column) => (column.main === true ? { ...column, width: 'minmax(60px, 1fr)' } : column))

/** Every request that arrived, newest first, as it arrives. */
export function RequestsPage() {
  const { id } = useParams()
  const sandbox = useSandbox()
  const to = useTo()
  const open = useOpen('requests')
  const [query] = useSearchParams()
  const [filter, setFilter] = useQueryValue('filter')
  const [paused, setPaused] = useState(false)
  const [clearing, setClearing] = useState(false)
  const rows = useWindowed<ExchangeRow>(
    (offset, limit) => api.requests.list.queryOptions({ input: { sandbox, filter, offset, limit } }),
    !paused,
  )
  const arriving = useArriving(rows.row(0))
  const leadOf = useRunHeaders(rows, filter, setFilter)
  const compose = query.get('compose')
  useCommands([
    {
      id: 'requests.pause',
      label: paused ? 'Resume the list' : 'Pause the list',
      keys: 'p',
      group: 'List',
      run: () => setPaused(!paused),
    },
  ])
  const isSmall = useMediaQuery('(width < 1280px)')
  const columns = compose === null && id === undefined ? wide : isSmall ? narrowest : narrow
  const table = (
    <VirtualTable
      label="Requests"
      columns={columns}
      rows={rows}
      idOf={(row) => String(row.id)}
      selected={id}
      arriving={arriving}
      leadOf={leadOf}
      indented={isOfAction}
      hrefOf={(row) => `${to('requests', String(row.id))}${kept(query)}`}
      onOpen={(next) => open(next, { replace: id !== undefined })}
      empty={<NoRequests filter={filter} onReset={() => setFilter('')} />}
    />
  )
  const detail =
    compose !== null ? (
      <Composer key={compose} from={compose === 'new' ? null : Number(compose)} onClose={() => open(id ?? null)} />
    ) : id === undefined ? null : (
      <ExchangePanel key={id} id={Number(id)} onClose={() => open(null)} />
    )
  return (
    <Page
      title="Requests"
      layout="list"
      count={rows.total === null ? undefined : count(rows.total)}
      actions={<ComposeButton to={`${to('requests')}?compose=new`} />}
      toolbar={
        <>
          <FilterBox value={filter} onChange={setFilter} />
          <PauseButton paused={paused} onToggle={() => setPaused(!paused)} shown={rows.total} filter={filter} />
          <Button leftSection={<Trash2 size={14} aria-hidden />} onClick={() => setClearing(true)}>
            Clear
          </Button>
        </>
      }
    >
      <Split list={table} detail={detail} />
      {clearing && (
        <Dialog
          title="Clear the recorded requests?"
          confirm="Clear requests"
          danger
          onConfirm={() => client.requests.clear({ sandbox })}
          onClose={() => setClearing(false)}
        >
          <p>Pinned requests stay. Users and groups are not touched.</p>
        </Dialog>
      )}
    </Page>
  )
}

function ComposeButton({ to }: { to: string }) {
  return (
    <Button component={Link} to={to} variant="filled" leftSection={<Plus size={15} aria-hidden />}>
      Compose request
    </Button>
  )
}

/** Says how many arrived meanwhile, which the list does not show. */
function PauseButton({
  paused,
  onToggle,
  shown,
  filter,
}: {
  paused: boolean
  onToggle: () => void
  shown: number | null
  filter: string
}) {
  const sandbox = useSandbox()
  const { data } = useQuery(api.requests.list.queryOptions({ input: { sandbox, filter, limit: 1 }, enabled: paused }))
  const missed = paused && data !== undefined && shown !== null ? Math.max(0, data.total - shown) : 0
  return (
    <Tooltip label={paused ? 'Show requests as they arrive (P)' : 'Hold the list still (P)'}>
      <Button
        onClick={onToggle}
        aria-pressed={paused}
        leftSection={paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
      >
        {paused ? `Resume${missed > 0 ? ` (${missed} new)` : ''}` : 'Pause'}
      </Button>
    </Tooltip>
  )
}

function Path({ row }: { row: ExchangeRow }) {
  return (
    <span className={classes.path}>
      {row.pinned && <Pin size={12} aria-label="Pinned" />}
      <span className="code cut">{row.path}</span>
    </span>
  )
}

function NoRequests({ filter, onReset }: { filter: string; onReset: () => void }) {
  const to = useTo()
  if (filter !== '') {
    return (
      <Empty title="No request matches" action={<Button onClick={onReset}>Show all requests</Button>}>
        Nothing recorded fits <code>{filter}</code>.
      </Empty>
    )
  }
  return (
    <Empty title="No requests yet" action={<ComposeButton to={`${to('requests')}?compose=new`} />}>
      They appear here the moment Okta, or any SCIM client, calls the Base URL.
    </Empty>
  )
}

function isOfAction({ action }: ExchangeRow): boolean {
  return action !== null
}

/** Rows that came after the page was opened. */
function useArriving(newest: ExchangeRow | undefined): (row: ExchangeRow) => boolean {
  const first = useRef<number>(undefined)
  if (newest !== undefined) first.current ??= newest.id
  return (row) => first.current !== undefined && row.id > first.current
}

function kept(query: URLSearchParams): string {
  const next = new URLSearchParams(query)
  for (const name of ['compose', 'with']) next.delete(name)
  return next.size > 0 ? `?${next.toString()}` : ''
}
