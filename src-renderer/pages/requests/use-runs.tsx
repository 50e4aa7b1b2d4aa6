import { Button } from '@mantine/core'
import { useCallback, useMemo, useRef, type ReactNode } from 'react'
import type { ExchangeRow } from '../../../src-shared/api/requests.ts'
import type { Windowed } from '../../lib/windowed.ts'
import { runAt, runWords, type Run } from './actions.ts'
import classes from './requests.module.css'

/**
 * The header above the requests of each admin action. What scrolled out of what is fetched keeps its headers, so that
 * the list does not jump.
 */
export function useRunHeaders(
  rows: Windowed<ExchangeRow>,
  filter: string,
  onOnly: (filter: string) => void,
): (index: number) => ReactNode | null {
  const known = useRef({ filter, runs: new Map<number, Run>() })
  if (known.current.filter !== filter) known.current = { filter, runs: new Map() }
  const signature = JSON.stringify([...look(rows, known.current.runs)])
  const runs = useMemo(() => new Map(JSON.parse(signature) as [number, Run][]), [signature])
  return useCallback(
    (index: number) => {
      const run = runs.get(index)
      return run === undefined ? null : <RunHeader run={run} onOnly={() => onOnly(`action:${run.id}`)} />
    },
    [runs, onOnly],
  )
}

function look(rows: Windowed<ExchangeRow>, runs: Map<number, Run>): Map<number, Run> {
  const total = rows.total ?? 0
  for (let index = 0; index < total; index += 1) {
    if (rows.row(index) === undefined || (index > 0 && rows.row(index - 1) === undefined)) continue
    const run = runAt(rows.row, total, index)
    if (run === null) runs.delete(index)
    else runs.set(index, run)
  }
  return runs
}

function RunHeader({ run, onOnly }: { run: Run; onOnly: () => void }) {
  return (
    <>
      <strong className={`cut ${classes.runLabel}`} data-side="okta" title={run.label}>
        {run.label}
      </strong>
      <span className={`muted small numbers ${classes.runCount}`}>{runWords(run)}</span>
      <Button variant="subtle" size="compact-xs" aria-label={`Only the requests of ${run.label}`} onClick={onOnly}>
        Only these
      </Button>
    </>
  )
}
