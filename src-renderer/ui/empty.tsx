import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** Why something is empty, what comes next, and at most one primary action. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className={classes.actions}>{action}</div>}
    </div>
  )
}
