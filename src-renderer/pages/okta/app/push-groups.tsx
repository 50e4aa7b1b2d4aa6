import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { api } from '../../../lib/api.ts'
import { useQueryValue, useSandbox, useTo } from '../../../lib/place.ts'
import { Empty } from '../../../ui/empty.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import okta from '../okta.module.css'
import { PushList } from './push-list.tsx'
import { PushRules } from './push-rules.tsx'
import { PushSettings } from './push-settings.tsx'

const options = [
  { value: 'all', label: 'All' },
  { value: 'rules', label: 'By rule' },
  { value: 'settings', label: 'Settings' },
]

/** Groups that are pushed to the app, and the rules that find more. */
export function PushGroups({ app }: { app: App }) {
  const sandbox = useSandbox()
  const [show, setShow] = useQueryValue('show', 'all')
  const { data, error, refetch } = useQuery(api.okta.pushGroups.list.queryOptions({ input: { sandbox, appId: app.id } }))
  if (error !== null && data === undefined)
    return (
      <div className={okta.read}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </div>
    )
  if (!app.settings.supported.pushGroups && data?.groups.length === 0) return <NotSupported app={app} />
  const value = options.some((option) => option.value === show) ? show : 'all'
  const tabs = { label: 'Push Groups: views', value, options, onChange: setShow }
  if (value === 'settings') return <PushSettings app={app} tabs={tabs} />
  if (value === 'rules') return <PushRules app={app} tabs={tabs} rules={data?.rules} />
  return <PushList app={app} tabs={tabs} groups={data?.groups} lints={data?.lints ?? []} />
}

function NotSupported({ app }: { app: App }) {
  const to = useTo()
  return (
    <Empty
      title="Push Groups is not ticked"
      action={<Link to={`${to('okta', 'apps', app.id, 'provisioning')}?part=integration`}>To Provisioning › Integration</Link>}
    >
      Okta shows this tab only when Push Groups is among the supported provisioning actions. TestMu AI’s guide forgets to
      say so.
    </Empty>
  )
}
