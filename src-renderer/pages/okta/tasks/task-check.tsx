import { Checkbox } from '@mantine/core'
import type { Task } from '../../../../src-shared/api/okta/tasks.ts'
import { canRetry, kindWords } from './words.ts'

interface Props {
  task: Task
  chosen: ReadonlySet<number>
  setChosen: (chosen: ReadonlySet<number>) => void
}

/** Chooses a task that can be retried; the others have none. */
export function TaskCheck({ task, chosen, setChosen }: Props) {
  if (!canRetry(task)) return null
  return (
    <Checkbox
      aria-label={`Choose ${kindWords[task.kind]}: ${task.subject}`}
      checked={chosen.has(task.id)}
      onChange={() => {
        const next = new Set(chosen)
        if (!next.delete(task.id)) next.add(task.id)
        setChosen(next)
      }}
    />
  )
}
