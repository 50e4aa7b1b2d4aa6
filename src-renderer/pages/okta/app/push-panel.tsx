import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { PushGroup } from '../../../../src-shared/api/okta/push-groups.ts'
import { client } from '../../../lib/api.ts'
import { dateAndTime, plural } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { DetailPanel } from '../../../ui/detail-panel.tsx'
import { MoreActions } from '../../../ui/more-actions.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Facts } from '../../../ui/section.tsx'
import { PushChip } from '../chips.tsx'
import okta from '../okta.module.css'
import { Readiness } from './readiness.tsx'
import { UnlinkGroup } from './unlink-group.tsx'

interface Props {
  app: App
  group: PushGroup
  onClose: () => void
}

/** One pushed group: what was sent, who is sent and who is not. */
export function PushPanel({ app, group, onClose }: Props) {
  return (
    <DetailPanel
      label={`Pushed group ${group.groupName}`}
      title={<span title={group.groupName}>{group.groupName}</span>}
      subtitle={
        <>
          {group.isBusy ? <Chip tone="accent">Pushing…</Chip> : <PushChip status={group.status} />}
          <span>{`${group.ready} of ${plural(group.members, 'member')} ready`}</span>
        </>
      }
      actions={<Actions app={app} group={group} onGone={onClose} />}
      onClose={onClose}
      tabs={[
        { value: 'status', label: 'Status', content: <Status app={app} group={group} /> },
        { value: 'readiness', label: 'Readiness', content: <Readiness app={app} group={group} /> },
      ]}
    />
  )
}

function Actions({ app, group, onGone }: { app: App; group: PushGroup; onGone: () => void }) {
  const sandbox = useSandbox()
  const [unlinking, setUnlinking] = useState(false)
  const of = { sandbox, appId: app.id, id: group.id }
  const push = useOktaCall(() => client.okta.pushGroups.pushNow(of))
  const set = useOktaCall((active: boolean) => client.okta.pushGroups.setActive({ ...of, active }))
  const isInactive = group.status === 'Inactive'
  const error = push.error ?? set.error
  return (
    <>
      {!isInactive && (
        <Button loading={push.isPending || group.isBusy} onClick={() => push.mutate()}>
          Push now
        </Button>
      )}
      {isInactive && (
        <Button loading={set.isPending} onClick={() => set.mutate(true)}>
          Activate group push
        </Button>
      )}
      <MoreActions>
        {!isInactive && <Menu.Item onClick={() => set.mutate(false)}>Deactivate group push</Menu.Item>}
        <Menu.Item onClick={() => setUnlinking(true)}>Unlink pushed group…</Menu.Item>
      </MoreActions>
      {error !== null && <ProblemNote error={error} />}
      {unlinking && <UnlinkGroup app={app} group={group} onClose={() => setUnlinking(false)} onDone={onGone} />}
    </>
  )
}

function Status({ app: { settings }, group }: { app: App; group: PushGroup }) {
  const to = useTo()
  const sandbox = useSandbox()
  const isHere = settings.target.kind === 'self' && settings.target.sandbox === sandbox
  return (
    <div className={okta.stack}>
      {group.error !== null && (
        <Note tone="bad" title="Okta shows this error">
          {group.error}
        </Note>
      )}
      {group.status === 'Inactive' && (
        <Note tone="info" title="Nothing is sent">
          Changes of its members stay in Okta until the push is activated; then the whole list is sent.
        </Note>
      )}
      <Facts
        items={[
          ['Group in Okta', <Link key="okta" to={to('okta', 'groups', group.groupId)}>{group.groupName}</Link>],
          ['Group in the app', group.appName ?? <span key="app" className="muted">not sent yet</span>],
          [
            'External id',
            group.externalId === null ? (
              <span key="id" className="muted">none</span>
            ) : isHere ? (
              <Link key="id" to={to('groups', group.externalId)}>{group.externalId}</Link>
            ) : (
              <code key="id">{group.externalId}</code>
            ),
          ],
          ['Members in the app, as Okta believes', plural(group.pushedMembers, 'member')],
          ['Found', group.ruleId === null ? 'by name' : 'by a rule'],
          ['Last push', group.lastPush === null ? 'never' : dateAndTime(group.lastPush)],
          [
            'Where its members land',
            <Link key="mappings" to={group.externalId !== null && isHere ? to('provisioning', 'groups', group.externalId) : to('provisioning', 'groups')}>
              SCIM Group Provisioning
            </Link>,
          ],
        ]}
      />
    </div>
  )
}
