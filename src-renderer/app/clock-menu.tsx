import { Menu, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { FastForward, Play, Settings2 } from 'lucide-react'
import { useNavigate } from 'react-router'
import { api } from '../lib/api.ts'
import { clockSteps, useClockMoves } from '../lib/clock.ts'
import { dateAndTime } from '../lib/format.ts'
import { pathOf } from '../lib/place.ts'
import { problemOf } from '../lib/problem.ts'
import { Chip } from '../ui/chip.tsx'
import { useToast } from '../ui/toast.tsx'
import classes from './header.module.css'

/** Where the clock stands while it is frozen, and how to move it on. */
export function ClockMenu({ slug }: { slug: string }) {
  const { data } = useQuery(api.settings.clock.queryOptions({ input: { sandbox: slug } }))
  const { advance, set } = useClockMoves(slug)
  const navigate = useNavigate()
  const toast = useToast()
  if (data?.frozen !== true) return null
  const told = { onError: (error: unknown) => toast(problemOf(error).what) }
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton className={classes.clock}>
          <Chip tone="warn">Clock frozen at {dateAndTime(data.now)}</Chip>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Advance the clock</Menu.Label>
        {clockSteps.map(([label, by]) => (
          <Menu.Item
            key={label}
            leftSection={<FastForward size={14} aria-hidden />}
            closeMenuOnClick={false}
            onClick={() => advance.mutate({ sandbox: slug, by }, told)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Play size={14} aria-hidden />}
          onClick={() => set.mutate({ sandbox: slug, frozen: false }, told)}
        >
          Let it run
        </Menu.Item>
        <Menu.Item
          leftSection={<Settings2 size={14} aria-hidden />}
          onClick={() => void navigate(pathOf(slug, 'settings', 'clock'))}
        >
          Clock settings
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
