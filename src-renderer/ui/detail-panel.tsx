import { ActionIcon, Tabs, Tooltip } from '@mantine/core'
import { X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useCommands } from '../lib/commands.ts'
import { useQueryValue } from '../lib/place.ts'
import classes from './detail-panel.module.css'

export interface DetailTab {
  value: string
  label: ReactNode
  content: ReactNode
  /** The content scrolls itself, edge to edge. */
  bare?: boolean
}

interface Props {
  /** What the panel is about: names the region. */
  label: string
  title: ReactNode
  subtitle?: ReactNode
  actions?: ReactNode
  onClose: () => void
  tabs?: DetailTab[]
  children?: ReactNode
}

/** The wide drawer beside a list. It owns its address: the resource in the path, the tab in the query. */
export function DetailPanel({ label, title, subtitle, actions, onClose, tabs, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isInRow(document.activeElement)) heading.current?.focus({ preventScroll: true })
  }, [label])
  useCommands([
    { id: 'detail.close', label: 'Close the detail', keys: 'escape', group: 'List', keyOnly: true, run: onClose },
  ])
  return (
    <section className={classes.panel} aria-label={label}>
      <header className={classes.header}>
        <div className={classes.headline}>
          <h2 ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </h2>
          {subtitle !== undefined && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        <div className={classes.actions}>
          {actions}
          <Tooltip label="Close (Esc)">
            <ActionIcon aria-label="Close" onClick={onClose}>
              <X size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      </header>
      {tabs === undefined ? <div className={classes.content}>{children}</div> : <PanelTabs tabs={tabs} label={label} />}
    </section>
  )
}

function PanelTabs({ tabs, label }: { tabs: DetailTab[]; label: string }) {
  const fallback = tabs[0]?.value ?? ''
  const [wanted, setTab] = useQueryValue('tab', fallback)
  const tab = tabs.some(({ value }) => value === wanted) ? wanted : fallback
  return (
    <Tabs
      value={tab}
      onChange={(value) => setTab(value ?? fallback)}
      keepMounted={false}
      classNames={{ root: classes.tabs, list: classes.tabList, panel: classes.tabPanel }}
    >
      <Tabs.List aria-label={`${label}: views`}>
        {tabs.map(({ value, label: text }) => (
          <Tabs.Tab key={value} value={value}>
            {text}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ value, content, bare }) => (
        <Tabs.Panel key={value} value={value} data-bare={bare === true} tabIndex={0}>
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** While J and K walk the list the focus stays there. */
function isInRow(element: Element | null): boolean {
  return element?.closest('[data-index]') != null
}
