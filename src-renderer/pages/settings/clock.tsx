import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../lib/api.ts'
import { clockSteps, useClockMoves } from '../../lib/clock.ts'
import { clockStep } from '../../lib/command-text.ts'
import { dateAndTime } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip } from '../../ui/chip.tsx'
import { CommandLine } from '../../ui/command-line.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

const second = 1000
const units: [string, number][] = [
  ['seconds', second],
  ['minutes', 60 * second],
  ['hours', 3_600 * second],
  ['days', 86_400 * second],
]
/** What the API takes at most: ten years. */
const farthest = 10 * 366 * 86_400 * second

/** The time the sandbox believes in: token expiry, timestamps and the waits of the simulated Okta follow it. */
export function Clock() {
  const sandbox = useSandbox()
  const { data, error, refetch, dataUpdatedAt } = useQuery(api.settings.clock.queryOptions({ input: { sandbox } }))
  const { advance, set } = useClockMoves(sandbox)
  const ticking = useTicking(data?.frozen === false)
  const [instant, setInstant] = useState('')
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  const now = data.frozen ? data.now : data.now + Math.max(0, ticking - dataUpdatedAt)
  const wanted = Date.parse(instant)
  return (
    <Section
      title="Clock"
      description="Token expiry, timestamps, retries of the simulated Okta and its delays follow this clock, not the one on the wall."
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
      <CommandLine words={['clock', data.frozen ? 'run' : 'freeze']} />
      <div className={classes.buttons} role="group" aria-label="Advance the clock">
        {clockSteps.map(([label, by]) => (
          <Button key={label} onClick={() => advance.mutate({ sandbox, by })}>
            {label}
          </Button>
        ))}
      </div>
      <AdvanceBy onAdvance={(by) => advance.mutate({ sandbox, by })} />
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
      {!Number.isNaN(wanted) && <CommandLine words={['clock', new Date(wanted).toISOString()]} />}
      {set.error !== null && <ProblemNote error={set.error} />}
      {advance.error !== null && <ProblemNote error={advance.error} />}
    </Section>
  )
}

/** Any other step. */
function AdvanceBy({ onAdvance }: { onAdvance: (by: number) => void }) {
  const [amount, setAmount] = useState('10')
  const [unit, setUnit] = useState('minutes')
  const by = Math.round(Number(amount) * (units.find(([name]) => name === unit)?.[1] ?? second))
  const bad = !(by >= 1 && by <= farthest)
  const step = bad ? null : clockStep(by)
  return (
    <>
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault()
          onAdvance(by)
        }}
      >
        <TextInput
          label="Advance by"
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
          error={bad ? 'More than nothing, ten years at most.' : undefined}
        />
        <NativeSelect
          aria-label="Unit"
          value={unit}
          data={units.map(([name]) => name)}
          onChange={(event) => setUnit(event.currentTarget.value)}
        />
        <Button type="submit" disabled={bad}>
          Advance
        </Button>
      </form>
      {step !== null && <CommandLine words={['clock', step]} />}
    </>
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
