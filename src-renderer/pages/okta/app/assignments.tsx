import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { useQueryValue } from '../../../lib/place.ts'
import { AssignedGroups } from './assigned-groups.tsx'
import { AssignedPeople } from './assigned-people.tsx'

const options = [
  { value: 'people', label: 'People' },
  { value: 'groups', label: 'Groups' },
]

/** Who is assigned, as a person or through a group. */
export function Assignments({ app }: { app: App }) {
  const [of, setOf] = useQueryValue('of', 'people')
  const tabs = { label: 'People or groups', value: of === 'groups' ? 'groups' : 'people', options, onChange: setOf }
  return of === 'groups' ? <AssignedGroups app={app} tabs={tabs} /> : <AssignedPeople app={app} tabs={tabs} />
}
