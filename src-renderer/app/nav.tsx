import { Tooltip } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { NavLink } from 'react-router'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'
import { count } from '../lib/format.ts'
import { pathOf } from '../lib/place.ts'
import classes from './nav.module.css'
import { places, type Place } from './navigation.ts'

/** The pages with their live counts; on a narrow window only their icons. */
export function Nav({ sandbox }: { sandbox: Sandbox }) {
  return (
    <nav aria-label="Pages" className={classes.nav}>
      <ul>
        {places.map((place) => (
          <Entry key={place.label} place={place} sandbox={sandbox} />
        ))}
      </ul>
    </nav>
  )
}

function Entry({ place, sandbox }: { place: Place; sandbox: Sandbox }) {
  const value = place.count?.(sandbox)
  const fresh = useJustGrew(place.segment === 'requests' ? (value ?? 0) : 0)
  const Icon = place.icon
  return (
    <li>
      <Tooltip label={place.label} position="right" openDelay={200} classNames={{ tooltip: classes.tooltip }}>
        <NavLink
          to={place.segment === '' ? pathOf(sandbox.slug) : pathOf(sandbox.slug, place.segment)}
          end={place.segment === ''}
          className={classes.link}
          aria-description={value === undefined ? undefined : count(value)}
        >
          <Icon size={16} aria-hidden className={classes.icon} />
          <span className={classes.label}>{place.label}</span>
          {value !== undefined && (
            <span aria-hidden className={classes.count} data-fresh={fresh}>
              {count(value)}
            </span>
          )}
        </NavLink>
      </Tooltip>
    </li>
  )
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
