import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { AssumptionState } from '../../../src-shared/api/okta/assumptions.ts'
import { api, client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useOktaCall } from '../../lib/okta.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip, TagChip } from '../../ui/chip.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './assumptions.module.css'
import okta from './okta.module.css'

/** Every choice of the simulator that no documentation settles. */
export function Assumptions() {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.okta.assumptions.list.queryOptions({ input: { sandbox } }))
  const confirmed = data?.filter((one) => one.confirmed !== null).length ?? 0
  return (
    <div className={okta.read}>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data !== undefined && (
        <Section
          title="Assumptions"
          flush
          description={`Where Okta’s documentation does not say what is sent, this is what the simulator sends. Seen on a real org? Write it down here. ${plural(confirmed, 'is', 'are')} confirmed.`}
        >
          <ul>
            {data.map((one) => (
              <Row key={one.id} of={one} />
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

function Row({ of: { id, title, value, defaultValue, options, tag, source, confirmed, note } }: { of: AssumptionState }) {
  const sandbox = useSandbox()
  const set = useOktaCall((next: string | null) => client.okta.assumptions.set({ sandbox, id, value: next }))
  const isChanged = value !== defaultValue
  return (
    <li className={classes.row} data-changed={isChanged}>
      <div className={classes.head}>
        <span className={classes.title}>{title}</span>
        <span className={classes.source}>
          <TagChip tag={tag} isOkta={source.startsWith('okta-wire')} />
          <span>{source}</span>
          {isChanged && <Chip tone="accent">changed</Chip>}
          {confirmed !== null && <Chip tone="good">confirmed {confirmed}</Chip>}
        </span>
      </div>
      <div className={classes.choice}>
        <NativeSelect
          aria-label={title}
          value={value}
          data={options}
          onChange={(event) => {
            const { value: next } = event.currentTarget
            set.mutate(next === defaultValue ? null : next)
          }}
        />
        <Button
          variant="subtle"
          aria-label={`Reset ${title}`}
          disabled={!isChanged}
          data-idle={!isChanged}
          onClick={() => set.mutate(null)}
        >
          Reset
        </Button>
      </div>
      <Confirmation key={`${confirmed} ${note}`} id={id} title={title} confirmed={confirmed} note={note} />
      {set.error !== null && <ProblemNote error={set.error} />}
    </li>
  )
}

type ConfirmationProps = Pick<AssumptionState, 'id' | 'title' | 'confirmed' | 'note'>

/** “Confirmed on a real org”, with the day and how. */
function Confirmation({ id, title, confirmed, note }: ConfirmationProps) {
  const sandbox = useSandbox()
  const [date, setDate] = useState(confirmed)
  const [text, setText] = useState(note)
  const save = useOktaCall(() => client.okta.assumptions.set({ sandbox, id, confirmed: date === '' ? null : date, note: text }))
  const dirty = date !== confirmed || text !== note
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (dirty) save.mutate()
  }
  return (
    <form className={classes.confirmation} onSubmit={submit} aria-label={`Confirmation of ${title}`}>
      <Checkbox
        label="Confirmed on a real org"
        checked={date !== null}
        onChange={(event) => setDate(event.currentTarget.checked ? today() : null)}
      />
      {date !== null && (
        <TextInput aria-label="Date" type="date" value={date} onChange={(event) => setDate(event.currentTarget.value)} />
      )}
      {(date !== null || text !== '') && (
        <TextInput
          aria-label="Note"
          placeholder="How it was seen, on which org"
          className={classes.note}
          value={text}
          maxLength={1000}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {dirty && (
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      )}
      {save.error !== null && <ProblemNote error={save.error} />}
    </form>
  )
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
