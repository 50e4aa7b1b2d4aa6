import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ExchangeDetail, ExchangeRow } from '../../../src-shared/api/requests.ts'
import type { JsonValue } from '../../../src-shared/scim/types.ts'
import { api } from '../../lib/api.ts'
import { canonical, differences, type Difference } from '../../lib/diff.ts'
import { timeOfDay } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import type { DiffLine } from '../../lib/state-diff.ts'
import { MethodChip, StatusChip } from '../../ui/chip.tsx'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { Lines } from '../../ui/diff-view.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import classes from './requests.module.css'

const CodeCompare = lazy(() => import('./code-compare.tsx'))

/** Two requests side by side. Key order and the order of members do not count. */
export function Compare({
  exchange,
  other,
  onClose,
}: {
  exchange: ExchangeDetail
  other: number | null
  onClose: () => void
}) {
  const [, setQuery] = useSearchParams()
  const set = (value: string | null) =>
    setQuery((before) => {
      if (value === null) before.delete('with')
      else before.set('with', value)
      return before
    })
  const { row } = exchange
  return (
    <DetailPanel
      label="Compare requests"
      onClose={onClose}
      title={other === null ? `Compare request ${row.id} with…` : `Request ${row.id} and request ${other}`}
      actions={<Button onClick={() => set(null)}>Back to the request</Button>}
    >
      {other === null ? (
        <Pick row={row} onPick={(id) => set(String(id))} />
      ) : (
        <Pair left={exchange} rightId={other} onAgain={() => set('pick')} />
      )}
    </DetailPanel>
  )
}

const offered = 100

function Pick({ row, onPick }: { row: ExchangeRow; onPick: (id: number) => void }) {
  const sandbox = useSandbox()
  const { data, error } = useQuery(api.requests.list.queryOptions({ input: { sandbox, limit: offered } }))
  if (error !== null) return <ProblemNote error={error} />
  const others = (data?.items ?? []).filter(({ id }) => id !== row.id)
  const alike = others.filter(
    ({ method, path }) => method === row.method && path.split(/[/?]/)[1] === row.path.split(/[/?]/)[1],
  )
  return (
    <ul className={classes.pick} aria-label="Requests to compare with">
      {[...alike, ...others.filter((one) => !alike.includes(one))].map((one) => (
        <li key={one.id}>
          <button type="button" onClick={() => onPick(one.id)}>
            <span className="muted numbers">{timeOfDay(one.at)}</span>
            <MethodChip method={one.method} />
            <span className="code cut" title={one.path}>
              {one.path}
            </span>
            <StatusChip status={one.status} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Pair({ left, rightId, onAgain }: { left: ExchangeDetail; rightId: number; onAgain: () => void }) {
  const sandbox = useSandbox()
  const [side, setSide] = useState<'request' | 'response'>('request')
  const { data: right, error } = useQuery(api.requests.get.queryOptions({ input: { sandbox, id: rightId } }))
  if (error !== null) return <ProblemNote error={error} />
  if (right === undefined) return null
  const [before, after] = [parsed(left[side].body), parsed(right[side].body)]
  const found = differences(before, after)
  return (
    <div className={classes.stack}>
      <div className={classes.row}>
        <SegmentedControl
          aria-label="What to compare"
          value={side}
          onChange={(value) => setSide(value as typeof side)}
          data={[
            { value: 'request', label: 'Request' },
            { value: 'response', label: 'Response' },
          ]}
        />
        <Button onClick={onAgain}>Choose another</Button>
      </div>
      <section className={classes.changes} aria-label="Differences">
        <h3>
          {found.length === 0
            ? 'The bodies say the same'
            : `${found.length} ${found.length === 1 ? 'path differs' : 'paths differ'}`}
        </h3>
        <Lines lines={found.map(asLine)} />
      </section>
      <Suspense fallback={<p className="muted small">Loading the editor…</p>}>
        <CodeCompare
          left={canonical(before ?? '', 2)}
          right={canonical(after ?? '', 2)}
          leftLabel={`Request ${left.row.id}`}
          rightLabel={`Request ${right.row.id}`}
        />
      </Suspense>
    </div>
  )
}

const words = { '+': 'added', '−': 'removed', '~': 'changed' } as const

function asLine({ path, sign, before, after }: Difference): DiffLine {
  return { path: path === '' ? 'body' : path, sign, word: words[sign], before, after }
}

function parsed(body: string): JsonValue | undefined {
  if (body === '') return undefined
  try {
    return JSON.parse(body) as JsonValue
  } catch {
    return body
  }
}
