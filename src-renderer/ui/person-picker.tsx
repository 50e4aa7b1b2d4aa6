import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { UserRow } from '../../src-shared/api/users.ts'
import { api } from '../lib/api.ts'
import { count } from '../lib/format.ts'
import { useSandbox } from '../lib/place.ts'
import { ActiveChip } from './chip.tsx'
import { ProblemNote } from './note.tsx'
import classes from './person-picker.module.css'

const offered = 6
const settleMs = 150

interface Props {
  label: string
  value: UserRow | null
  onChange: (user: UserRow) => void
  /** Only members of this group are offered. */
  groupId?: string
}

/** One user, found by a part of the name. */
export function PersonPicker({ label, value, onChange, groupId }: Props) {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), settleMs)
  const { data, error } = useCandidates(search, groupId)
  const name = useId()
  const items = data?.items ?? []
  return (
    <fieldset className={classes.picker}>
      <legend>{label}</legend>
      <TextInput
        aria-label={`${label}: search`}
        placeholder="Part of the userName or the name"
        type="search"
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {error !== null && <ProblemNote error={error} />}
      <div className={classes.list}>
        {value !== null && !items.some(({ id }) => id === value.id) && (
          <Option name={name} user={value} checked onChange={onChange} />
        )}
        {items.map((user) => (
          <Option key={user.id} name={name} user={user} checked={user.id === value?.id} onChange={onChange} />
        ))}
        {data?.total === 0 && <p className="muted">Nobody is called so.</p>}
        {data !== undefined && data.total > items.length && (
          <p className="muted">and {count(data.total - items.length)} more; type to narrow it down</p>
        )}
      </div>
    </fieldset>
  )
}

interface OptionProps {
  name: string
  user: UserRow
  checked: boolean
  onChange: (user: UserRow) => void
}

function Option({ name, user, checked, onChange }: OptionProps) {
  return (
    <label className={classes.option}>
      <input type="radio" name={name} checked={checked} onChange={() => onChange(user)} />
      <span className="cut" title={user.userName}>
        {user.userName}
      </span>
      {!user.active && <ActiveChip active={false} />}
    </label>
  )
}

function useCandidates(search: string, groupId: string | undefined) {
  const sandbox = useSandbox()
  const input = { sandbox, search, limit: offered }
  const anyone = useQuery({
    ...api.users.list.queryOptions({ input: { ...input, sort: 'userName' } }),
    placeholderData: keepPreviousData,
    enabled: groupId === undefined,
  })
  const members = useQuery({
    ...api.groups.members.queryOptions({ input: { ...input, id: groupId ?? '' } }),
    placeholderData: keepPreviousData,
    enabled: groupId !== undefined,
  })
  return groupId === undefined ? anyone : members
}
