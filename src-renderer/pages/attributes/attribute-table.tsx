import { ActionIcon, Tooltip } from '@mantine/core'
import { Pencil, Trash2 } from 'lucide-react'
import { Chip } from '../../ui/chip.tsx'
import classes from './attributes.module.css'
import { traits, type Attribute } from './model.ts'

interface Props {
  attributes: Attribute[]
  onEdit: (attribute: Attribute, index: number) => void
  onRemove: (index: number) => void
}

/** The attributes of a schema, sub-attributes indented below their parent. */
export function AttributeTable({ attributes, onEdit, onRemove }: Props) {
  if (attributes.length === 0) return <p className={classes.none}>No attribute yet. Add the first one.</p>
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label="Attributes, scrollable">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Traits</th>
            <th scope="col">Values</th>
            <th scope="col">Description</th>
            <td />
          </tr>
        </thead>
        {attributes.map((attribute, index) => (
          <tbody key={attribute.name}>
            <tr>
              <Cells attribute={attribute} />
              <td className={classes.buttons}>
                <Tooltip label="Edit">
                  <ActionIcon aria-label={`Edit ${attribute.name}`} onClick={() => onEdit(attribute, index)}>
                    <Pencil size={14} aria-hidden />
                  </ActionIcon>
                </Tooltip>
                <Tooltip label="Remove">
                  <ActionIcon aria-label={`Remove ${attribute.name}`} onClick={() => onRemove(index)}>
                    <Trash2 size={14} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </td>
            </tr>
            {attribute.subAttributes?.map((sub) => (
              <tr key={sub.name} className={classes.sub}>
                <Cells attribute={sub} prefix={`${attribute.name}.`} />
                <td />
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function Cells({ attribute, prefix = '' }: { attribute: Omit<Attribute, 'subAttributes'>; prefix?: string }) {
  return (
    <>
      <th scope="row" className="code">
        <span className="muted">{prefix}</span>
        {attribute.name}
      </th>
      <td>
        {attribute.type}
        {attribute.multiValued && <span className="muted"> list</span>}
      </td>
      <td>
        <span className={classes.traits}>
          {traits(attribute).map((word) => (
            <Chip key={word} tone="outline">
              {word}
            </Chip>
          ))}
        </span>
      </td>
      <td>{attribute.canonicalValues?.join(', ')}</td>
      <td className={classes.description}>{attribute.description}</td>
    </>
  )
}
