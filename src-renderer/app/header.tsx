import { ActionIcon, Menu, Tooltip, UnstyledButton, VisuallyHidden, useMantineColorScheme } from '@mantine/core'
import { Check, Monitor, Moon, Search, Sun } from 'lucide-react'
import { Link } from 'react-router'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'
import { useActiveFaults } from '../lib/faults.ts'
import { pathOf } from '../lib/place.ts'
import type { StreamState } from '../lib/stream.ts'
import { tunnelWords, useTunnel } from '../lib/tunnel.ts'
import { Chip } from '../ui/chip.tsx'
import { ClockMenu } from './clock-menu.tsx'
import classes from './header.module.css'
import { ProgressBar } from './progress-bar.tsx'
import { SandboxSwitcher } from './sandbox-switcher.tsx'
import { Keys } from './shortcut-sheet.tsx'

export function Header({
  sandbox,
  sandboxes,
  stream,
  onPalette,
}: {
  sandbox: Sandbox
  sandboxes: Sandbox[]
  stream: StreamState
  onPalette: () => void
}) {
  return (
    <header className={classes.header}>
      <Link to={pathOf(sandbox.slug)} className={classes.brand} aria-label="Scimbox, to Home">
        <img src="/icon.svg" alt="" width={22} height={22} />
      </Link>
      <SandboxSwitcher sandbox={sandbox} sandboxes={sandboxes} />
      <Link
        to={pathOf(sandbox.slug, 'settings', 'profile')}
        className={classes.profile}
        aria-label={`Behaviour profile: ${profileName(sandbox)}`}
      >
        <Chip tone="accent">{profileName(sandbox)}</Chip>
      </Link>
      <ClockMenu slug={sandbox.slug} />
      <FaultsChip slug={sandbox.slug} />
      <TunnelChip slug={sandbox.slug} />
      <span className={classes.gap} />
      <ProgressBar slug={sandbox.slug} />
      <UnstyledButton className={classes.search} onClick={onPalette}>
        <Search size={14} aria-hidden />
        <span className={classes.searchText}>
          Search<VisuallyHidden> and commands</VisuallyHidden>
        </span>
        <span aria-hidden>
          <Keys keys="mod+k" />
        </span>
      </UnstyledButton>
      <LiveDot state={stream} />
      <ThemeMenu />
    </header>
  )
}

function profileName({ profile, strictness }: Sandbox): string {
  return `${profile === 'testmu' ? 'TestMu AI' : 'RFC 7644'}${strictness === 'strict' ? ', strict' : ''}`
}

/** Shown while a rule can still hit a request, or a preset is on. */
function FaultsChip({ slug }: { slug: string }) {
  const active = useActiveFaults(slug)
  if (active === null) return null
  return (
    <Link to={pathOf(slug, 'faults')} className={classes.faults} aria-description={active} title={active}>
      <Chip tone="warn">Faults active</Chip>
    </Link>
  )
}

/** Shown while the tunnel is on, or has failed. */
function TunnelChip({ slug }: { slug: string }) {
  const { data } = useTunnel()
  if (data === undefined || data.state === 'off') return null
  const { tone, words } = tunnelWords(data)
  return (
    <Link to={pathOf(slug, 'connect')} className={classes.faults} aria-description={data.url ?? data.problem ?? undefined}>
      <Chip tone={tone}>{words}</Chip>
    </Link>
  )
}

const streamWords: Record<StreamState, string> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
}

function LiveDot({ state }: { state: StreamState }) {
  return (
    <span className={classes.live} data-state={state} role="status">
      {streamWords[state]}
    </span>
  )
}

const themes = [
  ['light', 'Light', Sun],
  ['dark', 'Dark', Moon],
  ['auto', 'System', Monitor],
] as const

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Icon = themes.find(([id]) => id === colorScheme)?.[2] ?? Monitor
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label="Theme">
          <ActionIcon aria-label="Theme">
            <Icon size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {themes.map(([id, label, ThemeIcon]) => (
          <Menu.Item
            key={id}
            leftSection={<ThemeIcon size={14} aria-hidden />}
            onClick={() => setColorScheme(id)}
            rightSection={colorScheme === id ? <Check size={14} aria-label="chosen" /> : undefined}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
