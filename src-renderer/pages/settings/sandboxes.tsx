import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Sandbox } from '../../../src-shared/api/sandboxes.ts'
import { api } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { pathOf, useSandbox } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { SandboxDialog, type SandboxAction } from '../../ui/sandbox-dialog.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

/** Every sandbox of this Scimbox. */
export function Sandboxes() {
  const here = useSandbox()
  const { data, error, refetch } = useQuery(api.sandboxes.list.queryOptions())
  const [open, setOpen] = useState<{ action: SandboxAction; sandbox: Sandbox } | null>(null)
  const current = data?.find(({ slug }) => slug === here)
  return (
    <Section
      title="Sandboxes"
      description="Each has its own users, token and address; one cannot see another."
      action={current && <Button onClick={() => setOpen({ action: 'create', sandbox: current })}>New sandbox</Button>}
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      <ul className={classes.rows}>
        {data?.map((sandbox) => (
          <li key={sandbox.slug}>
            <span className={`cut ${classes.grow}`}>
              <Link to={pathOf(sandbox.slug)} title={sandbox.name}>
                {sandbox.name}
              </Link>{' '}
              <code className="muted">{sandbox.slug}</code>
            </span>
            {sandbox.isDefault && <Chip tone="outline">default</Chip>}
            {sandbox.problem !== null && (
              <Chip tone="bad" title={sandbox.problem}>
                cannot be opened
              </Chip>
            )}
            <span className="muted numbers">{plural(sandbox.counts.users, 'user')}</span>
            <Button
              variant="subtle"
              aria-label={`Rename ${sandbox.name}`}
              onClick={() => setOpen({ action: 'rename', sandbox })}
            >
              Rename
            </Button>
            <Button
              variant="subtle"
              aria-label={`Duplicate ${sandbox.name}`}
              onClick={() => setOpen({ action: 'duplicate', sandbox })}
            >
              Duplicate
            </Button>
            {!sandbox.isDefault && (
              <Button
                variant="subtle"
                aria-label={`Delete ${sandbox.name}`}
                onClick={() => setOpen({ action: 'delete', sandbox })}
              >
                Delete
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open !== null && <SandboxDialog {...open} onClose={() => setOpen(null)} />}
    </Section>
  )
}
