import { Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import type { RuleType } from '../../../src-shared/domain/provisioning.ts'
import { api } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { namesIn } from '../../lib/rule-words.ts'
import classes from './rules.module.css'

const settleMs = 150

/** Tries the pattern on names nobody has pushed yet. */
export function RuleTest({ type, pattern }: { type: RuleType; pattern: string }) {
  const sandbox = useSandbox()
  const [text, setText] = useState('')
  const [settled] = useDebouncedValue({ type, pattern, names: namesIn(text) }, settleMs)
  const { data } = useQuery({
    ...api.rules.test.queryOptions({ input: { sandbox, ...settled } }),
    placeholderData: keepPreviousData,
    enabled: settled.names.length > 0,
  })
  const results = settled.names.length === 0 || data?.problem != null ? [] : (data?.results ?? [])
  return (
    <div className={classes.test}>
      <Textarea
        label="Try it on names"
        description="One a line. Nothing is stored."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        minRows={2}
        maxRows={6}
        autosize
        spellCheck={false}
      />
      <ul aria-label="Results" aria-live="polite">
        {results.map(({ name, matches }, index) => (
          <li key={`${index} ${name}`} data-matches={matches}>
            {matches ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
            <span className="cut" title={name}>
              {name}
            </span>
            <span className="muted">{matches ? 'matches' : 'does not match'}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
