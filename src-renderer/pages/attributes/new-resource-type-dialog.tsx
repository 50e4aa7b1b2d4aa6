import { NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, client } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { ListedSchema } from './model.ts'

const namePattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/
const endpointPattern = /^\/[A-Za-z][A-Za-z0-9_-]{0,63}$/

/** Declares a resource type of its own: a name, an endpoint and the schema it is made of. */
export function NewResourceTypeDialog({ schemas, onClose }: { schemas: ListedSchema[]; onClose: () => void }) {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const free = schemas.filter(({ builtIn }) => !builtIn)
  const [name, setName] = useState('')
  const [endpoint, setEndpoint] = useState('')
  const [schema, setSchema] = useState(free[0]?.id ?? '')
  const path = endpoint === '' && name !== '' ? `/${name}s` : endpoint
  const create = async () => {
    await client.resourceTypes.create({ sandbox, name, endpoint: path, schema, schemaExtensions: [] })
    await queries.invalidateQueries({ queryKey: api.resourceTypes.key() })
    await queries.invalidateQueries({ queryKey: api.schemas.key() })
  }
  return (
    <Dialog
      title="New resource type"
      confirm="Create resource type"
      onConfirm={create}
      onClose={onClose}
      disabled={!namePattern.test(name) || !endpointPattern.test(path) || schema === ''}
    >
      <TextInput
        label="Name"
        placeholder="Device"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        required
        spellCheck={false}
      />
      <TextInput
        label="Endpoint"
        description="Below the Base URL."
        placeholder={path || '/Devices'}
        value={endpoint}
        spellCheck={false}
        onChange={(event) => setEndpoint(event.currentTarget.value)}
        classNames={{ input: 'code' }}
      />
      <NativeSelect
        label="Schema"
        value={schema}
        onChange={(event) => setSchema(event.currentTarget.value)}
        disabled={free.length === 0}
        data={free.map(({ id, name: text }) => ({ value: id, label: `${text} · ${id}` }))}
      />
      {free.length === 0 && <p>There is no schema of your own yet. Create one first, under Schemas.</p>}
    </Dialog>
  )
}
