import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { StoredAttribute } from '../../../../src-shared/api/okta/attributes.ts'
import okta from '../okta.module.css'
import type { Typed } from './values.ts'

interface Props {
  attributes: StoredAttribute[]
  typed: Typed
  onChange: (typed: Typed) => void
}

/** The attributes an assignment may set. An empty field follows the mapping. */
export function ValuesForm({ attributes, typed, onChange }: Props) {
  if (attributes.length === 0) return null
  return (
    <div className={okta.two} role="group" aria-label="Attribute values">
      {attributes.map((attribute) => (
        <Field
          key={attribute.id}
          attribute={attribute}
          value={typed[attribute.variableName] ?? ''}
          onChange={(value) => onChange({ ...typed, [attribute.variableName]: value })}
        />
      ))}
    </div>
  )
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
