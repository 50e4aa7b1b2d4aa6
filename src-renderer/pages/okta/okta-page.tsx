import { Tabs } from '@mantine/core'
import type { ComponentType } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useCommands } from '../../lib/commands.ts'
import { count, plural } from '../../lib/format.ts'
import { useTaskCounts } from '../../lib/okta.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { Page } from '../../ui/page.tsx'
import { AppPage } from './app/app-page.tsx'
import { Applications } from './apps/applications.tsx'
import { Assumptions } from './assumptions.tsx'
import { Groups } from './groups/groups.tsx'
import classes from './okta.module.css'
import { People } from './people/people.tsx'
import { Running } from './running.tsx'
import { Simulated } from './simulated.tsx'
import { SystemLog } from './system-log.tsx'
import { TaskList } from './tasks/task-list.tsx'

const views: { id: string; label: string; View: ComponentType }[] = [
  { id: 'people', label: 'People', View: People },
  { id: 'groups', label: 'Groups', View: Groups },
  { id: 'apps', label: 'Applications', View: Applications },
  { id: 'tasks', label: 'Tasks', View: TaskList },
  { id: 'log', label: 'System Log', View: SystemLog },
  { id: 'assumptions', label: 'Assumptions', View: Assumptions },
]

/** The Okta org of this sandbox. It has a colour and a chip of its own, so that nobody takes it for the real console. */
export function OktaPage() {
  const { view = 'apps', id } = useParams()
  const chosen = views.find((one) => one.id === view)?.id ?? 'apps'
  useViewCommands()
  return (
    <div data-side="okta" className={classes.side}>
      {chosen === 'apps' && id !== undefined ? <AppPage key={id} appId={id} /> : <Views chosen={chosen} />}
    </div>
  )
}

function Views({ chosen }: { chosen: string }) {
  const to = useTo()
  const navigate = useNavigate()
  return (
    <Tabs
      value={chosen}
      onChange={(value) => void navigate(to('okta', value ?? 'apps'))}
      keepMounted={false}
      classNames={{ root: classes.tabs, panel: classes.panel }}
    >
      <Page
        title="Okta (simulated)"
        badge={<Simulated />}
        layout="list"
        tabs={
          <Tabs.List aria-label="Okta (simulated): views">
            {views.map(({ id, label }) => (
              <Tabs.Tab key={id} value={id}>
                {label}
                {id === 'tasks' && <FailedCount />}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        }
      >
        <Running />
        {views.map(({ id, View }) => (
          <Tabs.Panel key={id} value={id} tabIndex={-1}>
            <View />
          </Tabs.Panel>
        ))}
      </Page>
    </Tabs>
  )
}

function FailedCount() {
  const counts = useTaskCounts(useSandbox())
  if (counts === undefined || counts.failed === 0) return null
  return (
    <span className={classes.waiting} title={plural(counts.failed, 'failed task')}>{` (${count(counts.failed)})`}</span>
  )
}

function useViewCommands() {
  const to = useTo()
  const navigate = useNavigate()
  useCommands(
    views.map(({ id, label }) => ({
      id: `okta.${id}`,
      label: `Okta (simulated): ${label}`,
      group: 'Go to',
      run: () => void navigate(to('okta', id)),
    })),
  )
}
