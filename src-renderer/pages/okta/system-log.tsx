import { Button } from '@mantine/core'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { LogEntry } from '../../../src-shared/api/okta/log.ts'
import { api } from '../../lib/api.ts'
import { count, dateAndTime, shortInstant } from '../../lib/format.ts'
import { requestsOfAction } from '../../lib/okta.ts'
import { useQueryValue, useSandbox, useTo } from '../../lib/place.ts'
import { useWindowed } from '../../lib/windowed.ts'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FilterInput } from '../../ui/filter-input.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Split, Toolbar } from '../../ui/page.tsx'
import { Facts } from '../../ui/section.tsx'
import { VirtualTable, type Column } from '../../ui/virtual-table.tsx'
import { OutcomeChip } from './chips.tsx'
import okta from './okta.module.css'
import { hrefWith, useOpened } from './opened.ts'

const wide: Column<LogEntry>[] = [
  {
    key: 'at',
    header: 'Time',
    width: '92px',
    cell: (row) => <span className="numbers">{shortInstant(row.at)}</span>,
    title: (row) => dateAndTime(row.at),
  },
  {
    key: 'message',
    header: 'Event',
    width: 'minmax(150px, 2fr)',
    main: true,
    cell: (row) => row.message,
    title: (row) => row.message,
  },
  { key: 'outcome', header: 'Outcome', width: '92px', cell: (row) => <OutcomeChip outcome={row.outcome} /> },
  {
    key: 'target',
    header: 'Target',
    width: 'minmax(90px, 1fr)',
    cell: (row) => row.target,
    title: (row) => row.target ?? '',
  },
  {
    key: 'event',
    header: 'Event type',
    width: 'minmax(110px, 1.2fr)',
    cell: (row) => <code>{row.event}</code>,
    title: (row) => row.event,
  },
]
const narrow = wide.filter(({ key }) => key === 'message' || key === 'outcome')

/** Reports › System Log: what happened in this Okta, newest first. */
export function SystemLog() {
  const sandbox = useSandbox()
  const [search, setSearch] = useQueryValue('search')
  const [action, setAction] = useQueryValue('action')
  const [open, setOpen] = useQueryValue('entry')
  const rows = useWindowed<LogEntry>((offset, limit) =>
    api.okta.log.list.queryOptions({ input: { sandbox, search, action: action || undefined, offset, limit } }),
  )
  const { data: opened, error } = useOpened(open, (id) => api.okta.log.get.queryOptions({ input: { sandbox, id } }))
  return (
    <>
      <Toolbar>
        <FilterInput label="Search the log" value={search} onChange={setSearch} />
        {action !== '' && (
          <Button rightSection={<X size={13} aria-hidden />} onClick={() => setAction('')}>
            One action only
          </Button>
        )}
        {rows.total !== null && <span className="muted small numbers">{count(rows.total)}</span>}
      </Toolbar>
      <div className={okta.fill}>
        {error !== null && <ProblemNote error={error} />}
        <Split
          list={
            <VirtualTable
              label="System Log"
              columns={opened === undefined ? wide : narrow}
              rows={rows}
              idOf={(row) => String(row.id)}
              selected={open}
              hrefOf={(row) => hrefWith('entry', row.id)}
              onOpen={setOpen}
              empty={<NoEntries isFiltered={search !== '' || action !== ''} />}
            />
          }
          detail={
            opened === undefined ? null : (
              <Entry key={opened.id} entry={opened} onAction={setAction} onClose={() => setOpen('')} />
            )
          }
        />
      </div>
    </>
  )
}

interface EntryProps {
  entry: LogEntry
  onAction: (id: string) => void
  onClose: () => void
}

function Entry({ entry: { id, at, event, outcome, message, target, action, taskId }, onAction, onClose }: EntryProps) {
  const to = useTo()
  const items: [string, ReactNode][] = [
    ['Time', dateAndTime(at)],
    ['Event type', <code key="event">{event}</code>],
    ['Target', target ?? <span key="none" className="muted">none</span>],
  ]
  if (action !== null)
    items.push(
      ['Action', action.label],
      ['Requests', <Link key="requests" to={`${to('requests')}${requestsOfAction(action.id)}`}>of this action</Link>],
    )
  if (taskId !== null)
    items.push(['Task', <Link key="task" to={`${to('okta', 'tasks')}?show=all&task=${taskId}`}>number {taskId}</Link>])
  return (
    <DetailPanel
      label={`Log entry ${id}`}
      title={<span title={message}>{event}</span>}
      subtitle={<OutcomeChip outcome={outcome} />}
      actions={action !== null && <Button onClick={() => onAction(action.id)}>Only this action</Button>}
      onClose={onClose}
    >
      <div className={okta.stack}>
        <p className={okta.remark}>{message}</p>
        <Facts items={items} />
      </div>
    </DetailPanel>
  )
}

function NoEntries({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title="Nothing matches">No entry of the log has that in it.</Empty>
  return <Empty title="The log is empty">Every lifecycle change, assignment, push and refusal is written here.</Empty>
}
