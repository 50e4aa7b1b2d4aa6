import { Tabs } from '@mantine/core'
import type { ComponentType } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useCommands } from '../../lib/commands.ts'
import { count } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { useOpenConflicts } from '../../lib/provisioning.ts'
import { Page } from '../../ui/page.tsx'
import { Conflicts } from './conflicts.tsx'
import { Entities } from './entities.tsx'
import { FlowView } from './flow/flow-view.tsx'
import { MappingRules } from './mapping-rules.tsx'
import classes from './provisioning.module.css'
import { ScimGroups } from './scim-groups.tsx'

const views: { id: string; label: string; View: ComponentType; layout?: 'scroll' }[] = [
  { id: 'groups', label: 'SCIM Groups', View: ScimGroups },
  { id: 'rules', label: 'Mapping Rules', View: MappingRules, layout: 'scroll' },
  { id: 'conflicts', label: 'Conflicts', View: Conflicts, layout: 'scroll' },
  { id: 'entities', label: 'Entities', View: Entities },
  { id: 'flow', label: 'Flow', View: FlowView },
]

/** Where the members of pushed groups go: the vendor's dashboard of this name. */
export function ProvisioningPage() {
  const to = useTo()
  const navigate = useNavigate()
  const conflicts = useOpenConflicts(useSandbox())
  const { view } = useParams()
  const chosen = views.find(({ id }) => id === view) ?? views[0]
  useCommands(
    views.map(({ id, label }) => ({
      id: `provisioning.${id}`,
      label: `Provisioning: ${label}`,
      group: 'Go to',
      run: () => void navigate(to('provisioning', id)),
    })),
  )
  return (
    <Tabs
      value={chosen?.id ?? null}
      onChange={(value) => void navigate(to('provisioning', value ?? 'groups'))}
      keepMounted={false}
      classNames={{ root: classes.tabs, panel: classes.panel }}
    >
      <Page
        title="SCIM Group Provisioning"
        layout={chosen?.layout ?? 'list'}
        tabs={
          <Tabs.List aria-label="SCIM Group Provisioning: views">
            {views.map(({ id, label }) => (
              <Tabs.Tab key={id} value={id}>
                {label}
                {id === 'conflicts' && conflicts !== undefined && (
                  <span className={classes.tabCount} data-waiting={conflicts > 0}>{` (${count(conflicts)})`}</span>
                )}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        }
      >
        {views.map(({ id, View }) => (
          <Tabs.Panel key={id} value={id} tabIndex={-1}>
            <View />
          </Tabs.Panel>
        ))}
      </Page>
    </Tabs>
  )
}
