import type { Task } from '../../../../src-shared/api/okta/tasks.ts'
import { dateAndTime, shortInstant } from '../../../lib/format.ts'
import type { Column } from '../../../ui/virtual-table.tsx'
import { TaskChip } from '../chips.tsx'
import { TaskCheck } from './task-check.tsx'
import { kindWords } from './words.ts'

interface Given {
  chosen: ReadonlySet<number>
  setChosen: (chosen: ReadonlySet<number>) => void
  /** A detail is beside the list. */
  isNarrow: boolean
  /** Whether the app is worth saying. */
  hasApp: boolean
}

/** The columns of a list of tasks. */
export function columnsOf({ chosen, setChosen, isNarrow, hasApp }: Given): Column<Task>[] {
  const columns: Column<Task>[] = [
    {
      key: 'check',
      header: '',
      width: '20px',
      cell: (row) => <TaskCheck task={row} chosen={chosen} setChosen={setChosen} />,
    },
    {
      key: 'kind',
      header: 'Task',
      width: 'minmax(150px, 1.6fr)',
      main: true,
      cell: (row) => `${kindWords[row.kind]}: ${row.subject}`,
      title: (row) => `${kindWords[row.kind]}: ${row.subject}`,
    },
    { key: 'state', header: 'State', width: '92px', cell: (row) => <TaskChip state={row.state} /> },
    {
      key: 'app',
      header: 'Application',
      width: 'minmax(80px, 0.8fr)',
      cell: (row) => row.app.label,
      title: (row) => row.app.label,
    },
    {
      key: 'error',
      header: 'Error',
      width: 'minmax(110px, 2fr)',
      cell: (row) => row.error ?? (row.due === null ? '' : `goes on ${shortInstant(row.due)}`),
      title: (row) => row.error ?? '',
    },
    {
      key: 'created',
      header: 'Created',
      width: '92px',
      align: 'end',
      cell: (row) => shortInstant(row.created),
      title: (row) => dateAndTime(row.created),
    },
  ]
  const narrow = ['check', 'kind', 'state']
  return columns.filter(({ key }) => (isNarrow ? narrow.includes(key) : hasApp || key !== 'app'))
}
