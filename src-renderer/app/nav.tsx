import { Tooltip } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { NavLink } from 'react-router'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'
import { count, plural } from '../lib/format.ts'
import { useTaskCounts } from '../lib/okta.ts'
import { pathOf } from '../lib/place.ts'
import { useOpenConflicts } from '../lib/provisioning.ts'
import classes from './nav.module.css'
import { places, type Place } from './navigation.ts'

/** The pages with their live counts; on a narrow window only their icons. */
export function Nav({ sandbox }: { sandbox: Sandbox }) {
  const conflicts = useOpenConflicts(sandbox.slug) ?? 0
  const tasks = useTaskCounts(sandbox.slug)
  const waiting = { 'open conflict': conflicts, 'failed task': tasks?.failed ?? 0 }
  return (
    <nav aria-label="Pages" className={classes.nav}>
      <ul>
        {places.map((place) => (
          <Entry
            key={place.label}
            place={place}
            sandbox={sandbox}
            count={place.side === 'okta' ? tasks?.running || undefined : place.count?.(sandbox)}
            waiting={place.waiting === undefined ? 0 : waiting[place.waiting]}
          />
        ))}
      </ul>
    </nav>
  )
}

interface EntryProps {
  place: Place
  sandbox: Sandbox
  count: number | undefined
  waiting: number
}

function Entry({ place, sandbox, count: plain, waiting }: EntryProps) {
  const value = waiting > 0 ? waiting : plain
  const fresh = useJustGrew(place.segment === 'requests' ? (value ?? 0) : 0)
  const Icon = place.icon
  return (
    <li>
      <Tooltip label={place.label} position="right" openDelay={200} classNames={{ tooltip: classes.tooltip }}>
        <NavLink
          to={place.segment === '' ? pathOf(sandbox.slug) : pathOf(sandbox.slug, place.segment)}
          end={place.segment === ''}
          className={classes.link}
          data-side={place.side}
          aria-description={describe(value, waiting > 0 ? place.waiting : undefined)}
        >
          <Icon size={16} aria-hidden className={classes.icon} />
          <span className={classes.label}>{place.label}</span>
          {value !== undefined && (
            <span aria-hidden className={classes.count} data-fresh={fresh} data-waiting={waiting > 0}>
              {count(value)}
            </span>
          )}
        </NavLink>
      </Tooltip>
    </li>
  )
}

function describe(value: number | undefined, noun: string | undefined): string | undefined {
  if (value === undefined) return undefined
  return noun === undefined ? count(value) : plural(value, noun)
}

const freshMs = 1_200

function useJustGrew(value: number): boolean {
  const [fresh, setFresh] = useState(false)
  const before = useRef(value)
  useEffect(() => {
    const grew = value > before.current
    before.current = value
    if (!grew) return undefined
    setFresh(true)
    const timer = setTimeout(() => setFresh(false), freshMs)
    return () => clearTimeout(timer)
  }, [value])
  return fresh
}
