import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { MappingRule } from '../../../src-shared/api/rules.ts'
import { describeRule, entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import { api, client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { moved } from '../../lib/rule-words.ts'
import { Chip } from '../../ui/chip.tsx'
import { ConfirmChange } from '../../ui/confirm-change.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Gap, Toolbar } from '../../ui/page.tsx'
import { RuleDialog } from './rule-dialog.tsx'
import classes from './rules.module.css'

type Asking = 'add' | { edit: MappingRule } | { remove: MappingRule }

/** The rules in the order of evaluation: the first that matches a group's name decides. */
export function MappingRules() {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.rules.list.queryOptions({ input: { sandbox } }))
  const [asking, setAsking] = useState<Asking | null>(null)
  const order = useOrder(data ?? [])
  const add = (
    <Button variant="filled" leftSection={<Plus size={15} aria-hidden />} onClick={() => setAsking('add')}>
      Add Mapping Rule
    </Button>
  )
  return (
    <>
      <Toolbar>
        <p className={classes.lead}>
          The first rule that matches decides, when a group is pushed, restored or renamed. A rule never changes what
          exists.
        </p>
        <Gap />
        {data?.length !== 0 && add}
      </Toolbar>
      <div className={classes.page}>
        {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
        {order.error !== null && <ProblemNote error={order.error} />}
        {data?.length === 0 && (
          <Empty title="No mapping rules yet" action={add}>
            Without one every pushed group is Pending, until an admin maps it.
          </Empty>
        )}
        <ol className={classes.rules} aria-label="Mapping rules, first evaluated first">
          {data?.map((rule, index) => (
            <RuleRow key={rule.id} rule={rule} index={index} last={data.length - 1} move={order.move} ask={setAsking} />
          ))}
        </ol>
      </div>
      {asking === 'add' && <RuleDialog rules={data ?? []} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== 'add' && 'edit' in asking && (
        <RuleDialog rules={data ?? []} rule={asking.edit} onClose={() => setAsking(null)} />
      )}
      {asking !== null && asking !== 'add' && 'remove' in asking && (
        <DeleteRule rule={asking.remove} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

interface RowProps {
  rule: MappingRule
  index: number
  last: number
  move: (index: number, by: -1 | 1) => void
  ask: (what: Asking) => void
}

function RuleRow({ rule, index, last, move, ask }: RowProps) {
  const name = describeRule(rule)
  return (
    <li className={classes.rule} aria-label={`${name} to ${entityKindNames[rule.kind]}`}>
      <span className={classes.place}>{index + 1}</span>
      <div className={classes.what}>
        <span className={classes.type}>{rule.type}</span>
        {rule.type !== 'Match All' && <code className={classes.pattern}>{rule.pattern}</code>}
        <span className="muted" aria-label="leads to">
          →
        </span>
        <span>{entityKindNames[rule.kind]}</span>
      </div>
      <span className={classes.facts}>
        <Chip tone={rule.autoApprove ? 'accent' : 'warn'}>{rule.autoApprove ? 'Auto Approve' : 'to Pending'}</Chip>
        <span className="muted numbers">{plural(rule.mappings, 'mapping')}</span>
      </span>
      <span className={classes.buttons}>
        <Move label={`Move ${name} up`} off={index === 0} onMove={() => move(index, -1)} icon={ArrowUp} />
        <Move label={`Move ${name} down`} off={index === last} onMove={() => move(index, 1)} icon={ArrowDown} />
        <Tooltip label="Edit">
          <ActionIcon aria-label={`Edit ${name}`} onClick={() => ask({ edit: rule })}>
            <Pencil size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Delete">
          <ActionIcon aria-label={`Delete ${name}`} onClick={() => ask({ remove: rule })}>
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </span>
    </li>
  )
}

/** Stays focusable at the end of the list, so that the focus does not fall out of it. */
function Move({ label, off, onMove, icon: Icon }: { label: string; off: boolean; onMove: () => void; icon: typeof ArrowUp }) {
  return (
    <ActionIcon aria-label={label} aria-disabled={off} data-off={off} onClick={() => !off && onMove()}>
      <Icon size={15} aria-hidden />
    </ActionIcon>
  )
}

/** Moves a rule at once and lets the server follow; a refusal puts it back. */
function useOrder(rules: MappingRule[]) {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const queryKey = api.rules.list.queryKey({ input: { sandbox } })
  const send = useMutation({
    mutationFn: (next: MappingRule[]) => client.rules.order({ sandbox, ids: next.map(({ id }) => id) }),
    onMutate: async (next) => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(queryKey, next)
    },
    onSuccess: (stored) => queries.setQueryData(queryKey, stored),
    onError: () => queries.invalidateQueries({ queryKey }),
  })
  return { error: send.error, move: (index: number, by: -1 | 1) => send.mutate(moved(rules, index, by)) }
}

function DeleteRule({ rule, onClose }: { rule: MappingRule; onClose: () => void }) {
  const sandbox = useSandbox()
  return (
    <ConfirmChange
      title={`Delete rule ${describeRule(rule)}?`}
      confirm="Delete rule"
      danger
      change={{ action: 'removeRule', id: rule.id }}
      perform={() => client.rules.remove({ sandbox, id: rule.id })}
      onClose={onClose}
    >
      <p>
        {rule.mappings === 0
          ? 'No mapping came from it.'
          : `The ${plural(rule.mappings, 'mapping')} that came from it stay as they are.`}{' '}
        The next rules decide for groups pushed from now on.
      </p>
    </ConfirmChange>
  )
}
