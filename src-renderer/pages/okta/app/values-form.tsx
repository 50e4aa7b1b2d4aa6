import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Lint, ProfileValues, StoredAttribute } from '../../../../src-shared/api/okta/attributes.ts'
import { api } from '../../../lib/api.ts'
import { useSandbox } from '../../../lib/place.ts'
import okta from '../okta.module.css'
import { LintNote, settleMs } from './lints.tsx'
import { valuesOf, type Typed } from './values.ts'

interface Props {
  appId: string
  attributes: StoredAttribute[]
  typed: Typed
  onChange: (typed: Typed) => void
}

/** The attributes an assignment may set, with what the linter says while one types. An empty field follows the mapping. */
export function ValuesForm({ appId, attributes, typed, onChange }: Props) {
  const lints = useLints(appId, valuesOf(typed, attributes))
  if (attributes.length === 0) return null
  const set = (name: string, value: string) => onChange({ ...typed, [name]: value })
  const use = ({ field }: Lint) => {
    // Of a list, one value cannot stand for all.
    if (field === null || typed[field]?.includes('\n') === true) return undefined
    return (value: string) => set(field, value)
  }
  return (
    <>
      <div className={okta.two} role="group" aria-label="Attribute values">
        {attributes.map((attribute) => (
          <Field
            key={attribute.id}
            attribute={attribute}
            value={typed[attribute.variableName] ?? ''}
            onChange={(value) => set(attribute.variableName, value)}
          />
        ))}
      </div>
      {lints.map((lint) => (
        <LintNote key={`${lint.field} ${lint.text}`} lint={lint} onUse={use(lint)} />
      ))}
    </>
  )
}

/** Asks the linter once the typing rests. */
function useLints(appId: string, values: ProfileValues): Lint[] {
  const sandbox = useSandbox()
  const [settled] = useDebouncedValue(JSON.stringify(values), settleMs)
  const profile = JSON.parse(settled) as ProfileValues
  const { data } = useQuery({
    ...api.okta.assignments.lintValues.queryOptions({ input: { sandbox, appId, profile } }),
    enabled: Object.keys(profile).length > 0,
    placeholderData: keepPreviousData,
  })
  return Object.keys(values).length > 0 ? (data ?? []) : []
}

interface FieldProps {
  attribute: StoredAttribute
  value: string
  onChange: (value: string) => void
}

function Field({ attribute: { displayName, variableName, dataType, enum: members, mapping }, value, onChange }: FieldProps) {
  const shared = { label: displayName, description: <Hint variableName={variableName} mapping={mapping} />, value }
  const take = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value)
  if (dataType.endsWith('array')) return <Textarea {...shared} placeholder="One a line" rows={2} onChange={take} />
  const choices =
    members?.map((member) => ({ value: String(member.value), label: member.name })) ??
    (dataType === 'boolean' ? ['true', 'false'] : null)
  if (choices !== null)
    return <NativeSelect {...shared} onChange={take} data={[{ value: '', label: 'not set' }, ...choices]} />
  return (
    <TextInput
      {...shared}
      type={dataType === 'string' ? 'text' : 'number'}
      step={dataType === 'number' ? 'any' : undefined}
      spellCheck={false}
      onChange={take}
    />
  )
}

function Hint({ variableName, mapping }: { variableName: string; mapping: string | null }): ReactNode {
  return mapping === null ? variableName : `${variableName}, else ${mapping}`
}
