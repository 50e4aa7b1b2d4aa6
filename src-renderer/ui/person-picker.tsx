import { api } from '../lib/api.ts'
import { useSandbox } from '../lib/place.ts'
import { ManyPicker, type Choice } from './many-picker.tsx'

interface Props {
  label: string
  value: Choice | null
  onChange: (user: Choice) => void
  /** Only members of this group are offered. */
  groupId?: string
}

/** One user, found by a part of the name. */
export function PersonPicker({ label, value, onChange, groupId }: Props) {
  const sandbox = useSandbox()
  return (
    <ManyPicker
      single
      label={label}
      query={(search, limit) =>
        groupId === undefined
          ? api.users.list.queryOptions({ input: { sandbox, search, limit, sort: 'userName' } })
          : api.groups.members.queryOptions({ input: { sandbox, search, limit, id: groupId } })
      }
      choiceOf={({ id, userName, active }) => ({ id, text: userName, detail: active ? undefined : 'inactive' })}
      chosen={value === null ? [] : [value]}
      onChange={([user]) => user !== undefined && onChange(user)}
      none={groupId === undefined ? 'There is no user yet.' : 'The group has no members.'}
    />
  )
}
