import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Snapshot } from '../../../src-shared/api/snapshots.ts'
import { api } from '../../lib/api.ts'
import { dateAndTime, plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Comparison } from './comparison.tsx'
import { RemoveDialog, ResetDialog, RestoreDialog, SaveDialog } from './dialogs.tsx'
import classes from './snapshots.module.css'

type Open = { what: 'save' | 'reset' } | { what: 'restore' | 'remove'; snapshot: Snapshot }

/** Named states of the sandbox: a timeline, what differs, and the way back. */
export function SnapshotsPage() {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.snapshots.list.queryOptions({ input: { sandbox } }))
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <Page
      title="Snapshots"
      actions={
        <>
          <Button onClick={() => setOpen({ what: 'reset' })}>Reset…</Button>
          <Button variant="filled" onClick={() => setOpen({ what: 'save' })}>
            Save snapshot
          </Button>
        </>
      }
    >
      <div className={classes.stack}>
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {data?.items.length === 0 && (
          <Empty title="No snapshots yet">
            A snapshot keeps the state of this sandbox under a name. One is made by itself before every restore and reset.
          </Empty>
        )}
        {data !== undefined && data.items.length > 0 && (
          <>
            <Timeline items={data.items} onOpen={setOpen} />
            <Comparison items={data.items} />
          </>
        )}
      </div>
      {open?.what === 'save' && <SaveDialog onClose={close} />}
      {open?.what === 'reset' && <ResetDialog seed={data?.seed?.name ?? null} onClose={close} />}
      {open?.what === 'restore' && <RestoreDialog snapshot={open.snapshot} onClose={close} />}
      {open?.what === 'remove' && <RemoveDialog snapshot={open.snapshot} onClose={close} />}
    </Page>
  )
}

function Timeline({ items, onOpen }: { items: Snapshot[]; onOpen: (open: Open) => void }) {
  return (
    <Section title="Timeline" description="Newest first, by the clock of the sandbox. The newest ten automatic ones are kept.">
      <ul className={classes.rows}>
        {items.map((snapshot) => (
          <li key={snapshot.id}>
            <span className={`cut ${classes.grow}`} title={snapshot.name}>
              {snapshot.name}
            </span>
            {snapshot.automatic && <Chip tone="outline">automatic</Chip>}
            <span className="muted numbers">
              {snapshot.problem ?? `${plural(snapshot.users, 'user')}, ${plural(snapshot.groups, 'group')}`}
            </span>
            <span className="muted numbers">{dateAndTime(snapshot.created)}</span>
            <Button
              variant="subtle"
              disabled={snapshot.problem !== null}
              aria-label={`Restore ${snapshot.name}`}
              onClick={() => onOpen({ what: 'restore', snapshot })}
            >
              Restore
            </Button>
            <Button variant="subtle" aria-label={`Delete ${snapshot.name}`} onClick={() => onOpen({ what: 'remove', snapshot })}>
              Delete
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
