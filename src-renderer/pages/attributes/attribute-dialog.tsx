import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { attributeTypes } from '../../../src-shared/scim/types.ts'
import { Dialog } from '../../ui/dialog.tsx'
import classes from './attributes.module.css'
import type { Attribute } from './model.ts'

const namePattern = /^[A-Za-z$][A-Za-z0-9$_-]{0,99}$/
const mutabilities = ['readWrite', 'readOnly', 'immutable', 'writeOnly']
const returneds = ['default', 'always', 'request', 'never']

/** Adds or edits one attribute, in the words of RFC 7643 §7. */
export function AttributeDialog({
  attribute,
  onSave,
  onClose,
}: {
  attribute: Attribute
  onSave: (next: Attribute) => Promise<unknown>
  onClose: () => void
}) {
  const [draft, setDraft] = useState(attribute)
  const [values, setValues] = useState(attribute.canonicalValues?.join('\n') ?? '')
  const change = (part: Partial<Attribute>) => setDraft((before) => ({ ...before, ...part }))
  const isNew = attribute.name === ''
  const listed = values
    .split('\n')
    .map((value) => value.trim())
    .filter((value) => value !== '')
  const save = () => onSave({ ...draft, canonicalValues: listed.length > 0 ? listed : undefined })
  const badName = draft.name !== '' && !namePattern.test(draft.name)
  return (
    <Dialog
      title={isNew ? 'Add attribute' : `Edit ${attribute.name}`}
      confirm={isNew ? 'Add attribute' : 'Save attribute'}
      size="560px"
      disabled={draft.name === '' || badName}
      onConfirm={save}
      onClose={onClose}
    >
      <div className={classes.fields}>
        <TextInput
          label="Name"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          data-autofocus
          required
          spellCheck={false}
          error={badName ? 'A letter, then letters, digits, "-", "_" or "$".' : undefined}
        />
        <NativeSelect
          label="Type"
          value={draft.type}
          data={typesFor(draft)}
          disabled={draft.type === 'complex'}
          onChange={(event) => change({ type: event.currentTarget.value as Attribute['type'] })}
        />
        <NativeSelect
          label="Mutability"
          value={draft.mutability}
          data={mutabilities}
          onChange={(event) => change({ mutability: event.currentTarget.value as Attribute['mutability'] })}
        />
        <NativeSelect
          label="Returned"
          value={draft.returned}
          data={returneds}
          onChange={(event) => change({ returned: event.currentTarget.value as Attribute['returned'] })}
        />
      </div>
      <div className={classes.checks}>
        <Checkbox
          label="Multi-valued"
          checked={draft.multiValued}
          onChange={(event) => change({ multiValued: event.currentTarget.checked })}
        />
        <Checkbox
          label="Required"
          checked={draft.required}
          onChange={(event) => change({ required: event.currentTarget.checked })}
        />
        <Checkbox
          label="Case exact"
          checked={draft.caseExact}
          onChange={(event) => change({ caseExact: event.currentTarget.checked })}
        />
      </div>
      {draft.type === 'string' && (
        <Textarea
          label="Allowed values"
          description="One a line. Empty allows any."
          value={values}
          onChange={(event) => setValues(event.currentTarget.value)}
          rows={3}
          spellCheck={false}
        />
      )}
      <TextInput
        label="Description"
        value={draft.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
        maxLength={2000}
      />
    </Dialog>
  )
}

/** Sub-attributes are declared over the API, so a plain attribute does not become complex here. */
function typesFor({ type }: Attribute): string[] {
  return type === 'complex' ? ['complex'] : attributeTypes.filter((one) => one !== 'complex')
}
