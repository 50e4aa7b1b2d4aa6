import { Skeleton } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Fragment, memo, useEffect, useLayoutEffect, useRef, type MouseEvent, type ReactNode } from 'react'
import { Link } from 'react-router'
import { useCommands } from '../lib/commands.ts'
import type { Windowed } from '../lib/windowed.ts'
import { ProblemNote } from './note.tsx'
import classes from './virtual-table.module.css'

export interface Column<Row> {
  key: string
  header: string
  /** A track of `grid-template-columns`. */
  width: string
  align?: 'end'
  sortable?: boolean
  /** The cell that links to the row's detail. */
  main?: boolean
  cell: (row: Row) => ReactNode
  title?: (row: Row) => string
}

interface Sorting {
  key: string
  descending: boolean
  onSort: (key: string) => void
}

interface Props<Row> {
  label: string
  columns: Column<Row>[]
  rows: Windowed<Row>
  idOf: (row: Row) => string
  hrefOf: (row: Row) => string
  selected?: string
  onOpen: (id: string) => void
  sorting?: Sorting
  empty: ReactNode
  /** Rows for which this is true slide in once. */
  arriving?: (row: Row) => boolean
  /** What stands above a row and the ones after it, which belong together. */
  leadOf?: (index: number) => ReactNode | null
  /** Rows for which this is true are under such a lead. */
  indented?: (row: Row) => boolean
}

const rowHeight = 36
const leadHeight = 32

/** A table of any length: only the rows in view are in the page. J and K move, Enter opens. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { label, columns, rows, sorting, leadOf } = props
  const scroller = useRef<HTMLDivElement>(null)
  const total = rows.total ?? 0
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight + (leadOf?.(index) == null ? 0 : leadHeight),
    overscan: 12,
  })
  useLayoutEffect(() => {
    if (leadOf !== undefined) virtual.measure()
  }, [virtual, leadOf])
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const { show } = rows
  useEffect(() => show(first, last), [first, last, show])
  useListKeys(scroller, total, virtual.scrollToIndex)

  if (rows.total === null && rows.error !== null)
    return (
      <div className={classes.pad}>
        <ProblemNote error={rows.error} retry={rows.refetch} />
      </div>
    )
  if (rows.total === 0) return <div className={classes.scroller}>{props.empty}</div>
  return (
    <div ref={scroller} className={classes.scroller}>
      <div
        role="table"
        aria-label={label}
        aria-rowcount={total + 1}
        className={classes.table}
        style={{ '--columns': tracks(columns) } as Record<string, string>}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" aria-rowindex={1} className={classes.headRow}>
            {columns.map((column) => (
              <Header key={column.key} column={column} sorting={sorting} />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: rows.total === null ? 320 : virtual.getTotalSize() }}
        >
          {rows.total === null && <Loading />}
          {items.map((item) => {
            const lead = leadOf?.(item.index) ?? null
            return (
              <Fragment key={item.key}>
                {lead !== null && <Lead top={item.start}>{lead}</Lead>}
                <MemoRow
                  columns={columns}
                  idOf={props.idOf}
                  hrefOf={props.hrefOf}
                  selected={props.selected}
                  onOpen={props.onOpen}
                  arriving={props.arriving}
                  indented={props.indented}
                  index={item.index}
                  top={item.start + (lead === null ? 0 : leadHeight)}
                  row={rows.row(item.index)}
                />
              </Fragment>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function Header<Row>({ column, sorting }: { column: Column<Row>; sorting?: Sorting }) {
  const active = sorting?.key === column.key
  const Arrow = sorting?.descending === true ? ArrowDown : ArrowUp
  const sort = column.sortable === true && sorting !== undefined
  return (
    <div
      role="columnheader"
      className={classes.cell}
      data-align={column.align}
      aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      {sort ? (
        <button type="button" className={classes.sort} onClick={() => sorting.onSort(column.key)}>
          {column.header}
          {active && <Arrow size={13} aria-hidden />}
        </button>
      ) : (
        column.header
      )}
    </div>
  )
}

function Lead({ top, children }: { top: number; children: ReactNode }) {
  return (
    <div role="row" className={classes.lead} style={{ transform: `translateY(${top}px)` }}>
      <div role="cell" className={classes.leadCell}>
        {children}
      </div>
    </div>
  )
}

type Passed = 'columns' | 'idOf' | 'hrefOf' | 'selected' | 'onOpen' | 'arriving' | 'indented'
type RowProps<Row> = Pick<Props<Row>, Passed> & {
  row: Row | undefined
  index: number
  top: number
}

/** Scrolling moves the window over rows that stay as they are. */
const MemoRow = memo(TableRow) as typeof TableRow

function TableRow<Row>(props: RowProps<Row>) {
  const { columns, row, index, top, idOf, hrefOf, selected, onOpen, arriving, indented } = props
  const style = { transform: `translateY(${top}px)` }
  if (row === undefined) {
    return (
      <div role="row" aria-rowindex={index + 2} className={classes.row} style={style}>
        <div role="cell" className={classes.cell} aria-label="Loading">
          <Skeleton h={10} w="60%" />
        </div>
      </div>
    )
  }
  const id = idOf(row)
  const open = (event: MouseEvent<HTMLElement>) => {
    if (event.defaultPrevented || window.getSelection()?.isCollapsed === false) return
    if (!(event.target as HTMLElement).closest('a, button, input, label')) onOpen(id)
  }
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-selected={id === selected}
      data-arriving={arriving?.(row) === true}
      data-indented={indented?.(row) === true}
      className={classes.row}
      style={style}
      onClick={open}
    >
      {columns.map((column) => (
        <div
          key={column.key}
          role="cell"
          className={classes.cell}
          data-align={column.align}
          title={column.title?.(row)}
        >
          {column.main === true ? (
            <Link to={hrefOf(row)} className={classes.main} aria-current={id === selected ? 'true' : undefined}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </div>
      ))}
    </div>
  )
}

function Loading() {
  return (
    <div role="row" className={classes.loading}>
      <div role="cell" aria-label="Loading">
        {[70, 52, 61, 44, 66, 58].map((width) => (
          <Skeleton key={width} h={10} w={`${width}%`} my={13} />
        ))}
      </div>
    </div>
  )
}

/** J and K move the focus from row to row; Enter then follows the focused link by itself. */
function useListKeys(
  scroller: { current: HTMLDivElement | null },
  total: number,
  scrollToIndex: (index: number) => void,
) {
  // A quick second press comes before the focus has moved.
  const target = useRef<number>(null)
  const move = (by: number) => {
    const table = scroller.current
    if (table === null || total === 0) return
    const now = target.current ?? indexNow(table) ?? (by > 0 ? -1 : 1)
    const next = Math.min(total - 1, Math.max(0, now + by))
    target.current = next
    scrollToIndex(next)
    requestAnimationFrame(() => {
      if (target.current !== next) return
      target.current = null
      const link = table.querySelector<HTMLElement>(`[data-index="${next}"] a`)
      link?.focus()
      if (table.querySelector('[data-selected="true"]') !== null) link?.click()
    })
  }
  useCommands([
    { id: 'list.next', label: 'Next row', keys: 'j', group: 'List', keyOnly: true, run: () => move(1) },
    { id: 'list.previous', label: 'Previous row', keys: 'k', group: 'List', keyOnly: true, run: () => move(-1) },
  ])
}

/** The row with the focus, else the open one. */
function indexNow(table: HTMLElement): number | null {
  const row = document.activeElement?.closest('[data-index]') ?? table.querySelector('[data-selected="true"]')
  return row === null ? null : Number(row.getAttribute('data-index'))
}

function tracks<Row>(columns: Column<Row>[]): string {
  return columns.map(({ width }) => width).join(' ')
}
