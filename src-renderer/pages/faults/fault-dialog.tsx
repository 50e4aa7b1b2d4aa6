import { NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Fault } from '../../../src-shared/api/faults.ts'
import { describeFault, type FaultGiven, faultMethods } from '../../../src-shared/domain/faults.ts'
import { api, client } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EffectFields, Field, type FormProps } from './effect-fields.tsx'
import { type FaultFields, fieldsOf, ruleOf } from './fault-form.ts'
import classes from './faults.module.css'

/** A new rule, or one to edit, and what it will do in words. */
export function FaultDialog({ given, rule, onClose }: { given: FaultGiven; rule?: Fault; onClose: () => void }) {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const [fields, setFields] = useState(() => fieldsOf(withOwnName(given)))
  const { given: wanted, problems } = ruleOf(fields)
  const form: FormProps = {
    fields,
    problems: problems ?? {},
    set: (change: Partial<FaultFields>) => setFields((before) => ({ ...before, ...change })),
  }
  const save = async () => {
    if (wanted === null) return
    await (rule === undefined
      ? client.faults.create({ sandbox, ...wanted })
      : client.faults.change({ sandbox, id: rule.id, ...wanted }))
    await queries.invalidateQueries({ queryKey: api.faults.key({ input: { sandbox } }) })
  }
  return (
    <Dialog
      title={rule === undefined ? 'Add fault rule' : 'Edit fault rule'}
      confirm="Save"
      size="760px"
      disabled={wanted === null}
      onConfirm={save}
      onClose={onClose}
    >
      <div className={classes.dialog}>
        <MatchFields {...form} />
        <EffectFields {...form} />
      </div>
      <Field form={form} name="name" label="Name" placeholder={wanted === null ? '' : describeFault(wanted)} />
      <p className={classes.words} role="status">
        {wanted === null ? 'Something above is not accepted yet.' : `${describeFault(wanted)}.`}
      </p>
    </Dialog>
  )
}

/** A name that only says what the rule does is worded anew when it is saved. */
function withOwnName(given: FaultGiven): FaultGiven {
  return given.name === describeFault(given) ? { ...given, name: '' } : given
}

function MatchFields(form: FormProps) {
  const { fields, problems, set } = form
  return (
    <fieldset className={classes.fields}>
      <legend>Which requests</legend>
      <NativeSelect
        label="Method"
        value={fields.method}
        data={[...faultMethods]}
        onChange={(event) => set({ method: event.currentTarget.value as FaultFields['method'] })}
      />
      <Field
        form={form}
        name="path"
        label="Path"
        placeholder="any"
        hint="/Users, /Users/*, /Groups/{id}; /** at the end: anything below."
        first
      />
      <Field form={form} name="user" label="User" placeholder="anybody" hint="Part of a userName or id, in the path, the filter or the body." />
      <div className={classes.pair}>
        <Field form={form} name="nth" label="From request no." />
        <TextInput
          label="How many"
          inputMode="numeric"
          placeholder="all"
          value={fields.count}
          error={problems.count}
          onChange={(event) => set({ count: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  )
}
