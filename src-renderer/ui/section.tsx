import { useId, type ReactNode } from 'react'
import classes from './section.module.css'

/** A framed part of a page with its own heading. */
export function Section({
  title,
  description,
  action,
  children,
  flush = false,
}: {
  title: string
  description?: ReactNode
  action?: ReactNode
  children: ReactNode
  flush?: boolean
}) {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.header}>
        <div className={classes.headline}>
          <h2 id={id}>{title}</h2>
          {description !== undefined && <p className={classes.description}>{description}</p>}
        </div>
        {action}
      </header>
      <div className={classes.body} data-flush={flush}>
        {children}
      </div>
    </section>
  )
}

/** Name and value pairs. */
export function Facts({ items }: { items: [string, ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
