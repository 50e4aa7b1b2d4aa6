import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResourceTypeDocument } from '../../../src-shared/api/schemas.ts'
import { api, client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Facts, Section } from '../../ui/section.tsx'
import classes from './attributes.module.css'
import { typeDocumentOf, type ListedSchema, type ListedType } from './model.ts'

/** Every resource type, with the extensions it carries. */
export function ResourceTypes({ types, schemas }: { types: ListedType[]; schemas: ListedSchema[] }) {
  return (
    <div className={classes.cards}>
      {types.map((type) => (
        <TypeCard key={type.name} type={type} schemas={schemas} />
      ))}
    </div>
  )
}

function TypeCard({ type, schemas }: { type: ListedType; schemas: ListedSchema[] }) {
  const sandbox = useSandbox()
  const [removing, setRemoving] = useState(false)
  const refresh = useRefresh()
  const update = useMutation({
    mutationFn: (schemaExtensions: ResourceTypeDocument['schemaExtensions']) =>
      client.resourceTypes.update({ sandbox, ...typeDocumentOf(type), schemaExtensions }),
    onSuccess: refresh,
  })
  const nameOf = (id: string) => schemas.find((schema) => schema.id === id)?.name ?? id
  const remove = async () => {
    await client.resourceTypes.remove({ sandbox, name: type.name })
    await refresh()
  }
  return (
    <Section
      title={type.name}
      description={type.description}
      action={
        type.builtIn ? <Chip tone="outline">built-in</Chip> : <Button onClick={() => setRemoving(true)}>Delete</Button>
      }
    >
      <Facts
        items={[
          ['Endpoint', <code key="endpoint">{type.endpoint}</code>],
          [
            'Schema',
            <span key="schema" title={type.schema}>
              {nameOf(type.schema)}
            </span>,
          ],
          ['Holds', plural(type.resources, 'resource')],
        ]}
      />
      <h3 className={classes.subhead}>Extensions</h3>
      <ul className={classes.extensions}>
        {type.schemaExtensions.length === 0 && <li className="muted">none</li>}
        {type.schemaExtensions.map(({ schema, required }) => (
          <li key={schema}>
            <span className="cut" title={schema}>
              {nameOf(schema)}
            </span>
            {required && <Chip>required</Chip>}
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={`Detach ${nameOf(schema)} from ${type.name}`}
              onClick={() => update.mutate(type.schemaExtensions.filter((one) => one.schema !== schema))}
            >
              Detach
            </Button>
          </li>
        ))}
      </ul>
      <Attach
        type={type}
        schemas={schemas}
        onAttach={(schema) => update.mutate([...type.schemaExtensions, { schema, required: false }])}
      />
      {update.error !== null && <ProblemNote error={update.error} />}
      {removing && (
        <Dialog
          title={`Delete ${type.name}?`}
          confirm="Delete resource type"
          danger
          onConfirm={remove}
          onClose={() => setRemoving(false)}
        >
          <p>
            <code>{type.endpoint}</code> stops answering.{' '}
            {type.resources > 0 && `It still holds ${plural(type.resources, 'resource')}: delete them first.`}
          </p>
        </Dialog>
      )}
    </Section>
  )
}

function Attach({
  type,
  schemas,
  onAttach,
}: {
  type: ListedType
  schemas: ListedSchema[]
  onAttach: (schema: string) => void
}) {
  const taken = new Set([type.schema, ...type.schemaExtensions.map(({ schema }) => schema)])
  const free = schemas.filter(
    ({ id, usedBy, builtIn }) => !taken.has(id) && (!builtIn || id.includes(':extension:') || usedBy.length === 0),
  )
  if (free.length === 0) return null
  return (
    <NativeSelect
      aria-label={`Attach an extension to ${type.name}`}
      value=""
      onChange={(event) => event.currentTarget.value !== '' && onAttach(event.currentTarget.value)}
      data={[{ value: '', label: 'Attach an extension…' }, ...free.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}

function useRefresh() {
  const queries = useQueryClient()
  return async () => {
    await queries.invalidateQueries({ queryKey: api.resourceTypes.key() })
    await queries.invalidateQueries({ queryKey: api.schemas.key() })
  }
}
