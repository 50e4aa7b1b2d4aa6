import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { PushGroup, Readiness as Ready } from '../../../../src-shared/api/okta/push-groups.ts'
import { api } from '../../../lib/api.ts'
import { count, plural } from '../../../lib/format.ts'
import { useQueryValue, useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { FilterChips } from '../../../ui/filter-chips.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import okta from '../okta.module.css'
import classes from './push.module.css'

const shownAtMost = 200

/** The conditions of every member: who lacks one is left out silently by Okta, and said here. */
export function Readiness({ app, group }: { app: App; group: PushGroup }) {
  const sandbox = useSandbox()
  const [show, setShow] = useQueryValue('ready', 'all')
  const { data, error, refetch } = useQuery(
    api.okta.pushGroups.readiness.queryOptions({ input: { sandbox, appId: app.id, id: group.id } }),
  )
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (data.length === 0) return <Empty title="The group is empty">Its push sends an empty list of members.</Empty>
  const missing = data.filter(({ isSent }) => !isSent)
  const shown = show === 'missing' ? missing : [...missing, ...data.filter(({ isSent }) => isSent)]
  return (
    <div className={okta.stack}>
      <div className={okta.buttons}>
        <FilterChips
          label="Members"
          value={show}
          onChange={setShow}
          options={[
            { value: 'all', label: 'All', count: data.length },
            { value: 'missing', label: 'Not sent', count: missing.length },
          ]}
        />
      </div>
      {shown.length === 0 && <p className="muted small">Everybody in the group is sent.</p>}
      <ul className={classes.people} aria-label="Readiness of the members">
        {shown.slice(0, shownAtMost).map((member) => (
          <Member key={member.personId} app={app} member={member} />
        ))}
      </ul>
      {shown.length > shownAtMost && (
        <p className="muted small">and {plural(shown.length - shownAtMost, 'more', 'more')} of {count(shown.length)}</p>
      )}
    </div>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Looking at the members…">
      {[80, 60, 70].map((width) => (
        <Skeleton key={width} h={10} w={`${width}%`} my={16} />
      ))}
    </div>
  )
}

function Member({ app, member }: { app: App; member: Ready }) {
  const to = useTo()
  const { personId, login, assigned, provisioned, active, isSent, text } = member
  const href = assigned
    ? `${to('okta', 'apps', app.id, 'assignments')}?person=${personId}`
    : to('okta', 'people', personId)
  return (
    <li>
      <div className={classes.head}>
        <Link to={href} className="cut" title={login}>
          {login}
        </Link>
        <Chip tone={isSent ? 'good' : 'warn'}>{isSent ? 'sent' : 'not sent'}</Chip>
      </div>
      <div className={classes.checks}>
        <Check met word="In the group" />
        <Check met={assigned} word="Assigned" />
        <Check met={provisioned} word="Provisioned" />
        <Check met={active} word="Active" />
      </div>
      {text !== '' && <p>{text}</p>}
    </li>
  )
}

function Check({ met, word }: { met: boolean; word: string }) {
  const Icon = met ? CircleCheck : CircleAlert
  return (
    <span className={classes.check} data-met={met}>
      <Icon size={14} aria-hidden />
      {met ? word : `Not ${word.toLowerCase()}`}
    </span>
  )
}
