import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { AppAttribute } from '../../../../src-shared/api/okta/attributes.ts'
import okta from '../okta.module.css'

interface Props {
  draft: AppAttribute
  change: (part: Partial<AppAttribute>) => void
  besides: (field: string) => ReactNode
}

/** Where the value comes from, and when it is sent. */
export function MappingFields({ draft: { mapping, applyOn, combine, dataType, scope }, change, besides }: Props) {
  return (
    <>
      <div className={okta.two}>
        <NativeSelect
          label="Mapping"
          value={mapping === null ? 'none' : applyOn}
          onChange={(event) => {
            const { value } = event.currentTarget
            if (value === 'none') change({ mapping: null })
            else change({ mapping: mapping ?? '', applyOn: value as AppAttribute['applyOn'] })
          }}
          data={[
            { value: 'none', label: 'Do not map' },
            { value: 'create', label: 'Apply mapping on user create only' },
            { value: 'create and update', label: 'Apply mapping on user create and update' },
          ]}
        />
        {mapping !== null && (
          <TextInput
            label="Expression"
            description={'Over user and appuser: user.title, "QA", user.department == "QA" ? "User" : "Guest"'}
            value={mapping}
            onChange={(event) => change({ mapping: event.currentTarget.value })}
            maxLength={1024}
            spellCheck={false}
            classNames={{ input: 'code' }}
          />
        )}
      </div>
      {besides('mapping')}
      {scope === 'Group' && dataType.endsWith('array') && (
        <Checkbox
          label="Combine values across groups"
          description="Otherwise the group with the highest priority decides."
          checked={combine}
          onChange={(event) => change({ combine: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
