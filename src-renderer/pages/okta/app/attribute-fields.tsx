import { ActionIcon, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AppAttribute } from '../../../../src-shared/api/okta/attributes.ts'
import { dataTypes } from '../../../../src-shared/domain/okta.ts'
import okta from '../okta.module.css'
import { variableNameOf, type EnumMember } from './attribute-form.ts'
import classes from './attribute.module.css'

interface Enumeration {
  hasEnum: boolean
  setHasEnum: (on: boolean) => void
  members: EnumMember[]
  setMembers: (members: EnumMember[]) => void
}

interface Props {
  draft: AppAttribute
  change: (part: Partial<AppAttribute>) => void
  isNew: boolean
  enumeration: Enumeration
  /** What the linter says beside a field. */
  besides: (field: string) => ReactNode
}

/** The fields of the Profile Editor, in its order (okta-wire §8). */
export function AttributeFields({ draft, change, isNew, enumeration, besides }: Props) {
  const named = (displayName: string) => {
    const follows = isNew && draft.variableName === variableNameOf(draft.displayName)
    change(follows ? { displayName, variableName: variableNameOf(displayName) } : { displayName })
  }
  return (
    <>
      <NativeSelect
        label="Data type"
        value={draft.dataType}
        onChange={(event) => change({ dataType: event.currentTarget.value as AppAttribute['dataType'] })}
        data={dataTypes.map((value) => ({ value, label: value }))}
      />
      {besides('dataType')}
      <div className={okta.two}>
        <TextInput
          label="Display name"
          value={draft.displayName}
          onChange={(event) => named(event.currentTarget.value)}
          maxLength={255}
          data-autofocus
          required
        />
        <TextInput
          label="Variable name"
          description="Inside Okta only; it never reaches the wire."
          value={draft.variableName}
          onChange={(event) => change({ variableName: event.currentTarget.value })}
          maxLength={100}
          spellCheck={false}
          required
        />
      </div>
      {besides('variableName')}
      <TextInput
        label="External name"
        description="The name in the body; a path where it is nested, such as name.givenName."
        value={draft.externalName}
        onChange={(event) => change({ externalName: event.currentTarget.value })}
        maxLength={255}
        spellCheck={false}
      />
      {besides('externalName')}
      <TextInput
        label="External namespace"
        description="The schema it belongs to, literally. Without one the attribute is not sent."
        value={draft.externalNamespace}
        onChange={(event) => change({ externalNamespace: event.currentTarget.value })}
        maxLength={255}
        spellCheck={false}
      />
      {besides('externalNamespace')}
      <Members {...enumeration} />
      {besides('enum')}
      <div className={classes.line}>
        <NativeSelect
          label="Attribute type"
          description="Group: it may be set on a group assignment too."
          value={draft.scope}
          onChange={(event) => change({ scope: event.currentTarget.value as AppAttribute['scope'] })}
          data={['Personal', 'Group']}
        />
        <Checkbox
          label="Attribute required"
          checked={draft.required}
          onChange={(event) => change({ required: event.currentTarget.checked })}
        />
      </div>
      {besides('scope')}
    </>
  )
}

function Members({ hasEnum, setHasEnum, members, setMembers }: Enumeration) {
  const set = (index: number, part: Partial<EnumMember>) =>
    setMembers(members.map((member, at) => (at === index ? { ...member, ...part } : member)))
  return (
    <div className={okta.checks}>
      <Checkbox
        label="Define enumerated list of values"
        checked={hasEnum}
        onChange={(event) => setHasEnum(event.currentTarget.checked)}
      />
      {hasEnum && (
        <div className={classes.members} role="group" aria-label="Attribute members">
          <span>Display name</span>
          <span>Value</span>
          <span />
          {members.map((member, index) => (
            // Rows have no identity but their place.
            <div key={index} className={classes.member}>
              <TextInput
                aria-label={`Display name ${index + 1}`}
                value={member.name}
                onChange={(event) => set(index, { name: event.currentTarget.value })}
              />
              <TextInput
                aria-label={`Value ${index + 1}`}
                value={member.value}
                spellCheck={false}
                onChange={(event) => set(index, { value: event.currentTarget.value })}
              />
              <ActionIcon
                aria-label={`Remove member ${index + 1}`}
                onClick={() => setMembers(members.filter((_, at) => at !== index))}
              >
                <X size={14} aria-hidden />
              </ActionIcon>
            </div>
          ))}
          <Button
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => setMembers([...members, { name: '', value: '' }])}
          >
            Add another
          </Button>
        </div>
      )}
    </div>
  )
}
