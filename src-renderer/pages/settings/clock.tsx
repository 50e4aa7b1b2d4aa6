import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../lib/api.ts'
import { dateAndTime } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

const second = 1000
const steps: [string, number][] = [
  ['+30 s', 30 * second],
  ['+1 min', 60 * second],
  ['+1 h', 3_600 * second],
  ['+1 day', 86_400 * second],
]

/** The time the sandbox believes in: token expiry and timestamps follow it. */
export function Clock() {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const { data, error, refetch, dataUpdatedAt } = useQuery(api.settings.clock.queryOptions({ input: { sandbox } }))
  const set = useMutation(
    api.settings.setClock.mutationOptions({
      onSuccess: (state) => queries.setQueryData(api.settings.clock.queryKey({ input: { sandbox } }), state),
    }),
  )
  const ticking = useTicking(data?.frozen === false)
  const [instant, setInstant] = useState('')
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  const now = data.frozen ? data.now : data.now + Math.max(0, ticking - dataUpdatedAt)
  const wanted = Date.parse(instant)
  return (
    <Section
      title="Clock"
      description="Token expiry, timestamps and ids in order of time follow this clock, not the one on the wall."
      action={
        <Button onClick={() => set.mutate({ sandbox, frozen: !data.frozen })}>
          {data.frozen ? 'Let it run' : 'Freeze'}
        </Button>
      }
    >
      <p className={classes.now}>
        <span className="numbers">{dateAndTime(now)}</span>
        {data.frozen ? <Chip tone="warn">frozen</Chip> : <Chip tone="good">running</Chip>}
      </p>
      <div className={classes.buttons} role="group" aria-label="Advance the clock">
        {steps.map(([label, by]) => (
          <Button key={label} onClick={() => set.mutate({ sandbox, frozen: data.frozen, now: Math.round(now + by) })}>
            {label}
          </Button>
        ))}
      </div>
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault()
          set.mutate({ sandbox, frozen: true, now: wanted })
        }}
      >
        <TextInput
          label="Freeze at"
          placeholder="2026-01-01T00:00:00Z"
          value={instant}
          onChange={(event) => setInstant(event.currentTarget.value)}
          spellCheck={false}
        />
        <Button type="submit" disabled={Number.isNaN(wanted)}>
          Freeze there
        </Button>
      </form>
      {set.error !== null && <ProblemNote error={set.error} />}
    </Section>
  )
}

function useTicking(running: boolean): number {
  const [at, setAt] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => setAt(Date.now()), second)
    return () => clearInterval(timer)
  }, [running])
  return at
}
