import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { Task } from '../../../../src-shared/api/okta/tasks.ts'
import { client } from '../../../lib/api.ts'
import { dateAndTime } from '../../../lib/format.ts'
import { requestsOfAction, useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { DetailPanel } from '../../../ui/detail-panel.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Facts } from '../../../ui/section.tsx'
import { TaskChip } from '../chips.tsx'
import okta from '../okta.module.css'
import { canRetry, kindWords } from './words.ts'

/** One task, with its error as Okta words it and the way to its requests. */
export function TaskPanel({ task, onClose }: { task: Task; onClose: () => void }) {
  const to = useTo()
  const title = `${kindWords[task.kind]}: ${task.subject}`
  return (
    <DetailPanel
      label={`Task ${title}`}
      title={<span title={title}>{title}</span>}
      subtitle={<TaskChip state={task.state} />}
      actions={canRetry(task) && <Actions task={task} />}
      onClose={onClose}
    >
      <div className={okta.stack}>
        {task.error !== null && (
          <Note tone={canRetry(task) ? 'bad' : 'warn'} title="Okta shows this error">
            {task.error}
          </Note>
        )}
        {task.state === 'waiting' && task.due !== null && (
          <Note tone="info" title={`Goes on ${dateAndTime(task.due)}`} action={<Link to={to('settings', 'clock')}>Clock</Link>}>
            By the clock of the sandbox: advance it to see the next try now.
          </Note>
        )}
        {task.state === 'interrupted' && (
          <Note tone="warn" title="Scimbox ended before it was sent">
            Retry sends it from the start.
          </Note>
        )}
        <Facts
          items={[
            ['Application', <Link key="app" to={to('okta', 'apps', task.app.id)}>{task.app.label}</Link>],
            ['Caused by', task.action.label],
            ['Tries', String(task.attempts)],
            ['Created', dateAndTime(task.created)],
            ['Finished', task.finished === null ? <span key="open" className="muted">not yet</span> : dateAndTime(task.finished)],
            [
              'Requests',
              <Link key="requests" to={`${to('requests')}${requestsOfAction(task.action.id)}`}>
                of this action
              </Link>,
            ],
            [
              'System Log',
              <Link key="log" to={`${to('okta', 'log')}?action=${encodeURIComponent(task.action.id)}`}>
                of this action
              </Link>,
            ],
          ]}
        />
      </div>
    </DetailPanel>
  )
}

function Actions({ task: { id } }: { task: Task }) {
  const sandbox = useSandbox()
  const retry = useOktaCall(() => client.okta.tasks.retry({ sandbox, ids: [id] }))
  const dismiss = useOktaCall(() => client.okta.tasks.dismiss({ sandbox, ids: [id] }))
  const error = retry.error ?? dismiss.error
  return (
    <>
      <Button loading={retry.isPending} onClick={() => retry.mutate()}>
        Retry
      </Button>
      <Button loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
        Dismiss
      </Button>
      {error !== null && <ProblemNote error={error} />}
    </>
  )
}
