import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { Toolbar } from '../../ui/page.tsx'
import classes from './okta.module.css'

export interface TabChoice {
  label: string
  value: string
  options: { value: string; label: string }[]
  onChange: (value: string) => void
}

interface Props extends TabChoice {
  /** What stands beside the tabs. */
  toolbar?: ReactNode
  /** The content scrolls itself, edge to edge. */
  bare?: boolean
  children: ReactNode
}

/** The second level of tabs. */
export function SubTabs({ label, value, options, onChange, toolbar, bare = false, children }: Props) {
  return (
    <Tabs
      value={value}
      onChange={(next) => onChange(next ?? '')}
      classNames={{
        root: classes.subTabs,
        list: classes.kinds,
        tab: classes.kind,
        panel: bare ? classes.fill : classes.read,
      }}
    >
      <Toolbar>
        <Tabs.List aria-label={label}>
          {options.map((option) => (
            <Tabs.Tab key={option.value} value={option.value}>
              {option.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {toolbar}
      </Toolbar>
      <Tabs.Panel value={value} tabIndex={-1}>
        {children}
      </Tabs.Panel>
    </Tabs>
  )
}
