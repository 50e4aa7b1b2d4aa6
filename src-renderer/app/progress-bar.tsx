import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, client } from '../lib/api.ts'
import { useRunningActions } from '../lib/okta.ts'
import { progressCount, progressWords } from '../lib/progress-words.ts'
import classes from './progress-bar.module.css'

/** Shorter writes are over before a bar can be read. */
const patienceMs = 1_000

/** How far the long work is that runs in this sandbox, or the action of its simulated Okta, and the way to end it. */
export function ProgressBar({ slug }: { slug: string }) {
  const write = useQuery(api.sandboxes.progress.queryOptions({ input: { sandbox: slug } })).data
  // One that only waits for its next try is not under way.
  const action = useRunningActions(slug).find(({ rate }) => rate > 0)
  const data = write ?? action
  const running = data != null
  const long = useAfter(running, patienceMs)
  if (data == null || !long) return null
  return (
    <div className={classes.work}>
      <div
        className={classes.progress}
        data-side={write == null ? 'okta' : undefined}
        role="progressbar"
        aria-label={data.label}
        aria-valuemin={0}
        aria-valuemax={data.total}
        aria-valuenow={data.done}
        aria-valuetext={progressWords(data)}
      >
        <span className={classes.words}>
          <span className="cut">{data.label}</span>
          <span className={classes.count}>{` · ${progressCount(data)}`}</span>
        </span>
        <span className={classes.track}>
          <span className={classes.done} style={{ transform: `scaleX(${data.total === 0 ? 0 : data.done / data.total})` }} />
        </span>
      </div>
      {(write == null || write.cancellable) && (
        <Button variant="subtle" onClick={() => void cancel(slug, write == null ? action?.id : undefined)}>
          Cancel
        </Button>
      )}
    </div>
  )
}

/** Ends the action of the simulated Okta, or the long work of the sandbox. */
function cancel(sandbox: string, actionId: number | undefined): Promise<unknown> {
  return actionId === undefined ? client.sandboxes.cancel({ sandbox }) : client.okta.tasks.cancel({ sandbox, id: actionId })
}

/** Whether something has been so for a while. */
function useAfter(on: boolean, ms: number): boolean {
  const [after, setAfter] = useState(false)
  useEffect(() => {
    if (!on) return undefined
    const timer = setTimeout(() => setAfter(true), ms)
    return () => {
      clearTimeout(timer)
      setAfter(false)
    }
  }, [on, ms])
  return after
}
