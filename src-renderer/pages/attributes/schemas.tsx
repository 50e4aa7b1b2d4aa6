import { Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api, client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useQueryValue, useSandbox } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { MoreActions } from '../../ui/more-actions.tsx'
import { Section } from '../../ui/section.tsx'
import { useToast } from '../../ui/toast.tsx'
import { AttributeDialog } from './attribute-dialog.tsx'
import { AttributeTable } from './attribute-table.tsx'
import classes from './attributes.module.css'
import { documentOf, newAttribute, type Attribute, type ListedSchema } from './model.ts'

/** All schemas at the left, the chosen one at the right. */
export function Schemas({ schemas }: { schemas: ListedSchema[] }) {
  const [id, setId] = useQueryValue('schema', schemas[0]?.id ?? '')
  const chosen = schemas.find((schema) => schema.id === id) ?? schemas[0]
  return (
    <div className={classes.split}>
      <ul className={classes.list} aria-label="Schemas">
        {schemas.map((schema) => (
          <li key={schema.id}>
            <button type="button" aria-current={schema.id === chosen?.id} onClick={() => setId(schema.id)}>
              <span className={classes.name}>
                <span className="cut">{schema.name}</span>
                {schema.builtIn && <Chip tone="outline">built-in</Chip>}
              </span>
              <span className={classes.urn} title={schema.id}>
                {schema.id}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen !== undefined && <SchemaSection key={chosen.id} schema={chosen} />}
    </div>
  )
}

type Open =
  | { kind: 'edit'; attribute: Attribute; index: number }
  | { kind: 'removeAttribute'; index: number }
  | { kind: 'remove' }
  | null

function SchemaSection({ schema }: { schema: ListedSchema }) {
  const [open, setOpen] = useState<Open>(null)
  const update = useUpdate(schema)
  const sandbox = useSandbox()
  const close = () => setOpen(null)
  const without = (index: number) => schema.attributes.filter((_, at) => at !== index)
  return (
    <Section
      title={schema.name}
      flush
      description={
        <>
          {schema.description}{' '}
          {schema.usedBy.length > 0 ? `Used by ${schema.usedBy.join(', ')}.` : 'No resource type uses it yet.'}
          <span className={classes.id}>
            <code>{schema.id}</code>
            <CopyButton text={schema.id} label="Copy schema URN" />
          </span>
        </>
      }
      action={
        <span className={classes.actions}>
          <Button
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => setOpen({ kind: 'edit', attribute: newAttribute, index: schema.attributes.length })}
          >
            Add attribute
          </Button>
          {!schema.builtIn && (
            <MoreActions label="Schema actions">
              <Menu.Item onClick={() => setOpen({ kind: 'remove' })}>Delete schema</Menu.Item>
            </MoreActions>
          )}
        </span>
      }
    >
      <AttributeTable
        attributes={schema.attributes}
        onEdit={(attribute, index) => setOpen({ kind: 'edit', attribute, index })}
        onRemove={(index) => setOpen({ kind: 'removeAttribute', index })}
      />
      {open?.kind === 'edit' && (
        <AttributeDialog
          attribute={open.attribute}
          onSave={(next) => update(replaced(schema.attributes, open.index, next))}
          onClose={close}
        />
      )}
      {open?.kind === 'removeAttribute' && (
        <Dialog
          title={`Remove ${schema.attributes[open.index]?.name ?? ''}?`}
          confirm="Remove attribute"
          danger
          onConfirm={() => update(without(open.index))}
          onClose={close}
        >
          <p>
            Stored values stay, and are no longer returned. A client that still sends it finds it under “Received,
            ignored”.
          </p>
        </Dialog>
      )}
      {open?.kind === 'remove' && <RemoveSchema sandbox={sandbox} schema={schema} onClose={close} />}
    </Section>
  )
}

function RemoveSchema({ sandbox, schema, onClose }: { sandbox: string; schema: ListedSchema; onClose: () => void }) {
  const queries = useQueryClient()
  const remove = async () => {
    await client.schemas.remove({ sandbox, id: schema.id })
    await queries.invalidateQueries({ queryKey: api.schemas.key() })
  }
  return (
    <Dialog title={`Delete ${schema.name}?`} confirm="Delete schema" danger onConfirm={remove} onClose={onClose}>
      <p>
        {schema.usedBy.length > 0
          ? `${schema.usedBy.join(', ')} uses it: detach it there first, under Resource types.`
          : 'No resource type uses it.'}
      </p>
    </Dialog>
  )
}

/** Saves the attributes of a schema, and says how many stored values no longer fit. */
function useUpdate(schema: ListedSchema): (attributes: Attribute[]) => Promise<void> {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const toast = useToast()
  return async (attributes) => {
    const { storedValuesThatNoLongerFit: misfits } = await client.schemas.update({
      sandbox,
      ...documentOf(schema),
      attributes,
    })
    await queries.invalidateQueries({ queryKey: api.schemas.key() })
    toast(
      misfits === 0
        ? 'Schema saved. It is live.'
        : `Schema saved. ${plural(misfits, 'stored value')} no longer fit and stay as they are.`,
    )
  }
}

function replaced(attributes: Attribute[], index: number, next: Attribute): Attribute[] {
  return index >= attributes.length
    ? [...attributes, next]
    : attributes.map((attribute, at) => (at === index ? next : attribute))
}
