import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MappingRule } from '../../../src-shared/api/rules.ts'
import {
  describeRule,
  type EntityKind,
  entityKindNames,
  entityKinds,
  lastPriority,
  ruleTypes,
  type RuleType,
} from '../../../src-shared/domain/provisioning.ts'
import { api, client } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { useRefreshProvisioning } from '../../lib/provisioning.ts'
import { positionIn, splitAt } from '../../lib/rule-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { RulePreviewList } from './rule-preview.tsx'
import { RuleTest } from './rule-test.tsx'
import classes from './rules.module.css'

const settleMs = 150
const typeHints: Record<RuleType, string> = {
  Prefix: 'What the name starts with; case does not count.',
  Regex: 'RE2 syntax, found anywhere in the name, case-sensitive, at most 256 characters.',
  'Match All': 'Matches every group.',
}

/** A new rule, or one to edit, beside the groups it would match. */
export function RuleDialog({
  rules,
  rule,
  onClose,
}: {
  rules: MappingRule[]
  rule?: MappingRule
  onClose: () => void
}) {
  const sandbox = useSandbox()
  const refresh = useRefreshProvisioning()
  const form = useForm(rules, rule)
  const save = async () => {
    await (rule === undefined
      ? client.rules.create({ sandbox, ...form.given })
      : client.rules.update({ sandbox, id: rule.id, ...form.given }))
    await refresh()
  }
  return (
    <Dialog
      title={rule === undefined ? 'Add Mapping Rule' : `Edit ${describeRule(rule)}`}
      confirm="Save"
      size="860px"
      disabled={!form.complete || !form.sound}
      onConfirm={save}
      onClose={onClose}
    >
      <div className={classes.dialog}>
        <Fields form={form} />
        {form.complete && form.sound ? (
          <RulePreviewList given={form.settled} id={rule?.id} />
        ) : (
          <p className="muted">Groups it matches show here while you type.</p>
        )}
      </div>
      <RuleTest type={form.given.type} pattern={form.given.pattern} />
    </Dialog>
  )
}

type Form = ReturnType<typeof useForm>

function Fields({ form: { given, set, problem } }: { form: Form }) {
  return (
    <div className={classes.fields}>
      <NativeSelect
        label="Rule type"
        value={given.type}
        data={[...ruleTypes]}
        data-autofocus
        onChange={(event) => set({ type: event.currentTarget.value as RuleType })}
      />
      {given.type !== 'Match All' && (
        <TextInput
          label="Pattern"
          description={typeHints[given.type]}
          value={given.pattern}
          maxLength={256}
          spellCheck={false}
          autoComplete="off"
          error={problem === null ? undefined : <PatternProblem pattern={given.pattern} problem={problem} />}
          onChange={(event) => set({ pattern: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        label="Target type"
        value={given.kind}
        data={entityKinds.map((kind) => ({ value: kind, label: entityKindNames[kind] }))}
        description={
          given.kind === 'subOrganization'
            ? 'Never created by a rule: one called like the group must exist, else the group is Pending.'
            : 'The one called like the group, created where there is none.'
        }
        onChange={(event) => set({ kind: event.currentTarget.value as EntityKind })}
      />
      <Checkbox
        label="Auto Approve"
        description={
          given.autoApprove ? 'Members are synced at once.' : 'A Pending mapping, which an admin approves or rejects.'
        }
        checked={given.autoApprove}
        onChange={(event) => set({ autoApprove: event.currentTarget.checked })}
      />
    </div>
  )
}

/** The sentence, and the pattern with the place it speaks of. */
function PatternProblem({ pattern, problem }: { pattern: string; problem: string }) {
  const position = positionIn(problem)
  const [before, at, after] = splitAt(pattern, position ?? 0)
  return (
    <span className={classes.problem}>
      {problem}
      {position !== null && (
        <code aria-hidden>
          {before}
          <mark>{at === '' ? ' ' : at}</mark>
          {after}
        </code>
      )}
    </span>
  )
}

function useForm(rules: MappingRule[], rule: MappingRule | undefined) {
  const sandbox = useSandbox()
  const [given, setGiven] = useState({
    type: rule?.type ?? ('Prefix' as RuleType),
    pattern: rule?.pattern ?? '',
    kind: rule?.kind ?? ('team' as EntityKind),
    autoApprove: rule?.autoApprove ?? true,
    priority: rule?.priority ?? lastPriority(rules),
  })
  const [settled] = useDebouncedValue(given, settleMs)
  const complete = given.type === 'Match All' || given.pattern !== ''
  const { type, pattern } = settled
  const check = useQuery({
    ...api.rules.test.queryOptions({ input: { sandbox, type, pattern, names: [] } }),
    enabled: type === 'Regex' && pattern !== '',
  })
  const set = (change: Partial<typeof given>) =>
    setGiven((before) => {
      const next = { ...before, ...change }
      return next.type === 'Match All' ? { ...next, pattern: '' } : next
    })
  const problem = type === 'Regex' && pattern !== '' ? (check.data?.problem ?? null) : null
  const sound = type === 'Regex' ? check.data?.problem === null : pattern !== '' || type === 'Match All'
  return { given, set, settled, complete, problem, sound }
}
