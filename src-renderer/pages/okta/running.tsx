import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { ActionProgress } from '../../../src-shared/api/okta/tasks.ts'
import { client } from '../../lib/api.ts'
import { count, plural } from '../../lib/format.ts'
import { actionName, requestsOfAction, useOktaCall, useRunningActions } from '../../lib/okta.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { progressCount } from '../../lib/progress-words.ts'
import { ProblemNote } from '../../ui/note.tsx'
import classes from './running.module.css'

/** What the simulator is sending: how far, how fast, and a way to stop it. */
export function Running() {
  const actions = useRunningActions(useSandbox())
  if (actions.length === 0) return null
  return (
    <section aria-label="Running actions" className={classes.running}>
      {actions.map((action) => (
        <Action key={action.id} action={action} />
      ))}
    </section>
  )
}

function Action({ action: { id, label, total, done, failed, rate } }: { action: ActionProgress }) {
  const sandbox = useSandbox()
  const to = useTo()
  const cancel = useOktaCall(() => client.okta.tasks.cancel({ sandbox, id }))
  const words = progressCount({ done, total })
  return (
    <div className={classes.action}>
      <span className={`cut ${classes.label}`} title={label}>
        {label}
      </span>
      <span
        className={classes.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
      >
        <span style={{ transform: `scaleX(${total === 0 ? 0 : done / total})` }} />
      </span>
      <span className={classes.numbers}>
        {words}
        {rate >= 0.5 && `, ${count(Math.round(rate))} a second`}
        {failed > 0 && <strong>{`, ${plural(failed, 'error')}`}</strong>}
      </span>
      <Link to={`${to('requests')}${requestsOfAction(actionName(sandbox, id))}`}>Requests</Link>
      <Button size="compact-xs" loading={cancel.isPending} aria-label={`Cancel ${label}`} onClick={() => cancel.mutate()}>
        Cancel
      </Button>
      {cancel.error !== null && <ProblemNote error={cancel.error} />}
    </div>
  )
}
