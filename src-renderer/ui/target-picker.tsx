import { NativeSelect, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EntityState } from '../../src-shared/api/entities.ts'
import {
  type EntityKind,
  entityKindNames,
  entityKinds,
  entityKindWords,
} from '../../src-shared/domain/provisioning.ts'
import { api } from '../lib/api.ts'
import { useSandbox } from '../lib/place.ts'
import { ProblemNote } from './note.tsx'

export interface Target {
  kind: EntityKind
  /** Null is the entity called like the group. */
  entityId: number | null
}

interface Props {
  groupName: string
  value: Target
  onChange: (target: Target) => void
  /** Whether the entity called like the group can be left to be found or made. */
  byName: boolean
}

/** Past this many entities a search comes with the list. */
const many = 20
const listed = 500

/** The type of a target and the entity, in the vendor's order. */
export function TargetPicker({ groupName, value, onChange, byName }: Props) {
  const sandbox = useSandbox()
  const [find, setFind] = useState('')
  const { data, error } = useQuery({
    ...api.entities.list.queryOptions({ input: { sandbox, kind: value.kind, search: find, limit: listed } }),
    placeholderData: keepPreviousData,
  })
  const items = (data?.items ?? []).filter(({ kind }) => kind === value.kind)
  const name = entityKindNames[value.kind]
  return (
    <>
      <NativeSelect
        label="Target type"
        value={value.kind}
        onChange={(event) => onChange({ kind: event.currentTarget.value as EntityKind, entityId: null })}
        data={entityKinds.map((kind) => ({ value: kind, label: entityKindNames[kind] }))}
      />
      {(find !== '' || (data?.total ?? 0) > many) && (
        <TextInput
          label={`Find a ${entityKindWords[value.kind]}`}
          type="search"
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        label={name}
        value={value.entityId === null ? '' : String(value.entityId)}
        onChange={(event) => onChange({ kind: value.kind, entityId: Number(event.currentTarget.value) || null })}
        description={hint(value.kind, byName)}
      >
        <option value="">{byName ? `Called “${groupName}”` : 'Choose…'}</option>
        {items.map((entity) => (
          <option key={entity.id} value={entity.id}>
            {optionText(entity)}
          </option>
        ))}
      </NativeSelect>
      {error !== null && <ProblemNote error={error} />}
    </>
  )
}

function hint(kind: EntityKind, byName: boolean): string | undefined {
  if (!byName) return undefined
  return kind === 'subOrganization'
    ? 'A sub-organization is never created here: one of that name must exist.'
    : 'The one called like the group is created where there is none.'
}

/** Owned ones stay choosable: that the product refuses them is worth seeing. */
function optionText({ name, isDefault, owner }: EntityState): string {
  if (isDefault) return `${name} (default)`
  return owner === null ? name : `${name} (mapped from ${owner.displayName})`
}
