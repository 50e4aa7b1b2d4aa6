import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { count, plural } from '../lib/format.ts'
import type { PageQuery } from '../lib/windowed.ts'
import { ProblemNote } from './note.tsx'
import classes from './many-picker.module.css'

export interface Choice {
  id: string
  text: string
  detail?: string
}

interface Props<Row> {
  label: string
  /** The query of what a search finds, at most so many. */
  query: (search: string, limit: number) => PageQuery<Row>
  choiceOf: (row: Row) => Choice
  chosen: Choice[]
  onChange: (chosen: Choice[]) => void
  /** Exactly one is chosen. */
  single?: boolean
  /** What to say where there is nobody to choose from. */
  none: string
}

const offered = 100
const settleMs = 150

/** Some of many, found by a part of the name. */
export function ManyPicker<Row>({ label, query, choiceOf, chosen, onChange, single = false, none }: Props<Row>) {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), settleMs)
  const { data, error } = useQuery({ ...query(search, offered), placeholderData: keepPreviousData })
  const name = useId()
  const found = (data?.items ?? []).map(choiceOf)
  const kept = chosen.filter(({ id }) => !found.some((one) => one.id === id))
  const isChosen = (id: string) => chosen.some((one) => one.id === id)
  const toggle = (choice: Choice) => {
    if (single) onChange([choice])
    else onChange(isChosen(choice.id) ? chosen.filter(({ id }) => id !== choice.id) : [...chosen, choice])
  }
  return (
    <fieldset className={classes.picker}>
      <legend>{label}</legend>
      <TextInput
        aria-label={`${label}: search`}
        placeholder="Part of the name"
        type="search"
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {error !== null && <ProblemNote error={error} />}
      <div className={classes.list}>
        {[...kept, ...found].map((choice) => (
          <label key={choice.id} className={classes.option}>
            <input
              type={single ? 'radio' : 'checkbox'}
              name={name}
              checked={isChosen(choice.id)}
              onChange={() => toggle(choice)}
            />
            <span className="cut" title={choice.text}>
              {choice.text}
            </span>
            <span className={`cut ${classes.detail}`}>{choice.detail}</span>
          </label>
        ))}
        {data?.total === 0 && <p className="muted">{search === '' ? none : `Nothing is called “${search}”.`}</p>}
      </div>
      <div className={classes.foot}>
        {!single && (
          <>
            <span>{plural(chosen.length, 'chosen', 'chosen')}</span>
            <Button
              variant="subtle"
              size="compact-xs"
              disabled={found.length === 0}
              onClick={() => onChange([...kept, ...found])}
            >
              Choose all {count(found.length)} shown
            </Button>
            {chosen.length > 0 && (
              <Button variant="subtle" size="compact-xs" onClick={() => onChange([])}>
                Choose none
              </Button>
            )}
          </>
        )}
        {data !== undefined && data.total > found.length && (
          <span className="muted">{`${count(found.length)} of ${count(data.total)}; type to narrow it down`}</span>
        )}
      </div>
    </fieldset>
  )
}
