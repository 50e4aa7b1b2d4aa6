import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { api } from '../../../lib/api.ts'
import { count } from '../../../lib/format.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap, Toolbar } from '../../../ui/page.tsx'
import okta from '../okta.module.css'
import classes from './apps.module.css'
import { CreateApp } from './create-app.tsx'
import { Guide } from './guide.tsx'

/** Applications, and the guide that sets one up. */
export function Applications() {
  const sandbox = useSandbox()
  const to = useTo()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(api.okta.apps.list.queryOptions({ input: { sandbox } }))
  const [creating, setCreating] = useState(false)
  const hasApps = data !== undefined && data.length > 0
  return (
    <>
      <Toolbar>
        <p className={okta.remark}>An application is a SCIM target: where people and groups of this Okta are sent.</p>
        <Gap />
        <Button leftSection={<Plus size={15} aria-hidden />} onClick={() => setCreating(true)}>
          Create app integration
        </Button>
      </Toolbar>
      <div className={okta.read}>
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {hasApps && (
          <ul className={classes.apps} aria-label="Applications">
            {data.map((app) => (
              <AppRow key={app.id} app={app} />
            ))}
          </ul>
        )}
        {data !== undefined && <Guide apps={data} />}
      </div>
      {creating && (
        <CreateApp onClose={() => setCreating(false)} onMade={(id) => void navigate(to('okta', 'apps', id))} />
      )}
    </>
  )
}

function AppRow({ app: { id, label, kind, baseUrl, counts } }: { app: App }) {
  const to = useTo()
  const parts: [string, number, 'bad' | 'warn' | null][] = [
    ['assigned', counts.assigned, null],
    ['not provisioned', counts.unprovisioned, counts.unprovisioned > 0 ? 'warn' : null],
    ['in error', counts.failed, counts.failed > 0 ? 'bad' : null],
    ['push groups', counts.pushGroups, null],
    ['open tasks', counts.openTasks, counts.openTasks > 0 ? 'warn' : null],
  ]
  return (
    <li className={classes.app}>
      <div className={classes.name}>
        <Link to={to('okta', 'apps', id)} title={label} className="cut">
          {label}
        </Link>
        <Chip tone="outline">{kind}</Chip>
      </div>
      <code className={`cut ${classes.url}`} title={baseUrl ?? undefined}>
        {baseUrl ?? 'the sandbox it points at is not listening'}
      </code>
      <dl className={classes.counts}>
        {parts.map(([word, value, tone]) => (
          <div key={word} data-tone={tone}>
            <dt>{word}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
