import { Button } from '@mantine/core'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { problemOf } from '../lib/problem.ts'
import classes from './note.module.css'

const icons = { info: Info, warn: TriangleAlert, bad: CircleAlert }

/** A framed remark. */
export function Note({
  tone,
  title,
  children,
  action,
}: {
  tone: keyof typeof icons
  title?: string
  children?: ReactNode
  action?: ReactNode
}) {
  const Icon = icons[tone]
  return (
    <div className={classes.note} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon size={16} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        {title !== undefined && <strong>{title}</strong>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {action}
    </div>
  )
}

/** A failure: what happened, why, what to do. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { what, why, todo } = problemOf(error)
  return (
    <Note tone="bad" title={what} action={retry && <Button onClick={retry}>Try again</Button>}>
      {why !== undefined && <>{why} </>}
      {todo}
    </Note>
  )
}
