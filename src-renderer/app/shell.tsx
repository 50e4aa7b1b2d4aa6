import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Navigate, Outlet, useLocation, useNavigate, useNavigation, useParams } from 'react-router'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'
import { api } from '../lib/api.ts'
import { useCommands } from '../lib/commands.ts'
import { pathOf } from '../lib/place.ts'
import { StreamContext, useStream } from '../lib/stream.ts'
import { Empty } from '../ui/empty.tsx'
import { Note, ProblemNote } from '../ui/note.tsx'
import { Header } from './header.tsx'
import { useKeyboard } from './keyboard.ts'
import { useNativeMenu } from './native-menu.ts'
import { Nav } from './nav.tsx'
import { places } from './navigation.ts'
import { Palette } from './palette.tsx'
import classes from './shell.module.css'
import { ShortcutSheet } from './shortcut-sheet.tsx'

const lastSandbox = 'scimbox-sandbox'

/** The frame around every page of one sandbox. */
export function Shell() {
  const { sandbox: slug = '' } = useParams()
  const sandboxes = useQuery(api.sandboxes.list.queryOptions())
  const sandbox = sandboxes.data?.find((one) => one.slug === slug)
  if (sandboxes.error !== null && sandboxes.data === undefined) {
    return (
      <div className={classes.alone}>
        <ProblemNote error={sandboxes.error} retry={() => void sandboxes.refetch()} />
      </div>
    )
  }
  if (sandboxes.data === undefined)
    return (
      <p className={classes.alone} role="status">
        Opening the console…
      </p>
    )
  if (sandbox === undefined) {
    return (
      <Empty title={`There is no sandbox “${slug}”`} action={<a href="/">Open the default sandbox</a>}>
        It may have been deleted.
      </Empty>
    )
  }
  return <Frame sandbox={sandbox} sandboxes={sandboxes.data} />
}

/** `/` leads to the sandbox used last, or to the default one. */
export function FirstSandbox() {
  const { data, error, refetch } = useQuery(api.sandboxes.list.queryOptions())
  if (error !== null)
    return (
      <div className={classes.alone}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </div>
    )
  if (data === undefined)
    return (
      <p className={classes.alone} role="status">
        Opening the console…
      </p>
    )
  const slug = window.localStorage.getItem(lastSandbox)
  const first = data.find((one) => one.slug === slug) ?? data.find((one) => one.isDefault) ?? data[0]
  if (first === undefined) return <Empty title="No sandbox">Start Scimbox again to have one.</Empty>
  return <Navigate to={pathOf(first.slug)} replace />
}

function Frame({ sandbox, sandboxes }: { sandbox: Sandbox; sandboxes: Sandbox[] }) {
  const stream = useStream()
  const main = useRef<HTMLElement>(null)
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null)
  const busy = useNavigation().state === 'loading'
  const page = useLocation().pathname.split('/')[2] ?? ''
  useKeyboard()
  useNativeMenu()
  useGlobalCommands(sandbox.slug, setOpen)
  useEffect(() => window.localStorage.setItem(lastSandbox, sandbox.slug), [sandbox.slug])
  useEffect(() => {
    main.current?.focus({ preventScroll: true })
  }, [page])
  return (
    <StreamContext value={stream}>
      <div className={classes.shell}>
        <a href="#main" className={classes.skip} onClick={() => main.current?.focus()}>
          Skip to the page
        </a>
        <Header sandbox={sandbox} sandboxes={sandboxes} stream={stream} onPalette={() => setOpen('palette')} />
        <Nav sandbox={sandbox} />
        <main id="main" ref={main} tabIndex={-1} className={classes.main} aria-busy={busy}>
          {sandbox.problem === null ? (
            <Outlet key={sandbox.slug} />
          ) : (
            <div className={classes.alone}>
              <Note tone="bad" title="This sandbox cannot be opened">
                {sandbox.problem}
              </Note>
            </div>
          )}
        </main>
      </div>
      {open === 'palette' && <Palette sandbox={sandbox} onClose={() => setOpen(null)} />}
      {open === 'shortcuts' && <ShortcutSheet onClose={() => setOpen(null)} />}
    </StreamContext>
  )
}

function useGlobalCommands(slug: string, open: (what: 'palette' | 'shortcuts') => void) {
  const navigate = useNavigate()
  useCommands([
    ...places.map(({ segment, label, keys }) => ({
      id: `go.${segment || 'home'}`,
      label,
      keys,
      group: 'Go to' as const,
      run: () => void navigate(segment === '' ? pathOf(slug) : pathOf(slug, segment)),
    })),
    {
      id: 'palette',
      label: 'Search and commands',
      keys: 'mod+k',
      group: 'Do',
      keyOnly: true,
      run: () => open('palette'),
    },
    { id: 'shortcuts', label: 'Keyboard shortcuts', keys: '?', group: 'Do', run: () => open('shortcuts') },
    {
      id: 'compose',
      label: 'Compose a request',
      group: 'Do',
      run: () => void navigate(`${pathOf(slug, 'requests')}?compose=new`),
    },
  ])
}
