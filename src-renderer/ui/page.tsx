import { useEffect, type ReactNode } from 'react'
import classes from './page.module.css'

/** A page: its title, its actions, its content. `list` pages fill the window and scroll inside; `scroll` pages pad their own content. */
export function Page({
  title,
  crumbs,
  badge,
  count,
  actions,
  tabs,
  toolbar,
  children,
  layout = 'read',
}: {
  title: string
  /** Where the page is, above its title. */
  crumbs?: ReactNode
  badge?: ReactNode
  count?: ReactNode
  actions?: ReactNode
  /** The list of tabs, where the page is cut into some. */
  tabs?: ReactNode
  toolbar?: ReactNode
  children: ReactNode
  layout?: 'read' | 'list' | 'scroll'
}) {
  useEffect(() => {
    document.title = `${title} · Scimbox`
  }, [title])
  return (
    <div className={classes.page} data-layout={layout}>
      <header className={classes.header}>
        {crumbs !== undefined && <div className={classes.crumbs}>{crumbs}</div>}
        <h1>{title}</h1>
        {badge}
        {count !== undefined && <span className={classes.count}>{count}</span>}
        <div className={classes.actions}>{actions}</div>
      </header>
      {tabs !== undefined && <div className={classes.tabs}>{tabs}</div>}
      {toolbar !== undefined && <Toolbar>{toolbar}</Toolbar>}
      <div className={classes.content} data-tabbed={tabs !== undefined}>{children}</div>
    </div>
  )
}

/** Search, filters and the one primary action above a list. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={classes.toolbar}>{children}</div>
}

/** Pushes what follows it in a toolbar to the far end. */
export function Gap() {
  return <span className={classes.gap} />
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
