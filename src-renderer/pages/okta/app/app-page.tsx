import { Menu, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ComponentType, type ReactNode } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { api } from '../../../lib/api.ts'
import { useCommands } from '../../../lib/commands.ts'
import { count } from '../../../lib/format.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { MoreActions } from '../../../ui/more-actions.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Page } from '../../../ui/page.tsx'
import okta from '../okta.module.css'
import { Running } from '../running.tsx'
import { Simulated } from '../simulated.tsx'
import { TaskList } from '../tasks/task-list.tsx'
import { RemoveApp, RenameApp } from './app-dialogs.tsx'
import { Assignments } from './assignments.tsx'
import { Drift } from './drift.tsx'
import { Import } from './import.tsx'
import { ProfileEditor } from './profile-editor.tsx'
import { Provisioning } from './provisioning.tsx'
import { PushGroups } from './push-groups.tsx'

const tabs: { id: string; label: string; Tab: ComponentType<{ app: App }>; count?: (app: App) => number }[] = [
  { id: 'provisioning', label: 'Provisioning', Tab: Provisioning },
  { id: 'profile', label: 'Profile Editor', Tab: ProfileEditor },
  { id: 'assignments', label: 'Assignments', Tab: Assignments, count: ({ counts }) => counts.assigned },
  { id: 'push-groups', label: 'Push Groups', Tab: PushGroups, count: ({ counts }) => counts.pushGroups },
  { id: 'import', label: 'Import', Tab: Import },
  { id: 'drift', label: 'Drift', Tab: Drift },
  { id: 'tasks', label: 'Tasks', Tab: AppTasks, count: ({ counts }) => counts.openTasks },
]

/** One application, under Okta's own tabs. */
export function AppPage({ appId }: { appId: string }) {
  const sandbox = useSandbox()
  const to = useTo()
  const { data: app, error, refetch } = useQuery(api.okta.apps.get.queryOptions({ input: { sandbox, appId } }))
  if (error !== null && app === undefined) {
    return (
      <Page title="Application" badge={<Simulated />}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </Page>
    )
  }
  if (app === undefined)
    return (
      <Page title="…" badge={<Simulated />}>
        <Empty title="Opening the application…" />
      </Page>
    )
  return (
    <AppTabs
      app={app}
      crumbs={
        <>
          <Link to={to('okta')}>Okta (simulated)</Link> <span aria-hidden>›</span>{' '}
          <Link to={to('okta', 'apps')}>Applications</Link>
        </>
      }
    />
  )
}

function AppTabs({ app, crumbs }: { app: App; crumbs: ReactNode }) {
  const to = useTo()
  const navigate = useNavigate()
  const { tab } = useParams()
  const chosen = tabs.find(({ id }) => id === tab)?.id ?? 'provisioning'
  const open = (id: string) => void navigate(to('okta', 'apps', app.id, id))
  useCommands(
    tabs.map(({ id, label }) => ({
      id: `okta.app.${id}`,
      label: `${app.label}: ${label}`,
      group: 'Go to',
      run: () => open(id),
    })),
  )
  return (
    <Tabs
      value={chosen}
      onChange={(value) => open(value ?? 'provisioning')}
      keepMounted={false}
      classNames={{ root: okta.tabs, panel: okta.panel }}
    >
      <Page
        title={app.label}
        crumbs={crumbs}
        badge={
          <>
            <Simulated />
            <Chip tone="outline">{app.kind}</Chip>
          </>
        }
        count={<BaseUrl app={app} />}
        actions={<Actions app={app} />}
        layout="list"
        tabs={
          <Tabs.List aria-label={`${app.label}: views`}>
            {tabs.map(({ id, label, count: of }) => (
              <Tabs.Tab key={id} value={id}>
                {label}
                {of !== undefined && of(app) > 0 && <span className={okta.tabCount}>{` (${count(of(app))})`}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        }
      >
        <Running />
        {tabs.map(({ id, Tab }) => (
          <Tabs.Panel key={id} value={id} tabIndex={-1}>
            <Tab app={app} />
          </Tabs.Panel>
        ))}
      </Page>
    </Tabs>
  )
}

function BaseUrl({ app: { baseUrl } }: { app: App }) {
  if (baseUrl === null) return <span>the sandbox it points at is not listening</span>
  return (
    <span className={okta.address}>
      <code className={`cut ${okta.url}`} title={baseUrl}>
        {baseUrl}
      </code>
      <CopyButton text={baseUrl} label="Copy Base URL" />
    </span>
  )
}

function Actions({ app }: { app: App }) {
  const to = useTo()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'rename' | 'remove' | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      <MoreActions label="Application actions">
        <Menu.Item onClick={() => setAsking('rename')}>Edit label…</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => setAsking('remove')}>Delete…</Menu.Item>
      </MoreActions>
      {asking === 'rename' && <RenameApp app={app} onClose={close} />}
      {asking === 'remove' && (
        <RemoveApp app={app} onClose={close} onDone={() => void navigate(to('okta', 'apps'))} />
      )}
    </>
  )
}

function AppTasks({ app }: { app: App }) {
  return <TaskList appId={app.id} />
}
