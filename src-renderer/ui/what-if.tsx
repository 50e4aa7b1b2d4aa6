import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { Change } from '../../src-shared/api/changes.ts'
import { api } from '../lib/api.ts'
import { type EventCounts, summarize } from '../lib/effects.ts'
import { count, plural } from '../lib/format.ts'
import { useSandbox } from '../lib/place.ts'
import { Chip } from './chip.tsx'
import { Note, ProblemNote } from './note.tsx'
import classes from './what-if.module.css'

/** What a change would do, asked before it is made. The answer is that of this very change: another one has to be asked anew. */
export function WhatIf({ change, label = 'Preview effect' }: { change: Change; label?: string }) {
  const sandbox = useSandbox()
  const key = JSON.stringify(change)
  const [asked, setAsked] = useState('')
  const preview = useQuery({
    ...api.changes.preview.queryOptions({ input: { sandbox, change } }),
    enabled: asked === key,
    staleTime: 0,
    gcTime: 0,
  })
  const ask = () => (asked === key ? void preview.refetch() : setAsked(key))
  return (
    <div className={classes.whatIf}>
      <Button
        leftSection={<FlaskConical size={15} aria-hidden />}
        loading={asked === key && preview.isFetching}
        onClick={ask}
      >
        {label}
      </Button>
      <div aria-live="polite" className={classes.answer}>
        {asked === key && preview.error !== null && <ProblemNote error={preview.error} />}
        {asked === key && preview.data !== undefined && <Effects preview={preview.data} />}
      </div>
    </div>
  )
}

interface Preview {
  total: number
  counts: EventCounts
  events: { sentence: string }[]
  refusal: string | null
}

const few = 6

function Effects({ preview: { total, counts, events, refusal } }: { preview: Preview }) {
  const [all, setAll] = useState(false)
  if (refusal !== null)
    return (
      <Note tone="warn" title="It would be refused">
        {refusal}
      </Note>
    )
  if (total === 0) return <Note tone="info" title="Nothing would change" />
  const shown = all ? events : events.slice(0, few)
  return (
    <section className={classes.effects} aria-label="What would happen">
      <header className={classes.head}>
        <strong>Would cause {plural(total, 'event')}</strong>
        {total > few &&
          summarize(counts).map((text) => (
            <Chip key={text} tone="outline">
              {text}
            </Chip>
          ))}
      </header>
      <ol className={classes.sentences} tabIndex={shown.length > few ? 0 : undefined}>
        {shown.map(({ sentence }, index) => (
          <li key={`${index} ${sentence}`}>{sentence}</li>
        ))}
        {all && total > events.length && <li className="muted">and {count(total - events.length)} more</li>}
      </ol>
      {!all && total > few && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          Show {total > events.length ? `the first ${count(events.length)}` : `all ${count(total)}`}
        </Button>
      )}
    </section>
  )
}
