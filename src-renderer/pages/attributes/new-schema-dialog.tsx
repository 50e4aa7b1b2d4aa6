import { Checkbox, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { Dialog } from '../../ui/dialog.tsx'
import classes from './attributes.module.css'
import { typeDocumentOf, type ListedType } from './model.ts'

const prefix = 'urn:ietf:params:scim:schemas:extension:'
const urnPattern = /^urn:[a-z0-9][a-z0-9-]{0,31}:[^\s"\\]{1,400}$/i

/** A new extension schema, attached to the resource types that shall carry it. */
export function NewSchemaDialog({ types, onClose }: { types: ListedType[]; onClose: () => void }) {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const [id, setId] = useState(prefix)
  const [name, setName] = useState('')
  const [attached, setAttached] = useState<string[]>(['User'])
  const create = async () => {
    await client.schemas.create({ sandbox, id, name, attributes: [] })
    for (const type of types.filter((one) => attached.includes(one.name))) {
      const schemaExtensions = [...type.schemaExtensions, { schema: id, required: false }]
      await client.resourceTypes.update({ sandbox, ...typeDocumentOf(type), schemaExtensions })
    }
    await queries.invalidateQueries({ queryKey: api.schemas.key() })
    await queries.invalidateQueries({ queryKey: api.resourceTypes.key() })
  }
  const problem = urnProblem(id)
  return (
    <Dialog
      title="New extension schema"
      confirm="Create schema"
      size="560px"
      onConfirm={create}
      onClose={onClose}
      disabled={name.trim() === '' || id === prefix || problem !== undefined}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        required
        maxLength={200}
      />
      <TextInput
        label="URN"
        description="In Okta: the external namespace of the attribute."
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
        error={problem}
        required
        spellCheck={false}
        classNames={{ input: 'code' }}
      />
      <fieldset className={classes.attach}>
        <legend>Attach to</legend>
        {types.map((type) => (
          <Checkbox
            key={type.name}
            label={type.name}
            checked={attached.includes(type.name)}
            onChange={(event) =>
              setAttached(
                event.currentTarget.checked ? [...attached, type.name] : attached.filter((one) => one !== type.name),
              )
            }
          />
        ))}
      </fieldset>
    </Dialog>
  )
}

function urnProblem(id: string): string | undefined {
  if (id === prefix || id === '') return undefined
  if (/\s/.test(id)) return 'A URN has no spaces.'
  return urnPattern.test(id) ? undefined : 'A URN looks like urn:ietf:params:scim:schemas:extension:Acme:2.0:User.'
}
