import { ActionIcon, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AppGroup } from '../../../../src-shared/api/okta/assignments.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap } from '../../../ui/page.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import { SubTabs, type TabChoice } from '../sub-tabs.tsx'
import { AssignMenu } from './assign-menu.tsx'
import { EditAppGroup, UnassignGroup } from './group-assignment-dialogs.tsx'
import { Lints } from './lints.tsx'
import { useAssignmentLints } from './use-assignment-lints.ts'
import { shown } from './values.ts'

type Asking = { edit: AppGroup } | { unassign: AppGroup }

/** Assignments › Groups, in the order of their priority. */
export function AssignedGroups({ app, tabs }: { app: App; tabs: TabChoice }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(
    api.okta.assignments.groups.queryOptions({ input: { sandbox, appId: app.id } }),
  )
  const lints = useAssignmentLints(app.id)
  const [asking, setAsking] = useState<Asking | null>(null)
  const move = useOktaCall(({ groupId, priority }: { groupId: string; priority: number }) =>
    client.okta.assignments.changeGroup({ sandbox, appId: app.id, groupId, priority }),
  )
  const groups = data ?? []
  return (
    <SubTabs
      {...tabs}
      toolbar={
        <>
          <Gap />
          <AssignMenu app={app} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {move.error !== null && <ProblemNote error={move.error} />}
      <Lints lints={lints.filter(({ subject }) => groups.some(({ name }) => name === subject))} />
      {data?.length === 0 && (
        <Empty title="No group is assigned yet">A group assigns the application to everyone who is in it, now and later.</Empty>
      )}
      {groups.length > 0 && (
        <Section
          title="Assigned groups"
          description="Where several give a value, the one with the highest priority decides: the first."
        >
          <ol className={okta.list}>
            {groups.map((group, index) => (
              <GroupRow
                key={group.groupId}
                group={group}
                above={groups[index - 1]}
                below={groups[index + 1]}
                onMove={(priority) => move.mutate({ groupId: group.groupId, priority })}
                ask={setAsking}
              />
            ))}
          </ol>
        </Section>
      )}
      {asking !== null && 'edit' in asking && (
        <EditAppGroup app={app} group={asking.edit} onClose={() => setAsking(null)} />
      )}
      {asking !== null && 'unassign' in asking && (
        <UnassignGroup app={app} group={asking.unassign} onClose={() => setAsking(null)} />
      )}
    </SubTabs>
  )
}

interface RowProps {
  group: AppGroup
  above: AppGroup | undefined
  below: AppGroup | undefined
  onMove: (priority: number) => void
  ask: (what: Asking) => void
}

function GroupRow({ group, above, below, onMove, ask }: RowProps) {
  const to = useTo()
  const { groupId, name, members, priority, profile } = group
  return (
    <li>
      <span className="muted numbers" title="Priority">
        {priority}
      </span>
      <div className={okta.grow}>
        <Link to={to('okta', 'groups', groupId)}>{name}</Link>{' '}
        <span className="muted numbers">{plural(members, 'person', 'people')}</span>
        <span className={okta.inline}>
          {Object.entries(profile).map(([attribute, value]) => (
            <Chip key={attribute}>{`${attribute}: ${shown(value)}`}</Chip>
          ))}
        </span>
      </div>
      <span className={okta.noWrap}>
        <Move label={`Move ${name} up`} to={above} onMove={onMove} icon={ArrowUp} />
        <Move label={`Move ${name} down`} to={below} onMove={onMove} icon={ArrowDown} />
      </span>
      <Button variant="subtle" aria-label={`Edit the assignment of ${name}`} onClick={() => ask({ edit: group })}>
        Edit
      </Button>
      <Button variant="subtle" aria-label={`Unassign ${name}`} onClick={() => ask({ unassign: group })}>
        Unassign
      </Button>
    </li>
  )
}

interface MoveProps {
  label: string
  to: AppGroup | undefined
  onMove: (priority: number) => void
  icon: typeof ArrowUp
}

/** Stays focusable at the end of the list, so that the focus does not fall out of it. */
function Move({ label, to, onMove, icon: Icon }: MoveProps) {
  const isOff = to === undefined
  return (
    <ActionIcon aria-label={label} aria-disabled={isOff} data-off={isOff} onClick={() => !isOff && onMove(to.priority)}>
      <Icon size={15} aria-hidden />
    </ActionIcon>
  )
}
