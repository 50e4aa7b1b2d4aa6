import { useEffect, type ReactNode } from 'react'
import classes from './page.module.css'

/** A page: its title, its actions, its content. `list` pages fill the window and scroll inside. */
export function Page({
  title,
  count,
  actions,
  toolbar,
  children,
  layout = 'read',
}: {
  title: string
  count?: ReactNode
  actions?: ReactNode
  toolbar?: ReactNode
  children: ReactNode
  layout?: 'read' | 'list'
}) {
  useEffect(() => {
    document.title = `${title} · Scimbox`
  }, [title])
  return (
    <div className={classes.page} data-layout={layout}>
      <header className={classes.header}>
        <h1>{title}</h1>
        {count !== undefined && <span className={classes.count}>{count}</span>}
        <div className={classes.actions}>{actions}</div>
      </header>
      {toolbar !== undefined && <div className={classes.toolbar}>{toolbar}</div>}
      <div className={classes.content}>{children}</div>
    </div>
  )
}

/** A list with its detail beside it; on a narrow window the detail covers the list. */
export function Split({ list, detail }: { list: ReactNode; detail: ReactNode | null }) {
  return (
    <div className={classes.split} data-open={detail !== null}>
      <div className={classes.list}>{list}</div>
      {detail}
    </div>
  )
}
