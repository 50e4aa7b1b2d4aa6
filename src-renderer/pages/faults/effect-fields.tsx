import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { FaultEffect, FaultGiven } from '../../../src-shared/domain/faults.ts'
import type { FaultFields, FieldProblems } from './fault-form.ts'
import classes from './faults.module.css'

export interface FormProps {
  fields: FaultFields
  problems: FieldProblems
  set: (change: Partial<FaultFields>) => void
}

const kinds: [FaultEffect['kind'], string][] = [
  ['status', 'An error status'],
  ['throttle', '429 with Retry-After and no body'],
  ['html', 'A page instead of JSON'],
  ['latency', 'A late answer'],
  ['timeout', 'Silence, then the connection closes'],
  ['reset', 'A connection reset'],
]
const moments: [FaultGiven['moment'], string][] = [
  ['before', 'Before the request is carried out'],
  ['after', 'After it was carried out: the answer is lost'],
]
const lateMoments: [FaultGiven['moment'], string][] = [
  ['before', 'Before the request is carried out'],
  ['after', 'After it was carried out'],
]
/** Waits of the simulated Okta are on the sandbox clock, which may stand still. */
const waitHint = 'By the sandbox clock for the simulated Okta; in real time for others, 120 s at most.'

/** What happens to a request that is hit, and when. */
export function EffectFields(form: FormProps) {
  const { fields, set } = form
  return (
    <fieldset className={classes.fields}>
      <legend>What happens</legend>
      <NativeSelect
        label="Fault"
        value={fields.kind}
        data={kinds.map(([value, label]) => ({ value, label }))}
        onChange={(event) => set({ kind: event.currentTarget.value as FaultFields['kind'] })}
      />
      <Details {...form} />
      <NativeSelect
        label="When"
        value={fields.moment}
        data={(fields.kind === 'latency' ? lateMoments : moments).map(([value, label]) => ({ value, label }))}
        onChange={(event) => set({ moment: event.currentTarget.value as FaultFields['moment'] })}
      />
    </fieldset>
  )
}

function Details(form: FormProps) {
  const { fields, problems, set } = form
  switch (fields.kind) {
    case 'status':
      return (
        <>
          <div className={classes.pair}>
            <Field form={form} name="status" label="Status" />
            <Field form={form} name="retryAfter" label="Retry-After in seconds" placeholder="none" />
          </div>
          <Field form={form} name="detail" label="Detail" placeholder="worded by the rule" />
        </>
      )
    case 'throttle':
      return <Field form={form} name="seconds" label="Retry-After in seconds" />
    case 'html':
      return (
        <>
          <Field form={form} name="status" label="Status" />
          <Textarea
            label="Page"
            placeholder="a gateway's error page"
            rows={3}
            value={fields.page}
            error={problems.page}
            onChange={(event) => set({ page: event.currentTarget.value })}
          />
        </>
      )
    case 'latency':
      return <Field form={form} name="milliseconds" label="Delay in milliseconds" hint={waitHint} />
    case 'timeout':
      return <Field form={form} name="seconds" label="Silence in seconds" hint={waitHint} />
    case 'reset':
      return <p className="muted">The client sees the connection break, without a word.</p>
  }
}

type TextName = { [Name in keyof FaultFields]: FaultFields[Name] extends string ? Name : never }[keyof FaultFields]
const numbers = new Set<TextName>(['nth', 'status', 'retryAfter', 'seconds', 'milliseconds'])

/** One line of text or a number of the form. */
export function Field({
  form: { fields, problems, set },
  name,
  label,
  hint,
  placeholder,
  first,
}: {
  form: FormProps
  name: TextName
  label: string
  hint?: string
  placeholder?: string
  /** Has the focus when the dialog opens: Enter in a line of text confirms, in a select it does not. */
  first?: boolean
}) {
  return (
    <TextInput
      label={label}
      description={hint}
      placeholder={placeholder}
      inputMode={numbers.has(name) ? 'numeric' : undefined}
      value={fields[name]}
      error={problems[name]}
      spellCheck={false}
      autoComplete="off"
      data-autofocus={first}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
}
