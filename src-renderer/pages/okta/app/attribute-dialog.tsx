import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { AppAttribute, Lint, StoredAttribute } from '../../../../src-shared/api/okta/attributes.ts'
import { api, client } from '../../../lib/api.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import okta from '../okta.module.css'
import { AttributeFields } from './attribute-fields.tsx'
import { enumOf, isComplete, membersOf, newAttribute } from './attribute-form.ts'
import { LintNote, settleMs } from './lints.tsx'
import { MappingFields } from './mapping-fields.tsx'

/** Profile Editor › Add Attribute, with what the linter says while one types. */
export function AttributeDialog({
  app,
  attribute,
  onDone,
  onClose,
}: {
  app: App
  attribute?: StoredAttribute
  onDone: () => void
  onClose: () => void
}) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [draft, setDraft] = useState<AppAttribute>(() => (attribute === undefined ? newAttribute : plain(attribute)))
  const [hasEnum, setHasEnum] = useState(draft.enum !== null)
  const [members, setMembers] = useState(() => membersOf(draft))
  const change = (part: Partial<AppAttribute>) => setDraft((before) => ({ ...before, ...part }))
  const given = { ...draft, enum: hasEnum ? enumOf(members, draft.dataType) : null }
  const lints = useLints(app.id, given)
  const save = async () => {
    if (attribute === undefined) await client.okta.attributes.create({ sandbox, appId: app.id, attribute: given })
    else await client.okta.attributes.change({ sandbox, appId: app.id, id: attribute.id, attribute: given })
    onDone()
    await refresh()
  }
  const use = (lint: Lint) => {
    const field = usable.find((one) => one === lint.field)
    return field === undefined ? undefined : (value: string) => change({ [field]: value })
  }
  const besides = (field: string) =>
    lints
      .filter((lint) => lint.field === field)
      .map((lint) => <LintNote key={lint.code} lint={lint} onUse={use(lint)} />)
  const general = lints.filter(({ field }) => field === null || !fields.includes(field))
  return (
    <Dialog
      title={attribute === undefined ? 'Add Attribute' : `Edit ${attribute.displayName}`}
      confirm={attribute === undefined ? 'Save attribute' : 'Save'}
      size="680px"
      disabled={!isComplete(given)}
      onConfirm={save}
      onClose={onClose}
    >
      <AttributeFields
        draft={draft}
        change={change}
        isNew={attribute === undefined}
        enumeration={{ hasEnum, setHasEnum, members, setMembers }}
        besides={besides}
      />
      <MappingFields draft={draft} change={change} besides={besides} />
      {general.length > 0 && (
        <div className={okta.stack}>
          {general.map((lint) => (
            <LintNote key={`${lint.code} ${lint.field}`} lint={lint} onUse={use(lint)} />
          ))}
        </div>
      )}
    </Dialog>
  )
}

const usable = ['variableName', 'externalName', 'externalNamespace', 'dataType', 'mapping'] as const
const fields = ['variableName', 'externalName', 'externalNamespace', 'dataType', 'enum', 'scope', 'mapping']

/** Asks the linter once the typing rests; an attribute without its names is not asked about yet. */
function useLints(appId: string, given: AppAttribute): Lint[] {
  const sandbox = useSandbox()
  const [settled] = useDebouncedValue(JSON.stringify(given), settleMs)
  const attribute = JSON.parse(settled) as AppAttribute
  const { data } = useQuery({
    ...api.okta.attributes.lint.queryOptions({ input: { sandbox, appId, attribute } }),
    enabled: isComplete(attribute),
    placeholderData: keepPreviousData,
  })
  return isComplete(given) ? (data ?? []) : []
}

function plain({ id: _id, isBase: _isBase, ...attribute }: StoredAttribute): AppAttribute {
  return attribute
}
