import { Button, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { GroupRule } from '../../../../src-shared/api/okta/groups.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useOktaCall, useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap } from '../../../ui/page.tsx'
import { Section } from '../../../ui/section.tsx'
import classes from '../okta.module.css'
import { SubTabs, type TabChoice } from '../sub-tabs.tsx'
import { AddGroupRule } from './group-rule-dialog.tsx'

/** Rules that put people into groups by their profile. */
export function GroupRules({ tabs }: { tabs: TabChoice }) {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.okta.groupRules.list.queryOptions({ input: { sandbox } }))
  const [asking, setAsking] = useState<'add' | GroupRule | null>(null)
  const add = (
    <Button variant="filled" leftSection={<Plus size={15} aria-hidden />} onClick={() => setAsking('add')}>
      Add rule
    </Button>
  )
  return (
    <>
      <SubTabs
        {...tabs}
        toolbar={
          <>
            <Gap />
            {data !== undefined && data.length > 0 && add}
          </>
        }
      >
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {data?.length === 0 && (
          <Empty title="No group rules yet" action={add}>
            A rule puts everyone whose profile fits into a group, and takes them out again when it no longer does.
          </Empty>
        )}
        {data !== undefined && data.length > 0 && (
          <Section title="Group rules" description="Deactivating a rule takes out whom it put in.">
            <ul className={classes.list}>
              {data.map((rule) => (
                <RuleRow key={rule.id} rule={rule} onRemove={() => setAsking(rule)} />
              ))}
            </ul>
          </Section>
        )}
      </SubTabs>
      {asking === 'add' && <AddGroupRule onClose={() => setAsking(null)} />}
      {asking !== null && asking !== 'add' && <RemoveRule rule={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

function RuleRow({ rule, onRemove }: { rule: GroupRule; onRemove: () => void }) {
  const sandbox = useSandbox()
  const to = useTo()
  const set = useOktaCall((active: boolean) => client.okta.groupRules.setActive({ sandbox, id: rule.id, active }))
  return (
    <li>
      <div className={classes.grow}>
        <strong>{rule.name}</strong>
        <div>
          <code>{rule.expression}</code>
        </div>
        <span className="muted">
          puts {plural(rule.members, 'person', 'people')} into{' '}
          <Link to={to('okta', 'groups', rule.group.id)}>{rule.group.name}</Link>
        </span>
      </div>
      <Switch
        label={rule.active ? 'Active' : 'Inactive'}
        aria-label={`${rule.name} is active`}
        checked={rule.active}
        disabled={set.isPending}
        onChange={(event) => set.mutate(event.currentTarget.checked)}
      />
      <Button variant="subtle" aria-label={`Delete rule ${rule.name}`} onClick={onRemove}>
        Delete
      </Button>
      {set.error !== null && <ProblemNote error={set.error} />}
    </li>
  )
}

function RemoveRule({ rule, onClose }: { rule: GroupRule; onClose: () => void }) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const act = async () => {
    await client.okta.groupRules.remove({ sandbox, id: rule.id })
    await refresh()
  }
  return (
    <Dialog title={`Delete rule ${rule.name}?`} confirm="Delete rule" danger onConfirm={act} onClose={onClose}>
      <p>
        The {plural(rule.members, 'person', 'people')} it put into {rule.group.name} leave the group, unless they are in
        it by hand as well.
      </p>
    </Dialog>
  )
}
