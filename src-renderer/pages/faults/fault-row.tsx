import { ActionIcon, Button, Switch, Tooltip } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import type { Fault } from '../../../src-shared/api/faults.ts'
import { describeFault } from '../../../src-shared/domain/faults.ts'
import { api } from '../../lib/api.ts'
import { count, plural } from '../../lib/format.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import classes from './faults.module.css'

/** One rule: whether it is on, what it does, what it has done. */
export function FaultRow({ rule, onEdit, onRemove }: { rule: Fault; onEdit: () => void; onRemove: () => void }) {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: api.faults.key({ input: { sandbox } }) })
  const change = useMutation(api.faults.change.mutationOptions({ onSuccess }))
  const rearm = useMutation(api.faults.rearm.mutationOptions({ onSuccess }))
  const { id, name, enabled, seen } = rule
  const words = describeFault(rule)
  const error = change.error ?? rearm.error
  return (
    <li className={classes.rule} aria-label={name} data-armed={rule.armed}>
      <Switch
        aria-label={`${name}: enabled`}
        checked={enabled}
        onChange={(event) => change.mutate({ sandbox, id, enabled: event.currentTarget.checked })}
      />
      <div className={classes.what}>
        <span className={classes.name}>{capital(name)}</span>
        {name !== words && <span className="muted">{capital(words)}</span>}
      </div>
      <span className={classes.facts}>
        <StateChip rule={rule} />
        <Hits rule={rule} />
      </span>
      <span className={classes.buttons}>
        <Button
          variant="subtle"
          aria-label={`Re-arm ${name}`}
          disabled={seen === 0}
          data-idle={seen === 0}
          onClick={() => rearm.mutate({ sandbox, id })}
        >
          Re-arm
        </Button>
        <Tooltip label="Edit">
          <ActionIcon aria-label={`Edit ${name}`} onClick={onEdit}>
            <Pencil size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Delete">
          <ActionIcon aria-label={`Delete ${name}`} onClick={onRemove}>
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </span>
      {error !== null && <ProblemNote error={error} />}
    </li>
  )
}

function StateChip({ rule: { enabled, armed } }: { rule: Fault }) {
  if (!enabled) return <Chip tone="outline">off</Chip>
  return armed ? <Chip tone="warn">armed</Chip> : <Chip tone="outline">used up</Chip>
}

/** Leads to the requests that met a fault. */
function Hits({ rule: { hits, count: wanted } }: { rule: Fault }) {
  const to = useTo()
  const words = wanted === null ? plural(hits, 'hit') : `${count(hits)} of ${count(wanted)} used`
  if (hits === 0) return <span className="muted numbers">{words}</span>
  return (
    <Link className="numbers" to={`${to('requests')}?filter=effect:fault`}>
      {words}
    </Link>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
