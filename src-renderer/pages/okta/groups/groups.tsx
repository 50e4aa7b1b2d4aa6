import { useNavigate } from 'react-router'
import { useQueryValue, useTo } from '../../../lib/place.ts'
import { AllGroups } from './all-groups.tsx'
import { GroupRules } from './group-rules.tsx'

const options = [
  { value: 'all', label: 'All' },
  { value: 'rules', label: 'Rules' },
]

/** Directory › Groups, with its two tabs. */
export function Groups() {
  const to = useTo()
  const navigate = useNavigate()
  const [show] = useQueryValue('show', 'all')
  const onChange = (next: string) => void navigate(`${to('okta', 'groups')}${next === 'rules' ? '?show=rules' : ''}`)
  const Shown = show === 'rules' ? GroupRules : AllGroups
  return <Shown tabs={{ label: 'Groups or rules', value: show === 'rules' ? 'rules' : 'all', options, onChange }} />
}
