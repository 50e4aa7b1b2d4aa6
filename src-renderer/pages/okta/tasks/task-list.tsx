import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Task } from '../../../../src-shared/api/okta/tasks.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useQueryValue, useSandbox } from '../../../lib/place.ts'
import { useWindowed } from '../../../lib/windowed.ts'
import { Empty } from '../../../ui/empty.tsx'
import { FilterChips } from '../../../ui/filter-chips.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap, Split, Toolbar } from '../../../ui/page.tsx'
import { VirtualTable } from '../../../ui/virtual-table.tsx'
import okta from '../okta.module.css'
import { hrefWith, useOpened } from '../opened.ts'
import { columnsOf } from './columns.tsx'
import { TaskPanel } from './task-panel.tsx'

const shows = [
  { value: 'open', label: 'Open' },
  { value: 'all', label: 'All' },
]

/** Tasks of the org or of one app: what failed, what waits, and the way on. */
export function TaskList({ appId }: { appId?: string }) {
  const sandbox = useSandbox()
  const [wanted, setShow] = useQueryValue('show', 'open')
  const [open, setOpen] = useQueryValue('task')
  const show = wanted === 'all' ? 'all' : 'open'
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const rows = useWindowed<Task>((offset, limit) =>
    api.okta.tasks.list.queryOptions({ input: { sandbox, show, appId, offset, limit } }),
  )
  const { data: opened, error } = useOpened(open, (id) => api.okta.tasks.get.queryOptions({ input: { sandbox, id } }))
  const isNarrow = opened !== undefined
  const columns = useMemo(
    () => columnsOf({ chosen, setChosen, isNarrow, hasApp: appId === undefined }),
    [chosen, isNarrow, appId],
  )
  return (
    <>
      <Toolbar>
        <FilterChips label="Tasks" value={show} onChange={setShow} options={shows} />
        <Gap />
        <Chosen chosen={chosen} onDone={() => setChosen(new Set())} />
      </Toolbar>
      <div className={okta.fill}>
        {error !== null && <ProblemNote error={error} />}
        <Split
          list={
            <VirtualTable
              label="Tasks"
              columns={columns}
              rows={rows}
              idOf={(row) => String(row.id)}
              selected={open}
              hrefOf={(row) => hrefWith('task', row.id)}
              onOpen={setOpen}
              empty={<NoTasks isOpenOnly={show === 'open'} />}
            />
          }
          detail={opened === undefined ? null : <TaskPanel key={opened.id} task={opened} onClose={() => setOpen('')} />}
        />
      </div>
    </>
  )
}

/** Only what is failed can be retried or dismissed. */
function Chosen({ chosen, onDone }: { chosen: ReadonlySet<number>; onDone: () => void }) {
  const sandbox = useSandbox()
  const ids = [...chosen]
  const retry = useOktaCall(() => client.okta.tasks.retry({ sandbox, ids }), onDone)
  const dismiss = useOktaCall(() => client.okta.tasks.dismiss({ sandbox, ids }), onDone)
  const error = retry.error ?? dismiss.error
  return (
    <>
      {error !== null && <ProblemNote error={error} />}
      {ids.length > 0 && <span className="muted small numbers">{plural(ids.length, 'chosen', 'chosen')}</span>}
      <Button disabled={ids.length === 0} loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
        Dismiss
      </Button>
      <Button
        variant={ids.length > 0 ? 'filled' : 'default'}
        disabled={ids.length === 0}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
      >
        Retry selected
      </Button>
    </>
  )
}

function NoTasks({ isOpenOnly }: { isOpenOnly: boolean }) {
  if (isOpenOnly)
    return <Empty title="No open tasks">What the simulator has to send, and what an app refused, shows here.</Empty>
  return <Empty title="No tasks yet">Assign somebody, or push a group: every request sequence is a task.</Empty>
}
